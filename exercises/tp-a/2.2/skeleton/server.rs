//! Étape 2.2, serveur : renvoyer chaque message tel quel, jusqu’à « fin ».
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 63000;
const LECTURE: usize = 1024; // octets lus au plus en une fois

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut client = attendre_un_client(&ecoute)?;
    servir(&mut client)
}

/// Renvoie une socket d’écoute : comme à l’étape 2.1.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise de l’étape 2.1"))
}

/// Renvoie la socket du client qui se connecte : comme à l’étape 2.1.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise de l’étape 2.1")
}

/// Renvoie au client chacun de ses messages, jusqu’à la fin de la conversation.
fn servir(client: &mut TcpStream) -> io::Result<()> {
    // TODO 4 : le code ci-dessous traite un seul message. Que faut-il répéter, et quelles sont
    // les façons d’en sortir ?
    let message = recevoir(client)?;
    if !est_la_fin(&message) {
        a_completer("renvoyer le message, sans y changer un octet");
    }
    a_completer("servir(), pour plusieurs messages")
}

/// Attend un message du client et en renvoie les octets.
fn recevoir(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    println!("J’attends un message de {}", client.peer_addr()?);
    // TODO 1 : que donne la lecture quand le client est parti sans dire « fin » ?
    // TODO 2 : un message peut-il dépasser LECTURE ? Une lettre accentuée, être coupée en deux ?
    a_completer(&format!("recevoir(), au plus {LECTURE} octets"))
}

/// Dit si ce message, et pas seulement une partie de ce message, demande la fin.
fn est_la_fin(message: &[u8]) -> bool {
    // TODO 3 : à quoi comparer ces octets ? Que répondre à « la fin approche » ?
    a_completer(&format!("est_la_fin(), pour {} octets", message.len()))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
