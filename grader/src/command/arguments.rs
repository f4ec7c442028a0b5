//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::text::Language;

/// Grades socket programs: plays scripted scenarios in a private network world, records everything,
/// explains with proof.
#[derive(Debug, Parser)]
#[command(name = "grader", version, about)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Language of messages; French when the locale is French.
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<Language>,
    /// A folder of labs instead of those that come with the program.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) labs: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check a submission: a folder with the programs of one student or pair.
    Check(CheckArguments),
    /// Say which programs were found and what would be played, without running anything.
    Plan(CheckArguments),
    /// Find the written answers in a folder or a file, and propose a mark for each, with its reasons.
    Answers(AnswersArguments),
    /// Play the experiment that shows the answer to a written question, with the reference programs.
    Explain(ExplainArguments),
    /// Judge a recorded transcript again, without running anything.
    Judge(JudgeArguments),
    /// Say what this machine allows, and how to allow the rest.
    Doctor,
    /// Work on a lab.
    #[command(subcommand)]
    Lab(LabCommand),
    /// Print the JSON Schema of `check --format json`.
    Schema(SchemaArguments),
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The submission's folder.
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    /// The lab, such as tp-a; guessed when not said.
    #[arg(long)]
    pub(super) lab: Option<String>,
    /// Only this step, such as 2.2.
    #[arg(long)]
    pub(super) step: Option<String>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Scenarios played at once; as many as there are processors when not said.
    #[arg(short, long)]
    pub(super) jobs: Option<usize>,
    /// Write each scenario's transcript below this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) transcripts: Option<PathBuf>,
    /// Write each scenario's packets (pcapng) below this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) pcap: Option<PathBuf>,
    /// How programs are kept apart.
    #[arg(long, value_enum, default_value_t = IsolationChoice::Auto)]
    pub(super) isolation: IsolationChoice,
    /// The last net: seconds without any exchange after which a scenario is given up as inconclusive.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(super) limit: u64,
}

#[derive(Debug, Subcommand)]
pub(super) enum LabCommand {
    /// Is a lab ready for students? Files, texts, skeletons that fail, references that pass.
    Check(LabCheckArguments),
}

#[derive(Debug, Args)]
pub(super) struct LabCheckArguments {
    /// The lab's folder, with its lab.kdl.
    pub(super) folder: PathBuf,
    /// Folder of reference binaries named LAB-STEP-ROLE, such as tp-a-2-2-server; each step's own
    /// folder `reference` otherwise.
    #[arg(long, value_name = "DIR")]
    pub(super) references: Option<PathBuf>,
    /// How programs are kept apart.
    #[arg(long, value_enum, default_value_t = IsolationChoice::Auto)]
    pub(super) isolation: IsolationChoice,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// That of `answers --format json` instead.
    #[arg(long)]
    pub(super) answers: bool,
}

#[derive(Debug, Args)]
pub(super) struct AnswersArguments {
    /// The submission's folder, or one file.
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// The lab, such as tp-a; guessed when not said.
    #[arg(long)]
    pub(super) lab: Option<String>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = AnswersFormat::Human)]
    pub(super) format: AnswersFormat,
    /// A page of questions and rules instead of the one that comes with the program.
    #[arg(long, value_name = "FILE")]
    pub(super) questions: Option<PathBuf>,
    /// Decide each mark at the terminal; what is decided is added to the file of decisions.
    #[arg(long)]
    pub(super) confirm: bool,
    /// The file of decisions, one for a whole class; `answers.decisions.jsonl` beside the submission when
    /// not said. Lines are added to it, none is changed.
    #[arg(long, value_name = "FILE")]
    pub(super) decisions: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The question's number, such as 2.1.4-2.
    pub(super) question: String,
    /// The experiment without the answer.
    #[arg(long)]
    pub(super) student: bool,
    /// Folder of reference binaries named LAB-STEP-ROLE; the grader's own folder when not said.
    #[arg(long, value_name = "DIR")]
    pub(super) references: Option<PathBuf>,
    /// A page of questions instead of the one that comes with the program.
    #[arg(long, value_name = "FILE")]
    pub(super) questions: Option<PathBuf>,
    /// Write the scenario's transcript below this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) transcripts: Option<PathBuf>,
    /// How programs are kept apart.
    #[arg(long, value_enum, default_value_t = IsolationChoice::Auto)]
    pub(super) isolation: IsolationChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswersFormat {
    /// For people.
    Human,
    /// For programs: grader/answers/v1.
    Json,
    /// One page for a browser or a printer.
    Html,
}

#[derive(Debug, Args)]
pub(super) struct JudgeArguments {
    /// A file written by `check --transcripts`.
    pub(super) transcript: PathBuf,
    /// Show it beside this other transcript, such as the reference's.
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For programs: grader/report/v1.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum IsolationChoice {
    /// Namespaces where this machine allows them, else the portable backend.
    Auto,
    /// A private world for each scenario, or nothing.
    Namespaces,
    /// The machine's own loopback.
    Portable,
}
