//! Étape 2.4, client : une conversation à tour de rôle avec l’opérateur du serveur.
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

/// Renvoie une socket connectée au serveur : comme aux étapes précédentes.
fn se_connecter() -> io::Result<TcpStream> {
    a_completer(&format!("se_connecter(), à {HOTE}:{PORT}, reprise des étapes précédentes"))
}

/// Mène la conversation : à vous de parler d’abord, puis chacun son tour.
fn converser(serveur: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : le code ci-dessous fait un seul tour. Que faut-il répéter, et comment s’arrêter
    // aussi bien quand vous dites « fin » que quand c’est l’opérateur du serveur ?
    // TODO 2 : que se passerait-il si les deux programmes commençaient par le même appel ?
    if parler(serveur)? {
        ecouter(serveur)?;
    }
    a_completer("converser(), pour plusieurs tours")
}

/// Lit une ligne au clavier et l’envoie. Renvoie `false` si la conversation est finie.
fn parler(serveur: &mut TcpStream) -> io::Result<bool> {
    let ligne = lire_ligne("À vous : ")?;
    // TODO 3 : que faire d’une ligne vide, ou d’un clavier fermé ?
    // TODO 4 : et si le serveur est parti pendant que vous tapiez ?
    a_completer(&format!("envoyer {ligne:?} à {}", serveur.peer_addr()?))
}

/// Attend un message et le montre. Renvoie `false` si la conversation est finie.
fn ecouter(serveur: &mut TcpStream) -> io::Result<bool> {
    println!("J’attends un message de {}", serveur.peer_addr()?);
    // TODO 5 : de combien de façons le serveur peut-il mettre fin à la conversation ?
    a_completer("ecouter()")
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
