//! What the program can be asked to do.

use std::process::ExitCode;

/// temporary
pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    if args.get(1).map(String::as_str) == Some(crate::player::WORKER_ARGUMENT) {
        if let Err(e) = crate::player::work() {
            eprintln!("{e}");
            return ExitCode::FAILURE;
        }
        return ExitCode::SUCCESS;
    }
    let library = match crate::lab::Library::shipped() {
        Ok(l) => l,
        Err(e) => {
            eprintln!("{:?}", miette::Report::new(e));
            return ExitCode::from(2);
        }
    };
    let toolbox = crate::sandbox::Toolbox::default();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let checker = crate::grading::Checker { library: &library, toolbox: &toolbox, stop: &stop };
    let options = crate::grading::Options {
        lab: None,
        step: args.get(3).cloned(),
        jobs: 2,
        transcripts: args.get(4).map(Into::into),
        pcap: None,
        isolation: crate::transcript::Isolation::Namespaces,
        limit_s: 30,
    };
    match checker.check(args[2].as_ref(), &options, &()) {
        Ok(graded) => {
            for p in &graded.programs { println!("{:?}", p); }
            for s in &graded.steps { for c in &s.scenarios {
                println!("{} {} {:?} {:?} {:?} {:?} {}ms", s.id, c.id, c.verdict, c.not_played, c.reason, c.findings.iter().map(|f| format!("{} {:?}", f.code, f.location.as_ref().map(|l| l.line))).collect::<Vec<_>>(), c.duration_ms);
            } }
            println!("{:?}", graded.codes());
        }
        Err(e) => { eprintln!("{:?}", miette::Report::new(e)); }
    }
    ExitCode::SUCCESS
}
