import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("", 8080))
server.listen()
conn, address = server.accept()
while True:
    print("client :", conn.recv(1024).decode())
    conn.sendall(input("serveur : ").encode())
