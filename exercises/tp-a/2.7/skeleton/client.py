"""Étape 2.7, client : le client de l’étape 2.2 ; c’est le serveur qui change.

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
    """Renvoie une socket connectée au serveur : comme aux étapes précédentes."""
    # TODO 1 : votre serveur dit-il quelque chose avant le premier message (salut, pseudo) ?
    #   Si oui, où le client doit-il le lire ?
    a_completer("se_connecter(), reprise des étapes précédentes")


def montrer_reponse(serveur: socket.socket) -> None:
    """Attend la réponse du serveur et l’affiche."""
    # TODO 2 : si votre serveur écrit à tous les clients, que voit celui qui attend au clavier,
    #   et que lit-il au lieu de sa réponse ?
    a_completer("montrer_reponse(), reprise de l’étape 2.2")


def converser(serveur: socket.socket) -> None:
    """Une ligne au clavier, un message, une réponse, jusqu’à « fin » : comme à l’étape 2.2."""
    # TODO 3 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    ligne = input("Message : ")
    a_completer(f"envoyer « {ligne} »")
    montrer_reponse(serveur)


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 4 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
