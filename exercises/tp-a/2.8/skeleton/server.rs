//! Étape 2.8, serveur : ranger les messages de tous les clients dans une seule liste.
//!
//! `rustc --edition 2021 server.rs && ./server` : le programme dit ce qu’il reste à écrire.
//! Remplacez chaque `a_completer` par votre code ; quand il n’y en a plus, retirez aussi la
//! fonction. Pour lire et écrire sur une socket, il faudra les traits `Read` et `Write`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::process;

const HOTE: &str = "0.0.0.0"; // toutes les adresses de cette machine
const PORT: u16 = 63000;
const LECTURE: usize = 1024; // octets lus au plus en une fois

/// Les messages de tous les clients, dans l’ordre où ils ont été rangés.
#[derive(Default)]
struct Liste {
    // TODO 1 : le compilateur refuse que deux threads changent ce champ. Quel type de
    // `std::sync` le permet, et que deviennent alors les `&mut` de ce fichier ?
    messages: Vec<Vec<u8>>,
}

impl Liste {
    /// Ajoute le message à la liste et renvoie combien elle en contient alors.
    fn ranger(&mut self, message: &[u8]) -> usize {
        // TODO 2 : que peut faire un autre thread entre l’ajout et le compte ?
        a_completer(&format!("ranger() {} octets", message.len()))
    }

    /// Renvoie tous les messages de la liste, prêts à être envoyés.
    fn relire(&self) -> Vec<u8> {
        // TODO 3 : que faut-il prendre sous le verrou, et que peut-on faire après l’avoir rendu ?
        // TODO 4 : envoyer une liste encore vide, c’est envoyer combien d’octets ?
        a_completer(&format!("relire() {} messages, recommandé", self.messages.len()))
    }
}

fn main() -> io::Result<()> {
    let ecoute = ouvrir_ecoute()?;
    let mut liste = Liste::default();
    servir_en_parallele(&ecoute, &mut liste)
}

/// Renvoie une socket d’écoute : comme aux étapes précédentes.
fn ouvrir_ecoute() -> io::Result<TcpListener> {
    a_completer(&format!("ouvrir_ecoute(), sur {HOTE}:{PORT}, reprise des étapes précédentes"))
}

/// Accepte les clients et confie chacun à un thread, sans en attendre un : comme à l’étape 2.7.
fn servir_en_parallele(ecoute: &TcpListener, liste: &mut Liste) -> io::Result<()> {
    // TODO 5 : le code ci-dessous sert un seul client, et sur place. Comment donner à chaque
    // thread la même liste, et non une copie ?
    let mut client = attendre_un_client(ecoute)?;
    servir(&mut client, liste)?;
    a_completer("servir_en_parallele(), reprise de l’étape 2.7")
}

/// Renvoie la socket du prochain client : comme aux étapes précédentes.
fn attendre_un_client(ecoute: &TcpListener) -> io::Result<TcpStream> {
    println!("Serveur en écoute sur {}", ecoute.local_addr()?);
    a_completer("attendre_un_client(), reprise des étapes précédentes")
}

/// Répond à chaque message du client, jusqu’à « fin », sans déranger les autres.
fn servir(client: &mut TcpStream, liste: &mut Liste) -> io::Result<()> {
    // TODO 6 : le code ci-dessous traite un seul message. Que faut-il répéter ?
    // TODO 7 : le verrou est-il tenu pendant une lecture ou un envoi ? Que se passerait-il ?
    let message = recevoir(client)?;
    let reponse = repondre(&message, liste);
    a_completer(&format!("servir(), pour envoyer {} octets et continuer", reponse.len()))
}

/// Attend un message du client et en renvoie les octets : comme à l’étape 2.2.
fn recevoir(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    println!("J’attends un message de {}", client.peer_addr()?);
    a_completer(&format!("recevoir(), au plus {LECTURE} octets, reprise de l’étape 2.2"))
}

/// Fait ce que demande ce message et renvoie la réponse, qui reste à envoyer.
fn repondre(message: &[u8], liste: &mut Liste) -> Vec<u8> {
    // TODO 8 : quelle réponse avez-vous choisie ? Que permet-elle de vérifier ?
    if message == b"/list" {
        return liste.relire();
    }
    let total = liste.ranger(message);
    a_completer(&format!("répondre au message n° {total}"))
}

/// Dit ce qui manque et termine le programme.
fn a_completer(quoi: &str) -> ! {
    println!("À compléter : {quoi}");
    process::exit(0)
}
