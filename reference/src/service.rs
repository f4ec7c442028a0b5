//! How a server shares itself among its clients: one after the other, or all at once.
//!
//! Knows nothing about what is said with a client.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;

use crate::terminal::show;

/// Serves one client until it is done, then the next, for ever. Who comes meanwhile waits in the
/// queue of the listening socket.
pub fn one_after_the_other(listener: &TcpListener, mut serve: impl FnMut(TcpStream, SocketAddr)) -> ! {
    loop {
        // No `?` in this loop: whatever happens to one client, the next one is served.
        match listener.accept() {
            Ok((client, peer)) => serve(client, peer),
            Err(error) => show(format_args!("Client perdu avant d'être servi : {error}")),
        }
    }
}

/// Serves every client at once, for ever: one thread each, while this one only accepts.
///
/// A client that is silent, slow or gone holds up its own thread and nobody else's.
///
/// # Errors
/// When no client can be accepted although none is there: nobody's departure can help.
pub fn in_parallel(listener: &TcpListener, serve: impl Fn(TcpStream, SocketAddr) + Sync) -> io::Result<()> {
    let serve = &serve;
    let (departure, departures) = channel();
    let mut present = 0_usize;
    // The scope lets the threads borrow from this function instead of sharing by `Arc`.
    thread::scope(|scope| {
        loop {
            present -= departures.try_iter().count();
            match listener.accept() {
                Ok((client, peer)) => {
                    let departure = departure.clone();
                    let served = thread::Builder::new().spawn_scoped(scope, move || {
                        serve(client, peer);
                        departure.send(()).ok();
                    });
                    match served {
                        Ok(_) => present += 1,
                        // The system has no thread left. The client is dropped, which closes it.
                        Err(error) => show(format_args!("Client {peer} renvoyé : {error}")),
                    }
                }
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {
                    show(format_args!("Client perdu avant d'être servi : {error}"));
                }
                // Mostly too many open files. To try again at once would fail again, and take
                // 100 % of a processor: the next client has its place when one leaves.
                Err(error) if present > 0 => {
                    show(format_args!("Plus de place avant le départ d'un client : {error}"));
                    present -= departures.iter().take(1).count();
                }
                Err(error) => return Err(error),
            }
        }
    })
}
