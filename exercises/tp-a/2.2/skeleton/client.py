"""Étape 2.2, client : envoyer chaque ligne tapée, montrer chaque réponse, finir sur « fin ».

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
from typing import NoReturn

HOTE = "127.0.0.1"  # cette machine ; en salle, l’adresse de celle du serveur
PORT = 63000
LECTURE = 1024  # octets lus au plus par un recv()


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def se_connecter() -> socket.socket:
    """Renvoie une socket connectée au serveur : comme à l’étape 2.1."""
    a_completer("se_connecter(), reprise de l’étape 2.1")


def montrer_reponse(serveur: socket.socket) -> None:
    """Attend la réponse du serveur et l’affiche."""
    # TODO 1 : comment voit-on que le serveur a fermé ? Que doit alors faire le programme ?
    a_completer("montrer_reponse()")


def converser(serveur: socket.socket) -> None:
    """Une ligne au clavier, un message, une réponse, et ainsi de suite."""
    # TODO 2 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    # TODO 3 : après « fin », faut-il attendre une réponse ? Est-on sûr qu’il en vienne une ?
    # TODO 4 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    ligne = input("Message : ")
    a_completer(f"envoyer « {ligne} »")
    montrer_reponse(serveur)


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
