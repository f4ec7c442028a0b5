"""Étape 2.7, serveur : servir tous les clients à la fois, chacun comme s’il était seul.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
import threading
from typing import NoReturn

HOTE = ""  # chaîne vide : toutes les adresses de cette machine
PORT = 63000
LECTURE = 1024  # octets lus au plus par un recv()


def a_completer(quoi: str) -> NoReturn:
    """Dit ce qui manque et termine le programme."""
    print("À compléter :", quoi)
    sys.exit(0)


def ouvrir_ecoute() -> socket.socket:
    """Renvoie une socket d’écoute : comme aux étapes précédentes."""
    a_completer("ouvrir_ecoute(), reprise des étapes précédentes")


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Renvoie la socket du prochain client : comme aux étapes précédentes."""
    a_completer("attendre_un_client(), reprise des étapes précédentes")


def servir(client: socket.socket) -> None:
    """Renvoie au client chacun de ses messages, jusqu’à « fin » : comme à l’étape 2.2."""
    # TODO 1 : cette fonction se sert-elle d’autre chose que de ce client et de ses messages ?
    # TODO 2 : qui ferme la socket de ce client, même si la conversation se passe mal ?
    # TODO 3 : que devient, pour les autres clients, une exception que personne n’attrape ici ?
    a_completer("servir(), reprise de l’étape 2.2")


def confier_a_un_thread(client: socket.socket) -> threading.Thread:
    """Fait servir ce client par un thread, lancé sans attendre la fin de la conversation."""
    # TODO 4 : que faut-il donner au thread, et qui doit appeler servir() ?
    # TODO 5 : ce thread doit-il retenir le programme quand vous faites Ctrl-C ?
    a_completer("confier_a_un_thread()")


def servir_en_parallele(ecoute: socket.socket) -> None:
    """Accepte les clients l’un après l’autre, sans jamais en attendre un."""
    # TODO 6 : le code ci-dessous accepte un seul client. Que faut-il répéter ?
    # TODO 7 : d’un accept() au suivant, quelle instruction pourrait attendre un client ?
    client = attendre_un_client(ecoute)
    confier_a_un_thread(client)
    a_completer("servir_en_parallele(), pour plusieurs clients")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    servir_en_parallele(ecoute)


if __name__ == "__main__":
    main()
