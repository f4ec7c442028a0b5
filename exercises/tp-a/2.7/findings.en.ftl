### Findings of step 2.7 and those after it, in English: several clients at once.

server-serves-one-at-a-time = Your server serves only one client at a time.
    .why = The second client is connected: the system has established the connection and keeps its bytes. But no thread takes care of it, because the one that calls accept() is held back by the first client: in its recv(), in a join(), or because the serving function was called on the spot instead of being given to a thread.
    .hint = See in the evidence in which call the server waits, and on which connection. Then follow the accept() loop line by line: is there an instruction between two accept() that waits for the client? Look also at what is given to the thread: the function, or the result of calling it?
    .lesson = The accept() loop must never wait for a client.

server-mixes-clients = Your server loses a client as soon as another one connects.
    .why = The first client was being served, then another one arrived, and the answer due to the first no longer reaches it. A global variable (the socket, the nickname) is common to all threads: each new connection overwrites it, and the older threads then read from or answer on the newcomer’s socket.
    .hint = For each variable that the serving function uses, ask yourself whose it is: this client’s, or everybody’s? What belongs to one client comes in through the thread’s arguments.
    .lesson = What belongs to a client stays in the local variables of its thread.

server-fin-disturbs-others = When one client says goodbye, your server cuts off the others too.
    .why = The first client asked for the end and got it; the one that had asked for nothing is not served any more. What runs at that moment touches more than one client: the end of the whole program, another client’s socket closed, a common loop left.
    .hint = Read each instruction that runs when the ending message is received and say for each whom it concerns: this client, or the server? Look also at which socket is closed.
    .lesson = The end of a conversation concerns its two ends only.

server-client-kills-others = When a client goes away abruptly, your server no longer serves the others.
    .why = A client that vanishes shows as an empty recv(); if it resets the connection (RST), recv() or the send raises ConnectionResetError or BrokenPipeError. Where this is not handled at the place that serves this client, it reaches what is common: the loop that serves everybody, the list of those connected in which the vanished one still stands, the thread of another that was sending it something.
    .hint = Read the server’s error message, if there is one: which client was concerned, and which thread got the exception? Look for the place where a client that left is forgotten, and at what a sending loop does when one of its recipients is missing.
    .lesson = A client’s error stops at that client’s thread.

server-slow-client-blocks-others = A client that stops reading its answers blocks your server for everybody.
    .why = When a client does not read, its buffers fill up and sending to it waits, just like a recv(). If that send is done by the only thread that serves everybody, or under a lock that the others want to take, nobody moves on.
    .hint = See in the evidence on which connection the server waits in its send, and who else needs that thread or the lock that it holds at that moment.
    .lesson = A send can wait as long as a receive.

server-limits-clients = Your server does not serve all the clients connected at the same time.
    .why = The connections are established, but beyond a certain number nobody answers any more until another client has left. A thread pool of fixed size does that: a client keeps a thread for its whole conversation, and those that follow wait in a queue until one becomes free.
    .hint = Count the clients served before the first forgotten one, in the diagram of the exchange, and look for that number in your program or in the documentation of what you use (default number of threads, argument, counter).
    .lesson = A connected client occupies a thread for all the time it stays silent.

server-relays-only = Your server passes the message on to the others but does not return it to its author.
    .why = The step asks for an echo in parallel: each client gets its own message back, alone or not. Here the other clients get it and the author gets nothing; a client that is alone would never have an answer.
    .hint = Look in the sending loop for the condition that leaves the author out, and read again what the statement asks to send back, and to whom.
    .lesson = An echo answers the one who speaks; a broadcast is something else.

server-thread-error = A client that vanishes leaves an error on your server’s terminal.
    .why = Nobody catches the exception: it ends this client’s thread and is printed. The other threads go on, but the rest of the function does not run: the socket is not closed, the client is not removed from the lists.
    .hint = This is pointed out and costs no point. Read the last line of the traceback and the line of your own file, and ask yourself what this thread still had to do before it ended.
    .lesson = A thread that dies of an exception tidies up nothing.
