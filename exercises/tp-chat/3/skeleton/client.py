"""Étape 3, client : une ligne chacun, à tour de rôle, avec l’opérateur du serveur.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
from typing import NoReturn

HOTE = "127.0.0.1"  # cette machine ; en salle, l’adresse de celle du serveur
PORT = 8080
LECTURE = 1024  # octets lus au plus par un recv()


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def se_connecter() -> socket.socket:
    """Renvoie une socket connectée au serveur : comme à l’étape 2."""
    a_completer("se_connecter(), reprise de l’étape 2")


def recevoir_ligne(serveur: socket.socket, en_attente: bytearray) -> bytes | None:
    """Attend une ligne entière et la renvoie ; None si le serveur est parti.

    en_attente garde, d’un appel à l’autre, les octets reçus qui n’ont pas encore servi.
    """
    # TODO 1 : quand faut-il appeler recv(), et quand peut-on s’en passer ?
    a_completer("recevoir_ligne(), reprise de l’étape 1")


def parler(serveur: socket.socket) -> bool:
    """Lit une ligne au clavier et l’envoie. Renvoie False si la conversation est finie."""
    # TODO 2 : que doit contenir le message, en plus de ce qui est tapé ?
    # TODO 3 : et si le serveur est parti pendant que vous tapiez ?
    a_completer("parler()")


def ecouter(serveur: socket.socket, en_attente: bytearray) -> bool:
    """Attend une ligne et la montre. Renvoie False si la conversation est finie."""
    ligne = recevoir_ligne(serveur, en_attente)
    a_completer(f"montrer {ligne!r}")


def converser(serveur: socket.socket) -> None:
    """Mène la conversation : à vous de parler d’abord, puis chacun son tour."""
    # TODO 4 : le code ci-dessous fait un seul tour. Que faut-il répéter, et qu’est-ce qui ne
    #   doit surtout pas l’être ?
    # TODO 5 : que se passerait-il si les deux programmes commençaient par le même appel ?
    en_attente = bytearray()
    if parler(serveur):
        ecouter(serveur, en_attente)
    a_completer("converser(), pour plusieurs tours")


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 6 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
