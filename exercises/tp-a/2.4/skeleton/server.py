"""Étape 2.4, serveur : une conversation à tour de rôle entre son opérateur et un client.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
"""

import socket
import sys
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
    """Renvoie la socket du client qui se connecte : comme aux étapes précédentes."""
    a_completer("attendre_un_client(), reprise des étapes précédentes")


def ecouter(client: socket.socket) -> bool:
    """Attend un message et le montre. Renvoie False si la conversation est finie."""
    # TODO 1 : de combien de façons le client peut-il mettre fin à la conversation ?
    a_completer("ecouter()")


def parler(client: socket.socket) -> bool:
    """Lit une ligne au clavier et l’envoie. Renvoie False si la conversation est finie."""
    # TODO 2 : que faire d’une ligne vide ? Et si le client est parti pendant que vous tapiez ?
    a_completer("parler()")


def converser(client: socket.socket) -> None:
    """Mène la conversation : le client parle d’abord, puis chacun son tour."""
    # TODO 3 : le code ci-dessous fait un seul tour. Que faut-il répéter, et comment s’arrêter
    #   aussi bien quand le client dit « fin » que quand c’est l’opérateur ?
    if ecouter(client):
        parler(client)
    a_completer("converser(), pour plusieurs tours")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    converser(client)
    # TODO 4 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
