import socket

with socket.create_connection(("127.0.0.1", 63100)) as serveur:
    for ligne in serveur.makefile(encoding="utf-8"):
        print("Il est", ligne.strip())
