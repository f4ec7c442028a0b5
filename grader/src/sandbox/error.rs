//! Why a world or a program could not be made.

use nix::errno::Errno;

/// A fault of the grader's surroundings, never of the student.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{action}: {errno}")]
pub struct SandboxError {
    /// What was tried, as in `mount /proc`.
    pub action: String,
    /// What the kernel said.
    pub errno: Errno,
}

/// Gives an `errno` the action that failed.
pub(super) trait Context<T> {
    fn during(self, action: impl Into<String>) -> Result<T, SandboxError>;
}

impl<T> Context<T> for nix::Result<T> {
    fn during(self, action: impl Into<String>) -> Result<T, SandboxError> {
        self.map_err(|errno| SandboxError { action: action.into(), errno })
    }
}

impl<T> Context<T> for std::io::Result<T> {
    fn during(self, action: impl Into<String>) -> Result<T, SandboxError> {
        self.map_err(|error| SandboxError {
            action: action.into(),
            errno: Errno::from_raw(error.raw_os_error().unwrap_or(0)),
        })
    }
}
