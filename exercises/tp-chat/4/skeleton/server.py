"""Étape 4, serveur : envoyer et recevoir des lignes en même temps, un processus pour chaque sens.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction. Le module os offre fork() ; cherchez-y
aussi de quoi terminer un processus et de quoi attendre sa fin.
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


def montrer_les_lignes(client: socket.socket) -> None:
    """Montre chaque ligne reçue, jusqu’au départ du client : comme à l’étape 1."""
    # TODO 1 : cette fonction attend-elle autre chose que le réseau ?
    a_completer("montrer_les_lignes(), reprise de l’étape 1")


def envoyer_le_clavier(client: socket.socket) -> None:
    """Envoie chaque ligne tapée, jusqu’à la fin du clavier : comme à l’étape 2."""
    # TODO 2 : cette fonction attend-elle autre chose que le clavier ?
    # TODO 3 : et si le client est parti ?
    a_completer("envoyer_le_clavier(), reprise de l’étape 2")


def converser(client: socket.socket) -> None:
    """Mène la conversation, dans les deux sens à la fois."""
    # TODO 4 : les deux appels ci-dessous se suivent. Où diviser le processus en deux, et comment
    #   chacun sait-il lequel des deux il est ?
    # TODO 5 : après son appel, que doit faire l’enfant ? Et que ne doit-il surtout pas faire ?
    # TODO 6 : le client s’en va. Lequel des deux l’apprend, et comment l’autre finit-il ?
    montrer_les_lignes(client)
    envoyer_le_clavier(client)
    a_completer("converser(), dans les deux sens à la fois")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    # TODO 7 : qui a encore besoin de la socket d’écoute, et combien de copies en aura-t-on ?
    converser(client)
    # TODO 8 : que reste-t-il à fermer, et combien de processus passent par ici ?


if __name__ == "__main__":
    main()
