//! Step 2.7: all clients at once.

use std::thread;

use crate::peer::Peer;
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-7-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-7-client");

fn server() -> (Program, u16) {
    let port = free_port();
    (Program::server(SERVER, port), port)
}

#[test]
fn two_real_clients_are_served_by_turns() {
    let (_server, port) = server();
    let mut clients = [Program::client(CLIENT, port), Program::client(CLIENT, port)];
    for line in ["un", "deux 🦀", "la fin"] {
        for client in &mut clients {
            client.types(&format!("{line}\n"));
            client.shows(&format!("Reçu : {line}\n"));
        }
    }
    for mut client in clients {
        client.types("fin\n");
        assert!(client.ends_well().ends_with("Connexion terminée\n"));
    }
}

#[test]
fn server_serves_others_while_the_first_client_says_nothing() {
    let (mut server, port) = server();
    let mut silent = Peer::connect(port);
    server.shows(&format!("Client connecté : {}\n", silent.address()));
    let mut second = Peer::connect(port);
    second.echo("second");
    let mut third = Peer::connect(port);
    third.echo("troisième");
    second.send("fin");
    second.receive_end();
    third.echo("toujours là");
    silent.echo("moi aussi");
}

#[test]
fn server_echoes_to_200_clients_at_once() {
    let (_server, port) = server();
    let mut peers: Vec<_> = (0..200).map(|_| Peer::connect(port)).collect();
    // All have sent before the first receives, and none has ended.
    for round in 0..3 {
        for (number, peer) in peers.iter_mut().enumerate() {
            peer.send(format!("client n° {number}, {round}"));
        }
        for (number, peer) in peers.iter_mut().enumerate().rev() {
            peer.receive(format!("client n° {number}, {round}"));
        }
    }
    for mut peer in peers {
        peer.send("fin");
        peer.receive_end();
    }
}

#[test]
fn server_goes_on_when_clients_leave_in_every_way() {
    let (mut server, port) = server();
    let mut witness = Peer::connect(port);
    for round in 0..9 {
        let mut peer = Peer::connect(port);
        let address = peer.address();
        peer.echo("Je passe");
        let end = match round % 3 {
            0 => {
                peer.send("fin");
                peer.receive_end();
                format!("Fin demandée par le client {address}\n")
            }
            1 => {
                peer.leave();
                format!("Client parti sans dire fin : {address}\n")
            }
            _ => {
                // Nobody reads the answers, whichever of them the server has already sent.
                peer.send("x".repeat(100_000));
                peer.reset();
                format!("Connexion perdue avec le client {address} : ")
            }
        };
        server.shows(&end);
        witness.echo(format!("encore là, {round}"));
    }
}

#[test]
fn server_holds_up_nobody_for_a_client_that_does_not_read() {
    let (_server, port) = server();
    // More than the system holds for both directions together.
    let long = "w".repeat(16_000_000);
    let mut slow = Peer::connect(port);
    let mut quick = Peer::connect(port);
    let mut sender = slow.twin();
    thread::scope(|scope| {
        scope.spawn(|| sender.send(&long));
        for number in 0..100 {
            quick.echo(format!("vite, {number}"));
        }
        quick.send("fin");
        quick.receive_end();
        slow.receive(&long);
    });
    slow.echo("enfin");
}

#[test]
fn server_lets_clients_wait_while_it_has_no_place_and_serves_all() {
    let port = free_port();
    // So few open files that not all of the clients below fit.
    let script = r#"ulimit -n 12; exec "$0" --host 127.0.0.1 --port "$1""#;
    let mut server = Program::start("/bin/sh", &["-c", script, SERVER, &port.to_string()]);
    server.shows("Serveur en écoute");
    let peers: Vec<_> = (0..12)
        .map(|number| {
            let mut peer = Peer::connect(port);
            peer.send(format!("client n° {number}"));
            peer
        })
        .collect();
    server.shows("Plus de place avant le départ d'un client");
    for (number, mut peer) in peers.into_iter().enumerate() {
        peer.receive(format!("client n° {number}"));
        peer.leave();
    }
    Peer::connect(port).echo("et le suivant");
}
