"""Étape 2.8, serveur : ranger les messages de tous les clients dans une seule liste.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
import threading
from typing import NoReturn

HOTE = ""  # chaîne vide : toutes les adresses de cette machine
PORT = 63000
LECTURE = 1024  # octets lus au plus par un recv()

# TODO 1 : où créer la liste et son verrou pour que tous les threads aient les mêmes ?


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def ranger(message: bytes) -> int:
    """Ajoute le message à la liste commune et renvoie combien elle en contient alors."""
    # TODO 2 : que peut faire un autre thread entre l’ajout et le compte ?
    a_completer("ranger()")


def relire() -> bytes:
    """Renvoie tous les messages de la liste commune, prêts à être envoyés."""
    # TODO 3 : que faut-il prendre sous le verrou, et que peut-on faire après l’avoir rendu ?
    # TODO 4 : envoyer une liste encore vide, c’est envoyer combien d’octets ?
    a_completer("relire(), recommandé")


def repondre(message: bytes) -> bytes:
    """Fait ce que demande ce message et renvoie la réponse, qui reste à envoyer."""
    # TODO 5 : quelle réponse avez-vous choisie ? Que permet-elle de vérifier ?
    if message == b"/list":
        return relire()
    total = ranger(message)
    a_completer(f"répondre au message n° {total}")


def servir(client: socket.socket) -> None:
    """Répond à chaque message du client, jusqu’à « fin », sans déranger les autres."""
    # TODO 6 : le code ci-dessous traite un seul message. Que faut-il répéter ? Qui ferme ?
    # TODO 7 : un verrou est-il tenu pendant recv() ou pendant l’envoi ? Que se passerait-il ?
    message = client.recv(LECTURE)
    reponse = repondre(message)
    a_completer(f"servir(), pour envoyer {len(reponse)} octets et continuer")


def ouvrir_ecoute() -> socket.socket:
    """Renvoie une socket d’écoute : comme aux étapes précédentes."""
    a_completer("ouvrir_ecoute(), reprise des étapes précédentes")


def confier_a_un_thread(client: socket.socket) -> threading.Thread:
    """Fait servir ce client par un thread, sans attendre : comme à l’étape 2.7."""
    a_completer("confier_a_un_thread(), reprise de l’étape 2.7")


def servir_en_parallele(ecoute: socket.socket) -> None:
    """Accepte les clients l’un après l’autre, sans en attendre un : comme à l’étape 2.7."""
    a_completer("servir_en_parallele(), reprise de l’étape 2.7")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    servir_en_parallele(ecoute)


if __name__ == "__main__":
    main()
