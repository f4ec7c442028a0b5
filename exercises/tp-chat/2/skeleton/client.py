"""Étape 2, client : envoyer chaque ligne tapée, avec le retour à la ligne qui la termine.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
from typing import NoReturn

HOTE = "127.0.0.1"  # cette machine ; en salle, l’adresse de celle du serveur
PORT = 8080


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def se_connecter() -> socket.socket:
    """Renvoie une socket connectée au serveur."""
    # TODO 1 : quels appels ? Que voit l’utilisateur si personne n’écoute ?
    a_completer(f"se_connecter(), à {HOTE}:{PORT}")


def envoyer(serveur: socket.socket, ligne: str) -> None:
    """Envoie une ligne."""
    # TODO 2 : input() garde-t-il le retour à la ligne ? Que doit contenir le message ?
    # TODO 3 : et si le serveur est parti ?
    a_completer(f"envoyer « {ligne} »")


def main() -> None:
    serveur = se_connecter()
    # TODO 4 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter ? Que fait input()
    #   quand l’utilisateur tape Ctrl-D ?
    envoyer(serveur, input("> "))
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand un envoi échoue ?


if __name__ == "__main__":
    main()
