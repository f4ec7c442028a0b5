"""Étape 2.4, client : une conversation à tour de rôle avec l’opérateur du serveur.

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


def parler(serveur: socket.socket) -> bool:
    """Lit une ligne au clavier et l’envoie. Renvoie False si la conversation est finie."""
    # TODO 1 : que faire d’une ligne vide ? Et si le serveur est parti pendant que vous tapiez ?
    a_completer("parler()")


def ecouter(serveur: socket.socket) -> bool:
    """Attend un message et le montre. Renvoie False si la conversation est finie."""
    # TODO 2 : de combien de façons le serveur peut-il mettre fin à la conversation ?
    a_completer("ecouter()")


def converser(serveur: socket.socket) -> None:
    """Mène la conversation : à vous de parler d’abord, puis chacun son tour."""
    # TODO 3 : le code ci-dessous fait un seul tour. Que faut-il répéter, et comment s’arrêter
    #   aussi bien quand vous dites « fin » que quand c’est l’opérateur du serveur ?
    # TODO 4 : que se passerait-il si les deux programmes commençaient par le même appel ?
    if parler(serveur):
        ecouter(serveur)
    a_completer("converser(), pour plusieurs tours")


def main() -> None:
    serveur = se_connecter()
    converser(serveur)
    # TODO 5 : que reste-t-il à fermer ? Est-ce fait aussi quand converser() échoue ?


if __name__ == "__main__":
    main()
