//! What the program can be asked to do: arguments in, exit status out.
//!
//! The only place that prints, and the only one that knows exit codes: 0 all required passed, 1 some
//! required failed, 2 usage or unreadable input, 3 inconclusive; of a class, 0 every submission graded,
//! 3 not all of them.

mod answers;
mod arguments;
mod check;
mod confirm;
mod doctor;
mod explain;
mod export;
mod grade;
mod interop;
mod judge;
mod lab;
mod pages;
mod progress;
mod replay;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, LabCommand, SchemaChoice};

use crate::lab::Library;
use crate::player::{PROBE_ARGUMENT, WORKER_ARGUMENT, work};
use crate::text::Language;

/// Usage or unreadable input.
const UNREADABLE: u8 = 2;

/// Runs the program.
pub fn run() -> ExitCode {
    // The hidden stages come first: a worker must not start threads or read anything else.
    match std::env::args().nth(1).as_deref() {
        Some(WORKER_ARGUMENT) => return stage(work()),
        Some(PROBE_ARGUMENT) => return stage(crate::sandbox::probe().map_err(Into::into)),
        _ => {}
    }
    let arguments = Arguments::parse();
    let language = arguments.lang.unwrap_or_else(Language::from_locale);
    let outcome = match arguments.command {
        Command::Check(options) => check::check(&options, arguments.labs.as_deref(), language),
        Command::Grade(options) => grade::grade(&options, arguments.labs.as_deref(), language),
        Command::Report(options) => grade::report(&options, arguments.labs.as_deref(), language),
        Command::Interop(options) => interop::interop(&options, arguments.labs.as_deref(), language),
        Command::Plan(options) => check::plan(&options, arguments.labs.as_deref(), language),
        Command::Judge(options) => judge::judge(&options, arguments.labs.as_deref(), language),
        Command::Replay(options) => replay::replay(&options, arguments.labs.as_deref(), language),
        Command::Doctor => doctor::doctor(arguments.labs.as_deref(), language),
        Command::Lab(LabCommand::Check(options)) => lab::check(&options, language),
        Command::Answers(options) => answers::answers(&options, language),
        Command::Explain(options) => explain::explain(&options, arguments.labs.as_deref(), language),
        Command::Schema { of } => {
            let schema = match of {
                SchemaChoice::Report => crate::report::schema(),
                SchemaChoice::Answers => crate::report::answers_schema(),
                SchemaChoice::Class => crate::report::class::results_schema(),
                SchemaChoice::Interop => crate::report::class::interop_schema(),
            };
            anstream::println!("{schema:#}");
            Ok(0)
        }
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(report) => {
            anstream::eprintln!("{report:?}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// A hidden stage's end.
fn stage(result: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The labs: the teacher's folder, or those that come with the program.
fn library(folder: Option<&std::path::Path>) -> miette::Result<Library> {
    Ok(match folder {
        Some(folder) => Library::from_folder(folder)?,
        None => Library::shipped()?,
    })
}
