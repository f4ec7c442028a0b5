### Findings of the grader, in English.
###
### One message per finding code: the id is the code with “.” turned into “-”.
### The value is the title (90 characters at most); .why tells the mechanism, .hint what to
### look at (without giving the solution), .lesson the general rule.
### The only variable is $program, the file name of the program.
### Each value stays on one line, because Fluent keeps line breaks in the text.
### findings.fr.ftl has exactly the same ids and attributes.

## The program itself

program-does-not-compile = { $program } has a syntax error and cannot start.
    .why = Python parses the whole file before it runs the first statement, so a single mistake of syntax or indentation means that nothing runs at all.
    .hint = Go to the line given and read the one before it too: a bracket or quote left open is often reported one line later. If the line looks right, show invisible characters: a tab mixed with spaces, or a non-breaking space from a copy and paste, cannot be seen otherwise.
    .lesson = Run a program at least once before handing it in.

program-empty = { $program } contains no statement.
    .why = The file is empty or holds nothing but comments: running it opens no socket and ends at once.
    .hint = Check that your editor saved the file and that you are handing in the right folder. If you commented the step out to work on the next one, bring it back or keep one file per step.
    .lesson = Commented-out code does not exist for the interpreter.

program-build-failed = { $program } fails to build.
    .why = The build command ended with a status other than 0, so there is no program to run.
    .hint = Read the compiler’s first error; those after it are often only consequences. Build again in a clean copy of the folder, to see what yours lacks.
    .lesson = What you hand in must build from the handed-in folder alone.

program-interpreter-missing = The command that should run { $program } is missing on this machine.
    .why = To run a program, the system looks for the interpreter or compiler in the folders of PATH; it found nothing by that name. Your code is not at fault: it was not run.
    .hint = Check the spelling of the command in tp.toml or in the script’s first line. If it is right, install that tool on the machine or tell your teacher.
    .lesson = A program also depends on what runs it.

program-missing-file = Your tp.toml names a file that does not exist.
    .why = What tp.toml says comes before any automatic search. Its paths are read from the submission folder, and on Linux “Server.py” and “server.py” are two different files.
    .hint = Compare the path you wrote with the real list of files: capitals, accents, spaces, extension, subfolder. A file renamed, or forgotten when handing in, gives the same result.
    .lesson = A file name must be exact, to the letter.

step-no-program = No program is recognised for this step.
    .why = Each file is given to a step and a role by its name, its folder and what its code does; none of them fits here, so nothing was played.
    .hint = If you did this step, give the file a name that carries its number and its role, or put it in a folder with that number. You can also name it in tp.toml.
    .lesson = A submission is read by its file names first.

## The server

server-never-listens = Your server never starts listening.
    .why = A client can only connect to a listening socket: bind() takes the address and port, then listen() opens the queue where connections arrive. Before that, the system answers each SYN with an RST: “connection refused”.
    .hint = Follow the program from its first line: does it reach bind() and then listen(), or does it wait for the keyboard, stop on an error, or define a function that nobody calls? Check also that the socket is a TCP one: a UDP socket cannot listen.
    .lesson = bind() takes the address, listen() opens the queue, accept() takes one connection from it.

server-no-reply = Your server does not answer the client’s message.
    .why = The client waits in recv(), which only bytes or the end of the connection can release. Your server has sent nothing: either it waits too, and nothing can make it go on, or it has closed without a word.
    .hint = If it waits, look in which call: one recv() or accept() too many, or a question at the keyboard? If it has closed, look for the answer before the closing. It must go out on the socket that accept() returned, and not be empty.
    .lesson = In an exchange by turns, whoever has received a message has the floor.

server-wrong-echo = Your server does not return exactly the bytes it received.
    .why = TCP carries bytes and delivers them unchanged, so the difference is made in the program, between recv() and the send. In Python, turning bytes into text with str() gives the way they are written, with a b and quotes, rather than what they hold.
    .hint = Look at the first wrong byte, then at everything done to the message: decoding, stripping, change of case, an added newline, another encoding. Ask yourself whether an echo needs to understand what it returns.
    .lesson = An echo returns bytes, it does not interpret them.

server-reply-prefix = Your server puts some text in front of the message it returns.
    .why = The client’s bytes do come back, but after a constant text. A client that compared the answer with what it sent would find them different.
    .hint = This is accepted and costs no point. If the text was meant to follow what happens, show it in the server’s terminal rather than sending it.
    .lesson = What goes over the network is part of the protocol, the rest goes to the terminal.

server-other-greeting = Your server answers, but not with the text of the statement.
    .why = The exchange takes place and the answer is not empty; only its bytes differ from those asked for. A program, unlike a human, does not recognise two similar phrases as the same.
    .hint = This is accepted and costs no point. Compare your text with the one in the statement: capitals, the space before the exclamation mark, a newline too many.
    .lesson = A protocol is followed to the very character.

