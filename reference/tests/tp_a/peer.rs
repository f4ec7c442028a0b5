//! The other side of the connection, played by the test itself.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use socket2::SockRef;

use crate::DEADLINE;

/// A connection to, or from, the program under test. No call waits longer than [`DEADLINE`].
pub(crate) struct Peer(TcpStream);

impl Peer {
    /// Connects to the server under test.
    pub(crate) fn connect(port: u16) -> Self {
        Self::new(TcpStream::connect(("127.0.0.1", port)).expect("a server that listens"))
    }

    fn new(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
        stream.set_write_timeout(Some(DEADLINE)).expect("a deadline");
        Self(stream)
    }

    /// This side's address, as servers show it.
    pub(crate) fn address(&self) -> String {
        self.0.local_addr().expect("an address").to_string()
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).expect("a peer that reads");
    }

    /// Receives exactly these bytes, in as many reads as it takes.
    pub(crate) fn receive(&mut self, expected: impl AsRef<[u8]>) {
        let expected = expected.as_ref();
        let mut received = vec![0; expected.len()];
        self.0.read_exact(&mut received).expect("as many bytes as expected");
        assert!(
            received == expected,
            "{:?} instead of {:?}",
            String::from_utf8_lossy(&received),
            String::from_utf8_lossy(expected)
        );
    }

    pub(crate) fn echo(&mut self, bytes: impl AsRef<[u8]>) {
        self.send(bytes.as_ref());
        self.receive(bytes.as_ref());
    }

    /// Receives up to this byte, which is part of the result.
    pub(crate) fn receive_until(&mut self, last: u8) -> String {
        let mut received = Vec::new();
        let mut byte = [0];
        while received.last() != Some(&last) {
            self.0.read_exact(&mut byte).expect("that byte");
            received.extend(byte);
        }
        String::from_utf8(received).expect("UTF-8")
    }

    /// A second handle on the same connection, for a thread of its own.
    pub(crate) fn twin(&self) -> Self {
        Self(self.0.try_clone().expect("a second handle"))
    }

    /// Sends and receives at once: the message may be larger than what the system holds.
    pub(crate) fn echo_long(&mut self, bytes: &[u8]) {
        let mut sender = self.twin();
        std::thread::scope(|scope| {
            scope.spawn(move || sender.send(bytes));
            self.receive(bytes);
        });
    }

    /// Receives the end of the stream and nothing before it.
    pub(crate) fn receive_end(&mut self) {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).expect("an orderly end");
        assert_eq!(String::from_utf8_lossy(&rest), "");
    }

    /// Leaves in order: the program receives the end of the stream (FIN).
    pub(crate) fn leave(self) {
        // Closing alone may come late: a child that another test is starting right now holds a
        // copy of this socket until its `exec`. A shutdown holds for all copies.
        self.0.shutdown(Shutdown::Both).expect("a live connection");
    }

    /// Leaves by force: the connection is reset (RST).
    pub(crate) fn reset(self) {
        SockRef::from(&self.0).set_linger(Some(Duration::ZERO)).expect("SO_LINGER");
    }
}

/// A server played by the test, for a client under test.
pub(crate) struct Host(TcpListener);

impl Host {
    /// Listens on a port of the system's choice.
    pub(crate) fn listen() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        // On Linux this deadline holds for `accept` too.
        SockRef::from(&listener).set_read_timeout(Some(DEADLINE)).expect("a deadline");
        Self(listener)
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.local_addr().expect("an address").port()
    }

    pub(crate) fn accept(&self) -> Peer {
        Peer::new(self.0.accept().expect("a client that connects").0)
    }
}
