### Words of the reports, in English.
###
### report.fr.ftl has exactly the same ids. Each value stays on one line, except for choices.
### $bytes is already escaped and in quotes; $form is “one” or “other”.

## Common words

word-quote = “{ $text }”
word-quote-cut = “{ $text }” ({ $count } bytes)
word-semicolon = ;{" "}
word-endpoint = { $host }:{ $port }
word-address = address { $address }
word-address-of = from address { $address }
word-address-to = to address { $address }
word-your-server = your server
word-your-server-of = of your server
word-your-server-to = to your server
word-your-client = your client
word-your-client-of = of your client
word-your-client-to = to your client
word-peer-client = client { $name }
word-peer-client-of = from client { $name }
word-peer-client-to = to client { $name }
word-peer-server = server { $name }
word-peer-server-of = from server { $name }
word-peer-server-to = to server { $name }

## What a program waits for when nothing moves any more

waits = { $program } { $what }
waits-in-threads = in its { $count } threads, { $program } { $what }
waits-in-processes = in its { $count } processes or threads, { $program } { $what }
waits-more = { $form ->
    [one] and { $count } other wait
   *[other] and { $count } other waits
    }
waits-ended = { $program } has already ended
waits-unknown = { $program } does nothing more
waits-accept = waits for a client in accept()
waits-connect = waits in connect() for the connection to be made
waits-receive = waits for bytes in recv()
waits-receive-from = waits in recv() for a message { $other }
waits-send = waits in send() for the other side to read
waits-send-to = waits in send() for room: { $other }, nothing is being read
waits-keyboard = waits for input at the keyboard
waits-read = waits in read(), neither at the keyboard nor on the network
waits-write = waits in write() for its output to be read
waits-select = waits in { $call }() for one of its sockets to have something to read
waits-lock = waits for a lock, for a sign from another thread or for its end
waits-child = waits for a process it started to end
waits-signal = waits for a signal
waits-sleep = only sleeps, wakes up, finds nothing and sleeps again
waits-nothing = loops without getting anywhere
waits-spin-raw = loops without getting anywhere: { $seen }
waits-spin-computes = loops: { $seconds } s of CPU used without getting anywhere
waits-spin-empty = loops: { $call }() returned 0 bytes { $count } times in a row, without waiting
waits-spin-empty-from = loops: recv() returned 0 bytes { $count } times in a row, without waiting, because nothing more will come { $other }
waits-spin-error = loops: { $call }() failed { $count } times in a row ({ $error })

## What was expected

expected-after = { $expected }, { $after }
expected-listening = { $program } starts listening
expected-connect = { $program } lets { $peer } connect
expected-accept = { $program } connects { $peer }, port { $port }
expected-connected = { $program } connects { $to }
expected-bytes-exact = { $program } sends exactly { $bytes } { $peer }
expected-bytes-contains = { $program } sends { $peer } a text that contains { $bytes }
expected-bytes-regex = { $program } sends { $peer } a text of the form { $bytes }
expected-bytes-anything = { $program } sends a message { $peer }
expected-shown = { $program } shows { $bytes } in its terminal
expected-shown-regex = { $program } shows in its terminal a text of the form { $bytes }
expected-shown-anything = { $program } shows something in its terminal
expected-end = { $program } closes the connection with { $peer } (FIN)
expected-refused = { $program } tries to connect while nobody listens
expected-exit = { $program } ends, with status 0
expected-exit-any = { $program } ends without an error
expected-exit-or-accepting = { $program } ends with status 0, or goes back to wait for a client in accept()
expected-quiet = { $program } sends nothing more { $peer }
expected-settle = { $program } goes on without an error

after-received = after receiving { $bytes }
after-received-from = after receiving { $bytes } { $other }
after-typed = after { $bytes } is typed
after-typed-at = after { $bytes } is typed at the keyboard { $program }
after-typed-nothing = after an empty line is entered at the keyboard { $program }
after-input-ended = after Ctrl-D at the keyboard
after-interrupted = after Ctrl-C at the keyboard
after-killed = when the grader ends { $program } by force
after-closed = after { $other } closed the connection
after-half-closed = after { $other } closed its direction of the connection
after-reset = after { $other } reset the connection (RST)
after-restarted = once { $program } is started again
after-restarted-itself = once started again

## What happened