server-closes-early = Your server closes the connection before it has sent the expected answer.
    .why = Closing the socket, or ending the process, sends a FIN: the client reads what had already left, then its recv() returns an empty bytes object. Nothing more can arrive after that.
    .hint = Look for what closes: a close(), the end of a with block, a break or the end of the program that comes one turn too early. Indentation decides whether the closing happens inside the loop or after it.
    .lesson = Close when the exchange is over, not when the first answer has left.

server-resets-connection = Your server cuts the connection abruptly (RST) instead of closing it.
    .why = The system sends an RST instead of a FIN when a socket is closed while it still holds unread bytes, or when bytes arrive after it was closed. The client then gets an error, and may lose the answer it had not read yet.
    .hint = See whether the server has read all that the client sent before it closes, and whether a sudden end of the program does the closing for you. Look for an SO_LINGER option too.
    .lesson = To close cleanly is to have read everything before hanging up.

server-ignores-fin = Your server does not end the session when it receives “fin”.
    .why = After this message the client waits for its connection to close, which does not happen. Either the server did not recognise “fin” (in Python, bytes are never equal to a string, and nothing tells you so), or it did, and then left this client’s socket open.
    .hint = Print a word right after the test for “fin”. If it does not appear, print both compared values with repr(): see their type, spaces and newlines. If it does, follow what comes next: does it leave the right loop, and which line closes this client’s socket? Naming a function without parentheses does not call it.
    .lesson = Recognising the end is one thing, closing is another: both are needed.

server-stops-on-message-containing-fin = Your server takes for “fin” a message that merely contains it.
    .why = Looking for “fin” inside a text also succeeds for “la fin” or “finir”, and looking only at the text’s beginning or end is wrong in the same way. Only the message equal to “fin” ends the session.
    .hint = Look at the condition that decides to stop: does it ask that the message contain this word, or that it be this word?
    .lesson = A command is recognised by equality, not by resemblance.

server-stops-after-first-client = Your server serves nobody any more after its first client.
    .why = Two sockets are at work: the listening one, which must live as long as the service, and the one returned by accept(), which belongs to a single client. Leaving the program or closing the former ends the service for everybody. A variable left as the first client left it makes the server hang up as soon as the next one arrives; a question asked at the keyboard keeps it waiting.
    .hint = See in the proof what the next client gets. If it is refused, find what runs when “fin” is received: an exit from the program, a break that leaves too many loops, or a close() on the listening socket? If it is connected but not served, ask yourself what the variables of the recv() loop hold when it arrives, and whom the server waits for. Draw on paper which loop repeats accept() and which one repeats recv().
    .lesson = The end of a client is not the end of the server.

server-first-client-ignored = Your server accepts its first client but does not serve it.
    .why = Each accept() removes one connection from the queue. One call too many before the loop therefore takes the first client, and the loop begins with the next; if the variable is reused, Python even closes the lost socket.
    .hint = Count the accept() calls that run from the start up to the first recv(). There must be exactly one per client served.
    .lesson = For every accept() there is a client to serve.

server-waiting-client-lost = Your server does not serve the client that connected during another’s session.
    .why = The system establishes this client’s connection and keeps it in the listening queue, with the bytes already sent, until the next accept(). If the listening socket is closed, the waiting connections are cut; if accept() is not called again, they wait for ever.
    .hint = Check that, once a session is over, the program goes back to the same accept() on the same listening socket, opened only once. Look for a close(), or for a new listening socket made at every turn.
    .lesson = An established connection waits in the queue for an accept() to take it.

server-exits-with-error = Your server ends with an error.
    .why = The exit status of a process is 0 when all went well. An exception that nobody catches prints the traceback and gives 1; sys.exit() with a text prints that text and gives 1 too, though nothing went wrong; an end by a signal is a failure too.
    .hint = Read the last line of the error message first, which names the exception, then go up to the last line of your own file that it quotes. Ask yourself what unexpected value got there. If there is no traceback, look for where your program itself chooses to end, and with which status.
    .lesson = The last line of a traceback says what, those above say where.

server-spins = Your server runs in circles and burns CPU without getting anywhere.
    .why = A blocking call such as accept() or recv() puts the process to sleep until it has something to do. A loop without any, or whose calls return at once, keeps a whole core busy for nothing.
    .hint = Look for what should wait in the loop. Look in particular for a socket made non-blocking, an exception silently swallowed, or a stop condition that never changes.
    .lesson = Waiting means sleeping in a system call, not running in circles.

server-spins-on-eof = Your server runs in circles as soon as the client vanishes.
    .why = Once the other side has closed, recv() no longer waits: it returns an empty bytes object at once, and will do so at every further call. A loop that takes it for an ordinary message therefore never sleeps again.
    .hint = Look at what your loop does with a result of length zero: does it tell it apart from a message? This case calls for the same outcome as an ordinary end of session.
    .lesson = An empty recv() means “finished”, not “nothing yet”.

