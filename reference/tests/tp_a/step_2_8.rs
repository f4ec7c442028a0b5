//! Step 2.8: one list for all clients.

use std::collections::HashSet;
use std::thread;

use crate::peer::{Host, Peer};
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-8-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-8-client");

fn server() -> (Program, u16) {
    let port = free_port();
    (Program::server(SERVER, port), port)
}

/// Stores a message; returns the total that the server answers.
fn store(peer: &mut Peer, message: &str) -> usize {
    peer.send(message);
    let answer = peer.receive_until(b')');
    let total = answer.strip_prefix("Message reçu (total : ").and_then(|rest| rest.strip_suffix(')'));
    total.and_then(|total| total.parse().ok()).expect(&answer)
}

fn list(peer: &mut Peer, messages: &[&str]) {
    peer.send("/list");
    peer.receive(messages.join("\n"));
}

/// A client under test, connected to the peer.
fn connected() -> (Program, Peer) {
    let host = Host::listen();
    let mut client = Program::client(CLIENT, host.port());
    let peer = host.accept();
    client.shows("À vous :\n");
    (client, peer)
}

#[test]
fn real_clients_share_the_list() {
    let (_server, port) = server();
    let mut first = Program::client(CLIENT, port);
    first.types("/list\nun\ndeux 🦀\n");
    first.shows("Reçu : (liste vide)\n");
    first.shows("Reçu : Message reçu (total : 1)\n");
    first.shows("Reçu : Message reçu (total : 2)\n");
    let mut second = Program::client(CLIENT, port);
    second.types("la fin\n/list\nfin\n");
    second.shows("Reçu : Message reçu (total : 3)\n");
    second.shows("Reçu : un\ndeux 🦀\nla fin\n");
    assert!(second.ends_well().ends_with("Fin de la conversation\n"));
    first.types("/list\nfin\n");
    first.shows("Reçu : un\ndeux 🦀\nla fin\n");
    first.ends_well();
}

#[test]
fn server_stores_each_message_and_lists_them_all() {
    let (_server, port) = server();
    let mut peer = Peer::connect(port);
    list(&mut peer, &["(liste vide)"]);
    assert_eq!(store(&mut peer, "Ça va ?"), 1);
    assert_eq!(store(&mut peer, "  /list  "), 2);
    peer.send("fin");
    peer.receive_end();
    let mut peer = Peer::connect(port);
    assert_eq!(store(&mut peer, "/listes"), 3);
    list(&mut peer, &["Ça va ?", "  /list  ", "/listes"]);
    list(&mut peer, &["Ça va ?", "  /list  ", "/listes"]);
}

#[test]
fn server_stores_every_message_of_many_clients_once_and_in_the_order_of_each() {
    const CLIENTS: usize = 20;
    const MESSAGES: usize = 50;
    let (_server, port) = server();
    let message = |client: usize, number: usize| format!("c{client:02} {number:02} é");
    let totals: Vec<usize> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                scope.spawn(move || {
                    let mut peer = Peer::connect(port);
                    (0..MESSAGES).map(|number| store(&mut peer, &message(client, number))).collect::<Vec<_>>()
                })
            })
            .collect();
        clients.into_iter().flat_map(|client| client.join().expect("all its answers")).collect()
    });
    // No two clients were told the same total, and none is missing.
    assert_eq!(totals.iter().copied().collect::<HashSet<_>>(), (1..=CLIENTS * MESSAGES).collect());

    // The totals say in which order the messages must be in the list.
    let mut in_order = vec![String::new(); totals.len()];
    for (place, total) in totals.iter().enumerate() {
        in_order[total - 1] = message(place / MESSAGES, place % MESSAGES);
    }
    list(&mut Peer::connect(port), &in_order.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn server_goes_on_when_clients_leave_in_every_way() {
    let (mut server, port) = server();
    let mut witness = Peer::connect(port);
    Peer::connect(port).leave();
    server.shows("Client parti sans dire fin");
    let mut peer = Peer::connect(port);
    assert_eq!(store(&mut peer, "avant de tomber"), 1);
    peer.reset();
    server.shows("Connexion perdue avec le client");
    assert_eq!(store(&mut witness, "toujours là"), 2);
    list(&mut witness, &["avant de tomber", "toujours là"]);
}

#[test]
fn server_does_not_keep_the_list_locked_while_it_sends_it() {
    let (_server, port) = server();
    let mut peer = Peer::connect(port);
    let long = "w".repeat(30_000);
    // Together more than the system holds for a client that does not read.
    let messages = vec![long.as_str(); 500];
    for (number, message) in messages.iter().enumerate() {
        assert_eq!(store(&mut peer, message), number + 1);
    }
    let mut slow = Peer::connect(port);
    slow.send("/list");
    // As soon as something has come, the server is sending.
    slow.receive("w");
    assert_eq!(store(&mut peer, "vite"), 501);
    slow.receive(&messages.join("\n")[1..]);
    assert_eq!(store(&mut slow, "enfin"), 502);
}

#[test]
fn client_shows_the_whole_of_a_long_list_while_it_waits_at_its_keyboard() {
    let (mut client, mut peer) = connected();
    client.types("/list\n");
    peer.receive("/list");
    let (start, end) = "un\nété\n🦀".as_bytes().split_at("un\nét".len() + 1);
    peer.send(start);
    client.shows("Reçu : un\nét\nÀ vous :\n");
    // The user types nothing, and the rest comes all the same, no character lost.
    peer.send(end);
    client.shows("Reçu : é\n🦀\n");
    peer.send("w".repeat(400_000));
    client.types("fin\n");
    peer.receive("fin");
    peer.receive_end();
    peer.send("x".repeat(400_000));
    peer.leave();
    let screen = client.ends_well();
    assert_eq!((screen.matches('w').count(), screen.matches('x').count()), (400_000, 400_000));
    assert!(screen.ends_with("Fin de la conversation\n"));
}

#[test]
fn client_waits_for_an_answer_before_it_sends_the_next_line() {
    let (mut client, mut peer) = connected();
    client.types("un\n\ndeux\n");
    peer.receive("un");
    peer.send("ok");
    client.shows("Reçu : ok\nÀ vous :\nUne ligne vide n'envoie aucun octet");
    peer.receive("deux");
}

#[test]
fn client_ends_at_once_when_the_server_goes() {
    for reset in [false, true] {
        let (client, peer) = connected();
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
fn client_says_fin_at_the_end_of_its_keyboard() {
    let (mut client, mut peer) = connected();
    client.closes_keyboard();
    peer.receive("fin");
    peer.receive_end();
    peer.leave();
    assert_eq!(client.ends_well(), "Fin de la conversation\n");
}
