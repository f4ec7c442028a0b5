"""Étape 2.1, client : dire bonjour au serveur, montrer sa réponse, puis se terminer.

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
    """Renvoie une socket connectée au serveur."""
    serveur = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # TODO 1 : quel appel relie cette socket à (HOTE, PORT) ?
    # TODO 2 (crédit supplémentaire) : et si aucun serveur n’est lancé, que dire à l’utilisateur ?
    a_completer("se_connecter()")
    return serveur


def saluer(serveur: socket.socket) -> None:
    """Envoie le bonjour du client, puis montre la réponse."""
    # TODO 3 : un texte peut-il partir tel quel sur une socket ?
    # TODO 4 : quel appel attend la réponse ? Que renvoie-t-il si le serveur ferme sans répondre ?
    a_completer("saluer()")


def main() -> None:
    serveur = se_connecter()
    saluer(serveur)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand saluer() échoue ?


if __name__ == "__main__":
    main()