server-crashes-on-eof = Your server crashes when the client vanishes without warning.
    .why = Once the client has closed, recv() returns an empty bytes object. Taken for a message it leads to an error: a computation on an empty text, or a send to a client that has gone, whose system answers with an RST, after which the next send raises BrokenPipeError or ConnectionResetError.
    .hint = Test the result of recv() before using it, and decide what the server must do when it is empty. A client can stop at any moment: find out, too, which exceptions a send can raise.
    .lesson = The other side’s leaving is a normal case, to be planned for.

server-stuck-on-eof = Your server stays stuck when the client vanishes without warning.
    .why = The end of the connection is announced by recv(), which returns an empty bytes object without waiting. So your server is waiting somewhere else, or drew no conclusion from that result: the session does not end.
    .hint = See in the evidence which call holds it: a read from the keyboard, an accept(), a wait between threads? Then follow the path that an empty result of recv() takes: it must lead to the end of this session.
    .lesson = Whoever does not read the socket does not know that the other has left.

server-crashes-on-reset = Your server crashes when the client cuts the connection abruptly.
    .why = An RST arrives when the other program abandons the connection without closing it cleanly. The call in progress or the next one then raises ConnectionResetError (sometimes BrokenPipeError for a send), and this exception, if nobody catches it, stops the whole server.
    .hint = Ask yourself around which calls this exception can arise, and what the server must do next: it is an end of session like any other. Catch only connection errors, or you would hide your own mistakes.
    .lesson = One client’s accident must cost no more than one session.

server-stuck-on-reset = Your server stays stuck when the client cuts the connection abruptly.
    .why = The error of an RST is reported only once; after that recv() returns an empty bytes object and a send fails, never waiting. So your server is waiting somewhere other than on this dead connection, without having ended the session.
    .hint = See in the evidence which call holds it, then follow what runs after the exception. Is the client forgotten, its socket closed, and does the program return to where it must wait?
    .lesson = Catching an error is not enough, you must decide what comes next.

server-spins-on-reset = Your server runs in circles when the client cuts the connection abruptly.
    .why = After an RST no call waits on this socket any more: the first raises ConnectionResetError, then recv() returns an empty bytes object and sends fail. A loop that swallows the exception or ignores the empty result starts over at once, without end.
    .hint = Look at the block that catches the exception: does it leave this client’s loop, or go back into it? Check the case of the empty result too.
    .lesson = An error silently swallowed comes back at the next turn.

server-port-not-reusable = Your server cannot be restarted at once on the same port.
    .why = The side that closes first keeps the connection in the TIME_WAIT state for a while (one minute on Linux), to absorb any late segments. As long as it is there, bind() refuses the port with “Address already in use”, unless it was asked to do otherwise.
    .hint = Read the documentation of setsockopt() and of the SO_REUSEADDR option, and ask yourself before which call it must be set to be of any use. Changing the port or waiting a minute only works around the question.
    .lesson = A closed connection still occupies the port of the side that closed first.

server-never-ends = Your server does not end when its work is done.
    .why = In this step the server stops by itself after the exchange. The exchange is over, but the process still waits in a call that nothing can wake any more; in Python, a non-daemon thread that is still alive also holds it back.
    .hint = See in the evidence the call in which it waits: an accept() for one more client, a read from the keyboard, a recv()? Follow the path from the end of the session to the last line of the file.
    .lesson = A program ends when it has nothing left to wait for.

server-never-closes = Your server never closes the connection with the client.
    .why = The FIN that tells the client it is over leaves only when the socket is closed or the process ends. As long as a copy of this socket stays open (another process, a file obtained from makefile()), nothing leaves and the client waits in recv().
    .hint = Find the place where the session ends and see which socket is closed there: the client’s, returned by accept(), or the listening one? Every way out of the loop must pass there.
    .lesson = Whoever opens or accepts a connection must also close it.

server-long-message-broken = Your server loses or damages part of a long message.
    .why = recv(n) returns at most n bytes; the rest waits in the system’s buffer and comes with the next calls. Likewise send() may send only some of the bytes, and returns the number of those it took.
    .hint = Find out what happens when the message exceeds the size given to recv(): does a loop read the rest? Compare send() and sendall() in the documentation too.
    .lesson = recv(n) promises “n bytes at most”, never “the whole message”.

server-splits-character = Your server crashes when a character is cut between two recv() calls.
    .why = In UTF-8 an accented letter or an emoji takes two to four bytes, and recv() cuts where its buffer ends, in the middle of a character if need be. Decoding that piece alone raises UnicodeDecodeError.
    .hint = This is pointed out and costs no point. Ask yourself whether the server needs to decode in order to return; if so, look at the incremental decoders of the codecs module, which keep incomplete bytes for later.
    .lesson = A byte is not a character.

server-waits-for-more = Your server takes each recv() for a whole message.
    .why = TCP is a stream of bytes without boundaries: one send may arrive in several recv() calls, and several sends in a single one. “fi” then “n” make “fin” only for a program that joins the pieces.
    .hint = This is pointed out and costs no point, because the statement does not say where a message ends. Think about what would have to be agreed with the client to know it: a separator, a length given first?
    .lesson = TCP keeps the order of bytes, not the limits of messages.

