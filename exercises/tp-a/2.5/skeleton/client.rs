//! Étape 2.5, client : envoyer chaque expression tapée, montrer chaque réponse, finir sur « fin ».
//!
//! C’est le client de l’étape 2.2 : vous pouvez remplacer ce fichier par le vôtre. Sinon,
//! compilez-le avec `rustc --edition 2021 client.rs` et lancez-le : il dit ce qu’il reste à
//! écrire. Quand il n’y a plus d’`a_completer`, retirez aussi la fonction. Pour lire sur une
//! socket, il faudra aussi le trait `Read`.

use std::io::{self, Write};
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
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise de l’étape 2.2"))
}

/// Envoie chaque expression tapée, montre chaque réponse, finit sur « fin ».
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : que se passe-t-il si le serveur ne répond jamais ? Que voit l’utilisateur ?
    // TODO 2 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    if let Some(expression) = lire_ligne("Expression : ")? {
        envoyer(serveur, &expression)?;
        montrer_reponse(serveur)?;
    }
    a_completer("converser(), pour plusieurs expressions")
}

/// Envoie l’expression telle qu’elle a été tapée.
fn envoyer(serveur: &mut TcpStream, expression: &str) -> io::Result<()> {
    a_completer(&format!("envoyer « {expression} » à {}", serveur.peer_addr()?))
}

/// Attend la réponse du serveur et l’affiche, que ce soit une valeur ou une erreur.
fn montrer_reponse(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 3 : le client doit-il distinguer une valeur d’une erreur ? Qui sait calculer ici ?
    // TODO 4 : comment voit-on que le serveur a disparu en plein calcul ?
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
