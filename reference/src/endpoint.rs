//! Where to listen, where to connect: the `--host` and `--port` arguments of every program.
//!
//! Knows nothing about what is said on the connection.

use std::io;
use std::net::{TcpListener, TcpStream};

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::terminal::show;

/// The arguments of a server.
#[derive(Debug, Parser)]
pub struct Server {
    #[arg(long, default_value = "0.0.0.0", help = "Adresse locale où écouter (0.0.0.0 : toutes)")]
    host: String,
    #[arg(long, default_value_t = 63000, help = "Port TCP où écouter")]
    port: u16,
}

impl Server {
    /// The arguments this program was started with, for a lab with another port.
    pub fn with_port(port: &'static str) -> Self {
        with_default_port(port)
    }

    /// `socket`, `bind` and `listen` in one call; from here on, clients can connect and queue.
    ///
    /// # Errors
    /// When the address cannot be used, mostly because another program already listens there.
    /// The text names the host and the port.
    pub fn listen(&self) -> io::Result<TcpListener> {
        let Self { host, port } = self;
        // On Unix, std sets SO_REUSEADDR before it binds. Without it, a server that has just
        // closed a connection could not start again for a minute: its port would be held by the
        // old connection, in TIME_WAIT.
        let listener = TcpListener::bind((host.as_str(), *port)).map_err(|error| {
            io::Error::new(error.kind(), format!("Impossible d'écouter sur {host}:{port} : {error}"))
        })?;
        show(format_args!("Serveur en écoute sur {}", listener.local_addr()?));
        Ok(listener)
    }
}

/// The arguments of a client.
#[derive(Debug, Parser)]
pub struct Client {
    #[arg(long, default_value = "127.0.0.1", help = "Adresse ou nom du serveur")]
    host: String,
    #[arg(long, default_value_t = 63000, help = "Port TCP du serveur")]
    port: u16,
}

impl Client {
    /// The arguments this program was started with, for a lab with another port.
    pub fn with_port(port: &'static str) -> Self {
        with_default_port(port)
    }

    /// `socket` and `connect` in one call.
    ///
    /// # Errors
    /// When nobody listens there (the system refuses at once), or the host cannot be reached.
    /// The text names the host and the port.
    pub fn connect(&self) -> io::Result<TcpStream> {
        let Self { host, port } = self;
        let stream = TcpStream::connect((host.as_str(), *port)).map_err(|error| {
            let text = match error.kind() {
                io::ErrorKind::ConnectionRefused => {
                    format!("Connexion refusée par {host}:{port} : le serveur est-il lancé ?")
                }
                _ => format!("Connexion impossible à {host}:{port} : {error}"),
            };
            io::Error::new(error.kind(), text)
        })?;
        show(format_args!("Connecté au serveur {host}:{port}"));
        Ok(stream)
    }
}

/// As [`Parser::parse`], with this default for `--port`, shown by `--help`.
fn with_default_port<T: CommandFactory + FromArgMatches>(port: &'static str) -> T {
    let matches = T::command().mut_arg("port", |argument| argument.default_value(port)).get_matches();
    T::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

#[cfg(test)]
mod tests {
    use super::{Client, Server};
    use clap::Parser;

    #[test]
    fn without_arguments_the_lab_s_own_addresses_are_used() {
        let server = Server::parse_from(["server"]);
        assert_eq!((server.host.as_str(), server.port), ("0.0.0.0", 63000));
        let client = Client::parse_from(["client"]);
        assert_eq!((client.host.as_str(), client.port), ("127.0.0.1", 63000));
    }
}