happened-nothing = nothing: { $waits }
happened-ignored = nothing: { $waits }, and never reads this connection
happened-only-shown = all it shows is { $bytes }; { $waits }
happened-differs = { $program } sent { $bytes }
happened-differs-unknown = { $program } sent something else
happened-file-there = { $program } created the file “{ $path }”
happened-extra = { $program } also sent { $bytes }
happened-extra-unknown = { $program } also sent something else
happened-ended = { $program } closed the connection (FIN)
happened-reset = { $program } reset the connection (RST)
happened-refused = the connection to { $address } is refused (RST): nobody listens at this address
happened-refused-elsewhere = the connection to { $address } is refused (RST): { $program } listens on { $listening }
happened-refused-ended = the connection to { $address } is refused (RST): { $program } has ended
happened-refused-closed = the connection to { $address } is refused (RST): { $program } no longer listens there
happened-refused-unknown = the connection is refused (RST)
happened-exited = { $program } ended (status 0)
happened-status = { $program } ended with status { $status }
happened-signal = { $program } was killed by signal { $number } ({ $name })
happened-crashed = { $program } ended with an error
happened-after-refusal = { $refusal }; then { $sentence }
exceeded-processes = { $program } started almost 256 processes or threads at once, and the grader ended it
exceeded-memory = { $program } took more memory than is allowed, and the grader ended it
exceeded-processor = { $program } kept the processors busy for more than 20 s with nothing to show for it, and the grader ended it
exceeded-output = { $program } showed more than 256 MiB of text, and the grader ended it
exceeded-connections = { $program } opened thousands of connections or sockets, and the grader ended it
exceeded-traffic = { $program } sent messages on the network without end, and the grader ended it
happened-crashed-saying = { $sentence } and this message: { $said }
happened-spins = { $program } loops and burns CPU without getting anywhere

## Why this file

reason-manifest = Your tp.toml says so.
reason-step-in-path = Its path contains { $text }.
reason-first-of-series = Without a number, it is the first of its series.
reason-number = It is no. { $number } of its series.
reason-number-shifted = It is no. { $number } of a series shifted by { $shift }.
reason-word = Its name contains { $word }.
reason-role-word = Its name contains { $word }.
reason-listens = Its code starts listening.
reason-connects = Its code connects.
reason-facts = It holds { $facts }.
reason-facts-only = It holds { $facts }, and nothing of other steps.
reason-facts-none = It holds nothing peculiar to another step.
reason-asked = It is the step asked for, and its name says no other.
reason-borrowed = The step has no file of its own; that of step { $step } also does what it asks.

fact-listens = listening
fact-accepts = accept()
fact-connects = connecting
fact-binds = bind()
fact-keyboard = keyboard
fact-loop = a loop
fact-threads = threads
fact-events = select or asyncio
fact-fork = processes
fact-lock = a lock
fact-eval = eval()
fact-list = a list that grows
fact-accept-loop = accept() in a loop
fact-keyboard-loop = repeated keyboard input
fact-fin = the word “fin”
fact-commands = commands /…

## Why a scenario was not played, or not judged

not-played-no-server = Not played: the step has no server that can start.
not-played-no-client = Not played: the step has no client that can start.
not-played-needs = Not played; to be passed first: { $title }
not-played-needs-judged = Not played, at no cost; depends on a scenario that could not be judged: { $title }
not-played-isolation = Not played, at no cost: this machine does not allow it ({ $what }).
not-played-stopped = Not played: the check was stopped before.
inconclusive-outer-limit = Not judged, at no cost: the longest time for a scenario passed and nothing was proven.
inconclusive-lost-packets = Not judged, at no cost: the network capture lost packets.
inconclusive-stopped = Not judged: the check was stopped before the end.
inconclusive-fault = Not judged, at no cost, through a fault of the grader’s: { $message }

## Events, one a line

