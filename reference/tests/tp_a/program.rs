//! A reference program under test: started with pipes for a terminal, gone when the test is over.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use socket2::{Domain, Socket, Type};

use crate::DEADLINE;

/// A port where nobody listens and that stays reserved until the tests are over.
///
/// Looking for a free port and letting it go again would be a race with the other tests. This
/// one stays bound, without listening: on Linux, SO_REUSEADDR lets a server listen there all the
/// same, and as long as none does, connections are refused.
pub(crate) fn free_port() -> u16 {
    static RESERVED: Mutex<Vec<Socket>> = Mutex::new(Vec::new());
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_reuse_address(true).expect("SO_REUSEADDR");
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
    let address = socket.local_addr().ok().and_then(|address| address.as_socket());
    RESERVED.lock().expect("no test panics while it holds the lock").push(socket);
    address.expect("an IPv4 address").port()
}

/// A running program, killed when dropped.
pub(crate) struct Program {
    child: Child,
    keyboard: Option<ChildStdin>,
    screen: Output,
    errors: Output,
}

/// How a program ended by itself.
pub(crate) struct Ending {
    /// The exit status; `None` when a signal ended it.
    pub(crate) status: Option<i32>,
    /// What the screen shows that the test had not read yet.
    pub(crate) screen: String,
    /// All that was written on standard error.
    pub(crate) errors: String,
}

impl Program {
    /// Starts a server on `127.0.0.1` and waits until it says that it listens.
    pub(crate) fn server(path: &str, port: u16) -> Self {
        let mut server = Self::start(path, &["--host", "127.0.0.1", "--port", &port.to_string()]);
        server.shows(&format!("Serveur en écoute sur 127.0.0.1:{port}\n"));
        server
    }

    /// Starts a client of the server on that port of this machine.
    pub(crate) fn client(path: &str, port: u16) -> Self {
        Self::start(path, &["--port", &port.to_string()])
    }

    pub(crate) fn start(path: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(path)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary exists");
        Self {
            keyboard: child.stdin.take(),
            screen: Output::of(child.stdout.take().expect("a pipe")),
            errors: Output::of(child.stderr.take().expect("a pipe")),
            child,
        }
    }

    /// Types on the keyboard; a newline is part of `text`.
    pub(crate) fn types(&mut self, text: &str) {
        let keyboard = self.keyboard.as_mut().expect("the keyboard is open");
        keyboard.write_all(text.as_bytes()).expect("the program is alive");
    }

    /// What `^D` does: the program reads the end of its keyboard.
    pub(crate) fn closes_keyboard(&mut self) {
        self.keyboard = None;
    }

    /// Waits until the screen shows `text`; returns what it showed before, since the last time.
    pub(crate) fn shows(&mut self, text: &str) -> String {
        self.screen.until(text)
    }

    /// Waits until the program ends by itself: its keyboard stays as it is.
    pub(crate) fn ends(mut self) -> Ending {
        // These programs start no other, so their outputs close when they end.
        let screen = self.screen.rest();
        let errors = self.errors.rest();
        let status = self.child.wait().expect("a child to wait for").code();
        Ending { status, screen, errors }
    }

    /// Waits until the program ends by itself, with status 0 and no complaint; returns the rest
    /// of its screen.
    pub(crate) fn ends_well(self) -> String {
        let ending = self.ends();
        assert_eq!((ending.status, ending.errors.as_str()), (Some(0), ""), "{}", ending.screen);
        ending.screen
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Both fail on a program that has ended, which is as good.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// One output of a program, read by a thread of its own so that waiting can have a deadline.
struct Output {
    pieces: Receiver<Vec<u8>>,
    unread: Vec<u8>,
}

impl Output {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let (sender, pieces) = channel();
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = pipe.read(&mut piece) {
                if sender.send(piece[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { pieces, unread: Vec::new() }
    }

    fn until(&mut self, text: &str) -> String {
        loop {
            if let Some(at) = self.unread.windows(text.len()).position(|w| w == text.as_bytes()) {
                let before = self.unread.drain(..at + text.len()).take(at).collect();
                return String::from_utf8(before).expect("UTF-8 on the terminal");
            }
            match self.pieces.recv_timeout(DEADLINE) {
                Ok(piece) => self.unread.extend(piece),
                Err(error) => {
                    let unread = String::from_utf8_lossy(&self.unread);
                    unreachable!("{text:?} was not shown ({error}), only {unread:?}");
                }
            }
        }
    }

    fn rest(&mut self) -> String {
        let end = loop {
            match self.pieces.recv_timeout(DEADLINE) {
                Ok(piece) => self.unread.extend(piece),
                Err(end) => break end,
            }
        };
        let unread = String::from_utf8_lossy(&self.unread).into_owned();
        assert_eq!(end, RecvTimeoutError::Disconnected, "it does not end, and shows {unread:?}");
        unread
    }
}
