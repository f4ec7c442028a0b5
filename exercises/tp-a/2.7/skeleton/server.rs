//! Étape 2.7, serveur : servir tous les clients à la fois, chacun comme s’il était seul.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;
use std::thread::JoinHandle;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 63000;

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    servir_en_parallele(&ecoute)
}

/// Renvoie une socket d’écoute : comme aux étapes précédentes.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise des étapes précédentes"))
}

/// Accepte les clients l’un après l’autre, sans jamais en attendre un.
fn servir_en_parallele(ecoute: &TcpListener) -> io::Result<()> {
    // TODO 1 : le code ci-dessous accepte un seul client. Que faut-il répéter ?
    // TODO 2 : d’un accept au suivant, quelle instruction pourrait attendre un client ?
    // TODO 3 : que fait `?` si un client ne peut pas être accepté, ou si aucun thread ne peut
    // être créé ? Que deviennent les clients déjà servis ?
    let client = attendre_un_client(ecoute)?;
    confier_a_un_thread(client)?;
    a_completer("servir_en_parallele(), pour plusieurs clients")
}

/// Renvoie la socket du prochain client : comme aux étapes précédentes.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise des étapes précédentes")
}

/// Fait servir ce client par un thread, lancé sans attendre la fin de la conversation.
fn confier_a_un_thread(mut client: TcpStream) -> io::Result<JoinHandle<()>> {
    // TODO 4 : l’appel ci-dessous se fait dans le thread qui accepte. Où doit-il se faire ?
    // TODO 5 : à qui la socket doit-elle appartenir alors, et quand est-elle fermée ?
    servir(&mut client)?;
    a_completer("confier_a_un_thread()")
}

/// Renvoie au client chacun de ses messages, jusqu’à « fin » : comme à l’étape 2.2.
fn servir(client: &mut TcpStream) -> io::Result<()> {
    println!("Client connecté : {}", client.peer_addr()?);
    // TODO 6 : qui lit l’erreur que renvoie cette fonction quand elle s’exécute dans un thread ?
    a_completer("servir(), reprise de l’étape 2.2")
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
