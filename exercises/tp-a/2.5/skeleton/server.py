"""Étape 2.5, serveur : calculer chaque expression, en renvoyer la valeur, jusqu’à « fin ».

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


def calculer(expression: str) -> str:
    """Renvoie la valeur de l’expression, en texte ; lève une exception s’il n’y en a pas."""
    # TODO 1 : qui a écrit ce texte ? Qu’acceptez-vous d’y trouver, et que faites-vous du reste ?
    # TODO 2 : toute expression permise se calcule-t-elle en peu de temps, et en peu de mémoire ?
    a_completer("calculer()")


def repondre(message: bytes) -> bytes:
    """Renvoie ce qu’il faut envoyer pour ce message : une valeur, ou une ligne d’erreur."""
    # TODO 3 : laquelle de ces étapes peut échouer, et comment cet échec s’appelle-t-il ?
    # TODO 4 : que doit recevoir le client dans ce cas ? Comment la session continue-t-elle ?
    expression = message.decode()
    valeur = calculer(expression)
    return valeur.encode()


def servir(client: socket.socket) -> None:
    """Répond à chaque expression du client, jusqu’à la fin de la session."""
    # TODO 5 : reprenez la boucle de l’étape 2.2. Qu’y met-on à la place de l’écho ?
    # TODO 6 : « fin » est-il une expression ? Où le reconnaître ?
    a_completer("servir(), reprise de l’étape 2.2")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    servir(client)
    # TODO 7 : que reste-t-il à fermer ? Est-ce fait aussi quand servir() échoue ?


if __name__ == "__main__":
    main()
