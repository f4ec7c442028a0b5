"""Étape 2.5, client : envoyer chaque expression tapée, montrer chaque réponse, finir sur « fin ».

C’est le client de l’étape 2.2 : vous pouvez remplacer ce fichier par le vôtre. Sinon, lancez-le :
il dit ce qu’il reste à écrire. Quand il n’y a plus d’a_completer(), retirez aussi la fonction.
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
    """Renvoie une socket connectée au serveur : comme à l’étape 2.2."""
    a_completer("se_connecter(), reprise de l’étape 2.2")


def montrer_reponse(serveur: socket.socket) -> None:
    """Attend la réponse du serveur et l’affiche, que ce soit une valeur ou une erreur."""
    # TODO 1 : le client doit-il distinguer une valeur d’une erreur ? Qui sait calculer ici ?
    # TODO 2 : comment voit-on que le serveur a disparu en plein calcul ?
    a_completer("montrer_reponse(), reprise de l’étape 2.2")


def converser(serveur: socket.socket) -> None:
    """Envoie chaque expression tapée, montre chaque réponse, finit sur « fin »."""
    # TODO 3 : que se passe-t-il si le serveur ne répond jamais ? Que voit l’utilisateur ?
    # TODO 4 : qu’est-ce qui part sur le réseau pour une ligne vide ? Qui attend alors qui ?
    expression = input("Expression : ")
    a_completer(f"envoyer « {expression} »")
    montrer_reponse(serveur)


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
