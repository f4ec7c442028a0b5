//! Étape 2.6, client : se présenter, envoyer chaque ligne tapée, finir sur « /bye ».
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
    se_presenter(&mut serveur)?;
    converser(&mut serveur)
}

/// Renvoie une socket connectée au serveur : comme aux étapes précédentes.
fn se_connecter() -> io::Result<TcpStream> {
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise des étapes précédentes"))
}

/// Donne son pseudo au serveur, de la façon que le vôtre attend.
fn se_presenter(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : qui parle le premier ? Le serveur répond-il au pseudo ? Que se passe-t-il si les
    // deux programmes ne sont pas d’accord là-dessus ?
    a_completer(&format!("se présenter à {}", serveur.peer_addr()?))
}

/// Une ligne au clavier, un message, une réponse, et ainsi de suite jusqu’à « /bye ».
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 2 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    // TODO 3 : après « /bye », que reste-t-il à recevoir, et à quoi voit-on que c’est fini ?
    // TODO 4 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    if let Some(ligne) = lire_ligne("Commande : ")? {
        envoyer(serveur, &ligne)?;
        montrer_reponse(serveur)?;
    }
    a_completer("converser(), pour plusieurs lignes")
}

/// Envoie la ligne telle qu’elle a été tapée.
fn envoyer(serveur: &mut TcpStream, ligne: &str) -> io::Result<()> {
    a_completer(&format!("envoyer « {ligne} » à {}", serveur.peer_addr()?))
}

/// Attend une réponse et l’affiche. Renvoie `false` si le serveur a fermé.
fn montrer_reponse(serveur: &mut TcpStream) -> io::Result<bool> {
    // TODO 5 : une aide de plusieurs lignes se reçoit-elle autrement qu’une réponse d’une ligne ?
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
