"""Étape 2.1, serveur : répondre à un client, une seule fois, puis se terminer.

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
    """Renvoie une socket d’écoute à laquelle les clients peuvent se connecter."""
    ecoute = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # TODO 1 : quels appels manquent pour qu’un client puisse se connecter à (HOTE, PORT) ?
    # TODO 2 (crédit supplémentaire) : relancé aussitôt, le serveur peut trouver son port
    #   encore pris. Quelle option l’évite, et avant quel appel faut-il la poser ?
    a_completer("ouvrir_ecoute()")
    return ecoute


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Attend qu’un client se connecte et renvoie la socket qui sert à lui parler."""
    # TODO 3 : quel appel attend un client ? Que renvoie-t-il, et laquelle de ses valeurs
    #   est demandée ici ?
    a_completer("attendre_un_client()")


def repondre(client: socket.socket) -> None:
    """Reçoit le message du client, l’affiche et lui répond."""
    # TODO 4 : reçoit-on du texte ou des octets ? Et si le client est parti sans rien dire ?
    # TODO 5 : quelle réponse, et sous quelle forme l’envoyer ?
    a_completer("repondre()")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    repondre(client)
    # TODO 6 : que reste-t-il à fermer ? Est-ce fait aussi quand repondre() échoue ?


if __name__ == "__main__":
    main()
