import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    client.connect(("127.0.0.1", 63000))
    print("connecté")
except ConnectionRefusedError:
    print("refusé")
