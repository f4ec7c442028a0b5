"""Étape 2.3, client : le même qu’à l’étape 2.2.

Vous pouvez remplacer ce fichier par votre client de l’étape 2.2. Sinon, lancez-le : il dit ce
qu’il reste à écrire. Quand il n’y a plus d’a_completer(), retirez aussi la fonction.
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
    # TODO 1 : connect() a réussi : cela prouve-t-il que le serveur s’occupe déjà de vous ?
    a_completer("se_connecter(), reprise de l’étape 2.2")


def converser(serveur: socket.socket) -> None:
    """Envoie chaque ligne tapée, montre chaque réponse, finit sur « fin »."""
    # TODO 2 : que voit l’utilisateur pendant que le serveur s’occupe d’un autre client ?
    a_completer("converser(), reprise de l’étape 2.2")


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 3 : si cette socket restait ouverte, que se passerait-il pour les clients suivants ?


if __name__ == "__main__":
    main()
