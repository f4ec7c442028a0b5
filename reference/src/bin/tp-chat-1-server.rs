//! TP Chat, step 1, server: shows the lines of its client, one client after the other.

use std::io;
use std::process::ExitCode;

use reference::chat::{PORT, show_lines};
use reference::endpoint::Server;
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::with_port(PORT)))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    loop {
        // No `?` in this loop: whatever happens to one client, the next one is served.
        match listener.accept() {
            Ok((client, peer)) => {
                show(format_args!("Client connecté : {peer}"));
                show_lines(&client, "");
            }
            Err(error) => show(format_args!("Client perdu avant d'être servi : {error}")),
        }
    }
}
