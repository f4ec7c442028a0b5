import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("", 63000))
server.listen()
conn, address = server.accept()
while True:
    msg = conn.recv(1024)
    conn.sendall(msg)
