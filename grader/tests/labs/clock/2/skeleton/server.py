import socket

porte = socket.socket()
porte.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
porte.bind(("", 63100))
porte.listen()
client, adresse = porte.accept()
# À compléter : que faut-il dire à ce client avant de le quitter ?
client.close()
