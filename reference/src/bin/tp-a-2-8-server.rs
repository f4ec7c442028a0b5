//! TP A, step 2.8, server: the messages of all clients in one list.
//!
//! Step 2.7, where the threads share something: what was an echo becomes an access to the list,
//! under its one lock. `/list` asks for all messages. See [`reference::shared_list`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::service::in_parallel;
use reference::session::serve_until_fin;
use reference::shared_list::SharedList;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    let list = SharedList::default();
    in_parallel(&listener, |client, peer| serve_until_fin(client, peer, |message| answer(&list, message)))
}

/// The lock is free again when this returns, and only then is the answer sent.
fn answer(list: &SharedList, message: Vec<u8>) -> Vec<u8> {
    if message == b"/list" {
        let lines = list.lines();
        return if lines.is_empty() { "(liste vide)".into() } else { lines };
    }
    let total = list.store(message);
    format!("Message reçu (total : {total})").into_bytes()
}
