"""Étape 3, serveur : une ligne chacun, à tour de rôle, entre l’opérateur et un client.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
from typing import NoReturn

HOTE = ""  # chaîne vide : toutes les adresses de cette machine
PORT = 8080
LECTURE = 1024  # octets lus au plus par un recv()


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def ouvrir_ecoute() -> socket.socket:
    """Renvoie une socket d’écoute : comme à l’étape 1."""
    a_completer("ouvrir_ecoute(), reprise de l’étape 1")


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Renvoie la socket du client qui se connecte : comme à l’étape 1."""
    a_completer("attendre_un_client(), reprise de l’étape 1")


def recevoir_ligne(client: socket.socket, en_attente: bytearray) -> bytes | None:
    """Attend une ligne entière et la renvoie ; None si le client est parti.

    en_attente garde, d’un appel à l’autre, les octets reçus qui n’ont pas encore servi.
    """
    # TODO 1 : quand faut-il appeler recv(), et quand peut-on s’en passer ?
    a_completer("recevoir_ligne(), reprise de l’étape 1")


def ecouter(client: socket.socket, en_attente: bytearray) -> bool:
    """Attend une ligne et la montre. Renvoie False si la conversation est finie."""
    ligne = recevoir_ligne(client, en_attente)
    a_completer(f"montrer {ligne!r}")


def parler(client: socket.socket) -> bool:
    """Lit une ligne au clavier et l’envoie. Renvoie False si la conversation est finie."""
    # TODO 2 : que doit contenir le message, en plus de ce qui est tapé ?
    # TODO 3 : et si le client est parti pendant que vous tapiez ?
    a_completer("parler()")


def converser(client: socket.socket) -> None:
    """Mène la conversation : le client parle d’abord, puis chacun son tour."""
    # TODO 4 : le code ci-dessous fait un seul tour. Que faut-il répéter, et qu’est-ce qui ne
    #   doit surtout pas l’être ?
    en_attente = bytearray()
    if ecouter(client, en_attente):
        parler(client)
    a_completer("converser(), pour plusieurs tours")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    converser(client)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
