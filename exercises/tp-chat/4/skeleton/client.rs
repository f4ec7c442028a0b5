//! Étape 4, client : envoyer et recevoir des lignes en même temps, un thread pour chaque sens.
//!
//! `rustc --edition 2021 client.rs && ./client` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire sur une socket, il faudra aussi le trait `Read` ; pour les threads,
//! `std::thread`. L’énoncé dit pourquoi des threads, et non `fork`.

use std::io::{self, Write};
use std::net::TcpStream;
use std::process;

const HOTE: &str = "127.0.0.1"; // cette machine ; en salle, l’adresse de celle du serveur
const PORT: u16 = 8080;

fn main() -> io::Result<()> {
    let mut serveur = se_connecter()?;
    converser(&mut serveur)
}

/// Renvoie une socket connectée au serveur : comme à l’étape 2.
fn se_connecter() -> io::Result<TcpStream> {
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise de l’étape 2"))
}

/// Mène la conversation, dans les deux sens à la fois.
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : les deux appels ci-dessous se suivent. Lequel confier à un autre thread ?
    // TODO 2 : à qui la socket doit-elle appartenir alors, dans chacun des deux sens ?
    // TODO 3 : le serveur s’en va. Lequel des deux threads l’apprend, et comment finit l’autre ?
    montrer_les_lignes(serveur)?;
    envoyer_le_clavier(serveur)?;
    a_completer("converser(), dans les deux sens à la fois")
}

/// Montre chaque ligne reçue, jusqu’au départ du serveur : comme à l’étape 1.
fn montrer_les_lignes(serveur: &mut TcpStream) -> io::Result<()> {
    println!("J’attends les lignes de {}", serveur.peer_addr()?);
    // TODO 4 : cette fonction attend-elle autre chose que le réseau ?
    a_completer("montrer_les_lignes(), reprise de l’étape 1")
}

/// Envoie chaque ligne tapée, jusqu’à la fin du clavier : comme à l’étape 2.
fn envoyer_le_clavier(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 5 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    // TODO 6 : qui lit l’erreur que renvoie cette fonction quand elle s’exécute dans un thread ?
    if let Some(ligne) = lire_ligne("> ")? {
        a_completer(&format!("envoyer {ligne:?} à {}", serveur.peer_addr()?));
    }
    a_completer("envoyer_le_clavier(), reprise de l’étape 2")
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
