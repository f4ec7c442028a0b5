//! TP A, step 2.6, server: a small protocol of commands, for one client after the other.
//!
//! The loop is that of step 2.3. What is new is that a message has a form, and that the server
//! remembers something about its client between two messages. See [`reference::protocol`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::protocol::{BYE, Visitor};
use reference::service::one_after_the_other;
use reference::session::serve;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    one_after_the_other(&listener, |client, peer| {
        // A new visitor for each connection: nobody inherits the pseudo of the client before.
        let mut visitor = Visitor::default();
        serve(client, peer, BYE, |message| visitor.reply(&message));
    })
}