event-started = { $program } starts
event-listening = { $program } listens on { $address }
event-killed = the grader ends { $program } by force
event-output = { $program } shows { $bytes }
event-capped = { $program } has shown { $count } bytes already, the rest is not kept
event-typed = { $bytes } is typed at the keyboard { $program }
event-input-ended = Ctrl-D is typed at the keyboard { $program }
event-interrupted = Ctrl-C is typed at the keyboard { $program }
event-serving = { $peer } listens on port { $port }
event-paused = { $peer } stops reading
event-resumed = { $peer } reads again
event-syn = { $from } asks for a connection to { $address } (SYN)
event-established = the connection is established: { $from } is linked { $to }
event-refused = the connection to { $address } is refused (RST)
event-data = { $from } sends { $bytes } { $to }
event-end = { $from } closes its direction of the connection (FIN)
event-reset = { $from } resets the connection (RST)
event-still = nothing more can happen: { $waits }
event-still-ended = nothing more can happen: all programs have ended
event-lost = the capture lost { $count } packets
event-limit = the longest time for a scenario ({ $seconds } s) has passed
event-stopped = the check is stopped
event-fault = fault of the grader’s: { $message }

## The diagram

ladder-head-program = { $program } ({ $path })
ladder-head-client = Client { $name }, played by the grader
ladder-head-two-clients = Clients { $first } and { $last }, played by the grader
ladder-head-clients = Clients { $first } to { $last }, played by the grader
ladder-head-any-client = Client played by the grader
ladder-head-server = Server played by the grader
ladder-starts = starts
ladder-restarts = starts again
ladder-listens = listens on { $address }
ladder-serves = listens on port { $port }
ladder-exits = ends (status 0)
ladder-exits-with = ends with an error (status { $status })
ladder-killed-by = killed by signal { $number } ({ $name })
ladder-killed = ended by force by the grader
ladder-exceeded = ended by the grader: limit exceeded
ladder-capped = (the rest of the output is not kept)
ladder-typed = typed:
ladder-typed-nothing = typed: an empty line
ladder-input-ended = typed: Ctrl-D
ladder-interrupted = typed: Ctrl-C
ladder-shows = shows
ladder-more-lines = … { $count } more lines …
ladder-pauses = stops reading
ladder-resumes = reads again
ladder-connects = SYN: connected
ladder-connects-to = SYN to { $address }: connected
ladder-syn = SYN to { $address }
ladder-refused = ✗ RST: connection refused
ladder-fin = FIN
ladder-rst = RST
ladder-expected = ? expected:
ladder-expected-like = ? expected, of the form:
ladder-expected-anything = ? expected: a message
ladder-expected-shown = ? expected on the screen:
ladder-expected-fin = ? expected: FIN
ladder-expected-syn = ? expected: SYN
ladder-expected-listening = ? expected: listening
ladder-expected-exit = ? expected: the end of the program
ladder-still = nothing more can happen
ladder-spins = nothing new can happen
ladder-left-out = … { $count } rows …
ladder-lost = the capture lost packets
ladder-limit = { $seconds } s: longest time for a scenario
ladder-stopped = check stopped
caret-expected = expected:
caret-received = received:

## The report for the terminal

human-title = { $name } · { $lab }
human-isolated = Each scenario was played in a private world: network, files and processes of its own.
human-portable = Warning: portable isolation. Your programs ran directly on this machine and its network, without a private world, and some scenarios could not be played. “grader doctor” tells how to allow better.
human-programs = Programs recognised
human-program = { $step } { $role }: { $path }. { $why }
human-server = server
human-client = client
human-unused = Files that no step uses: { $files }
human-concerns = File concerned: { $path }
human-step = { $step } { $title }
human-step-bonus = { $title } (bonus)
human-block-extra = { $title } · extra credit
human-block-info = { $title } · for information, no points
human-again = { $title } — same finding as above ({ $place }): { $finding }
human-place = { $step }, { $title }
block-expected = Expected
block-happened = Happened
block-where = Where
block-line = { $file }, line { $line }
block-why = Why
block-hint = What to do
block-lesson = Remember
block-message = Message
block-missing = Missing
block-missing-server = the server of this step
block-missing-client = the client of this step

## Points and conclusion

points-both = ({ $score }/{ $max }, +{ $extra }/{ $extra_max })
points-required = ({ $score }/{ $max })
points-extra = (+{ $extra }/{ $extra_max })
points-info = info
points-none = –
points-of-required = { $score }/{ $max }
points-of-extra = +{ $score }/{ $max }
summary-interrupted = The check was stopped before the end: this result is incomplete.
summary-required = Required: { $score } of { $max }
summary-extra = Extra credit: { $score } of { $max }
summary-inconclusive = { $form ->
    [one] One scenario could not be judged; it costs no point. Run the check again.
   *[other] { $count } scenarios could not be judged; they cost no point. Run the check again.
    }
