"""Étape 2.6, client : se présenter, envoyer chaque ligne tapée, finir sur « /bye ».

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
    a_completer("se_connecter(), reprise des étapes précédentes")


def se_presenter(serveur: socket.socket) -> None:
    """Donne son pseudo au serveur, de la façon que le vôtre attend."""
    # TODO 1 : qui parle le premier ? Le serveur répond-il au pseudo ? Que se passe-t-il si les
    #   deux programmes ne sont pas d’accord là-dessus ?
    a_completer("se_presenter()")


def montrer_reponse(serveur: socket.socket) -> bool:
    """Attend une réponse et l’affiche. Renvoie False si le serveur a fermé."""
    # TODO 2 : une aide de plusieurs lignes se reçoit-elle autrement qu’une réponse d’une ligne ?
    a_completer("montrer_reponse()")


def converser(serveur: socket.socket) -> None:
    """Une ligne au clavier, un message, une réponse, et ainsi de suite jusqu’à « /bye »."""
    # TODO 3 : le code ci-dessous ne traite qu’une ligne. Que faut-il répéter, jusqu’à quand ?
    # TODO 4 : après « /bye », que reste-t-il à recevoir, et à quoi voit-on que c’est fini ?
    # TODO 5 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    ligne = input("Commande : ")
    a_completer(f"envoyer « {ligne} »")
    montrer_reponse(serveur)


def main() -> None:
    serveur = se_connecter()
    se_presenter(serveur)
    converser(serveur)
    # TODO 6 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
