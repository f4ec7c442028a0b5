### Findings of step 2.8, in English: one list shared by all clients.

list-not-readable = The shared list cannot be read from outside.
    .why = Neither a command, nor the answers, nor a file, nor the terminal shows all that the list holds. The answers did arrive, but nobody can tell whether every message is in it, once and whole.
    .hint = This is pointed out and costs no point. A command that sends the list back, or the number of messages in the answer, would let you check yourself what your threads do.
    .lesson = What cannot be seen cannot be verified.

list-not-shared = The messages of one client are not in the list that another one sees.
    .why = A variable made inside a thread’s function, or in an object made for each client, exists once per client: each fills its own. One process per client (fork, multiprocessing) gives the same, because each process has its own copy of memory.
    .hint = Look for the place where the list is made and count how often it runs when three clients connect. Who else but that thread can reach it?
    .lesson = Shared means: a single object, known to all.

list-totals-broken = The numbers of messages announced do not follow one another.
    .why = If every addition raises the total by one, two answers cannot give the same number, nor skip one. Yet that is what happens when another thread comes in between adding and reading the total, or between reading a counter and writing it.
    .hint = Look at where the number that is sent comes from: is it read while the addition is still protected, or after? And what may another thread do in between?
    .lesson = Adding and then counting is one operation, under the same lock.

list-reading-blocks-writing = When one client reads the list, the others are no longer served.
    .why = A lock that is taken and never given back stops all those who ask for it afterwards. This happens when a path of the function (return, continue, an exception) misses release(), or when a thread takes a Lock that it holds already.
    .hint = See in the evidence which threads wait and in which call. Then follow the path of the command that reads: is the lock given back at each possible exit? The documentation of with and of Lock will help.
    .lesson = Every lock taken must be given back, whatever the path.
