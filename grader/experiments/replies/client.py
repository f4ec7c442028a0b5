import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 63000))
client.sendall(b"compte")
input("Entrée pour lire : ")
print("un seul recv() a rendu :", client.recv(1024).decode())
client.close()
