//! Answers found in every layout, and reviewed as a teacher would.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use grader::answers::{
    Answered, Confidence, How, Lexicon, Note, Proposal, Question, Sureness, examine, of_lab, review, shipped_questions,
};

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

/// Twenty-one answers in our own words, one a question of TP A.
const ANSWERS: [&str; 21] = [
    "Dans accept puis dans recv, tant que rien n'arrive.",
    "Connexion refusée : aucun programme n'écoute encore.",
    "bind fixe le port, listen met la socket à l'écoute.",
    "Pour lire plusieurs messages du même client.",
    "Il ne sort jamais de sa boucle.",
    "Oui, rien ne l'en empêche.",
    "Oui, s'il retourne à accept.",
    "Un while autour de accept.",
    "Oui, avec un thread par client.",
    "Chacun son tour.",
    "Oui, grâce à select.",
    "Un mot convenu, puis close des deux côtés.",
    "Un pirate exécute n'importe quel code chez nous.",
    "Un try, et dans le except on envoie l'erreur au client.",
    "Pour distinguer une action d'un texte.",
    "On teste le premier caractère.",
    "Chaque thread traite le sien, en parallèle.",
    "Oui avec un verrou ; c'est utile pour un salon.",
    "Diffuser à tous, et garder un historique.",
    "Deux threads toucheraient la même liste en même temps.",
    "Des données perdues.",
];

fn tp_a() -> Vec<Question> {
    of_lab(&shipped_questions().unwrap(), "tp-a")
}

/// A page made of each section's head and each question's text and answer.
fn page(head: impl Fn(usize, &str) -> String, entry: impl Fn(usize, usize, &Question, &str) -> String) -> String {
    let (mut out, mut last, mut step, mut number) = (String::new(), String::new(), 0, 0);
    for (at, (question, answer)) in tp_a().iter().zip(ANSWERS).enumerate() {
        let section = question.id.split('-').next().unwrap().to_owned();
        if section != last {
            (step, number) = (step + 1, 0);
            out += &head(step, &section);
            last = section;
        }
        number += 1;
        out += &entry(at + 1, number, question, answer);
    }
    out
}

/// Every layout, with the file it would be in.
fn layouts() -> Vec<(&'static str, &'static str, String)> {
    let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
    let none = |_: usize, _: &str| String::new();
    vec![
        (
            "numbered headings",
            "Questions.txt",
            page(|_, s| format!("{s}\n\n"), |_, _, q, a| format!("— {}\n{a}\n\n", q.asked.fr)),
        ),
        (
            "bold questions in parts",
            "README.md",
            page(
                |step, _| format!("---\n\n**__PARTIE {}__**\n\n", roman[step - 1]),
                |_, n, q, a| format!("**{n}. {}**\n\n{a}\n\n", q.asked.fr),
            ),
        ),
        (
            "steps and numbers, no questions",
            "reponses.md",
            page(|step, _| format!("## Étape {step} : à nous\n\n"), |_, n, _, a| format!("{n}. {a}\n\n")),
        ),
        ("headings in order", "README.md", page(none, |_, _, q, a| format!("## {}\n\n{a}\n\n", q.asked.fr))),
        (
            "without blank lines",
            "reponses.txt",
            page(|_, s| format!("{s}\n"), |_, _, q, a| format!("{}\n{a}\n", q.asked.fr)),
        ),
        ("on the question's line", "reponses.txt", page(none, |_, _, q, a| format!("- {} {a}\n", q.asked.fr))),
        ("the question's own number", "reponses.txt", page(none, |_, _, q, a| format!("{} : {a}\n", q.id))),
        ("numbers that run on", "reponses.txt", page(none, |at, _, _, a| format!("Q{at}) {a}\n"))),
        ("numbers that begin again", "reponses.txt", page(|_, _| "\n".into(), |_, n, _, a| format!("{n}) {a}\n"))),
        ("sections and dashes", "reponses.txt", page(|_, s| format!("\n{s}\n"), |_, _, _, a| format!("- {a}\n"))),
        (
            "without accents, with slips",
            "reponses.txt",
            page(none, |_, _, q, a| {
                let flat = q.asked.fr.replace(['é', 'è', 'ê'], "e").replace('à', "a").replace('’', "'");
                format!("{}\n{a}\n\n", flat.replace("serveur", "servuer").replace("client", "clien"))
            }),
        ),
        (
            "comments of a program",
            "etape_1/serveur.py",
            "import socket\n".to_owned()
                + &page(
                    |_, s| format!("# serveur = socket.socket()\n# serveur.listen(1)\n\n# {s}\n"),
                    |_, n, _, a| format!("# {n}) {a}\n# while True:\n#     conn, addr = serveur.accept()\nx = 1\n"),
                ),
        ),
    ]
}

fn check(name: &str, all: &[Answered]) {
    for (answered, wanted) in all.iter().zip(ANSWERS) {
        let got = answered.found.text.replace('\n', " ");
        assert_eq!(got.trim(), wanted, "{name}: {} {:?}", answered.question.id, answered.found);
    }
}

