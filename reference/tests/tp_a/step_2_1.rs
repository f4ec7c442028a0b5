//! Step 2.1: one exchange, then both end.

use crate::peer::{Host, Peer};
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-1-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-1-client");

#[test]
fn server_and_client_greet_each_other_and_end() {
    let port = free_port();
    let server = Program::server(SERVER, port);
    let client = Program::client(CLIENT, port);
    assert!(client.ends_well().ends_with("Reçu : Bonjour client !\n"));
    assert!(server.ends_well().ends_with("Reçu : Bonjour serveur !\n"));
}

#[test]
fn server_shows_who_comes_and_what_it_says_then_answers_and_closes() {
    let port = free_port();
    let server = Program::server(SERVER, port);
    let mut peer = Peer::connect(port);
    peer.send("Coucou, ça va ? 🦀");
    peer.receive("Bonjour client !");
    peer.receive_end();
    let expected = format!("Client connecté : {}\nReçu : Coucou, ça va ? 🦀\n", peer.address());
    assert_eq!(server.ends_well(), expected);
}

#[test]
fn server_listens_on_every_address_by_default() {
    let port = free_port();
    let mut server = Program::start(SERVER, &["--port", &port.to_string()]);
    server.shows(&format!("Serveur en écoute sur 0.0.0.0:{port}\n"));
}

#[test]
fn server_starts_again_at_once_on_the_same_port() {
    let port = free_port();
    for _ in 0..2 {
        let server = Program::server(SERVER, port);
        let mut peer = Peer::connect(port);
        peer.send("Bonjour serveur !");
        peer.receive("Bonjour client !");
        // The server closes first, so TIME_WAIT is on its side.
        peer.receive_end();
        peer.leave();
        server.ends_well();
    }
}

#[test]
fn server_says_that_its_port_is_taken() {
    let port = free_port();
    let first = Program::server(SERVER, port);
    let second = Program::start(SERVER, &["--host", "127.0.0.1", "--port", &port.to_string()]);
    let ending = second.ends();
    assert_eq!(ending.status, Some(1));
    assert_eq!(ending.errors.lines().count(), 1, "{}", ending.errors);
    assert!(ending.errors.contains(&format!("127.0.0.1:{port}")), "{}", ending.errors);
    drop(first);
}

#[test]
fn server_survives_a_client_that_leaves_without_sending() {
    let port = free_port();
    let server = Program::server(SERVER, port);
    Peer::connect(port).leave();
    assert!(server.ends_well().ends_with("Client parti sans rien envoyer\n"));
}

#[test]
fn server_survives_a_client_that_resets() {
    let port = free_port();
    let server = Program::server(SERVER, port);
    Peer::connect(port).reset();
    assert!(server.ends_well().contains("Connexion perdue avec le client"));
}

#[test]
fn client_speaks_first_and_shows_the_answer_it_gets() {
    let host = Host::listen();
    let client = Program::client(CLIENT, host.port());
    let mut peer = host.accept();
    peer.receive("Bonjour serveur !");
    peer.send("Enchanté 🦀");
    // The client ends by itself, before the server has closed anything.
    peer.receive_end();
    assert!(client.ends_well().ends_with("Reçu : Enchanté 🦀\n"));
}

#[test]
fn client_survives_a_server_that_closes_without_an_answer() {
    let host = Host::listen();
    let client = Program::client(CLIENT, host.port());
    let mut peer = host.accept();
    peer.receive("Bonjour serveur !");
    peer.leave();
    assert!(client.ends_well().ends_with("Le serveur a fermé la connexion sans répondre\n"));
}

#[test]
fn client_survives_a_server_that_resets() {
    let host = Host::listen();
    let client = Program::client(CLIENT, host.port());
    let mut peer = host.accept();
    peer.receive("Bonjour serveur !");
    peer.reset();
    assert!(client.ends_well().contains("Connexion perdue avec le serveur"));
}

#[test]
fn refused_client_says_where_in_one_line_and_ends_with_status_1() {
    let port = free_port();
    for client in [
        CLIENT,
        env!("CARGO_BIN_EXE_tp-a-2-2-client"),
        env!("CARGO_BIN_EXE_tp-a-2-3-client"),
        env!("CARGO_BIN_EXE_tp-a-2-4-client"),
        env!("CARGO_BIN_EXE_tp-a-2-5-client"),
        env!("CARGO_BIN_EXE_tp-a-2-7-client"),
        env!("CARGO_BIN_EXE_tp-a-2-8-client"),
    ] {
        let ending = Program::client(client, port).ends();
        assert_eq!(ending.status, Some(1));
        assert_eq!(ending.screen, "");
        assert_eq!(ending.errors, format!("Connexion refusée par 127.0.0.1:{port} : le serveur est-il lancé ?\n"));
    }
}