summary-next = Look at this first
summary-next-extra = Everything required works, well done. To go further
summary-all-passed = Everything works, well done: there is nothing to fix.
summary-all-but-notes = Everything that counts works, well done. The remarks in this report cost no point.
summary-undecided = Nothing wrong was found, but not everything could be judged.
summary-place = { $file } — step { $step }, { $title }
summary-place-no-file = Step { $step }, { $title }
summary-place-file = { $file } — step { $step }
summary-place-step = Step { $step }

not-played-no-tool = Not played: the program { $tool } is not installed here (`grader doctor` says how to get it).
expected-not-shown = { $program } does not show { $bytes } yet
expected-gone = { $program } ends, with every process it has created
expected-file = { $program } writes the file “{ $path }”
expected-no-file = { $program } has not created a file “{ $path }”
expected-tally = the { $each } messages of each of the { $senders } clients are there, each once, whole, and in its client’s order
expected-count = the { $count } replies bear consecutive numbers, each once
expected-kept = { $program } keeps in one place { $texts }
happened-kept-apart = each is kept apart: { $program } has no list, dictionary or file that holds them all
happened-lost = some are missing: { $bytes } is nowhere
happened-doubled = some are there twice: { $bytes }
happened-torn = there are pieces of messages: { $bytes }
happened-disordered = one client’s order is not kept: { $bytes } comes before those that were sent before it
event-file = the file “{ $path }” { $program } is there
event-no-file = no file “{ $path }” { $program }
habit-learnt = { $title }: { $way }

## Messages against each other

expected-sweep = two messages sent to { $program } at the same time to have the same effect as one after the other
expected-lock = what the threads of { $program } share to be changed, and read for an answer, only under one and the same lock, always given back
collided-held = the first client’s thread was held just before an instruction of line { $line }, the second client’s message went through, then the first went on: { $result }
collided-held-answering = the thread that was answering { $said } was held just before an instruction of line { $line }, another client’s message went through, then the thread went on: { $result }
collided-held-newcomer = the first client’s thread was held just before an instruction of line { $line }, a new client connected and spoke, then the thread went on: { $result }
collided-held-leaver = the first client’s thread was held just before an instruction of line { $line }, another client left, then the thread went on: { $result }
collided-held-reset = a client’s thread was held just before an instruction of line { $line }, its client broke the connection off, then the thread went on: { $result }
collided-lock-missing = several threads change “{ $variable }” (line { $line }), and no lock is taken at that moment
collided-lock-missing-here = “{ $variable }” is changed under a lock on line { $other }, but without one on line { $line }
collided-read-missing = the answer shows that message, and so it reads “{ $variable }” (line { $line }) only then, without the lock under which line { $other } changes it
collided-read-not-common = the answer shows that message, and so it reads “{ $variable }” (line { $line }) only then, under another lock than that under which line { $other } changes it ({ $locks })
collided-lock-per-thread = “{ $variable }” is changed under a lock on line { $line }, but each thread takes one of its own: they never wait for each other
collided-lock-renewed = “{ $variable }” is changed under a lock on line { $line }, but it is another lock as soon as a new client comes: who holds the old one and who takes the new one do not wait for each other
collided-lock-not-common = “{ $variable }” is changed under one lock on line { $line } and under another on line { $other } ({ $locks })
collided-lock-order = two locks ({ $locks }) are taken in one order on line { $line }, in the other on line { $other }
collided-lock-not-released = a lock ({ $locks }) stays taken while nobody is working any more: the next one to ask for it will wait for ever
collided-lock-not-released-after = after { $said } from a client, a lock ({ $locks }) stays taken while nobody is working any more: the next one to ask for it will wait for ever
collided-deadlock = each of the two threads waits for a lock that the other holds; neither can go on
collided-lost = “{ $variable }” should hold { $wanted }, it holds { $found }
collided-torn = the two messages are mixed in “{ $variable }”: { $found }
collided-stale = the two clients were told the totals { $found } instead of { $wanted }
collided-told-apart = the answer to { $said } was { $found }, which is neither the one before that message nor the one after it ({ $wanted })
collided-loop-not-common = a thread was held in the middle of its loop over “{ $variable }” (line { $line }); the message of another client got into it meanwhile (line { $other }): each held a lock, but not the same one ({ $locks })
collided-loop-stale = a thread was held in the middle of its loop over “{ $variable }” (line { $line }), without a lock; the message of another client got into it meanwhile (line { $other })
collided-loop-lost = a thread was held in the middle of its loop over “{ $variable }” (line { $line }); a client left, and another thread took an element out of what the loop goes through
collided-broken = the loop ended with an error, because what it goes through had changed
collided-ended = the server ended with an error
collided-spins = a thread of the server keeps computing and gets nowhere
collided-died = the answer to one of the two no longer came: its thread has ended or no longer answers

