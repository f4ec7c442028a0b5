//! Step 2.2: a conversation with one client, echoed.

use crate::peer::{Host, Peer};
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-2-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-2-client");

/// A server under test and a peer connected to it.
fn served() -> (Program, Peer) {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    let peer = Peer::connect(port);
    server.shows(&format!("Client connecté : {}\n", peer.address()));
    (server, peer)
}

/// A client under test, connected to the peer and ready for its first line.
fn connected() -> (Program, Peer) {
    let host = Host::listen();
    let mut client = Program::client(CLIENT, host.port());
    let peer = host.accept();
    // The prompt has no end of line: it only shows here because the client flushes it.
    client.shows("Message : ");
    (client, peer)
}

#[test]
fn server_and_client_talk_until_fin() {
    let port = free_port();
    let mut server = Program::server(SERVER, port);
    let mut client = Program::client(CLIENT, port);
    for line in ["Bonjour", "  l'été, ça brûle  ", "🦀 + 👩‍🚀 = ❤️", "la fin"] {
        client.types(&format!("{line}\n"));
        server.shows(&format!("Reçu : {line}\n"));
        client.shows(&format!("Reçu : {line}\n"));
    }
    client.types("fin\n");
    assert!(client.ends_well().ends_with("Connexion terminée\n"));
    assert!(server.ends_well().contains("Reçu : fin\nFin demandée par le client"));
}

#[test]
fn server_echoes_accents_and_emoji_then_ends_on_fin_without_answering_it() {
    let (server, mut peer) = served();
    for message in ["Bonjour", "déjà vu à Nîmes, où ça ?", "🦀", "👩‍🚀🇫🇷", " ", "\n", "fin\n"] {
        peer.echo(message);
    }
    peer.send("fin");
    peer.receive_end();
    assert!(server.ends_well().contains("Fin demandée"));
}

#[test]
fn server_goes_on_when_fin_is_only_a_part_of_the_message() {
    let (server, mut peer) = served();
    for message in ["la fin", "finir", "fin ", " fin", "FIN", "finfin", "f", "fi"] {
        peer.echo(message);
    }
    peer.send("fin");
    peer.receive_end();
    server.ends_well();
}

#[test]
fn server_echoes_bytes_whatever_they_are() {
    let (mut server, mut peer) = served();
    // One character in two messages, then bytes that are no text at all.
    let (start, end) = "🦀".as_bytes().split_at(2);
    peer.echo(start);
    server.shows("Reçu : \u{FFFD}\n");
    peer.echo(end);
    peer.echo([0, 0xFF, 0xC3, b'\r', 0x80]);
    peer.send("fin");
    peer.receive_end();
    server.ends_well();
}

#[test]
fn server_echoes_long_messages_whole() {
    let (server, mut peer) = served();
    // One byte first: characters of 4 bytes then lie across every likely buffer end.
    for characters in [300, 20_000, 500_000] {
        peer.echo_long(format!("x{}", "🦀".repeat(characters)).as_bytes());
    }
    peer.send("fin");
    peer.receive_end();
    server.ends_well();
}

#[test]
fn server_does_not_take_the_tail_of_a_long_message_for_fin() {
    let (server, mut peer) = served();
    // Read 1024 bytes at a time, the second read would be exactly `fin`.
    peer.echo(format!("{}fin", "x".repeat(1024)));
    peer.echo("encore là");
    peer.send("fin");
    peer.receive_end();
    server.ends_well();
}

#[test]
fn server_ends_when_the_client_leaves_without_fin() {
    let (server, mut peer) = served();
    peer.echo("Je reviens");
    peer.leave();
    assert!(server.ends_well().contains("Client parti sans dire fin"));
}

#[test]
fn server_ends_when_the_client_leaves_without_a_word() {
    let (server, peer) = served();
    peer.leave();
    assert!(server.ends_well().contains("Client parti sans dire fin"));
}

#[test]
fn server_ends_when_the_client_resets() {
    let (server, mut peer) = served();
    peer.echo("Je tombe");
    peer.reset();
    assert!(server.ends_well().contains("Connexion perdue avec le client"));
}

#[test]
fn server_ends_when_the_client_leaves_before_the_answer() {
    let (server, mut peer) = served();
    // Nobody reads the answers, whichever of them the server has already sent.
    peer.send("x".repeat(100_000));
    peer.reset();
    assert!(server.ends_well().contains("Connexion perdue avec le client"));
}

#[test]
fn client_sends_each_line_as_typed_and_shows_each_answer() {
    let (mut client, mut peer) = connected();
    for (line, answer) in [("  été  ", "un"), ("🦀", "deux 🦀"), ("finir", "trois"), ("FIN", "4")] {
        client.types(&format!("{line}\n"));
        peer.receive(line);
        peer.send(answer);
        client.shows(&format!("Reçu : {answer}\nMessage : "));
    }
    client.types("fin\n");
    peer.receive("fin");
    peer.receive_end();
    peer.leave();
    assert_eq!(client.ends_well(), "Connexion terminée\n");
}

