//! Étape 1, serveur : montrer chaque ligne reçue, dès qu’elle est entière.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire une socket, il faudra le trait `Read`, ou `BufRead`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 8080;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut client = attendre_un_client(&ecoute)?;
    // TODO 4 : le code ci-dessous montre une seule ligne. Que faut-il répéter, jusqu’à quand ?
    let mut en_attente = Vec::new();
    if let Some(ligne) = recevoir_ligne(&mut client, &mut en_attente)? {
        montrer(&ligne);
    }
    Ok(())
}

/// Renvoie une socket d’écoute. `TcpListener` accepte déjà de reprendre un port tout juste libéré.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    // TODO 1 : quel appel de std::net fait à lui seul socket, bind et listen ?
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}"))
}

/// Attend qu’un client se connecte et renvoie la socket qui sert à lui parler.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client()")
}

/// Attend une ligne entière ; `None` si le client est parti. `en_attente` garde, d’un appel à
/// l’autre, les octets reçus qui n’ont pas encore servi.
fn recevoir_ligne(client: &mut TcpStream, en_attente: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    // TODO 2 : y a-t-il déjà une ligne entière en attente ? Sinon, que rend la lecture, et que
    //   veut dire zéro octet ?
    a_completer(&format!("recevoir_ligne() de {:?}, {} octets en attente", client, en_attente.len()))
}

/// Affiche une ligne.
fn montrer(ligne: &[u8]) {
    // TODO 3 : des octets au texte ; et si ce ne sont pas des caractères UTF-8 ?
    a_completer(&format!("montrer {ligne:?}"))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
