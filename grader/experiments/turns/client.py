import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
while True:
    print("serveur :", client.recv(1024).decode())
    client.sendall(input("client : ").encode())
