"""Étape 2.3, serveur : servir un client, puis le suivant, sans jamais s’arrêter de lui-même.

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
    """Renvoie une socket d’écoute : comme à l’étape 2.2."""
    # TODO 1 : où se tient un client qui arrive pendant qu’un autre est servi ?
    a_completer("ouvrir_ecoute(), reprise de l’étape 2.2")


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Renvoie la socket du prochain client : comme à l’étape 2.2."""
    a_completer("attendre_un_client(), reprise de l’étape 2.2")


def servir(client: socket.socket) -> None:
    """Renvoie au client chacun de ses messages, jusqu’à « fin » : comme à l’étape 2.2."""
    # TODO 2 : sur « fin », quelle socket faut-il fermer, et laquelle faut-il garder ?
    a_completer("servir(), reprise de l’étape 2.2")


def servir_a_la_suite(ecoute: socket.socket) -> None:
    """Sert les clients un par un, dans l’ordre de leur arrivée."""
    # TODO 3 : le code ci-dessous sert un seul client. Lesquels de ces appels sont à répéter ?
    # TODO 4 : que devient le service si la conversation avec un client se passe mal ?
    client = attendre_un_client(ecoute)
    servir(client)
    a_completer("servir_a_la_suite(), pour plusieurs clients")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    servir_a_la_suite(ecoute)


if __name__ == "__main__":
    main()
