//! Step 2.3: one client after the other, for ever.

use crate::peer::Peer;
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-3-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-3-client");

fn server() -> (Program, u16) {
    let port = free_port();
    (Program::server(SERVER, port), port)
}

#[test]
fn server_serves_three_real_clients_in_a_row() {
    let (mut server, port) = server();
    for line in ["un", "deux 🦀", "trois, l'été"] {
        let mut client = Program::client(CLIENT, port);
        client.types(&format!("{line}\nfin\n"));
        server.shows(&format!("Reçu : {line}\nReçu : fin\nFin demandée par le client "));
        let screen = client.ends_well();
        assert!(screen.contains(&format!("Reçu : {line}\n")), "{screen}");
        assert!(screen.ends_with("Connexion terminée\n"), "{screen}");
    }
}

#[test]
fn server_closes_only_the_socket_of_the_client_that_says_fin() {
    let (_server, port) = server();
    for _ in 0..3 {
        let mut peer = Peer::connect(port);
        peer.echo("la fin");
        peer.send("fin");
        peer.receive_end();
    }
}

#[test]
fn server_serves_ten_clients_that_leave_in_every_way() {
    let (mut server, port) = server();
    for number in 0..10 {
        let mut peer = Peer::connect(port);
        let address = peer.address();
        server.shows(&format!("Client connecté : {address}\n"));
        peer.echo(format!("client n° {number}"));
        let end = match number % 3 {
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
                peer.reset();
                format!("Connexion perdue avec le client {address} : ")
            }
        };
        server.shows(&end);
    }
}

#[test]
fn server_goes_on_after_clients_that_never_say_a_word() {
    let (mut server, port) = server();
    Peer::connect(port).leave();
    server.shows("Client parti sans dire fin");
    Peer::connect(port).reset();
    server.shows("Connexion perdue avec le client");
    let mut peer = Peer::connect(port);
    peer.echo("toujours là ?");
}

#[test]
fn server_lets_a_second_client_wait_and_serves_it_afterwards() {
    let (mut server, port) = server();
    let mut first = Peer::connect(port);
    first.echo("premier");
    let mut second = Peer::connect(port);
    second.send("second");
    first.echo("encore premier");
    first.send("fin");
    first.receive_end();
    second.receive("second");
    second.send("fin");
    second.receive_end();

    // The order on the screen proves that the second client was not served meanwhile.
    let screen = server.shows(&format!("Fin demandée par le client {}\n", second.address()));
    let (one, two) = (first.address(), second.address());
    assert_eq!(
        screen,
        format!(
            "Client connecté : {one}\nReçu : premier\nReçu : encore premier\nReçu : fin\n\
             Fin demandée par le client {one}\n\
             Client connecté : {two}\nReçu : second\nReçu : fin\n"
        )
    );
}

#[test]
fn server_passes_over_a_client_that_left_while_it_waited() {
    let (mut server, port) = server();
    let mut first = Peer::connect(port);
    first.echo("premier");
    Peer::connect(port).reset();
    Peer::connect(port).leave();
    let mut last = Peer::connect(port);
    last.send("dernier");
    first.send("fin");
    first.receive_end();
    last.receive("dernier");
    server.shows(&format!("Client connecté : {}\nReçu : dernier\n", last.address()));
}