server-floods-terminal = Your server prints without end.
    .why = A loop that prints at every turn and never waits produces text as fast as the machine allows. Often it is a recv() that returns an empty bytes object at every call because the client has left.
    .hint = Read the line that repeats and find what prints it: which call of this loop should wait, and what does it return? The rest of this output was not kept.
    .lesson = A loop that never waits needs a condition that stops it.

server-refuses-connection = Your server was listening, then a connection was refused.
    .why = A refusal is an RST in answer to the SYN: no socket listens on this port any more. It was closed, or the program ended; a full listening queue, for its part, gives no refusal on Linux, it makes clients wait.
    .hint = Look for what closed the listening socket: a close() in the loop, the end of a with block, an exception? See at which moment of the exchange the refusal happens.
    .lesson = The port is open only as long as the listening socket is.

## The client

client-never-connects = Your client attempts no connection.
    .why = It is connect() that sends the SYN, and no SYN has left. The program stopped before it, or is waiting for something; on a UDP socket, connect() sends nothing at all.
    .hint = Follow the program from its beginning: does it wait for input, raise an error on the host name, define a function that nobody calls? Check the type of the socket too.
    .lesson = A TCP connection begins with the SYN that connect() sends.

client-never-sends = Your client connects but sends nothing.
    .why = In this exchange the client speaks first, so the server waits in recv(). If the client waits as well, each waits for the other for ever; and sending zero bytes sends nothing.
    .hint = See in which call the client is stopped: a recv() placed before the send, one input too many? Check that the send really runs and that what it sends is not empty.
    .lesson = If both begin by listening, nobody speaks.

client-alters-message = Your client does not send exactly the text that was typed.
    .why = The server receives the bytes that the client wrote, no more and no less: the difference was made between the typing and the send. An added newline, a prefix, a strip or an encoding other than UTF-8 is enough.
    .hint = Look at the first wrong byte, then print with repr() the value just before it is sent. In Python, input() already returns the line without its newline.
    .lesson = With no agreed delimiter, every extra byte changes the message.

client-does-not-show-reply = Your client does not show the server’s answer.
    .why = The answer waits in the socket’s buffer until recv() takes it, and nothing appears on the screen until the program prints it. A client that forgets one read may also show each answer one turn late.
    .hint = Count the sends and the recv() calls: is there one read per expected answer? Then check what becomes of the value read, and that it is printed before the next input.
    .lesson = Receiving, reading and showing are three different things.

client-shows-bytes = Your client shows bytes, not the text of the answer.
    .why = The network carries bytes. Printed as they are, Python writes them between b'…', and every accented character becomes codes such as \xc3\xa9: that is no longer the answer that the user reads.
    .hint = Follow the value that recv() returns up to where it is printed: of which type is it on each line? The reverse of what you do before sending is missing.
    .lesson = Text is encoded before it is sent and decoded after it is received.

client-never-ends = Your client does not end when the exchange is over.
    .why = Nothing more will come from the server, but the program still waits in a call that nothing will wake. In Python, a non-daemon thread that is still alive also holds the process back.
    .hint = See in the evidence the call in which it waits: another input, a recv()? Follow the path from the last answer to the last line of the file, and the condition that leaves the loop.
    .lesson = Every loop needs a way out that can be reached.

client-does-not-send-fin = Your client does not send “fin” to the server when it is typed.
    .why = “fin” is a message of the protocol: the server can only know of it if it travels. Without it, the server sees at best a closed connection, which it cannot tell from an unexpected departure.
    .hint = Look at the order of operations in the loop: is the stop condition examined before or after the send?
    .lesson = Say goodbye before you hang up.

client-exits-with-error = Your client ends with an error.
    .why = The exit status of a process is 0 when all went well. An exception that nobody catches prints the traceback and gives 1; sys.exit() with a text prints that text and gives 1 too, though nothing went wrong; an end by a signal is a failure too.
    .hint = Read the last line of the error message first, which names the exception, then go up to the last line of your own file that it quotes. Ask yourself what unexpected value got there. If there is no traceback, look for where your program itself chooses to end, and with which status.
    .lesson = The last line of a traceback says what, those above say where.

client-closes-early = Your client closes the connection before the exchange is over.
    .why = Closing the socket, or ending the process, sends a FIN: the client will send nothing more, and an answer that arrives afterwards will be read by nobody. The system replies to it with an RST.
    .hint = Look for what closes too early: a close() in the loop, the end of a with block, a break, the end of the program. Check that every expected answer was read before it.
    .lesson = Hang up only after you have heard the answer.

client-resets-connection = Your client cuts the connection abruptly (RST) instead of closing it.
    .why = The system sends an RST instead of a FIN when a socket is closed while it still holds unread bytes, or when bytes arrive after it was closed. The server then gets an error instead of an ordinary end of connection.
    .hint = See whether the client has read all of the server’s answers before it closes, the last one in particular. Look for an SO_LINGER option too.
    .lesson = To close cleanly is to have read everything before hanging up.

