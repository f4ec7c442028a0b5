//! Étape 2.1, serveur : répondre à un client, une seule fois, puis se terminer.
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
    let mut client = attendre_un_client(&ecoute)?;
    repondre(&mut client)
    // TODO 5 : aucun appel ne ferme les sockets ici. Quand le sont-elles, et aussi après une erreur ?
}

/// Renvoie une socket d’écoute à laquelle les clients peuvent se connecter.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    // TODO 1 : quel appel de std::net fait à lui seul socket, bind et listen ?
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}"))
}

/// Attend qu’un client se connecte et renvoie la socket qui sert à lui parler.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    // TODO 2 : quel appel attend un client ? Laquelle de ses deux valeurs est demandée ici ?
    a_completer("attendre_un_client()")
}

/// Reçoit le message du client, l’affiche et lui répond.
fn repondre(client: &mut TcpStream) -> io::Result<()> {
    println!("Client connecté : {}", client.peer_addr()?);
    // TODO 3 : combien d’octets la lecture a-t-elle donnés ? Et si le client est parti sans rien dire ?
    // TODO 4 : quelle réponse, et sous quelle forme l’envoyer ? `write` suffit-il toujours ?
    a_completer("repondre()")
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
