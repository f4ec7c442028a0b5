//! A conversation in turns between a keyboard and a peer, either of which may end it at any time.
//!
//! A program that waits at its keyboard does not see that the peer has gone. Here two threads
//! wait, one for each source: the first one for the peer, whose end is the end of the program,
//! and a second one for its turn and then for the keyboard. What the peer sends is shown the
//! moment it arrives, in as many pieces as it comes.

use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::message::{FIN, receive, take_text};
use crate::terminal::{ask, explain_empty_line, show};

/// One side of a conversation.
#[derive(Debug, Clone, Copy)]
pub struct Dialogue {
    /// Who the peer is, in a sentence: `client`, `serveur`.
    pub peer: &'static str,
    /// The head of each line that shows what the peer said.
    pub label: &'static str,
    /// Whether this side has the first turn.
    pub first: bool,
    /// What is closed after this side's `fin`: [`Shutdown::Both`] ends the conversation at once,
    /// [`Shutdown::Write`] when the peer has said the rest and closed.
    pub after_fin: Shutdown,
}

/// How a conversation ended, when nothing broke.
enum End {
    /// Somebody said `fin`.
    Fin,
    /// The peer closed its side without a word.
    Closed,
}

impl Dialogue {
    /// Talks with the peer until one of the two says `fin`, or the peer goes away.
    ///
    /// A peer that vanishes ends the conversation, not the program in disorder.
    ///
    /// # Errors
    /// When the system has no second handle or thread to give.
    pub fn converse(self, mut stream: TcpStream) -> io::Result<()> {
        let turn = Arc::new(Turn::new(self.first));
        // Nobody waits for this thread: it may be at the keyboard when the program ends.
        thread::Builder::new().spawn({
            let (stream, turn) = (stream.try_clone()?, Arc::clone(&turn));
            move || self.speak(stream, &turn)
        })?;

        let peer = self.peer;
        match self.listen(&mut stream, &turn) {
            Ok(End::Fin) => show("Fin de la conversation"),
            Ok(End::Closed) => show(format_args!("Le {peer} a fermé la connexion")),
            Err(error) => show(format_args!("Connexion perdue avec le {peer} : {error}")),
        }
        Ok(())
    }

    /// Shows what the peer says; each message gives the turn to this side.
    fn listen(self, stream: &mut TcpStream, turn: &Turn) -> io::Result<End> {
        let mut bytes = Vec::new();
        while let Some(message) = receive(stream)? {
            let fin = message == FIN;
            // A character may come cut in two: its first part waits here for the second.
            bytes.extend(message);
            let line = format!("{} : {}", self.label, take_text(&mut bytes));
            if fin {
                show(line);
                return Ok(End::Fin);
            }
            turn.begin_after(|| show(line));
        }
        Ok(if turn.state().said_fin { End::Fin } else { End::Closed })
    }

    /// Sends a typed line at each turn, until `fin`.
    fn speak(self, mut stream: TcpStream, turn: &Turn) {
        loop {
            turn.wait();
            let line = typed_line();
            let fin = line == FIN;
            turn.end(fin);
            if stream.write_all(&line).is_err() {
                // The listening thread learns the same, says so and ends the program.
                return;
            }
            if fin {
                // This also ends the wait of the listening thread, at once or with the peer's end.
                stream.shutdown(self.after_fin).ok();
                return;
            }
        }
    }
}

/// Whose turn it is, as both threads know it.
struct Turn {
    state: Mutex<State>,
    begun: Condvar,
}

struct State {
    mine: bool,
    said_fin: bool,
}

impl Turn {
    fn new(mine: bool) -> Self {
        Self { state: Mutex::new(State { mine, said_fin: false }), begun: Condvar::new() }
    }

    /// Shows a message and gives this side its turn: one operation, so that a user who answers
    /// what is shown always ends the turn that it gave. The rest of a message that came in pieces
    /// is shown too, and gives no second turn, because the turn is still on.
    fn begin_after(&self, show: impl FnOnce()) {
        let mut state = self.state();
        show();
        state.mine = true;
        self.begun.notify_one();
    }

    fn wait(&self) {
        drop(self.begun.wait_while(self.state(), |state| !state.mine));
    }

    fn end(&self, said_fin: bool) {
        *self.state() = State { mine: false, said_fin };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a line to send. A closed keyboard can say nothing more, so it says `fin`.
fn typed_line() -> Vec<u8> {
    loop {
        // A line of its own for the prompt: something may be shown before the answer is typed.
        let line = ask("À vous :\n").unwrap_or_else(|| FIN.to_vec());
        if !line.is_empty() {
            return line;
        }
        explain_empty_line();
    }
}