client-spins = Your client runs in circles and burns CPU without getting anywhere.
    .why = A blocking call, an input or a recv(), puts the process to sleep until it has something to do. A loop without any, or whose calls return at once, keeps a whole core busy for nothing.
    .hint = Look for what should wait in the loop. Look in particular for a socket made non-blocking, an exception silently swallowed, or a stop condition that never changes.
    .lesson = Waiting means sleeping in a system call, not running in circles.

client-spins-on-eof = Your client runs in circles as soon as the server closes the connection.
    .why = Once the other side has closed, recv() no longer waits: it returns an empty bytes object at once, and will do so at every further call. A loop that takes it for an ordinary answer therefore never sleeps again.
    .hint = Look at what your loop does with a result of length zero: does it tell it apart from an answer? What should a client do when its server has left?
    .lesson = An empty recv() means “finished”, not “nothing yet”.

client-crashes-on-eof = Your client crashes when the server closes the connection.
    .why = Once the server has closed, recv() returns an empty bytes object. If the client goes on, its next send gets an RST in reply, and the one after that raises BrokenPipeError or ConnectionResetError.
    .hint = Test the result of recv() before going on, and decide what the client must tell the user when it is empty. Ask yourself, too, which exceptions a send can raise if the server has just left.
    .lesson = The other side’s leaving is a normal case, to be planned for.

client-stuck-on-eof = Your client stays stuck although the server has closed the connection.
    .why = The end of a connection is announced only by reading the socket: recv() then returns an empty bytes object without waiting. A program stopped elsewhere, most often in a read from the keyboard, knows nothing of it.
    .hint = See in the evidence which call holds it, and what the loop did with the last result of recv(). If it was empty, there is no reason left to ask for another line.
    .lesson = Whoever does not read the socket does not know that the other has left.

client-stuck-on-empty-line = Your client stays stuck when the user types an empty line.
    .why = An empty line gives zero bytes, and sending zero bytes sends nothing: TCP has no empty message. The server receives nothing and does not answer, while the client waits for its answer in recv().
    .hint = Decide what the client must do with an empty input before it touches the network: should it wait for an answer when nothing has left?
    .lesson = Zero bytes sent, zero bytes received.

client-crashes-when-refused = Your client crashes when no server is listening.
    .why = If nobody listens on the port aimed at, the machine answers the SYN with an RST and connect() fails: Python raises ConnectionRefusedError, and the program stops on a traceback if nobody catches it.
    .hint = This is pointed out and costs no point. Look at how to handle this very exception around connect(), to tell the user in one sentence that the server is not running.
    .lesson = A connection may fail, and the user deserves a sentence rather than a traceback.

client-floods-terminal = Your client prints without end.
    .why = A loop that prints at every turn and never waits produces text as fast as the machine allows. Often it is a recv() that returns an empty bytes object at every call because the server has closed.
    .hint = Read the line that repeats and find what prints it: which call of this loop should wait, and what does it return? The rest of this output was not kept.
    .lesson = A loop that never waits needs a condition that stops it.

## The client and the server together

pair-address-mismatch = Your client does not aim at the address and port where your server listens.
    .why = A SYN succeeds only if a socket listens on the port and at the address it aims at; bound to 0.0.0.0, a socket listens at all addresses of its machine, bound to one address, at that one only. A network address names one particular machine, 127.0.0.1 always the one on which the program runs.
    .hint = Compare the address and port given to connect() in the client and to bind() in the server. To change machines easily, ask yourself where this address should be written, and how many times.
    .lesson = The client must aim exactly where the server listens.

pair-no-exchange = Your client and your server do not manage to talk to each other.
    .why = TCP can connect two programs and does no more than that: who speaks first, what each one expects and when it stops is for the protocol to say. If the two programs do not follow the same rules, one waits for what the other will never send.
    .hint = Write down for each program, in two columns, the sequence of its sends and its recv() calls: facing each send there must be a read. The first place where they part is the fault.
    .lesson = A protocol is a single rule, written in two programs.

## The submission folder and how it runs

hostile-link-refused = Your folder contains a symbolic link, which is not followed.
    .why = A symbolic link is only a path to another file, perhaps outside the submission and present on your machine alone. For safety, the grader reads real files only.
    .hint = Replace the link with a copy of the file it names, then hand the folder in again. The command ls -l shows links, with an arrow.
    .lesson = A submission holds all it needs, and points nowhere else.

submission-too-large = Your folder is too large: some files are left out.
    .why = The folder is copied before each check, within fixed limits. What exceeds them is not examined.
    .hint = Remove what is not your own work: virtual environments, build folders, captures, archives, version history. A few source files are enough.
    .lesson = Hand in the sources, not what can be rebuilt from them.

hostile-path-refused = Your archive contains a path that leads out of the submission.
    .why = An absolute path, a “..”, or a name that is both a file and a folder would write elsewhere than in the working copy. These files are not read; the others are.
    .hint = Make the archive again from the folder of your programs, with the folder itself and no full paths in it, then look at the list of what it holds.
    .lesson = An archive holds relative paths only, all below one folder.

