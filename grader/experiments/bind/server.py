import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("", 63000))
input("bind() est fait, listen() pas encore : ")
server.listen()
print("listen() est fait")
conn, address = server.accept()
print("accept() a rendu la connexion de", address[0])
conn.close()
