import socket

serveur = socket.create_connection(("127.0.0.1", 63100))
# À compléter : lire la ligne du serveur et la montrer.
serveur.close()
