import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("", 63000))
server.listen()
conn, address = server.accept()
conn.recv(1024)
for word in ("un ", "deux ", "trois"):
    conn.sendall(word.encode())
print("trois sendall() ont été faits")
conn.recv(1024)
