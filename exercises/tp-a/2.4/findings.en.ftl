### Findings of step 2.4, in English: a conversation of two, in turns.

server-misses-operator-fin = Your server goes on after its operator’s “fin”.
    .why = The word did leave, but your server still waits for a message or for its keyboard, as if the conversation went on. Only the client was told: the stop condition is examined only on what is received.
    .hint = Follow in your loop the text that the operator types: after it is sent, who compares it with “fin”? Each program hears this word in two ways, from the network and from its keyboard.
    .lesson = Whoever says goodbye must leave too.

server-does-not-send-fin = Your server does not send “fin” to the client when its operator types it.
    .why = “fin” is a message of the protocol: the client can only know of it if it travels. Without it, the client sees at best a closed connection, which it cannot tell from an unexpected departure.
    .hint = Look at the order of operations in the loop: is the stop condition examined before or after the send?
    .lesson = Say goodbye before you hang up.

server-alters-message = Your server does not send exactly the text that its operator types.
    .why = The client receives the bytes that the server wrote, no more and no less: the difference was made between the typing and the send. An added newline, a strip or an encoding other than UTF-8 is enough; and a “fin” with something before or after it is no longer “fin” to a client that compares it.
    .hint = Look at the first wrong byte, then print with repr() the value just before it is sent. Does what you add for the eye belong on the network, or on the terminal of the one who receives?
    .lesson = With no agreed delimiter, every extra byte changes the message.

server-message-prefix = Your server puts some text in front of each message it sends.
    .why = The operator’s message arrives whole, but after a constant text. The client can no longer tell what was typed from what was added.
    .hint = This is accepted and costs no point. See what becomes of “fin”; and ask yourself which of the two programs should write this text, the one that sends or the one that shows.
    .lesson = Send the data, dress it when you show it.

client-message-prefix = Your client puts some text in front of each message it sends.
    .why = The user’s message arrives whole, but after a constant text. The server can no longer tell what was typed from what was added.
    .hint = This is accepted and costs no point. See what becomes of “fin”; and ask yourself which of the two programs should write this text, the one that sends or the one that shows.
    .lesson = Send the data, dress it when you show it.

client-ignores-server-fin = Your client does not end the session when it receives “fin”.
    .why = The server said goodbye and hung up, but your client took this word for an ordinary message: it gives the floor to its user, who will write to somebody who is no longer there. In Python, bytes are never equal to a string: a comparison without decoding is always false, with no error shown.
    .hint = Does your client examine what it receives, or only what is typed? If it does, print both compared values with repr(), and follow what runs next.
    .lesson = The end may come from either side.

server-talks-first = Your server gives its operator the floor before it has received a message.
    .why = In this lab the client speaks first. If both begin by talking, each takes the other’s first message for the answer to its own, and the conversation stays one turn out of step.
    .hint = This is accepted and costs no point, provided that your client begins by listening. What is the first thing your server does after accept()?
    .lesson = Who begins is decided before the first message.

server-stuck-on-empty-line = Your server stays stuck when its operator enters an empty line.
    .why = An empty line gives zero bytes, and sending zero bytes sends nothing: TCP has no empty message. The client receives nothing and stays silent, while the server waits for its message in recv().
    .hint = Decide what the server must do with an empty line before it touches the network: has it given the floor away if nothing left?
    .lesson = Zero bytes sent, zero bytes received.

server-ends-on-empty-line = Your server ends the conversation when its operator enters an empty line.
    .why = An empty line is not “fin”: nothing in the statement makes it a request to stop, and the client is not told.
    .hint = Look at what your loop does when the typed text is empty, and at what the operator expects in that case.
    .lesson = Only end on what the protocol names as the end.

client-crashes-on-reset = Your client crashes when the server cuts the connection abruptly.
    .why = An RST arrives when the other program abandons the connection without closing it cleanly. The call in progress or the next one then raises ConnectionResetError (sometimes BrokenPipeError for a send), and the program stops with a traceback if nobody catches it.
    .hint = Ask yourself around which calls this exception can arise, reads as well as sends, and what the client must tell its user. Catch only connection errors, or you would hide your own mistakes.
    .lesson = A connection can break at every call that uses it.

client-stuck-on-reset = Your client stays stuck when the server cuts the connection abruptly.
    .why = The error of an RST is reported only once; after that recv() returns an empty bytes object and a send fails, never waiting. So your client is waiting somewhere other than on this dead connection, most often at the keyboard, without having ended the session.
    .hint = See in the evidence which call holds it, then follow what runs after the exception: does it leave the loop, or go back into it?
    .lesson = Catching an error is not enough, you must decide what comes next.

client-spins-on-reset = Your client runs in circles when the server cuts the connection abruptly.
    .why = After an RST no call waits on this socket any more: the first raises ConnectionResetError, then recv() returns an empty bytes object and sends fail. A loop that swallows the exception or ignores the empty result starts over at once, without end.
    .hint = Look at the block that catches the exception: does it leave the loop, or go back into it? Check the case of the empty result too.
    .lesson = An error silently swallowed comes back at the next turn.

pair-both-talk = Your client and your server both begin by talking.
    .why = The first two messages cross each other. Each side reads the other’s as the answer to its own, gives its user the floor, and the true answer will only be shown one turn later.
    .hint = The remark costs no point, but your two programs cannot talk to each other. Compare the first thing each program does after the connection: only one of the two may speak first, and a greeting counts as a first message when the other does not expect it.
    .lesson = If both begin by talking, nobody listens.

pair-does-not-end = “fin” does not end your two programs when they talk to each other.
    .why = Each of them ends with another partner, but not together: after “fin”, one waits for a word or a closing that the other does not send, or sends a word that the other takes for a message.
    .hint = See in the evidence what the one that stays is waiting for. Then decide, for both at once, what the one who says “fin” does and what the one who hears it does: who answers, who closes, and in which order?
    .lesson = The end of a conversation is a rule of the protocol too.