hostile-forbidden-call = { $program } asked the system for an operation it is not allowed.
    .why = Tracing another process, reading its memory, mounting a disk, changing namespaces or loading a module has nothing to do with sockets: at the first request the system ends the program (signal SIGSYS), and nothing was touched.
    .hint = Look in your program for what calls ptrace, mount, setns or a function of that kind, directly or through a library, and remove it.
    .lesson = A network program needs only sockets, files, and processes of its own.

hostile-too-much-processes = { $program } creates processes or threads without stopping.
    .why = Each process created creates others, or a loop creates them without ever waiting for their end: their number grows up to the system’s limit, and nobody can work any more. The grader ends the program before that.
    .hint = Look at what surrounds each fork(), Process or Thread: how often is that line executed, and by whom? A child that does not end goes on in its parent’s loop.
    .lesson = One always knows how many processes and threads a program can have at once.

hostile-too-much-memory = { $program } takes memory without stopping.
    .why = A list, a buffer or a shared area grows at each turn and nothing is given back. Beyond the limit the program is ended, so that others still have room to work.
    .hint = Look for what grows in your loops: what is kept of each message, and for how long? Print its size now and then.
    .lesson = A server must be able to run all day in bounded memory.

hostile-too-much-processor = { $program } keeps all processors busy without any result.
    .why = Several processes or threads compute at the same time, for long, and nothing comes out on the network or the screen.
    .hint = Look for the loop without a wait that each of them executes: what should it wait for before the next turn?
    .lesson = A network program spends almost all its time waiting.

hostile-too-much-output = { $program } prints text without stopping.
    .why = A loop prints at each turn without waiting for anything. Hundreds of megabytes later nobody can read any of it; the grader ends the program.
    .hint = Find the line that prints again and again and the loop around it: what should make it wait, or end?
    .lesson = A loop that waits for nothing and never ends is a mistake, even if each turn is right.

hostile-too-much-connections = { $program } opens connections or sockets without stopping.
    .why = A loop connects again at each turn, or creates sockets without closing those before. Descriptors, ports and memory of the system run out for everybody; the grader ends the program before that.
    .hint = Look where the socket is created and where it is closed: are both passed equally often? After a refusal, what is done before trying again?
    .lesson = One connection a dialogue, closed when it is over.

hostile-too-much-traffic = { $program } sends messages on the network without stopping.
    .why = A loop sends at each turn without waiting for an answer: the receiver and the network are drowned. After tens of thousands of messages the grader ends the program.
    .hint = Find the send that repeats: what should come before it each time, a line typed, a reply?
    .lesson = In a dialogue, everyone speaks when it is their turn.

submission-archive-damaged = Your archive cannot be read whole.
    .why = It is cut short, damaged, protected by a password, or not of the kind that its name says. What could be read of it is examined; the rest is missing.
    .hint = Download what you handed in and open it on another machine: if it does not open, make the archive again (zip or tar.gz, no password) and hand it in again.
    .lesson = Check what you handed in by opening it.

submission-archive-unknown = Your archive is of a kind that is not read here.
    .why = Only zip, tar and tar.gz are opened; other kinds need tools that are not everywhere. Your programs could therefore not be examined.
    .hint = Make the archive again as zip or tar.gz, or hand in the files as they are.
    .lesson = Hand in the format that is asked for.

submission-manifest-wrong = Your tp.toml contains a mistake: it is left out.
    .why = A tp.toml says which file is which program, and comes before any search. This one cannot be read: the programs were looked for by their names and their code.
    .hint = Go to the line given: a step and a role (server or client) that exist, texts in quotes, a command in brackets. The command grader check shows the mistake and where it is.
    .lesson = A configuration file is tested as a program is: by having it read.

sandbox-process-left = A process started by your program outlives it.
    .why = A child process does not stop with its parent: it goes on alone, with the descriptors it inherited, and can thus keep a port busy. The grader stopped it itself.
    .hint = This is pointed out and costs no point. Look for what starts this process, and when your program waits for its end or asks for it.
    .lesson = Whoever starts a process waits for its end.

client-stops-on-message-containing-fin = Your client stops on a message that merely contains `fin`
    .why = Looking for `fin` anywhere in the text is also true for `la fin approche` or `finir`.
    .hint = Ask yourself whether you want to know that the message contains this word, or that the message is exactly this word.
    .lesson = A command word is compared as a whole.

client-ends-on-empty-line = Your client ends when the user enters an empty line
    .why = An empty line is not `fin`: nothing in the statement makes it a request to stop.
    .hint = Look at what your loop does when the typed text is empty, and at what the user expects then.
    .lesson = End only on what the protocol calls the end.

server-stops-on-eof = Your server stops when a client vanishes
    .why = The client left without saying `fin`, so receiving gives zero bytes. Your program ended instead of going back to wait for the next client.
    .hint = Tell the end of a client from the end of the server: which of the two loops is to be left here?
    .lesson = A client that leaves must never decide over the life of the server.

