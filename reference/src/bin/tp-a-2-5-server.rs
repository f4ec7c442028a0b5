//! TP A, step 2.5, server: a calculator for one client after the other.
//!
//! Each message is an expression, and its value, or what is wrong with it, is the answer. Nothing
//! that a client sends is run as a program, as Python's `eval` would: the server understands
//! arithmetic and nothing else. See [`reference::calculator`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::calculator::answer;
use reference::endpoint::Server;
use reference::service::one_after_the_other;
use reference::session::serve_until_fin;
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    one_after_the_other(&listener, |client, peer| serve_until_fin(client, peer, |message| calculate(&message)))
}

fn calculate(expression: &[u8]) -> Vec<u8> {
    let answer = answer(expression);
    show(format_args!("Réponse : {answer}"));
    answer.into_bytes()
}
