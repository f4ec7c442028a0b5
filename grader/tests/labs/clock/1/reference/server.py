import socket
import time

with socket.create_server(("", 63100)) as porte:
    while True:
        client, _ = porte.accept()
        with client:
            client.sendall(time.strftime("%H:%M:%S\n").encode())
