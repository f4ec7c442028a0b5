//! Étape 2, client : envoyer chaque ligne tapée, avec le retour à la ligne qui la termine.
//!
//! `rustc --edition 2021 client.rs && ./client` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour écrire sur une socket, il faudra le trait `Write`.

use std::io;
use std::net::TcpStream;
use std::process;

const HOTE: &str = "127.0.0.1"; // cette machine ; en salle, l’adresse de celle du serveur
const PORT: u16 = 8080;

fn main() -> io::Result<()> {
    let mut serveur = se_connecter()?;
    // TODO 3 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter ? Que rend
    //   read_line() quand l’utilisateur tape Ctrl-D ?
    let mut ligne = String::new();
    io::stdin().read_line(&mut ligne)?;
    envoyer(&mut serveur, &ligne)
}

/// Renvoie une socket connectée au serveur.
fn se_connecter() -> io::Result<TcpStream> {
    // TODO 1 : quel appel ? Que voit l’utilisateur si personne n’écoute ?
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}"))
}

/// Envoie une ligne.
fn envoyer(serveur: &mut TcpStream, ligne: &str) -> io::Result<()> {
    // TODO 2 : read_line() garde-t-il le retour à la ligne ? `write` suffit-il toujours ? Et si le
    //   serveur est parti ?
    a_completer(&format!("envoyer {ligne:?} à {serveur:?}"))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
