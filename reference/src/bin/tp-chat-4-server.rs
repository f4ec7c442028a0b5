//! TP Chat, step 4, server: sends and shows at the same time. See [`reference::chat::duplex`].

use std::io;
use std::process::ExitCode;

use reference::chat::{PORT, duplex::converse};
use reference::endpoint::Server;
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::with_port(PORT)))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    let (client, peer) = listener.accept()?;
    // Before the fork: each process would keep a copy, and the port would stay taken, with nobody
    // to serve it, as long as either of them lives.
    drop(listener);
    show(format_args!("Client connecté : {peer}"));
    converse(client, "Client : ")
}
