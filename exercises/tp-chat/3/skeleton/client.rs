//! Étape 3, client : une ligne chacun, à tour de rôle, avec l’opérateur du serveur.
//!
//! `rustc --edition 2021 client.rs && ./client` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire sur une socket, il faudra aussi le trait `Read`.

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

/// Mène la conversation : à vous de parler d’abord, puis chacun son tour.
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : le code ci-dessous fait un seul tour. Que faut-il répéter, et qu’est-ce qui ne
    // doit surtout pas l’être ?
    // TODO 2 : que se passerait-il si les deux programmes commençaient par le même appel ?
    let mut en_attente = Vec::new();
    if parler(serveur)? {
        ecouter(serveur, &mut en_attente)?;
    }
    a_completer("converser(), pour plusieurs tours")
}

/// Lit une ligne au clavier et l’envoie. Renvoie `false` si la conversation est finie.
fn parler(serveur: &mut TcpStream) -> io::Result<bool> {
    let ligne = lire_ligne("À vous : ")?;
    // TODO 3 : que doit contenir le message, en plus de ce qui est tapé ?
    // TODO 4 : et si le serveur est parti pendant que vous tapiez ?
    a_completer(&format!("envoyer {ligne:?} à {}", serveur.peer_addr()?))
}

/// Attend une ligne et la montre. Renvoie `false` si la conversation est finie.
fn ecouter(serveur: &mut TcpStream, en_attente: &mut Vec<u8>) -> io::Result<bool> {
    let ligne = recevoir_ligne(serveur, en_attente)?;
    a_completer(&format!("montrer {ligne:?}"))
}

/// Attend une ligne entière et la renvoie ; `None` si le serveur est parti.
///
/// `en_attente` garde, d’un appel à l’autre, les octets reçus qui n’ont pas encore servi.
fn recevoir_ligne(serveur: &mut TcpStream, en_attente: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    println!("J’attends une ligne de {}", serveur.peer_addr()?);
    // TODO 5 : quand faut-il lire la socket, et quand peut-on s’en passer ?
    a_completer(&format!("recevoir_ligne(), {} octets en attente", en_attente.len()))
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
