//! Step 2.4: two keyboards, each in turn.

use crate::peer::{Host, Peer};
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-4-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-4-client");

const TURN: &str = "À vous :\n";

/// A server under test and a peer connected to it, whose turn it is.
fn served() -> (Program, Peer) {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    let peer = Peer::connect(port);
    server.shows(&format!("Client connecté : {}\n", peer.address()));
    (server, peer)
}

/// A client under test, whose turn it is, and the peer that it is connected to.
fn connected() -> (Program, Peer) {
    let host = Host::listen();
    let mut client = Program::client(CLIENT, host.port());
    let peer = host.accept();
    client.shows(TURN);
    (client, peer)
}

#[test]
fn server_and_client_talk_in_turn_until_the_client_says_fin() {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    let mut client = Program::client(CLIENT, port);
    client.shows(TURN);
    for number in 1..=5 {
        client.types(&format!("l'été n° {number} 🦀\n"));
        assert!(!server.shows(&format!("Client : l'été n° {number} 🦀\n{TURN}")).contains(TURN));
        server.types(&format!("  ça brûle {number} \n"));
        assert_eq!(client.shows(&format!("Serveur :   ça brûle {number} \n{TURN}")), "");
    }
    client.types("fin\n");
    assert_eq!(client.ends_well(), "Fin de la conversation\n");
    assert_eq!(server.ends_well(), "Client : fin\nFin de la conversation\n");
}

#[test]
fn server_and_client_talk_until_the_operator_says_fin() {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    let mut client = Program::client(CLIENT, port);
    client.types("Bonjour\n");
    server.shows(&format!("Client : Bonjour\n{TURN}"));
    server.types("fin\n");
    assert_eq!(server.ends_well(), "Fin de la conversation\n");
    assert!(client.ends_well().ends_with("Serveur : fin\nFin de la conversation\n"));
}

#[test]
fn lines_typed_too_early_wait_for_their_turn() {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    server.types("b1\nb2\nb3\n");
    let mut client = Program::client(CLIENT, port);
    client.types("a1\na2\na3\nfin\n");
    let screen = client.ends_well();
    let talk = |who: &str, letter: char| (1..=3).map(|n| format!("{who} : {letter}{n}\n{TURN}")).collect::<String>();
    assert!(screen.ends_with(&format!("{TURN}{}Fin de la conversation\n", talk("Serveur", 'b'))), "{screen}");
    let screen = server.ends_well();
    assert!(screen.ends_with(&format!("{}Client : fin\nFin de la conversation\n", talk("Client", 'a'))), "{screen}");
}

#[test]
fn server_sends_what_its_operator_types_and_closes_after_fin() {
    let (mut server, mut peer) = served();
    for line in ["la fin", "finir", "FIN", " fin"] {
        peer.send(line);
        server.shows(&format!("Client : {line}\n{TURN}"));
        server.types(&format!("{line}\n"));
        peer.receive(line);
    }
    peer.send("et alors ?");
    server.types("fin\n");
    peer.receive("fin");
    // The server does not wait for this side to close.
    peer.receive_end();
    assert!(server.ends_well().ends_with("Fin de la conversation\n"));
}

#[test]
fn client_sends_what_its_user_types_and_closes_after_fin() {
    let (mut client, mut peer) = connected();
    client.types("Bonjour\n");
    peer.receive("Bonjour");
    peer.send("la fin");
    client.shows(&format!("Serveur : la fin\n{TURN}"));
    client.types("fin\n");
    peer.receive("fin");
    peer.receive_end();
    assert_eq!(client.ends_well(), "Fin de la conversation\n");
}

#[test]
fn server_ends_at_once_when_the_client_goes_whoever_s_turn_it_is() {
    for operator_s_turn in [false, true] {
        for reset in [false, true] {
            let (mut server, mut peer) = served();
            if operator_s_turn {
                peer.send("Bonjour");
                server.shows(TURN);
            }
            // The keyboard stays open, and nobody types.
            if reset {
                peer.reset()
            } else {
                peer.leave()
            }
            let screen = server.ends_well();
            let expected =
                if reset { "Connexion perdue avec le client : " } else { "Le client a fermé la connexion\n" };
            assert!(screen.starts_with(expected), "{screen}");
        }
    }
}

#[test]
fn client_ends_at_once_when_the_server_goes_whoever_s_turn_it_is() {
    for server_s_turn in [false, true] {
        for reset in [false, true] {
            let (mut client, mut peer) = connected();
            if server_s_turn {
                client.types("Bonjour\n");
                peer.receive("Bonjour");
            }
            if reset {
                peer.reset()
            } else {
                peer.leave()
            }
            let screen = client.ends_well();
            let expected =
                if reset { "Connexion perdue avec le serveur : " } else { "Le serveur a fermé la connexion\n" };
            assert!(screen.starts_with(expected), "{screen}");
        }
    }
}

#[test]
fn an_empty_line_is_explained_and_keeps_the_turn() {
    let (mut client, mut peer) = connected();
    client.types("\n");
    client.shows("Une ligne vide n'envoie aucun octet");
    client.shows(&format!("\n{TURN}"));
    client.types("suite\n");
    // The first bytes on the wire are those of the second line.
    peer.receive("suite");
}

#[test]
fn the_end_of_a_keyboard_says_fin_when_its_turn_comes() {
    let (mut client, mut peer) = connected();
    client.closes_keyboard();
    peer.receive("fin");
    peer.receive_end();
    client.ends_well();

    let (mut server, mut peer) = served();
    server.closes_keyboard();
    peer.send("Bonjour");
    server.shows("Client : Bonjour\n");
    peer.receive("fin");
    peer.receive_end();
    assert!(server.ends_well().ends_with("Fin de la conversation\n"));
}

#[test]
fn a_message_in_two_pieces_is_shown_whole_and_gives_one_turn() {
    let (mut server, mut peer) = served();
    let (start, end) = "bon🦀jour".as_bytes().split_at(5);
    peer.send(start);
    server.shows(&format!("Client : bon\n{TURN}"));
    peer.send(end);
    server.shows("Client : 🦀jour\n");
    server.types("un\n");
    peer.receive("un");
    peer.send("encore");
    assert_eq!(server.shows(&format!("Client : encore\n{TURN}")), "");
    server.types("deux\n");
    peer.receive("deux");
}

#[test]
fn a_long_message_is_shown_whole() {
    let (server, mut peer) = served();
    peer.send("w".repeat(400_000));
    peer.leave();
    assert_eq!(server.ends_well().matches('w').count(), 400_000);
}
