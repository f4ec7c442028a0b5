//! Step 2.6: commands. What each answers is tested in the reference's own `protocol` module too.

use crate::peer::{Host, Peer};
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-6-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-6-client");

fn server() -> (Program, u16) {
    let port = free_port();
    (Program::server(SERVER, port), port)
}

/// Sends a command and receives exactly this answer.
fn command(peer: &mut Peer, command: &str, answer: &str) {
    peer.send(command);
    peer.receive(answer);
}

/// A client under test that has said who its user is.
fn ginette() -> (Program, Peer) {
    let host = Host::listen();
    let mut client = Program::client(CLIENT, host.port());
    client.shows("Votre pseudo : ");
    client.types("Ginette\n");
    let mut peer = host.accept();
    peer.receive("/pseudo Ginette");
    peer.send("Bonjour Ginette !");
    client.shows("Reçu : Bonjour Ginette !\nCommande : ");
    (client, peer)
}

#[test]
fn server_and_client_speak_the_protocol_until_bye_client_after_client() {
    let (_server, port) = server();
    for name in ["Ginette", "Zoé"] {
        let mut client = Program::client(CLIENT, port);
        client.types(&format!("{name}\n/me applaudit\n/ALL Salut tout le monde !\n/xyz\n/bye\n"));
        client.shows(&format!("Reçu : Bonjour {name} !\n"));
        client.shows(&format!("Reçu : * {name} applaudit\n"));
        client.shows(&format!("Reçu : [{name}] Salut tout le monde !\n"));
        client.shows("Reçu : Commande inconnue : /xyz. Tapez /help");
        client.shows(&format!("Reçu : À bientôt {name} !\n"));
        assert_eq!(client.ends_well(), "Connexion terminée\n");
    }
}

#[test]
fn server_answers_every_command_and_closes_after_bye() {
    let (mut server, port) = server();
    let mut peer = Peer::connect(port);
    command(&mut peer, "/me applaudit", "* Anonyme applaudit");
    command(&mut peer, "/pseudo Ginette", "Bonjour Ginette !");
    command(&mut peer, "/me applaudit", "* Ginette applaudit");
    command(&mut peer, "/all Salut tout le monde !", "[Ginette] Salut tout le monde !");
    command(&mut peer, "/All 🦀", "[Ginette] 🦀");
    command(&mut peer, "/me", "Utilisation : /me <action>");
    command(&mut peer, "/mexxx", "Commande inconnue : /mexxx. Tapez /help pour la liste des commandes");
    let plain = "Un message commence par une commande, par exemple /all. Tapez /help pour la liste";
    command(&mut peer, "bonjour", plain);
    command(&mut peer, "fin", plain);
    peer.send("/bye");
    peer.receive("À bientôt Ginette !");
    peer.receive_end();
    server.shows(&format!("Fin demandée par le client {}\n", peer.address()));
}

#[test]
fn server_answers_a_long_message_whole() {
    let (_server, port) = server();
    let mut peer = Peer::connect(port);
    let long = "🦀".repeat(750);
    command(&mut peer, &format!("/all {long}"), &format!("[Anonyme] {long}"));
}

#[test]
fn server_forgets_the_pseudo_with_its_client_however_that_one_left() {
    let (mut server, port) = server();
    for number in 0..3 {
        let mut peer = Peer::connect(port);
        command(&mut peer, "/me arrive", "* Anonyme arrive");
        command(&mut peer, "/pseudo Ginette", "Bonjour Ginette !");
        match number {
            0 => command(&mut peer, "/BYE", "À bientôt Ginette !"),
            1 => {
                peer.leave();
                server.shows("Client parti sans dire /bye");
            }
            _ => {
                peer.reset();
                server.shows("Connexion perdue avec le client");
            }
        }
    }
    command(&mut Peer::connect(port), "/me arrive", "* Anonyme arrive");
}

#[test]
fn client_sends_each_line_as_typed_and_ends_after_bye() {
    let (mut client, mut peer) = ginette();
    for (line, answer) in [("/all  deux  espaces ", "un"), ("bonjour", "deux 🦀"), ("fin", "trois")] {
        client.types(&format!("{line}\n"));
        peer.receive(line);
        peer.send(answer);
        client.shows(&format!("Reçu : {answer}\nCommande : "));
    }
    client.types("/Bye\n");
    peer.receive("/Bye");
    peer.send("À bientôt Ginette !");
    peer.leave();
    assert_eq!(client.ends_well(), "Reçu : À bientôt Ginette !\nConnexion terminée\n");
}

#[test]
fn client_asks_again_for_a_pseudo_of_at_least_one_character() {
    let host = Host::listen();
    let mut client = Program::client(CLIENT, host.port());
    for nothing in ["", "   "] {
        client.shows("Votre pseudo : ");
        client.types(&format!("{nothing}\n"));
        client.shows("Il faut au moins un caractère\n");
    }
    client.types("Zoé\n");
    host.accept().receive("/pseudo Zoé");
}

#[test]
fn client_explains_that_an_empty_line_sends_nothing_and_asks_again() {
    let (mut client, mut peer) = ginette();
    client.types("\n");
    client.shows("Une ligne vide n'envoie aucun octet");
    client.types("/help\n");
    // The first bytes on the wire are those of the second line.
    peer.receive("/help");
}

#[test]
fn client_says_bye_at_the_end_of_its_keyboard() {
    let (mut client, mut peer) = ginette();
    client.closes_keyboard();
    peer.receive("/bye");
    peer.receive_end();
    peer.leave();
    assert_eq!(client.ends_well(), "Connexion terminée\n");
}

#[test]
fn client_ends_without_a_connection_when_its_keyboard_does() {
    let port = free_port();
    let mut client = Program::client(CLIENT, port);
    client.closes_keyboard();
    assert_eq!(client.ends_well(), "Votre pseudo : ");
}

#[test]
fn client_says_that_the_server_closed_or_reset() {
    for reset in [false, true] {
        let (mut client, mut peer) = ginette();
        client.types("/help\n");
        peer.receive("/help");
        if reset {
            peer.reset()
        } else {
            peer.leave()
        }
        let screen = client.ends_well();
        let expected = if reset { "Connexion perdue avec le serveur : " } else { "Le serveur a fermé la connexion\n" };
        assert!(screen.starts_with(expected), "{screen}");
    }
}

#[test]
fn refused_client_says_where_in_one_line_and_ends_with_status_1() {
    let port = free_port();
    let mut client = Program::client(CLIENT, port);
    client.types("Ginette\n");
    let ending = client.ends();
    assert_eq!(ending.status, Some(1));
    assert_eq!(ending.errors, format!("Connexion refusée par 127.0.0.1:{port} : le serveur est-il lancé ?\n"));
}
