//! Answers found in every layout, and reviewed as a teacher would.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use grader::answers::{Confidence, Lexicon, Proposal, Question, review, shipped_questions};

fn mark(proposal: Proposal) -> &'static str {
    match proposal {
        Proposal::Full => "full",
        Proposal::Partial => "partial",
        Proposal::Wrong => "wrong",
        Proposal::Missing => "missing",
    }
}

struct Marked<'a> {
    question: &'a Question,
    marks: Vec<&'a str>,
    answer: &'a str,
}

fn marked<'a>(questions: &'a [Question], text: &'a str) -> Vec<Marked<'a>> {
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| {
            let mut parts = line.splitn(3, " | ");
            let (id, marks) = (parts.next().unwrap(), parts.next().unwrap());
            let question = questions.iter().find(|q| q.id == id).unwrap();
            Marked { question, marks: marks.split(',').collect(), answer: parts.next().unwrap() }
        })
        .collect()
}

#[test]
fn answers_in_many_words_get_the_mark_a_teacher_would_give() {
    let questions = shipped_questions().unwrap();
    let lexicon = Lexicon::new(&questions);
    let all = marked(&questions, include_str!("answers/marks.txt"));
    let mut said = String::new();
    let (mut right, mut sure, mut sure_right) = (0, 0, 0);
    for case in &all {
        let review = review(case.question, case.answer, &lexicon);
        let fits = case.marks.contains(&mark(review.proposal));
        let is_sure = review.confidence() == Confidence::Sure;
        right += usize::from(fits);
        sure += usize::from(is_sure);
        sure_right += usize::from(is_sure && fits);
        if !fits {
            let ideas: Vec<String> = review.ideas.iter().map(|i| format!("{}={:?}", i.id, i.presence)).collect();
            let against: Vec<&str> = review.contradictions.iter().map(|f| f.id.as_str()).collect();
            said += &format!(
                "{} {:?} not {} ({}): {}\n    {} against {against:?} {:?}\n",
                case.question.id,
                case.marks,
                mark(review.proposal),
                if is_sure { "SURE" } else { "to read" },
                case.answer,
                ideas.join(" "),
                review.doubts,
            );
        }
    }
    let figures = format!("{right} right of {}, {sure} sure, of these {sure_right} right", all.len());
    println!("{figures}\n{said}");
    assert!(right * 100 >= all.len() * 95 && sure * 100 >= all.len() * 60, "{figures}\n{said}");
    assert!(sure_right * 100 >= sure * 95, "{figures}\n{said}");
}
