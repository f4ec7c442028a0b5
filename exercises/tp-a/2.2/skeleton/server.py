"""Étape 2.2, serveur : renvoyer chaque message tel quel, jusqu’à « fin ».

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
from typing import NoReturn

HOTE = ""  # chaîne vide : toutes les adresses de cette machine
PORT = 63000
LECTURE = 1024  # octets lus au plus par un recv()


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def ouvrir_ecoute() -> socket.socket:
    """Renvoie une socket d’écoute : comme à l’étape 2.1."""
    a_completer("ouvrir_ecoute(), reprise de l’étape 2.1")


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Renvoie la socket du client qui se connecte : comme à l’étape 2.1."""
    a_completer("attendre_un_client(), reprise de l’étape 2.1")


def recevoir(client: socket.socket) -> bytes:
    """Attend un message du client et en renvoie les octets."""
    # TODO 1 : que renvoie recv() quand le client est parti sans dire « fin » ?
    # TODO 2 : un message peut-il dépasser LECTURE ? Une lettre accentuée, être coupée en deux ?
    a_completer("recevoir()")


def est_la_fin(message: bytes) -> bool:
    """Dit si ce message, et pas seulement une partie de ce message, demande la fin."""
    # TODO 3 : des octets sont-ils jamais égaux à un texte ? Que répondre à « la fin approche » ?
    a_completer("est_la_fin()")


def servir(client: socket.socket) -> None:
    """Renvoie au client chacun de ses messages, jusqu’à la fin de la conversation."""
    # TODO 4 : le code ci-dessous traite un seul message. Que faut-il répéter, et quelles sont
    #   les façons d’en sortir ?
    message = recevoir(client)
    if not est_la_fin(message):
        a_completer("renvoyer le message, sans y changer un octet")
    a_completer("servir(), pour plusieurs messages")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    servir(client)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand servir() échoue ?


if __name__ == "__main__":
    main()
