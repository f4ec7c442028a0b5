### Findings of step 2.5, the remote calculator. Same rules as the grader's catalogue.

calc-wrong-result = Your server does not send the value of the expression.
    .why = The client compares characters, not numbers: the answer to an expression is its value as text and nothing else. “16.0”, “3” for 7/2, or “16” followed by a newline are other answers. The difference may come from the calculation (integer division, order of operations, a number too large for its type) or from the way the result is written.
    .hint = Look at the first wrong byte. Then print with repr() the value that was calculated, and after that what is sent: which of the two is wrong already? If your calculator lacks an operation, the error that came instead says so.
    .lesson = To calculate and to write the result are two steps, to be checked one after the other.

calc-result-prefix = Your server puts some text in front of the result.
    .why = The value is right, but a constant text comes before it. A client that wanted to use the number would first have to remove that text, and so to know it.
    .hint = This is accepted and costs no point. Ask yourself who should dress the result up for the user: the one that calculates, or the one that shows it?
    .lesson = The server gives data, the client presents it.

calc-one-shot = Your server calculates only one expression per connection.
    .why = After its first answer it closes the connection, ends, or goes back to accept(): nobody reads the same client’s next expression. A session lasts until “fin”, and may hold as many expressions as one likes.
    .hint = Find what must be repeated (receive, calculate, answer) and what is done once per client (accept, close). What is inside your loop, and what leaves it?
    .lesson = A connection is a conversation, not a single question.

calc-error-not-reported = Your server does not answer an error with a line “Erreur…” or “Error…”.
    .why = Of an error the client sees only what is sent to it. If nothing comes, it waits in recv() for ever; if some other text comes, or a traceback of several lines, it cannot tell it from a result. The first word is the convention that separates the two.
    .hint = Follow the path of an impossible expression (1/0) and of a badly written one (2+): does an answer leave in both cases? Look at its first word, and whether it is a single line. The whole traceback belongs in the server’s terminal.
    .lesson = An error is an answer like any other: it is sent, and it can be recognised.

calc-dies-on-error = A wrong expression ends the session, or your server.
    .why = An exception that nobody catches goes up the whole stack: it leaves the loop, then ends the program or the thread, and the system closes its sockets. If it is caught too far out, the loop is over as well: the error is reported, but nothing is calculated any more.
    .hint = Read which exception arrives: ZeroDivisionError, SyntaxError and NameError have only a base class in common, and to foresee one does not catch the others. Then look for where it is caught: around the calculation of one expression, or around the whole loop?
    .lesson = The error of one expression must cost no more than that expression.

calc-runs-arbitrary-code = A client can make your server run any code at all.
    .why = To eval(), “3*5+1” and “delete all my files” are of the same nature: Python, run with your rights. Here, what the client sent really did create a file or end the server. Forbidding some words or taking the built-in functions away is not enough: from any value, even (), one can go up to its class, then to all the others, then to the system.
    .hint = Do not look for the list of what is dangerous, it has no end; write the list of what a calculator allows: numbers, some operators, parentheses. Look at what the ast module makes of an expression without running it, or write the reading of the expression yourself.
    .lesson = What comes from the network is data, never code.

calc-never-returns = One expression keeps your server busy for ever.
    .why = A few characters are enough to ask for centuries of calculation: 9**9**9 has 369 million digits, and a loop may have no end. No exception arrives, so none is caught; meanwhile a core is taken, and the next expression waits.
    .hint = The length of an expression bounds the work of reading it, not the value of a power. Ask yourself what can be known of a calculation before it is done (the size of its operands, that of its result), or how to give up a calculation that has lasted long enough.
    .lesson = Whoever calculates for strangers sets a limit to the calculation.

calc-exhausts-memory = An expression that asks for too much memory stops your server.
    .why = To repeat a text or a list ten billion times takes some ten characters and asks for gigabytes. When the system refuses them, Python raises MemoryError, which is neither a syntax error nor an arithmetic error: if it is not foreseen, the program stops. Without a limit, the system kills the process.
    .hint = Does a calculator need texts and lists? Look at which types of values your server allows, and which exceptions it catches around the calculation.
    .lesson = Memory is a resource that a client must not be able to command.
