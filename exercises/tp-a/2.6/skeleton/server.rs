//! Étape 2.6, serveur : répondre aux commandes d’un client, sous son nom, jusqu’à « /bye ».
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

/// Répond à chaque message du client, jusqu’à « /bye ».
fn servir(client: &mut TcpStream) -> io::Result<()> {
    // TODO 1 : d’où vient le pseudo ? Combien de temps le serveur doit-il s’en souvenir ?
    let pseudo = String::from("Anonyme");
    // TODO 2 : le code ci-dessous traite un seul message. Que faut-il répéter, et de combien de
    // façons la boucle peut-elle finir ?
    // TODO 3 : sur « /bye », dans quel ordre répondre et fermer ?
    let message = recevoir(client)?;
    let reponse = repondre(&pseudo, &message);
    a_completer(&format!("envoyer « {reponse} », puis servir() pour plusieurs messages"))
}

/// Attend un message du client et en renvoie le texte.
fn recevoir(client: &mut TcpStream) -> io::Result<String> {
    println!("J’attends une commande de {}", client.peer_addr()?);
    // TODO 4 : que donne la lecture quand le client est parti sans dire « /bye » ?
    a_completer("recevoir(), reprise des étapes précédentes")
}

/// Renvoie la réponse à un message du client qui porte ce pseudo.
fn repondre(pseudo: &str, message: &str) -> String {
    // TODO 5 : quelles commandes faut-il reconnaître ? Que répondre à tout le reste ?
    let (commande, texte) = separer(message);
    a_completer(&format!("répondre à {commande:?}, suivie de {texte:?}, pour {pseudo}"))
}

/// Sépare la commande de ce qui la suit : « /me applaudit » donne `/me` et `applaudit`.
fn separer(message: &str) -> (&str, &str) {
    // TODO 6 : que renvoyer si rien ne suit la commande ? Si le texte contient des espaces ?
    // TODO 7 : que renvoyer pour « /mexxx » ? Pour un message qui n’est pas une commande ?
    a_completer(&format!("séparer « {message} »"))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
