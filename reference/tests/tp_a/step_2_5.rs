//! Step 2.5: a calculator. What it calculates is tested in `tests/calculator`.

use std::env::temp_dir;
use std::process::id;

use crate::peer::Peer;
use crate::program::{Program, free_port};

const SERVER: &str = env!("CARGO_BIN_EXE_tp-a-2-5-server");
const CLIENT: &str = env!("CARGO_BIN_EXE_tp-a-2-5-client");

fn server() -> (Program, u16) {
    let port = free_port();
    (Program::server(SERVER, port), port)
}

/// Sends an expression and receives exactly this answer.
fn calculate(peer: &mut Peer, expression: &str, answer: &str) {
    peer.send(expression);
    peer.receive(answer);
}

#[test]
fn server_and_client_calculate_until_fin_client_after_client() {
    let (mut server, port) = server();
    for (expression, answer) in [("3*5+1", "16"), ("7/2", "3.5"), ("1/0", "Erreur : division par zéro")] {
        let mut client = Program::client(CLIENT, port);
        client.types(&format!("{expression}\n2**10\nfin\n"));
        server.shows(&format!("Reçu : {expression}\nRéponse : {answer}\nReçu : 2**10\nRéponse : 1024\nReçu : fin\n"));
        let screen = client.ends_well();
        assert!(screen.contains(&format!("Reçu : {answer}\n")) && screen.contains("Reçu : 1024\n"), "{screen}");
        assert!(screen.ends_with("Connexion terminée\n"), "{screen}");
    }
}

#[test]
fn server_calculates_on_after_every_error() {
    let (_server, port) = server();
    let mut peer = Peer::connect(port);
    calculate(&mut peer, "2+", "Erreur : il manque un nombre à la fin");
    calculate(&mut peer, "3*5+1", "16");
    calculate(&mut peer, "1/0", "Erreur : division par zéro");
    calculate(&mut peer, "-7//2", "-4");
    calculate(&mut peer, "9**9**9", "Erreur : nombre entier trop grand");
    calculate(&mut peer, " ", "Erreur : l'expression est vide");
    calculate(&mut peer, "10**1024", "Erreur : résultat trop long (1024 octets au plus)");
    calculate(&mut peer, &"9+".repeat(1500), "Erreur : expression trop longue (1024 octets au plus)");
    calculate(
        &mut peer,
        "la fin",
        "Erreur : caractère inattendu 'l' (nombres, + - * / // % ** et parenthèses seulement)",
    );
    calculate(&mut peer, "0.1+0.2", "0.30000000000000004");
    peer.send("fin");
    peer.receive_end();
}

#[test]
fn server_sends_a_result_of_900_digits_whole() {
    let (_server, port) = server();
    let mut peer = Peer::connect(port);
    calculate(&mut peer, "10**900-1", &"9".repeat(900));
    calculate(&mut peer, "1+1", "2");
}

#[test]
fn server_runs_nothing_that_a_client_sends() {
    let (_server, port) = server();
    let canary = temp_dir().join(format!("canary-{}", id()));
    let path = canary.display();
    let mut peer = Peer::connect(port);
    let unexpected = |character: char| {
        format!("Erreur : caractère inattendu '{character}' (nombres, + - * / // % ** et parenthèses seulement)")
    };
    calculate(&mut peer, &format!("__import__('os').system('touch {path}')"), &unexpected('_'));
    calculate(&mut peer, &format!("open('{path}','w')"), &unexpected('o'));
    calculate(&mut peer, "().__class__.__bases__[0].__subclasses__()", "Erreur : nombre mal écrit");
    calculate(&mut peer, "exit()", &unexpected('e'));
    calculate(&mut peer, "[i for i in iter(int,1)]", &unexpected('['));
    calculate(&mut peer, "6*7", "42");
    assert!(!canary.exists());
}

#[test]
fn server_serves_the_next_client_however_the_last_one_left() {
    let (mut server, port) = server();
    Peer::connect(port).leave();
    server.shows("Client parti sans dire fin");
    let mut peer = Peer::connect(port);
    calculate(&mut peer, "1+1", "2");
    peer.reset();
    server.shows("Connexion perdue avec le client");
    let mut first = Peer::connect(port);
    let mut second = Peer::connect(port);
    second.send("2+2");
    calculate(&mut first, "1+1", "2");
    first.send("fin");
    first.receive_end();
    second.receive("4");
}
