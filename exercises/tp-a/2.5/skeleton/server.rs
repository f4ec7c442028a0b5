//! Étape 2.5, serveur : calculer chaque expression, en renvoyer la valeur, jusqu’à « fin ».
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut client = attendre_un_client(&ecoute)?;
    servir(&mut client)
}

/// Renvoie une socket d’écoute : comme aux étapes précédentes.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise des étapes précédentes"))
}

/// Renvoie la socket du client qui se connecte : comme aux étapes précédentes.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise des étapes précédentes")
}

/// Répond à chaque expression du client, jusqu’à la fin de la session.
fn servir(client: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : le code ci-dessous traite un seul message. Que faut-il répéter, comme à
    // l’étape 2.2, et quelles sont les façons d’en sortir ?
    // TODO 2 : « fin » est-il une expression ? Où le reconnaître ?
    let message = recevoir(client)?;
    let reponse = repondre(&message);
    a_completer(&format!("envoyer « {reponse} », puis servir() pour plusieurs messages"))
}

/// Attend un message du client et en renvoie les octets : comme à l’étape 2.2.
fn recevoir(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    println!("J’attends une expression de {}", client.peer_addr()?);
    a_completer("recevoir(), reprise de l’étape 2.2")
}

/// Renvoie ce qu’il faut envoyer pour ce message : une valeur, ou une ligne d’erreur.
fn repondre(message: &[u8]) -> String {
    // TODO 3 : que faire si ces octets ne sont pas de l’UTF-8 ?
    let expression = String::from_utf8_lossy(message);
    match calculer(expression.trim()) {
        Ok(valeur) => valeur,
        // TODO 4 : que doit recevoir le client dans ce cas ?
        Err(raison) => a_completer(&format!("dire au client : {raison}")),
    }
}

/// Renvoie la valeur de l’expression, en texte, ou pourquoi elle n’en a pas.
fn calculer(expression: &str) -> Result<String, String> {
    // TODO 5 : comment passer de ce texte à des nombres et des opérateurs, puis à une valeur ?
    // Dans quel ordre les opérateurs s’appliquent-ils ?
    // TODO 6 : que faire d’un entier qui déborde, d’un diviseur nul, d’un nombre qui manque ?
    // TODO 7 : toute expression permise se calcule-t-elle en peu de temps, et en peu de mémoire ?
    a_completer(&format!("calculer « {expression} »"))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
