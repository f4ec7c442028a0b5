//! Étape 2.2, client : envoyer chaque ligne tapée, montrer chaque réponse, finir sur « fin ».
//!
//! `rustc --edition 2021 client.rs && ./client` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire sur une socket, il faudra aussi le trait `Read`.

use std::io::{self, Write};
use std::net::TcpStream;
use std::process;

const HOTE: &str = "127.0.0.1"; // cette machine ; en salle, l’adresse de celle du serveur
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let mut serveur = se_connecter()?;
    converser(&mut serveur)
}

/// Renvoie une socket connectée au serveur : comme à l’étape 2.1.
fn se_connecter() -> io::Result<TcpStream> {
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise de l’étape 2.1"))
}

/// Une ligne au clavier, un message, une réponse, et ainsi de suite.
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    // TODO 2 : après « fin », faut-il attendre une réponse ? Est-on sûr qu’il en vienne une ?
    // TODO 3 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    if let Some(ligne) = lire_ligne("Message : ")? {
        envoyer(serveur, &ligne)?;
        montrer_reponse(serveur)?;
    }
    a_completer("converser(), pour plusieurs lignes")
}

/// Envoie la ligne telle qu’elle a été tapée.
fn envoyer(serveur: &mut TcpStream, ligne: &str) -> io::Result<()> {
    a_completer(&format!("envoyer « {ligne} » à {}", serveur.peer_addr()?))
}

/// Attend la réponse du serveur et l’affiche.
fn montrer_reponse(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 4 : comment voit-on que le serveur a fermé ? Que doit alors faire le programme ?
    a_completer(&format!("montrer la réponse de {}", serveur.peer_addr()?))
}

/// Lit une ligne au clavier, sans son retour à la ligne ; `None` si le clavier est fermé (Ctrl-D).
fn lire_ligne(invite: &str) -> io::Result<Option<String>> {
    print!("{invite}");
    io::stdout().flush()?; // sans quoi l’invite attendrait un retour à la ligne
    let mut ligne = String::new();
    let taille = io::stdin().read_line(&mut ligne)?;
    Ok((taille > 0).then(|| ligne.trim_end_matches(['\r', '\n']).to_string()))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
