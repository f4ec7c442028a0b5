clock-not-a-time = Your server’s answer is not a time.
    .why = The client reads a line HH:MM:SS: two digits each time, and an end of line.
    .hint = Show your answer with repr() before you send it.
    .lesson = A format is kept to the byte.

clock-one-shot = Your server answers only once.
    .why = After the first answer it closes the connection: the next request stays without an answer.
    .hint = Where does the reading of a request begin again, once the answer is sent?
    .lesson = A connection can serve for several exchanges.
