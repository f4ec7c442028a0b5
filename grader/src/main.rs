//! Thin: everything is in the library.

fn main() -> std::process::ExitCode {
    grader::command::run()
}