server-stops-on-reset = Your server stops when a client resets the connection
    .why = The client cut the connection with an RST segment, so receiving raises an error. Your program ended instead of going back to wait for the next client.
    .hint = Handle the error where this client is served, so that the loop over clients goes on.
    .lesson = An error on one connection concerns that connection only.

server-does-not-show-message = Your server does not show what it received
    .why = The message did reach your program, but it does not appear as it is on its terminal: nothing is printed, or something else is (another part of the message, a text badly decoded).
    .hint = Compare what is printed with what is expected. Check that what is received is printed, decoded as a whole and not byte by byte, and that the printing does not wait for some other event.
    .lesson = Receiving and showing are two steps: check both.

server-shows-bytes = Your server shows bytes, not the text of the message.
    .why = The network carries bytes. Printed as they are, Python writes them between b'…', and every accented character becomes codes such as \xc3\xa9: that is no longer the message.
    .hint = Follow the value that recv() returns up to where it is printed: of which type is it on each line? The reverse of what the other one does before sending is missing.
    .lesson = Text is encoded before it is sent and decoded after it is received.

server-leaves-processes = Your server has ended, but one of its processes stays.
    .why = fork() gives two processes that share the sockets: the port stays taken as long as one of them lives, and later clients connect to a server that nobody serves.
    .hint = Follow each of the two processes to its end: what makes it leave its loop when the other side goes? Who tells the other?
    .lesson = Whoever creates a process is responsible for its end.

client-leaves-processes = Your client has ended, but one of its processes stays.
    .why = fork() gives two processes that share the terminal and the sockets. The one that stays goes on reading the keyboard or the network, and the connection is not closed as long as it keeps a copy.
    .hint = Follow each of the two processes to its end: what makes it leave its loop when the other side goes? Who tells the other?
    .lesson = Whoever creates a process is responsible for its end.

server-wrong-file = Your server’s file is not the one expected.
    .why = What the server wrote to disk does not match what it received.
    .hint = Compare the file with the messages exchanged, and look for where it is written.
    .lesson = An effect on disk is part of what a program does.

client-wrong-file = Your client’s file is not the one expected.
    .why = What the client wrote to disk does not match what it received.
    .hint = Compare the file with the messages exchanged, and look for where it is written.
    .lesson = An effect on disk is part of what a program does.

server-shows-too-early = Your server shows what it should not show yet.
    .why = recv() returns the bytes that have arrived so far, not a message: a piece is no complete unit.
    .hint = Keep what is incomplete aside, and show only what is complete.
    .lesson = TCP is a stream: finding the boundaries of messages is the program’s work.

client-shows-too-early = Your client shows what it should not show yet.
    .why = recv() returns the bytes that have arrived so far, not a message: a piece is no complete unit.
    .hint = Keep what is incomplete aside, and show only what is complete.
    .lesson = TCP is a stream: finding the boundaries of messages is the program’s work.

list-message-lost = A message that was received is not in the shared list.
    .why = Two threads that read the list, change it each on its own and put it back overwrite each other’s addition: the last writer wins, the other message disappears.
    .hint = Look for everything that happens between reading the shared resource and writing it: these operations must form a block that no other thread can cut.
    .lesson = Reading and then writing is one operation only under a common lock.

list-message-doubled = A message is in the shared list twice.
    .why = Two threads took the same place or the same number, or one message was added by two paths of the program.
    .hint = Follow a message from recv(): how many places add it? Is the number taken and increased without another thread being able to pass in between?
    .lesson = A shared counter is read and increased under the same lock.

list-message-torn = Pieces of messages are mixed.
    .why = A message written in several goes can be cut by another thread’s: each write is done, but not in one piece.
    .hint = Look for where a message is written or sent by several calls, and let one thread at a time write the whole message.
    .lesson = What must stay in one piece is written in one piece, under the lock.

list-order-broken = The order of one client’s messages is not kept.
    .why = TCP keeps the order of a connection. If it is lost, that is in the program: two threads handle messages of the same client, or a structure does not keep order.
    .hint = Follow two messages of one client: are they handled by the same thread, one after the other?
    .lesson = One thread per client keeps that client’s order.

server-stops-after-some-clients = Your server serves nobody any more after a few clients.
    .why = The first clients are served, then nobody is: something in the welcoming loop counts clients or wears out with them.
    .hint = Read the condition of the loop around accept() again: what can make it end? Is every client’s socket closed?
    .lesson = A server does not decide beforehand how many clients it will have.

chat-turns-broken = The exchange does not go by turns.
    .why = In turns, each side sends a message, then waits for the other’s and shows it before giving its user the floor. A program that speaks twice, answers without its user or skips a read shifts everything: the other takes a message for the answer to a different one, or waits for what will not come.
    .hint = Write in two columns what both programs do, one call a line, for two exchanges: across from each send there must be a single read. Where does your program depart from that? If it watches the keyboard and the socket at once, what tells it whose turn it is?
    .lesson = In an exchange by turns, receiving gives you the floor and sending gives it away.

