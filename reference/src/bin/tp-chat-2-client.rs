//! TP Chat, step 2, client: sends each typed line, until `^D`.

use std::io;
use std::net::{Shutdown, TcpStream};
use std::process::{ExitCode, exit};
use std::thread;

use reference::chat::{PORT, send_line, show_lines};
use reference::endpoint::Client;
use reference::terminal::{ask, exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Client::with_port(PORT)))
}

fn run(arguments: &Client) -> io::Result<()> {
    let mut server = arguments.connect()?;
    leave_with(server.try_clone()?);
    while let Some(line) = ask("> ") {
        if let Err(error) = send_line(&mut server, &line) {
            show(format_args!("Le serveur n'est plus là : {error}"));
            return Ok(());
        }
    }
    server.shutdown(Shutdown::Write).ok();
    Ok(())
}

/// Ends the program when the server leaves: somebody who waits at the keyboard would only notice
/// that two lines later, because the first line sent to a closed connection is lost without an error.
fn leave_with(server: TcpStream) {
    thread::spawn(move || {
        show_lines(&server, "");
        exit(0);
    });
}
