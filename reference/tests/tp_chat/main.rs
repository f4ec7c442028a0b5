//! The reference programs of TP Chat, played for real. As for TP A, nothing sleeps or tries twice.

#![expect(dead_code, reason = "the players of TP A can more than is asked for here")]

#[path = "../tp_a/peer.rs"]
mod peer;
#[path = "../tp_a/program.rs"]
mod program;

use std::time::Duration;

use peer::{Host, Peer};
use program::{Program, free_port};

/// How long a test waits for something that must happen.
const DEADLINE: Duration = Duration::from_secs(20);

const SERVER_1: &str = env!("CARGO_BIN_EXE_tp-chat-1-server");
const CLIENT_2: &str = env!("CARGO_BIN_EXE_tp-chat-2-client");
const SERVER_3: &str = env!("CARGO_BIN_EXE_tp-chat-3-server");
const CLIENT_3: &str = env!("CARGO_BIN_EXE_tp-chat-3-client");
const SERVER_4: &str = env!("CARGO_BIN_EXE_tp-chat-4-server");
const CLIENT_4: &str = env!("CARGO_BIN_EXE_tp-chat-4-client");

fn server(path: &str) -> (Program, u16) {
    let port = free_port();
    (Program::server(path, port), port)
}

#[test]
fn step_1_shows_lines_however_they_are_cut_one_client_after_the_other() {
    let (mut server, port) = server(SERVER_1);
    let mut peer = Peer::connect(port);
    peer.send("un\ndeu");
    assert_eq!(server.shows("un\n").lines().count(), 1, "only who has connected before");
    peer.send("x\n\u{e9}t\u{e9}");
    assert_eq!(server.shows("deux\n"), "");
    peer.leave();
    assert_eq!(server.shows("été (ligne inachevée)\n"), "");
    server.shows("Le correspondant a fermé la connexion\n");
    Peer::connect(port).reset();
    server.shows("Connexion perdue");
    Peer::connect(port).send("suivant\n");
    server.shows("suivant\n");
}

#[test]
fn step_2_sends_each_line_with_its_newline_and_ends_with_the_keyboard() {
    let host = Host::listen();
    let mut client = Program::client(CLIENT_2, host.port());
    let mut peer = host.accept();
    client.types("bonjour\n\nça va ?\n");
    peer.receive("bonjour\n\nça va ?\n");
    client.closes_keyboard();
    peer.receive_end();
    client.ends_well();
}

#[test]
fn step_2_ends_when_the_server_leaves() {
    let host = Host::listen();
    let client = Program::client(CLIENT_2, host.port());
    host.accept().leave();
    assert!(client.ends_well().contains("Le correspondant a fermé la connexion"));
}

#[test]
fn step_3_takes_turns_and_ends_with_either_side() {
    let (mut server, port) = server(SERVER_3);
    let mut client = Program::client(CLIENT_3, port);
    for n in 1..=5 {
        client.types(&format!("question {n}\n"));
        server.shows(&format!("Client : question {n}\n"));
        server.types(&format!("réponse {n}\n"));
        client.shows(&format!("Serveur : réponse {n}\n"));
    }
    client.closes_keyboard();
    client.ends_well();
    server.ends_well();
}

#[test]
fn step_4_carries_ten_lines_each_way_while_the_other_side_is_silent() {
    let (mut server, port) = server(SERVER_4);
    let mut client = Program::client(CLIENT_4, port);
    for n in 1..=10 {
        client.types(&format!("c{n}\n"));
        server.shows(&format!("Client : c{n}\n"));
    }
    for n in 1..=10 {
        server.types(&format!("s{n}\n"));
        client.shows(&format!("Serveur : s{n}\n"));
    }
    client.closes_keyboard();
    server.ends_well();
    client.ends_well();
}

/// `ends_well` reads the screen to its end, which comes only when no process holds it any more.
#[test]
fn step_4_leaves_no_process_behind_when_the_peer_leaves() {
    let (server, port) = server(SERVER_4);
    Peer::connect(port).leave();
    server.ends_well();
    let host = Host::listen();
    let client = Program::client(CLIENT_4, host.port());
    host.accept().reset();
    client.ends_well();
}

#[test]
fn every_server_can_start_again_at_once_on_its_port() {
    for path in [SERVER_1, SERVER_3, SERVER_4] {
        let (mut first, port) = server(path);
        let _peer = Peer::connect(port);
        first.shows("Client connecté");
        drop(first);
        Program::server(path, port);
    }
}