#[test]
fn every_layout_is_read() {
    let questions = tp_a();
    for (name, file, text) in layouts() {
        check(name, &examine(&questions, &[(file, text.as_bytes())]));
        check(name, &examine(&questions, &[(file, text.replace('\n', "\r\n").as_bytes())]));
        check(name, &examine(&questions, &[(file, format!("\u{feff}{text}").as_bytes())]));
        let latin: Option<Vec<u8>> =
            text.replace('’', "'").replace('—', "-").chars().map(|c| u8::try_from(c).ok()).collect();
        check(name, &examine(&questions, &[(file, &latin.unwrap())]));
    }
}

#[test]
fn how_an_answer_was_found_is_said() {
    let questions = tp_a();
    let how = |index: usize| {
        let (_, file, text) = &layouts()[index];
        examine(&questions, &[(file, text.as_bytes())])[4].found.how.unwrap()
    };
    assert_eq!(how(0), (How::Wording, Sureness::Certain));
    assert_eq!(how(2), (How::Number, Sureness::Certain));
    assert_eq!(how(7), (How::Number, Sureness::Likely));
    assert_eq!(how(9), (How::Place, Sureness::Doubtful));
}

#[test]
fn what_is_missing_cut_or_there_twice_is_said() {
    let questions = tp_a();
    let text = "2.1.4\n1. Dans accept puis dans recv.\n2.\n3. bind fixe le port et listen permet de\n";
    let all = examine(&questions, &[("reponses.txt", text.as_bytes()), ("README.md", b"2.1.4-1 : accept")]);
    let notes = |at: usize| all[at].found.notes.clone();
    assert!(matches!(notes(0).as_slice(), [Note::Duplicated(place)] if place.file == "README.md"), "{:?}", notes(0));
    assert_eq!((notes(1), notes(2)), (vec![Note::Unanswered], vec![Note::CutShort]));
    assert_eq!(all[1].review.proposal, Proposal::Missing);
    assert_eq!(all[2].review.confidence(), Confidence::ToRead);
    assert_eq!((notes(3), all[3].found.place.as_ref()), (vec![Note::Unanswered], None));
    let empty = examine(&questions, &[("README.md", "# Projet\n\nLancer server.py puis client.py.\n".as_bytes())]);
    assert!(empty.iter().all(|a| a.review.proposal == Proposal::Missing), "{empty:#?}");
}

#[test]
fn lists_and_code_inside_an_answer_stay_in_it() {
    let questions = tp_a();
    let text = "## Pourquoi faut-il une boucle dans le serveur ?\n\nPour :\n\n1. lire un message,\n2. répondre,\n\n```\n# 2.3.4\nwhile True:\n```\n\n## Auteurs\n\nNous.\n";
    let all = examine(&questions, &[("README.md", text.as_bytes())]);
    assert!(all[3].found.text.contains("2. répondre") && all[3].found.text.contains("# 2.3.4"), "{:?}", all[3].found);
    assert!(!all[3].found.text.contains("Nous"), "{:?}", all[3].found);
    assert_eq!(all.iter().filter(|a| a.found.place.is_some()).count(), 1);
}

#[test]
fn chat_has_its_question_too() {
    let questions = of_lab(&shipped_questions().unwrap(), "tp-chat");
    for text in ["Question 3 : un interblocage", "3) un interblocage", "## Étape 3\nun interblocage"] {
        let all = examine(&questions, &[("reponses.txt", text.as_bytes())]);
        assert_eq!((all[0].found.text.as_str(), all[0].review.proposal), ("un interblocage", Proposal::Full), "{text}");
    }
}

/// Bytes from a seed: noise, or a layout with pieces cut, doubled and overwritten.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).unwrap()
    }

    fn bytes(&mut self) -> Vec<u8> {
        let all = layouts();
        let mut bytes = match self.next(all.len() + 2) {
            at if at < all.len() => all[at].2.clone().into_bytes(),
            _ => (0..self.next(400)).map(|_| u8::try_from(self.next(256)).unwrap()).collect(),
        };
        for _ in 0..self.next(12) {
            let (from, length) = (self.next(bytes.len()), self.next(60));
            let to = (from + length).min(bytes.len());
            match self.next(4) {
                0 => drop(bytes.drain(from..to)),
                1 => bytes.extend_from_within(from..to),
                2 => bytes[from..to].fill(b"\n*#-?\xe9\xc3\"2.("[self.next(11)]),
                _ => bytes.truncate(from + 1),
            }
        }
        bytes
    }
}

/// `ANSWERS_ROUNDS=100000 cargo test …` looks longer.
#[test]
fn no_bytes_make_it_panic() {
    let rounds = std::env::var("ANSWERS_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let questions = tp_a();
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let file = ["reponses.txt", "README.md", "serveur.py", "a.c", "x"][round % 5];
        let bytes = noise.bytes();
        let all = examine(&questions, &[(file, &bytes)]);
        assert_eq!(all.len(), questions.len());
    }
}
