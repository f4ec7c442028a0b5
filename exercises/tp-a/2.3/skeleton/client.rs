//! Étape 2.3, client : le même qu’à l’étape 2.2.
//!
//! Vous pouvez remplacer ce fichier par votre client de l’étape 2.2. Sinon, compilez-le avec
//! `rustc --edition 2021 client.rs` et lancez-le : il dit ce qu’il reste à écrire. Quand il n’y a
//! plus d’`a_completer`, retirez aussi la fonction.

use std::io;
use std::net::TcpStream;
use std::process;

const HOTE: &str = "127.0.0.1"; // cette machine ; en salle, l’adresse de celle du serveur
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let mut serveur = se_connecter()?;
    converser(&mut serveur)
}

/// Renvoie une socket connectée au serveur : comme à l’étape 2.2.
fn se_connecter() -> io::Result<TcpStream> {
    // TODO 1 : la connexion a réussi : cela prouve-t-il que le serveur s’occupe déjà de vous ?
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise de l’étape 2.2"))
}

/// Envoie chaque ligne tapée, montre chaque réponse, finit sur « fin ».
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    println!("Connecté à {}", serveur.peer_addr()?);
    // TODO 2 : que voit l’utilisateur pendant que le serveur s’occupe d’un autre client ?
    a_completer("converser(), reprise de l’étape 2.2")
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