event-held = a thread { $program } is held at line { $line } of { $file }
event-released = the held thread { $program } goes on
not-played-not-python = Not played, at no cost: threads are examined only in a server in Python 3.8 or later, or in C or C++ compiled here.
not-played-processes = Not played, at no cost: this server makes processes, which share no variables.
not-played-probe = Not played, at no cost: the probe could not examine this server.
not-played-untraced = Not played, at no cost: a thread of this server switches Python’s tracing off or uses it itself (`sys.settrace`), so that none can be held.
collided-astray = the answer to one went to the other

## Two threads beside each other

lanes-thread = thread { $client }
lanes-receives = receives { $bytes }
lanes-held = ⏸ held at line { $line } of { $file }: { $what }
lanes-held-there = ⏸ held at line { $line } of { $file }
lanes-connects = a new client connects
lanes-goes-on = ▶ goes on
lanes-answers = answers { $bytes }
lanes-others = { $form ->
    [one] sent to one client: { $bytes }
   *[other] sent to { $count } clients: { $bytes }
    }
lanes-cut = its client cuts the connection
lanes-dies = a thread ends with an exception: { $bytes }
lanes-stuck = nothing more can happen: threads wait for a lock for ever
lanes-not-again = The finding did not come again: “{ $title }” ({ $verdict }).
block-replay = Replay
block-replay-command = grader replay . { $finding }
block-check-command = grader check . --lab { $lab } --step { $step } --scenario { $scenario }

## Compiled programs, with ThreadSanitizer

not-played-sanitizer-language = Not played, and no points lost: the stable Rust compiler has no ThreadSanitizer; so this server’s locks and simultaneous accesses were not examined, only what can be seen of them from outside.
not-played-sanitizer-build = Not played, and no points lost: this server could not be compiled with ThreadSanitizer (`grader doctor` says whether the compiler has it); so its locks and simultaneous accesses were not examined, only what can be seen of them from outside.
not-played-sanitizer-compiler = Not played, and no points lost: the build command calls neither gcc nor clang; so this server’s locks and simultaneous accesses were not examined, only what can be seen of them from outside.
not-played-sanitizer-locks = Not played, and no points lost: this server uses locks or barriers that ThreadSanitizer does not know (threads.h, OpenMP, waiting until a given time); it would see faults where there are none.
not-played-sanitizer-hand-over = Not played, and no points lost: this server’s threads may hand data to each other through the kernel (pipe, epoll…), which can order them without a lock; so nothing certain can be said of their simultaneous accesses.
not-played-sanitizer-failed = Not played, and no points lost: compiled with ThreadSanitizer, this server did not get to the end; so its locks and simultaneous accesses were not examined.
access-writes = changes
access-reads = reads
access-something = what the threads share
access-locks-none = neither of them holds a lock
access-locks-one = the one at line { $line } holds no lock
access-locks-different = each holds another lock, and neither waits for the other
collided-unordered = one thread { $first } { $variable } at line { $line }, another { $second } it at line { $other }, and nothing in the program says which comes first: { $held } (seen by ThreadSanitizer)
collided-unordered-same = two threads run line { $line }, which { $first } { $variable }, and nothing in the program says which comes first: { $held } (seen by ThreadSanitizer)
collided-unordered-once = one thread { $first } { $variable } at line { $line }, and nothing in the program says whether it comes before or after another that touches it: { $held } (seen by ThreadSanitizer)
collided-lock-order-unnamed = two locks are taken in one order at line { $line }, in the other at line { $other } (seen by ThreadSanitizer)
collided-lock-not-released-unnamed = a thread waits for a lock that nobody will ever give back: whoever had taken it left with it
happened-in-function = { $happened } (in its function { $function })
