//! Étape 2.3, serveur : servir un client, puis le suivant, sans jamais s’arrêter de lui-même.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    servir_a_la_suite(&ecoute)
}

/// Renvoie une socket d’écoute : comme à l’étape 2.2.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    // TODO 1 : où se tient un client qui arrive pendant qu’un autre est servi ?
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise de l’étape 2.2"))
}

/// Sert les clients un par un, dans l’ordre de leur arrivée.
fn servir_a_la_suite(ecoute: &TcpListener) -> io::Result<()> {
    // TODO 2 : le code ci-dessous sert un seul client. Lesquels de ces appels sont à répéter ?
    // TODO 3 : que fait `?` quand la conversation avec un client se passe mal ? Que devient le
    // service pour les suivants ?
    let mut client = attendre_un_client(ecoute)?;
    servir(&mut client)?;
    a_completer("servir_a_la_suite(), pour plusieurs clients")
}

/// Renvoie la socket du prochain client : comme à l’étape 2.2.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise de l’étape 2.2")
}

/// Renvoie au client chacun de ses messages, jusqu’à « fin » : comme à l’étape 2.2.
fn servir(client: &mut TcpStream) -> io::Result<()> {
    println!("Client connecté : {}", client.peer_addr()?);
    // TODO 4 : à quel moment la socket de ce client est-elle fermée ? Et la socket d’écoute ?
    a_completer("servir(), reprise de l’étape 2.2")
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
