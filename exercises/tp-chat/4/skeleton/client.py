"""Étape 4, client : envoyer et recevoir des lignes en même temps, un processus pour chaque sens.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction. Le module os offre fork() ; cherchez-y
aussi de quoi terminer un processus et de quoi attendre sa fin.
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


def montrer_les_lignes(serveur: socket.socket) -> None:
    """Montre chaque ligne reçue, jusqu’au départ du serveur : comme à l’étape 1."""
    # TODO 1 : cette fonction attend-elle autre chose que le réseau ?
    a_completer("montrer_les_lignes(), reprise de l’étape 1")


def envoyer_le_clavier(serveur: socket.socket) -> None:
    """Envoie chaque ligne tapée, jusqu’à la fin du clavier : comme à l’étape 2."""
    # TODO 2 : cette fonction attend-elle autre chose que le clavier ?
    # TODO 3 : et si le serveur est parti ?
    a_completer("envoyer_le_clavier(), reprise de l’étape 2")


def converser(serveur: socket.socket) -> None:
    """Mène la conversation, dans les deux sens à la fois."""
    # TODO 4 : les deux appels ci-dessous se suivent. Où diviser le processus en deux, et comment
    #   chacun sait-il lequel des deux il est ?
    # TODO 5 : après son appel, que doit faire l’enfant ? Et que ne doit-il surtout pas faire ?
    # TODO 6 : le serveur s’en va. Lequel des deux l’apprend, et comment l’autre finit-il ?
    montrer_les_lignes(serveur)
    envoyer_le_clavier(serveur)
    a_completer("converser(), dans les deux sens à la fois")


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 7 : que reste-t-il à fermer, et combien de processus passent par ici ?


if __name__ == "__main__":
    main()
