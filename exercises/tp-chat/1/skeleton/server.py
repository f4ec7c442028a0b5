"""Étape 1, serveur : montrer chaque ligne reçue, dès qu’elle est entière.

Lancez ce fichier : il dit ce qu’il reste à écrire. Remplacez chaque a_completer() par votre
code ; quand il n’y en a plus, retirez aussi la fonction.
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
    """Renvoie une socket d’écoute, dont le port peut être repris aussitôt."""
    # TODO 1 : quels appels, dans quel ordre ? Quelle option, et avant lequel ?
    a_completer(f"ouvrir_ecoute(), sur {HOTE!r}:{PORT}")


def attendre_un_client(ecoute: socket.socket) -> socket.socket:
    """Renvoie la socket du client qui se connecte."""
    # TODO 2 : laquelle des deux valeurs de l’appel est demandée ici ?
    a_completer("attendre_un_client()")


def recevoir_ligne(client: socket.socket, en_attente: bytearray) -> bytes | None:
    """Attend une ligne entière et la renvoie ; None si le client est parti.

    en_attente garde, d’un appel à l’autre, les octets reçus qui n’ont pas encore servi.
    """
    # TODO 3 : y a-t-il déjà une ligne entière en attente ? Sinon, que rend recv() ?
    # TODO 4 : que renvoie recv() quand le client est parti ?
    a_completer("recevoir_ligne()")


def montrer(ligne: bytes) -> None:
    """Affiche une ligne."""
    # TODO 5 : des octets au texte ; et si ce ne sont pas des caractères UTF-8 ?
    a_completer(f"montrer {ligne!r}")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    # TODO 6 : le code ci-dessous montre une seule ligne. Que faut-il répéter, jusqu’à quand ?
    ligne = recevoir_ligne(client, bytearray())
    if ligne is not None:
        montrer(ligne)


if __name__ == "__main__":
    main()
