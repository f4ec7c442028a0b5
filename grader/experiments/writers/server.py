import socket
import threading

total = 0


def serve(conn):
    global total
    while True:
        msg = conn.recv(1024)
        if not msg:
            break
        before = total
        total = before + 1
        conn.sendall(str(total).encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("", 63000))
server.listen()
while True:
    conn, address = server.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
