//! Étape 2.1, client : dire bonjour au serveur, montrer sa réponse, puis se terminer.
//!
//! `rustc --edition 2021 client.rs && ./client` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::TcpStream;
use std::process;

const HOTE: &str = "127.0.0.1"; // cette machine ; en salle, l’adresse de celle du serveur
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let mut serveur = se_connecter()?;
    saluer(&mut serveur)
    // TODO 5 : aucun appel ne ferme la socket ici. Quand l’est-elle, et aussi après une erreur ?
}

/// Renvoie une socket connectée au serveur.
fn se_connecter() -> io::Result<TcpStream> {
    // TODO 1 : quel appel de std::net fait à lui seul socket et connect ?
    // TODO 2 (crédit supplémentaire) : et si aucun serveur n’est lancé, que dire à l’utilisateur ?
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}"))
}

/// Envoie le bonjour du client, puis montre la réponse.
fn saluer(serveur: &mut TcpStream) -> io::Result<()> {
    println!("Connecté à {}", serveur.peer_addr()?);
    // TODO 3 : un texte peut-il partir tel quel sur une socket ?
    // TODO 4 : quel appel attend la réponse ? Que renvoie-t-il si le serveur ferme sans répondre ?
    a_completer("saluer()")
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