## What several threads share

lock-missing = A shared variable is read or changed without a lock.
    .why = The system goes from one thread to another at any moment, also between reading a value and writing the next one. Without a lock nothing keeps two threads from being in the same place at the same time; that it nearly always works proves nothing, and the statement asks for a lock.
    .hint = Look for all the lines that read or change this variable, and ask of each what another thread can do just before and just after.
    .lesson = What is shared and changed is protected everywhere, not only where it was seen to break.

lock-per-thread = Each thread takes a lock of its own.
    .why = A lock only makes those wait who ask for the same object. If it is made for each client, or on each pass, nobody else ever asks for it: it is always free and protects nothing.
    .hint = Look where the lock is made, and how many times that line runs when three clients are there.
    .lesson = A lock protects only if it is common to all who touch the same data.

lock-not-common = The same data is protected by two different locks.
    .why = Two threads that each hold another lock do not wait for each other: each believes to be alone. The data is then changed by both at once.
    .hint = List the locks and, beside each, what it is meant to protect; a piece of data must appear only once.
    .lesson = One piece of data, one lock.

lock-not-released = A lock that was taken is never given back.
    .why = Between taking the lock and giving it back something can fail (a client that left, an impossible conversion): the exception, or the return, jumps over the line that should release it. Or the thread that holds it asks for it once more, in a function called meanwhile: an ordinary Lock does not know who holds it. All who ask for it afterwards wait for ever, without an error message.
    .hint = Follow the path of an error met just after the lock was taken: does it pass a line that gives it back? And between taking it and giving it back, who else is called, and what do they ask for?
    .lesson = A lock is given back on every path, that of the error included.

lock-order = Two locks are taken in opposite orders.
    .why = If one thread holds the first and waits for the second while another holds the second and waits for the first, neither can go on. Once is enough, and nothing announces it.
    .hint = Write down, for each function, the sequence of locks it takes. Do two sequences contradict each other?
    .lesson = Locks taken together are always taken in the same order.

race-lost-update = Two messages that came at the same time leave the trace of only one.
    .why = One of the threads read a value, the other changed it meanwhile, then the first wrote a result computed from the old one: the work of the second is lost. Reading, computing, writing are three steps, even on a single line of the program.
    .hint = At the line shown, find what is read before and written after, and what guarantees that nobody passes between the two.
    .lesson = A read–modify–write sequence is right only if nobody can slip into it.

race-torn = The pieces of two messages are mixed.
    .why = A message is stored in several goes, and another thread stored its own between two of them. Each write is whole; their sequence is not.
    .hint = Count the instructions that, for a single message, change what is shared.
    .lesson = What must stay together is written while the lock is held once.

race-iteration-broken = What one thread goes through is changed by another.
    .why = During a loop over a shared list, dictionary or set another thread adds or removes an element. Python notices (“changed size during iteration”), or skips an element without a word.
    .hint = Ask who can change this collection while the loop runs, above all if the loop’s body sends data.
    .lesson = One iterates under the lock, or over a copy made under the lock.

race-stale-read = An answer tells what is no longer true.
    .why = The message is stored well, but the total is read at another moment: in between another thread stored its own. Two clients are then told the same number, or one number is skipped. In the same way, a list gone through without a lock while it changes is that of no moment.
    .hint = Find where what the answer tells is read: is it while the lock is held?
    .lesson = What is announced is read in the same critical section as what was just done.

deadlock-locks = Two threads wait for each other: a deadlock.
    .why = Each holds a lock and waits for the other’s. Neither gives back what it holds before it has got the rest: they wait for ever, and with them all who will ask for these locks.
    .hint = Look at the order in which each path takes its locks, and whether two paths take them in different orders.
    .lesson = A deadlock cannot be repaired once it is there: a common order makes it impossible.

deadlock-turns = Each of your two programs waits for a message from the other.
    .why = The client waits for the server to speak, the server waits for the client to speak: both are blocked in recv(), and neither can leave it.
    .hint = Read the statement again to know who speaks first, then compare with the first instruction each runs after connecting.
    .lesson = A protocol also says whose turn it is.

server-thread-died = A client no longer gets the expected answer while the others go on.
    .why = This client was being served, then its answer no longer came, or its connection ended. An exception that nobody catches ends only the thread in which it happens: the server still runs and the other clients notice nothing. A thread that waits for a lock never given back falls silent in the same way.
    .hint = Look at the server’s terminal: a traceback there names the thread, the exception and the line. If there is none, see in the evidence where this thread waits, and who should have released it.
    .lesson = A thread that dies tells nobody.

race-reply-astray = The answer meant for one client goes to another.
    .why = Between receiving the message and sending the answer another thread changed what says which client it is (a variable common to all): the answer follows the new value.
    .hint = Look where the socket on which the answer is sent comes from: does it belong to this thread alone?
    .lesson = What belongs to one client only has no place in a variable of all.
