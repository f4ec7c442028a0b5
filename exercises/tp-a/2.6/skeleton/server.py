"""Étape 2.6, serveur : répondre aux commandes d’un client, sous son nom, jusqu’à « /bye ».

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


def separer(message: str) -> tuple[str, str]:
    """Sépare la commande de ce qui la suit : « /me applaudit » donne /me et applaudit."""
    # TODO 1 : que renvoyer si rien ne suit la commande ? Si le texte contient des espaces ?
    # TODO 2 : que renvoyer pour « /mexxx » ? Pour un message qui n’est pas une commande ?
    a_completer("separer()")


def repondre(pseudo: str, message: str) -> str:
    """Renvoie la réponse à un message du client qui porte ce pseudo."""
    # TODO 3 : quelles commandes faut-il reconnaître ? Que répondre à tout le reste ?
    commande, texte = separer(message)
    a_completer(f"répondre à {commande!r}, suivie de {texte!r}, pour {pseudo}")


def servir(client: socket.socket) -> None:
    """Répond à chaque message du client, jusqu’à « /bye »."""
    # TODO 4 : d’où vient le pseudo ? Combien de temps le serveur doit-il s’en souvenir ?
    # TODO 5 : reprenez la boucle de l’étape 2.2. De combien de façons peut-elle finir ?
    # TODO 6 : sur « /bye », dans quel ordre répondre et fermer ?
    a_completer("servir(), avec repondre()")


def main() -> None:
    ecoute = ouvrir_ecoute()
    print("Serveur en écoute sur le port", PORT)
    client = attendre_un_client(ecoute)
    servir(client)
    # TODO 7 : que reste-t-il à fermer ? Est-ce fait aussi quand servir() échoue ?


if __name__ == "__main__":
    main()
