//! Étape 4, serveur : envoyer et recevoir des lignes en même temps, un thread pour chaque sens.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire sur une socket, il faudra aussi le trait `Read` ; pour les threads,
//! `std::thread`. L’énoncé dit pourquoi des threads, et non `fork`.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 8080;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut client = attendre_un_client(&ecoute)?;
    // TODO 1 : qui a encore besoin de la socket d’écoute, et quand est-elle fermée ?
    converser(&mut client)
}

/// Renvoie une socket d’écoute : comme à l’étape 1.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise de l’étape 1"))
}

/// Renvoie la socket du client qui se connecte : comme à l’étape 1.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise de l’étape 1")
}

/// Mène la conversation, dans les deux sens à la fois.
fn converser(client: &mut TcpStream) -> io::Result<()> {
    // TODO 2 : les deux appels ci-dessous se suivent. Lequel confier à un autre thread ?
    // TODO 3 : à qui la socket doit-elle appartenir alors, dans chacun des deux sens ?
    // TODO 4 : le client s’en va. Lequel des deux threads l’apprend, et comment finit l’autre ?
    montrer_les_lignes(client)?;
    envoyer_le_clavier(client)?;
    a_completer("converser(), dans les deux sens à la fois")
}

/// Montre chaque ligne reçue, jusqu’au départ du client : comme à l’étape 1.
fn montrer_les_lignes(client: &mut TcpStream) -> io::Result<()> {
    println!("J’attends les lignes de {}", client.peer_addr()?);
    // TODO 5 : cette fonction attend-elle autre chose que le réseau ?
    a_completer("montrer_les_lignes(), reprise de l’étape 1")
}

/// Envoie chaque ligne tapée, jusqu’à la fin du clavier : comme à l’étape 2.
fn envoyer_le_clavier(client: &mut TcpStream) -> io::Result<()> {
    // TODO 6 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    // TODO 7 : qui lit l’erreur que renvoie cette fonction quand elle s’exécute dans un thread ?
    if let Some(ligne) = lire_ligne("> ")? {
        a_completer(&format!("envoyer {ligne:?} à {}", client.peer_addr()?));
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
