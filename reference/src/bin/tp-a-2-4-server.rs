//! TP A, step 2.4, server: a chat of two people, each in turn.
//!
//! After `accept`, nothing distinguishes the two programs but who speaks first: the client does.
//! What its operator types is this server's answer. See [`reference::dialogue`].

use std::io;
use std::net::Shutdown;
use std::process::ExitCode;

use clap::Parser;
use reference::dialogue::Dialogue;
use reference::endpoint::Server;
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    let (client, peer) = listener.accept()?;
    show(format_args!("Client connecté : {peer}"));
    Dialogue { peer: "client", label: "Client", first: false, after_fin: Shutdown::Both }.converse(client)
}
