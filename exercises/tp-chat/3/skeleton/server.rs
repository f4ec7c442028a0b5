//! Étape 3, serveur : une ligne chacun, à tour de rôle, entre l’opérateur et un client.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire sur une socket, il faudra aussi le trait `Read`.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 8080;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut client = attendre_un_client(&ecoute)?;
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

/// Mène la conversation : le client parle d’abord, puis chacun son tour.
fn converser(client: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : le code ci-dessous fait un seul tour. Que faut-il répéter, et qu’est-ce qui ne
    // doit surtout pas l’être ?
    let mut en_attente = Vec::new();
    if ecouter(client, &mut en_attente)? {
        parler(client)?;
    }
    a_completer("converser(), pour plusieurs tours")
}

/// Attend une ligne et la montre. Renvoie `false` si la conversation est finie.
fn ecouter(client: &mut TcpStream, en_attente: &mut Vec<u8>) -> io::Result<bool> {
    let ligne = recevoir_ligne(client, en_attente)?;
    a_completer(&format!("montrer {ligne:?}"))
}

/// Attend une ligne entière et la renvoie ; `None` si le client est parti.
///
/// `en_attente` garde, d’un appel à l’autre, les octets reçus qui n’ont pas encore servi.
fn recevoir_ligne(client: &mut TcpStream, en_attente: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    println!("J’attends une ligne de {}", client.peer_addr()?);
    // TODO 2 : quand faut-il lire la socket, et quand peut-on s’en passer ?
    a_completer(&format!("recevoir_ligne(), {} octets en attente", en_attente.len()))
}

/// Lit une ligne au clavier et l’envoie. Renvoie `false` si la conversation est finie.
fn parler(client: &mut TcpStream) -> io::Result<bool> {
    let ligne = lire_ligne("À vous : ")?;
    // TODO 3 : que doit contenir le message, en plus de ce qui est tapé ?
    // TODO 4 : et si le client est parti pendant que vous tapiez ?
    a_completer(&format!("envoyer {ligne:?} à {}", client.peer_addr()?))
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
