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
    /// Grade a class: a folder of submissions, or the zip of a platform.
    Grade(GradeArguments),
    /// Write the reports of a graded class again, without running anything.
    Report(ReportArguments),
    /// Let every student's client meet every student's server.
    Interop(InteropArguments),
    /// Say which programs were found and what would be played, without running anything.
    Plan(CheckArguments),
    /// Find the written answers in a folder or a file, and propose a mark for each, with its reasons.
    Answers(AnswersArguments),
    /// Play the experiment that shows the answer to a written question, with the reference programs.
    Explain(ExplainArguments),
    /// Judge a recorded transcript again, without running anything.
    Judge(JudgeArguments),
    /// Play one finding of a report again, exactly as it came about, and draw it.
    Replay(ReplayArguments),
    /// Say what this machine allows, and how to allow the rest.
    Doctor,
    /// Work on a lab.
    #[command(subcommand)]
    Lab(LabCommand),
    /// Print the JSON Schema of `check --format json`, or of a class's results.json.
    Schema {
        /// Of which file.
        #[arg(value_enum, default_value_t = SchemaChoice::Report)]
        of: SchemaChoice,
    },
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
    /// Only this scenario and those it needs, such as eof; several times for several.
    #[arg(long = "scenario", value_name = "ID")]
    pub(super) scenarios: Vec<String>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Processors kept busy; all of them when not said.
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

#[derive(Debug, Args)]
pub(super) struct GradeArguments {
    /// A folder with a folder or an archive for each student, or a platform's zip of all submissions.
    pub(super) class: PathBuf,
    /// Where everything is written: journal, transcripts, reports.
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// Go on with a run that was stopped; what is graded and has not changed is kept.
    #[arg(long)]
    pub(super) resume: bool,
    /// Only this student; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// The lab, such as tp-a; that of most submissions when not said.
    #[arg(long)]
    pub(super) lab: Option<String>,
    /// Only this step, such as 2.2.
    #[arg(long)]
    pub(super) step: Option<String>,
    /// Processors kept busy; all of them when not said.
    #[arg(short, long)]
    pub(super) jobs: Option<usize>,
    /// How programs are kept apart.
    #[arg(long, value_enum, default_value_t = IsolationChoice::Auto)]
    pub(super) isolation: IsolationChoice,
    /// The last net: seconds without any exchange after which a scenario is given up as inconclusive.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(super) limit: u64,
    #[command(flatten)]
    pub(super) exports: ExportArguments,
}

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// What `grade -o` wrote.
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) exports: ExportArguments,
}

/// How results become marks and files.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// How points become a mark; grading.kdl in OUT, in the class or beside it when not said.
    #[arg(long, value_name = "FILE")]
    pub(super) grading: Option<PathBuf>,
    /// What is added by hand; adjustments.csv in OUT, in the class or beside it when not said.
    #[arg(long, value_name = "FILE")]
    pub(super) adjustments: Option<PathBuf>,
    /// Fill in Moodle's grading worksheet; it is written below OUT/moodle, the file itself stays as it is.
    #[arg(long, value_name = "FILE")]
    pub(super) worksheet: Option<PathBuf>,
    /// Write notes.csv as a French Excel opens it: semicolons, decimal commas, a byte order mark.
    #[arg(long)]
    pub(super) excel: bool,
}

#[derive(Debug, Args)]
pub(super) struct InteropArguments {
    /// A folder with a folder or an archive for each student, or a platform's zip of all submissions.
    pub(super) class: PathBuf,
    /// The step, such as 2.2.
    #[arg(long)]
    pub(super) step: String,
    /// The lab, such as tp-a; that of most submissions when not said.
    #[arg(long)]
    pub(super) lab: Option<String>,
    /// Only these students; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// Folder of reference binaries named LAB-STEP-ROLE, such as tp-a-2-2-server, to meet as well.
    #[arg(long, value_name = "DIR")]
    pub(super) references: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Processors kept busy; all of them when not said.
    #[arg(short, long)]
    pub(super) jobs: Option<usize>,
    /// The last net: seconds without any exchange after which a meeting is given up as inconclusive.
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

#[derive(Debug, Args)]
pub(super) struct ReplayArguments {
    /// The submission's folder.
    pub(super) dir: PathBuf,
    /// The finding, as the report names it: STEP/SCENARIO@FILE:FUNCTION+OFFSET.
    pub(super) finding: String,
    /// The lab, such as tp-a; guessed when not said.
    #[arg(long)]
    pub(super) lab: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For programs: grader/report/v1, grader/interop/v1.
    Json,
    /// One page for a browser or a printer.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaChoice {
    /// grader/report/v1
    Report,
    /// grader/answers/v1
    Answers,
    /// grader/class/v1
    Class,
    /// grader/interop/v1
    Interop,
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
