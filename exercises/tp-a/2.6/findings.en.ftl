### Findings of step 2.6, in English: a small protocol of commands.

protocol-me = Your server does not answer `/me` as the statement asks.
    .why = The answer to `/me applaudit` is an asterisk, a space, the client’s name, a space, then the text that followed the command. The word `/me` itself is only an instruction to the server: it must not stay in the answer.
    .hint = Compare character by character what the client got with what was expected: star, name, spaces, text. Show the name and the text with repr() right after the message is split, and count the characters you took off.
    .lesson = A protocol’s answer is built from pieces that were checked one by one.

protocol-all = Your server does not answer `/all` as the statement asks.
    .why = The answer to `/all Salut` is the client’s name in square brackets, a space, then the text as it was sent, with all its spaces. The one who writes must get it too: its program waits for it in recv().
    .hint = Compare what the client got with what was expected: brackets, name, space, the whole text. If nothing came, follow the loop that sends: whom does the answer go to, and is its author among them?
    .lesson = A message format is the same for everyone who reads it.

protocol-bye = Your server does not end the conversation on `/bye` as the statement asks.
    .why = `/bye` asks for two things, in this order: send `À bientôt` with this client’s name, then close its connection. Without the first the client leaves with no answer; without the second it waits for the end in recv(); the other way round, a closed socket can send nothing any more.
    .hint = See which half is missing. Then read again the instructions executed for this command, in order, up to the end of the loop: the exact text, the socket it goes to, the one that is closed.
    .lesson = Answer first, close afterwards.

protocol-help-missing = Your server does not name its commands when asked for `/help`.
    .why = Whoever connects does not know the protocol, and `/help` is the only command they will try by chance. The answer expected is a free text in which the commands that the server knows appear.
    .hint = Look for the branch that handles `/help`: is there one, is it tried before the one for unknown commands, and does its text go to the client’s socket rather than to your terminal?
    .lesson = A protocol that can introduce itself needs no manual.

protocol-help-incomplete = Your server’s help does not name all commands.
    .why = There is a text for `/help`, but `/me`, `/all` and `/bye` are not all in it. A command missing from the help is known only to the one who wrote it.
    .hint = This is accepted and costs no point. Compare the list in your help with the branches of your program, and ask yourself how to make it impossible for them to drift apart.
    .lesson = A help text kept apart from the code ends up lying.

protocol-unknown-command-silent = Your server says nothing to an unknown command.
    .why = The client has sent a line and waits for the answer in recv(); the server has sent nothing and waits for the next line in its own. Nobody will speak again: one typing mistake is enough to block the conversation.
    .hint = List the branches of your program and ask which one runs for `/danse`. If there is none, or if it only prints on the server’s terminal, you have found it.
    .lesson = Every request deserves an answer, even a refusal.

protocol-no-pseudo = Your server does not let its client choose a name.
    .why = The answers in the statement carry a name, but no way to give one had any effect: first message, answer to a question, `/pseudo`, `/nick`. So the name shown is chosen by your program, and two clients cannot be told apart, or only by their address.
    .hint = This is accepted and costs no point, as the statement does not say where the name comes from. Decide who gives it, at which moment of the conversation, and in which variable it stays until the end.
    .lesson = What the statement leaves open, the protocol must still settle.

protocol-name-changes = The client’s name is not the same from one command to the next.
    .why = Within one conversation the same client appears under different names. So each answer builds the name in its own way, or something replaces it between two commands.
    .hint = Look for every place where this name is made or changed: an address written in full here and in part there, a variable used again for something else, a name written into a single answer.
    .lesson = What is used everywhere is worked out in one place.

protocol-name-of-another = Your server gives a client the name of the one before.
    .why = The second client has introduced itself, but the answer carries the first one’s name: the variable kept its value from one connection to the next, and the program believed that it knew this client already.
    .hint = For each variable of your server ask when it gets its initial value: once at the start, or at every accept()? Those that are about the client need the second.
    .lesson = What belongs to a connection begins and ends with it.

protocol-other-farewell = Your server says goodbye, but not with the exact text of the statement.
    .why = The goodbye can be recognised and the connection closes; only details differ, such as an accent, the space before the exclamation mark, that mark itself or the client’s name.
    .hint = This is accepted and costs no point. Compare your text with that of the statement, character by character.
    .lesson = A program does not recognise two similar phrases.

protocol-prefix-taken-for-command = Your server takes a word for a command that only begins like it.
    .why = Asking whether the message begins with `/me` is true for `/mexxx` too; likewise `/allez` begins with `/all` and `/byebye` with `/bye`. The name of a command goes up to the first space, or to the end of the message.
    .hint = Look at how your program recognises a command. Does it first separate the first word from the rest, and then compare that whole word?
    .lesson = Split first, compare afterwards.

protocol-command-without-text = Your server no longer answers a command sent without its text.
    .why = `/me` alone holds no space: splitting it in two gives one piece only, and taking the second raises an exception. If what is left is an empty text, sending it as it is sends no byte at all, and the client still waits.
    .hint = Carry out by hand, with the message `/me`, each line of your splitting and write down the value of each variable. Then decide what the server should answer: an empty text, a reminder of the usage?
    .lesson = Splitting may give fewer pieces than planned.

protocol-upper-case = `/ALL` in capitals blocks or breaks your server.
    .why = For Python `/ALL` and `/all` are two different texts. Taking or refusing it are both good choices, but here one part of the program ignores case and another does not: the command is recognised, then its text is not found.
    .hint = Find where the case is lowered and where the original message is used. The same form of the name must serve to recognise the command and to separate it from its text.
    .lesson = A convention about case holds for the whole program.

protocol-plain-text = Your server does not know what to do with a message that is no command.
    .why = A user who forgets the slash sends an ordinary line. The client waits for its answer in recv(): without one it is blocked, and an error here costs it the connection.
    .hint = Look for the branch that runs for a message that does not begin with `/`. What it does is up to you (take it as a message, remind of the help), but the client must get something.
    .lesson = Plan for the ordinary message: it is the most likely one.

protocol-accents = Your server loses the accents or emoji of an `/all`.
    .why = An accented letter takes two bytes in UTF-8, an emoji four. A poorer encoding such as ASCII or Latin-1 cannot write them: it raises an error, replaces or drops them, depending on what it was told.
    .hint = Look at each encode() and decode() on a message’s way, with their arguments: the same encoding at both ends, and no error ignored in silence?
    .lesson = Both ends of a connection agree on one encoding, and only one.

client-does-not-send-bye = Your client does not send `/bye` to the server when it is typed.
    .why = It is the server that says goodbye and closes: it can do so only if the command reaches it. Without it, all it can see is a connection that closes, which looks the same as an unexpected departure.
    .hint = Look at the order of operations in the loop: is the condition to stop examined before or after sending? Check also that nothing is changed in the text typed.
    .lesson = A command of the protocol is for the other side, not for oneself.

client-stays-after-bye = Your client stays open after `/bye`.
    .why = The server has said goodbye and closed the connection: nothing can pass there any more. Your client did not notice, because it waits elsewhere, mostly for a new line at the keyboard.
    .hint = Two signs tell that it is over: the command that the user has just typed, and the empty recv() that follows the answer. See which of them your loop examines, and when.
    .lesson = Who asks for the end leaves when it is granted.

client-leaves-before-farewell = Your client leaves without showing the server’s goodbye.
    .why = After `/bye` the server still answers. Your client closes or ends without reading that answer; closing a socket that holds unread bytes also sends the server a RST.
    .hint = Look at what follows the sending in the loop: does it leave before or after the answer is read and shown?
    .lesson = The last answer is read like the others.