#[test]
fn client_shows_a_farewell_and_ends_when_the_server_closes() {
    let (mut client, mut peer) = connected();
    client.types("fin\n");
    peer.receive("fin");
    peer.send("Au revoir !");
    client.shows("Reçu : Au revoir !\n");
    peer.leave();
    assert_eq!(client.ends_well(), "Connexion terminée\n");
}

#[test]
fn client_loses_nothing_of_an_answer_in_several_pieces() {
    let (mut client, mut peer) = connected();
    client.types("raconte\n");
    peer.receive("raconte");
    peer.send("Il était");
    client.shows("Reçu : Il était\nMessage : ");
    // The keyboard has the client's attention now: this piece waits for the next turn.
    peer.send(" une fois");
    client.types("et puis\n");
    peer.receive("et puis");
    client.shows("Reçu :  une fois\nMessage : ");
    peer.send("un crabe");
    client.types("fin\n");
    peer.receive("fin");
    client.shows("Reçu : un crabe\n");
    peer.leave();
    assert_eq!(client.ends_well(), "Connexion terminée\n");
}

#[test]
fn client_shows_the_whole_of_a_long_answer() {
    let (mut client, mut peer) = connected();
    client.types("raconte\n");
    peer.receive("raconte");
    client.types("fin\n");
    // Far more than one read takes.
    peer.send("w".repeat(400_000));
    peer.receive("fin");
    peer.leave();
    assert_eq!(client.ends_well().matches('w').count(), 400_000);
}

#[test]
fn client_explains_that_an_empty_line_sends_nothing_and_asks_again() {
    let (mut client, mut peer) = connected();
    client.types("\n");
    client.shows("Une ligne vide n'envoie aucun octet");
    client.shows("\nMessage : ");
    client.types("suite\n");
    // The first bytes on the wire are those of the second line.
    peer.receive("suite");
    peer.send("suite");
    client.shows("Reçu : suite\nMessage : ");
    client.types("fin\n");
    peer.receive("fin");
    peer.leave();
    client.ends_well();
}

#[test]
fn client_takes_the_end_of_its_keyboard_for_fin() {
    let (mut client, mut peer) = connected();
    client.closes_keyboard();
    peer.receive("fin");
    peer.receive_end();
    peer.leave();
    assert_eq!(client.ends_well(), "Connexion terminée\n");
}

#[test]
fn client_sends_a_last_line_that_has_no_end() {
    let (mut client, mut peer) = connected();
    client.types("dernière");
    client.closes_keyboard();
    peer.receive("dernière");
    peer.send("ok");
    peer.receive("fin");
    peer.leave();
    assert!(client.ends_well().contains("Reçu : ok\n"));
}

#[test]
fn client_says_that_the_server_closed_while_the_user_was_thinking() {
    let (mut client, peer) = connected();
    peer.leave();
    client.types("il y a quelqu'un ?\n");
    let screen = client.ends_well();
    assert!(screen.contains("Le serveur a fermé la connexion"), "{screen}");
}

#[test]
fn client_shows_the_last_words_of_a_server_that_closed() {
    let (mut client, mut peer) = connected();
    peer.send("Je ferme !");
    peer.leave();
    client.types("un\n");
    client.shows("Reçu : Je ferme !\nMessage : ");
    client.types("deux\n");
    assert_eq!(client.ends_well(), "Le serveur a fermé la connexion\n");
}

#[test]
fn client_says_that_the_server_closed_instead_of_answering() {
    let (mut client, mut peer) = connected();
    client.types("Bonjour\n");
    peer.receive("Bonjour");
    peer.leave();
    assert_eq!(client.ends_well(), "Le serveur a fermé la connexion\n");
}

#[test]
fn client_says_that_the_server_reset() {
    for line in ["Bonjour\n", "fin\n"] {
        let (mut client, peer) = connected();
        peer.reset();
        client.types(line);
        let screen = client.ends_well();
        assert!(screen.contains("Connexion perdue avec le serveur"), "{screen}");
    }
}

#[test]
fn client_goes_on_when_its_screen_is_lost() {
    let host = Host::listen();
    let script = r#"exec "$0" --port "$1" > /dev/full"#;
    let mut client = Program::start("/bin/sh", &["-c", script, CLIENT, &host.port().to_string()]);
    let mut peer = host.accept();
    client.types("Bonjour\n");
    peer.receive("Bonjour");
    peer.send("Bonjour");
    client.types("fin\n");
    peer.receive("fin");
    peer.leave();
    client.ends_well();
}
