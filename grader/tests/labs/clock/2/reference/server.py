import socket
import time

with socket.create_server(("", 63100)) as porte:
    while True:
        client, _ = porte.accept()
        with client, client.makefile(encoding="utf-8") as lignes:
            for ligne in lignes:
                reponse = time.strftime("%H:%M:%S") if ligne.strip() == "heure" else "?"
                client.sendall(f"{reponse}\n".encode())
