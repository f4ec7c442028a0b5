line-shown-before-newline = A piece of a line is shown before its end has arrived.
    .why = recv() returns the bytes that have arrived so far, not a line: a line can come in several pieces. It is complete only with its `\n`.
    .hint = What do you do with the bytes after the last `\n` received? They must wait, in a variable, for the rest of their line.
    .lesson = TCP is a stream of bytes: finding the lines again is the program’s work.

line-split-wrongly = The program does not find the lines again in what it receives.
    .why = What one recv() returns may hold a piece of a line, a line, or several. Only the `\n` say where a line ends.
    .hint = Take the case shown above and follow your variables: after each recv(), which lines are complete, and what is kept aside? What becomes of the `\n` when a line is shown?
    .lesson = A recv() is not a message.

line-character-cut = Your server damages a character cut between two segments.
    .why = In UTF-8, `é` takes two bytes, which may arrive separately. Decoding each piece on its own fails, or gives a wrong character.
    .hint = When do you decode: piece by piece, or once the line is complete?
    .lesson = Whole messages are decoded, not pieces.

line-newline-missing = The program sends a line without the `\n` that ends it.
    .why = In this lab the `\n` ends a message. Without it, whoever receives waits for the rest of the line: nothing says that it is complete.
    .hint = input() returns the line without its end, while sys.stdin.readline() keeps it: what exactly does what you send hold? Look at it with repr().
    .lesson = All that a receiver knows of a message is in the bytes.

server-one-line-only = Your server shows nothing more after the first line.
    .why = The first line is shown, then the program ends or waits for something other than what follows: recv() is called only once for each connection.
    .hint = Find the call in which the program waits, or the way it went out. Which loop repeats recv(), and which one repeats accept()?
    .lesson = A connection carries as many lines as the client sends.

server-not-where-socat-looks = socat does not find your server at 127.0.0.1, port 8080.
    .why = Your server does listen, but elsewhere: on another port, or at a single address of the machine. A client that keeps to the statement does not look there.
    .hint = This is pointed out at no cost. Look at what you give to bind(): is the port that of the statement, and at which addresses of the machine should this server answer?
    .lesson = A service is found at an address and port agreed in advance.

client-one-line-only = Your client sends nothing more after the first line.
    .why = The first line goes out, then the program ends or waits for something other than the keyboard.
    .hint = What comes after sending, and is it inside the loop? One indentation too many or too few is enough; a recv() waits for a server that has nothing to say.
    .lesson = Indentation decides what is repeated.

client-crashes-at-end-of-keyboard = Your client ends with an error when the keyboard ends (Ctrl-D).
    .why = At the end of the keyboard input() raises EOFError, and reading sys.stdin returns an empty string.
    .hint = What should the client do when its user has nothing more to say? Provide for that beside the reading of the keyboard.
    .lesson = The keyboard, too, is a stream that has an end.

client-ignores-end-of-keyboard = Your client goes on after the end of the keyboard (Ctrl-D).
    .why = Ctrl-D says that the user has nothing more to type: input() then raises EOFError, and reading sys.stdin returns an empty string. Your program takes no account of it, and waits again.
    .hint = What is the line worth when there is nothing more to read, and what does your loop make of it? If the loop is left, see in which call the program waits afterwards.
    .lesson = A read that returns zero bytes announces the end.

chat-both-talk = Your server speaks before it has received the client’s line.
    .why = If the client begins too, each takes the other’s first line for the answer to its own, and the exchange stays one turn behind.
    .hint = What is the first operation of your server after accept()?
    .lesson = Who begins is settled before the first line.

chat-client-waits-first = Your client waits for the server to speak first.
    .why = Your client is stopped in recv() and does not read the keyboard yet. A server that follows the statement waits too: these two would never say anything to each other.
    .hint = This is pointed out at no cost. If your server sends a word of welcome, all is well between the two; otherwise look at the first operation of your client after connect().
    .lesson = Who begins is settled before the first line.

chat-not-full-duplex = A line does not get across until the other side has done something.
    .why = A single process that waits in input() does not see the network, and one that waits in recv() does not see the keyboard: each direction needs its own.
    .hint = In which call is each of your processes stopped, below? Is there one that only receives, and one that only reads the keyboard?
    .lesson = To wait for two things at once takes two processes, or a select().

chat-orphan-holds-port = The client has gone, but a process of your server stays and keeps its sockets.
    .why = After fork() there are two processes. The one that receives has seen the end of the connection; the other still waits at the keyboard and knows nothing of it. As long as it lives it keeps its copy of the listening socket: later clients connect, and nobody serves them.
    .hint = Which of the two learns that the client has gone, and how would the other know? Think also of the listening socket, which each process owns after fork().
    .lesson = Whoever creates a process is responsible for its end.

chat-orphan-stays = The server has gone, but a process of your client stays.
    .why = After fork() there are two processes. The one that receives has seen the end of the connection; the other still waits at the keyboard, and what it sends reaches nobody any more.
    .hint = Which of the two learns that the server has gone, and how would the other know?
    .lesson = Whoever creates a process is responsible for its end.
