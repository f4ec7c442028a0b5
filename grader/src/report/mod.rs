//! Renders a graded submission.
