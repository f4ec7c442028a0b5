//! TP Chat, step 4, client: sends and shows at the same time. See [`reference::chat::duplex`].

use std::io;
use std::process::ExitCode;

use reference::chat::{PORT, duplex::converse};
use reference::endpoint::Client;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Client::with_port(PORT)))
}

fn run(arguments: &Client) -> io::Result<()> {
    converse(arguments.connect()?, "Serveur : ")
}
