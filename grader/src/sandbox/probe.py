"""Loaded into the interpreter of a Python server that a script starts with `probe=#true`.

It numbers the points of the submission's own byte code where shared state can be touched, holds one
thread at one of them on command, tells who changed which shared variable under which locks, and
looks into the variables. The program itself is not changed: no file, no name, no line.

One line a message. From the grader: `hold N`, `first OFFSET FUNCTION FILE`, `drop`, `go`, `watch WORD…`, `look WORD…`, `loops`,
`kept TEXT…` (tabs between them).
To the grader: JSON objects with one key each.
Nothing is imported that the interpreter has not loaded already: a submission may have modules of the
same names.
"""


def install():
    import _thread
    import os
    import sys

    channel = int(os.environ.pop("GRADER_PROBE"))
    root = os.environ.pop("GRADER_PLACE")
    del os.environ["PYTHONPATH"]
    here = os.path.dirname(__file__)
    sys.path[:] = [entry for entry in sys.path if entry != here]
    os.set_inheritable(channel, False)

    known = set(sys.modules)
    import gc
    import opcode

    names_of = list(opcode.opname)
    for name in set(sys.modules) - known:
        del sys.modules[name]

    get_ident = _thread.get_ident
    native = _thread.get_native_id
    allocate = _thread.allocate_lock
    function_type = type(install)
    builtin_type = type(len)
    module_type = type(sys)
    slot_type = type(function_type.__globals__)
    not_data = (function_type, builtin_type, module_type, type)
    lock_types = (type(allocate()), _thread.RLock)

    # ---- what is said

    def quote(text):
        out = []
        for char in text:
            n = ord(char)
            if 32 <= n < 127 and char not in '"\\':
                out.append(char)
            elif 0xD800 <= n < 0xE000:
                out.append("\\ufffd")
            elif n > 0xFFFF:
                n -= 0x10000
                out.append("\\u%04x\\u%04x" % (0xD800 + (n >> 10), 0xDC00 + (n & 0x3FF)))
            else:
                out.append("\\u%04x" % n)
        return '"' + "".join(out) + '"'

    def encode(value):
        if value is None:
            return "null"
        if value is True or value is False:
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, str):
            return quote(value)
        if isinstance(value, dict):
            return "{" + ",".join(quote(k) + ":" + encode(v) for k, v in value.items()) + "}"
        return "[" + ",".join(encode(v) for v in value) + "]"

    speaking = allocate()

    def say(value):
        data = encode(value).encode() + b"\n"
        with speaking:
            while data:
                data = data[os.write(channel, data):]

    # ---- where a thread can be held

    HOLDS = {
        "STORE_GLOBAL", "STORE_DEREF", "STORE_ATTR", "STORE_SUBSCR", "STORE_NAME", "STORE_SLICE",
        "DELETE_GLOBAL", "DELETE_ATTR", "DELETE_SUBSCR", "FOR_ITER", "BEFORE_WITH", "SETUP_WITH",
        "LOAD_ATTR", "BINARY_SUBSCR", "BINARY_SLICE", "LOAD_GLOBAL", "LOAD_DEREF", "CONTAINS_OP",
        "CALL", "CALL_KW", "CALL_FUNCTION", "CALL_METHOD", "CALL_FUNCTION_KW", "CALL_FUNCTION_EX",
    }
    extended = names_of.index("EXTENDED_ARG")
    sites = {}

    def sites_of(code, namespace):
        """Offsets of the instructions of a code object at which a thread can be held."""
        found = sites.get(code)
        if found is not None:
            return found
        found = {}
        raw = code.co_code
        above = 0
        for offset in range(0, len(raw), 2):
            op, low = raw[offset], raw[offset + 1]
            arg = above << 8 | low
            if op == extended:
                above = arg
                continue
            above = 0
            name = names_of[op]
            if name not in HOLDS:
                continue
            if name == "LOAD_GLOBAL":
                # From 3.11 on, the lowest bit says something else.
                which = code.co_names[arg >> 1 if sys.version_info >= (3, 11) else arg]
                if which not in namespace or isinstance(namespace[which], not_data):
                    continue
            found[offset] = name
        sites[code] = found
        return found

    own = {}
    folder = os.getcwd()

    def file_of(code):
        """Where code stands, below the submission's folder; None for what is not the submission's.

        Until 3.8 the path of the program itself is the one on the command line.
        """
        if code not in own:
            path = code.co_filename
            path = None if path.startswith("<") else os.path.normpath(os.path.join(folder, path))
            own[code] = path[len(root):] if path is not None and path.startswith(root) else None
        return own[code]

    def line_of(frame):
        return frame.f_lineno or frame.f_code.co_firstlineno

    points = {}
    numbering = allocate()
    holding = [None]
    awaited = [None]
    gate = allocate()
    gate.acquire()

    def place(frame):
        code = frame.f_code
        return {"file": file_of(code), "line": line_of(frame), "function": code.co_name}

    def meet(code, offset, frame):
        with numbering:
            number = points.get((code, offset))
            if number is None:
                number = points[code, offset] = len(points)
                point = place(frame)
                point["number"] = number
                point["offset"] = offset
                point["operation"] = sites[code][offset]
                say({"point": point})
                if awaited[0] == (offset, point["function"], point["file"]):
                    awaited[0] = None
                    holding[0] = number
        return number

    def local(frame, event, arg):
        if event == "opcode":
            code = frame.f_code
            offset = frame.f_lasti
            if watched[0] is not None:
                notice(frame)
            if offset in sites[code]:
                number = points.get((code, offset))
                if number is None:
                    number = meet(code, offset, frame)
                if holding[0] == number:
                    with numbering:
                        mine = holding[0] == number
                        if mine:
                            holding[0] = None
                    if mine:
                        say({"held": {"number": number, "thread": native()}})
                        gate.acquire()
            if code.co_freevars or code.co_cellvars:
                # Before 3.13 the values of cells are written back after this call: take them anew.
                frame.f_locals
        return local

    def trace(frame, event, arg):
        code = frame.f_code
        if file_of(code) is None:
            return None
        sites_of(code, frame.f_globals)
        # In this order: 3.13 takes the second into account only after the first.
        frame.f_trace = local
        frame.f_trace_opcodes = True
        # Before 3.10 a traced frame knows its line from its last line event.
        frame.f_trace_lines = sys.version_info < (3, 10)
        return local

    # ---- what the variables hold

    def text_of(value, depth=0):
        """A text for a value, without calling any code of the submission's."""
        if type(value) is str:
            return value
        if type(value) in (bytes, bytearray):
            return bytes(value).decode("utf-8", "replace")
        if type(value) in (int, float, bool, type(None)):
            return str(value)
        if depth < 3 and type(value) in (tuple, list):
            return " ".join([text_of(v, depth + 1) for v in list(value)[-400:]])
        if depth < 3 and type(value) is dict:
            return " ".join([text_of(k, depth + 1) + "=" + text_of(v, depth + 1) for k, v in list(value.items())[-400:]])
        inside = getattr(value, "__dict__", None) if is_student_type(type(value)) else None
        if depth < 3 and inside is not None:
            return " ".join([text_of(v, depth + 1) for v in list(inside.values())[:20]])
        return ""

    def student_modules():
        found = {}
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None) if isinstance(module, module_type) else None
            if isinstance(path, str) and os.path.abspath(path).startswith(root):
                found[name] = module
        main = sys.modules.get("__main__")
        if main is not None:
            found["__main__"] = main
        return found

    def is_student_type(kind):
        return kind.__module__ in modules[0]

    modules = [{}]
    starred = {}

    def starred_in(module):
        """What `from … import *` has put among a module's names: constants by the hundred, none its own."""
        known = starred.get(id(module))
        if known is None:
            known, own = starred.setdefault(id(module), {}), vars(module)
            for name, other in list(sys.modules.items()):
                if name in modules[0] or not isinstance(other, module_type):
                    continue
                given = vars(other)
                names = given.get("__all__")
                if not isinstance(names, (list, tuple)):
                    names = [key for key in list(given) if not key.startswith("_")]
                if all(key in own for key in names):
                    known.update([(key, given[key]) for key in names if key in given])
        return known

    BASES = (list, dict, set, frozenset, bytearray, getattr(sys.modules.get("_collections"), "deque", list))

    def items_of(value):
        """The items of a container, or its keys, without calling any code of the submission's."""
        for base in BASES:
            if isinstance(value, base):
                return list(base.__iter__(value))
        return list(value)

    def entries_of(value):
        """The same; of a dictionary pairs."""
        return list(dict.items(value)) if isinstance(value, dict) else items_of(value)

    class Variable:
        """A place whose content can change: a name bound in a dictionary, a cell, or a container."""

        __slots__ = ("name", "kind", "where", "key", "bound")

        def __init__(self, name, kind, where, key=None, bound=False):
            self.name, self.kind, self.where, self.key = name, kind, where, key
            # What matters is which object is bound, not what that holds.
            self.bound = bound

        def value(self):
            try:
                if self.kind == "cell":
                    return self.where.cell_contents
                if self.kind == "name":
                    return self.where.get(self.key)
                if self.kind == "item":
                    return self.where[self.key]
                if self.kind == "slot":
                    return getattr(self.where, self.key)
            except Exception:
                return None
            return self.where

        def print(self):
            """Equal as long as nothing changed; holds what it compares alive."""
            if self.kind == "file":
                try:
                    found = os.stat(self.where)
                except OSError:
                    return None
                return [found.st_size, found.st_mtime_ns]
            value = self.value()
            if self.bound or self.kind != "container":
                return value
            try:
                if isinstance(value, (set, frozenset)) or isinstance(value, dict) and len(value) >= 500:
                    return len(value)
                return entries_of(value)
            except RuntimeError:
                return None

    def same(old, new):
        if type(old) is list and type(new) is list and old == new and all(type(item) is int for item in new):
            return True
        if isinstance(old, list) and isinstance(new, list):
            return len(old) == len(new) and all(
                a is b or isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b) and all(x is y for x, y in zip(a, b))
                for a, b in zip(old, new)
            )
        return old is new or type(old) is type(new) and isinstance(new, (int, float)) and old == new

    IMMUTABLE = (str, bytes, tuple, frozenset)
    NUMBERS = (int, float)

    def files():
        """The files below the submission's folder that are no programs."""
        logging = sys.modules.get("logging")
        handlers = [ref() for ref in list(getattr(logging, "_handlerList", []))]
        # What `logging` writes, it writes under a lock of its own.
        logs = {getattr(handler, "baseFilename", None) for handler in handlers}
        found, todo = [], [root]
        while todo and len(found) < 200:
            try:
                entries = list(os.scandir(todo.pop()))
            except OSError:
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and not entry.name.endswith((".py", ".pyc")) and entry.path not in logs:
                    found.append(Variable(entry.path[len(root):], "file", entry.path))
        return found

    SEMAPHORES = ("Semaphore", "BoundedSemaphore")

    def is_from_processes(lock):
        """Whether it is a lock of `multiprocessing`, which excludes threads as well."""
        return type(lock).__module__ == "multiprocessing.synchronize" and hasattr(lock, "_semlock")

    def is_container(value):
        return isinstance(value, (list, bytearray, dict)) or type(value).__name__ in ("deque", "set")

    def explore(alone=False):
        """Every variable that more than one thread can reach, every lock, and what containers are bound to.

        What is reached through a module belongs to all; what only one thread's frames and objects lead
        to is its own, and left out unless `alone`.
        """
        modules[0] = student_modules()
        threading = sys.modules.get("threading")
        variables, bindings, locks, owners, kept, todo = {}, {}, {}, {}, [], []
        owner = [None]
        # `total = 0` in a class is what its objects begin with: one that has a total of its own never looks there again.
        classes, hidden = {}, set()

        def variable(name, kind, where, key=None):
            known = variables.setdefault((kind, id(where), key), (Variable(name, kind, where, key), set()))
            known[1].add(owner[0])

        def binding(name, kind, where, key):
            known = bindings.setdefault((kind, id(where), key), (Variable(name, kind, where, key, True), set()))
            known[1].add(owner[0])

        def bind(path, kind, where, key, value):
            if isinstance(value, bool) or value is None:
                return
            if isinstance(value, NUMBERS) or type(value) in IMMUTABLE:
                variable(path, kind, where, key)
            if is_container(value):
                binding(path, kind, where, key)
            if type(value) in (tuple, frozenset) or not isinstance(value, NUMBERS + IMMUTABLE):
                todo.append((path, value))

        def attributes(value):
            kind = type(value)
            own = list(getattr(value, "__dict__", {}).items())
            for key, item in own:
                bind(kind.__name__ + "." + key, "name", vars(value), key, item)
            for base in filter(is_student_type, kind.__mro__):
                hidden.update([(id(base), key) for key, _ in own])
                # Descriptors of `__slots__`: reading one runs no code of the program.
                for key, descriptor in list(vars(base).items()):
                    if isinstance(descriptor, slot_type):
                        try:
                            bind(kind.__name__ + "." + key, "slot", value, key, descriptor.__get__(value))
                        except AttributeError:
                            pass
            todo.append((kind.__name__, kind))

        def container(path, value):
            variable(path, "container", value)
            if isinstance(value, dict):
                for key, item in list(dict.items(value))[:500]:
                    if type(key) in (str, int, bytes):
                        bind("%s[%s]" % (path, ascii(key)), "name", value, key, item)
                inner = list(dict.values(value))
            else:
                inner = [] if isinstance(value, bytearray) else items_of(value)
                # `total = [0]`: a number to be changed by functions that may not bind the name.
                if isinstance(value, list) and len(inner) <= 16:
                    for index, item in enumerate(inner):
                        if isinstance(item, NUMBERS) and not isinstance(item, bool):
                            variable("%s[%d]" % (path, index), "item", value, index)
            for item in inner[-500:]:
                if not isinstance(item, NUMBERS + (str, bytes)):
                    todo.append((path + "[…]", item))
            if is_student_type(type(value)):
                attributes(value)

        def visit(path, value):
            kind = type(value)
            if isinstance(value, lock_types) or kind.__name__ in SEMAPHORES or is_from_processes(value):
                locks[id(value)] = (path, value)
            elif kind.__name__ == "Condition":
                todo.append((path, value._lock))
            elif is_container(value):
                container(path, value)
            elif kind in (tuple, frozenset):
                todo.extend([(path, item) for item in list(value)[:100] if not isinstance(item, NUMBERS + (str, bytes))])
            elif isinstance(value, function_type):
                for name, cell in zip(value.__code__.co_freevars, value.__closure__ or ()):
                    try:
                        bind(name, "cell", cell, None, cell.cell_contents)
                    except ValueError:
                        pass
                # `def add(text, messages=[])`, `add.count = 0`
                given = list(value.__defaults__ or ()) + list((value.__kwdefaults__ or {}).values())
                todo.extend([(value.__name__, item) for item in given if not isinstance(item, NUMBERS + IMMUTABLE)])
                for key, item in list(vars(value).items()):
                    bind(value.__name__ + "." + key, "name", vars(value), key, item)
            elif kind.__name__ == "SimpleNamespace":
                attributes(value)
            elif kind.__name__ == "method" and hasattr(value, "__self__"):
                todo.extend([(path, value.__self__), (path, value.__func__)])
            elif kind.__name__ == "partial":
                todo.extend([(path, value.func), (path, value.args), (path, value.keywords)])
            elif isinstance(value, type):
                if is_student_type(value):
                    own = vars(value)
                    classes[id(own)] = (value, own)
                    for key, item in list(own.items()):
                        if not key.startswith("__"):
                            bind(value.__name__ + "." + key, "name", own, key, item)
            elif threading is not None and isinstance(value, threading.Thread):
                for key, item in list(vars(value).items()):
                    if key in ("_target", "_args", "_kwargs"):
                        todo.append((key.lstrip("_"), item))
                    elif not key.startswith("_"):
                        bind(kind.__name__ + "." + key, "name", vars(value), key, item)
                if is_student_type(kind):
                    todo.append((kind.__name__, kind))
            elif is_student_type(kind) and not any(base.__module__ == "queue" for base in kind.__mro__):
                attributes(value)

        def walk(whose):
            owner[0] = whose
            while todo and len(kept) < 20000:
                path, value = todo.pop(0)
                known = owners.setdefault(id(value), set())
                if whose in known or None in known:
                    continue
                known.add(whose)
                kept.append(value)
                visit(path, value)
            del todo[:]

        for module in modules[0].values():
            given = starred_in(module)
            for key, value in list(vars(module).items()):
                if not key.startswith("__") and given.get(key, given) is not value:
                    bind(key, "name", vars(module), key, value)
        walk(None)
        frames = sys._current_frames()
        threads = {thread.ident: thread for thread in list(getattr(threading, "_active", {}).values())}
        for ident in sorted(set(frames) | set(threads)):
            owner[0] = ident
            frame = frames.get(ident)
            while frame is not None:
                if file_of(frame.f_code) is not None and frame.f_locals is not frame.f_globals:
                    for key, value in list(frame.f_locals.items()):
                        if not isinstance(value, NUMBERS + IMMUTABLE):
                            todo.append((key, value))
                frame = frame.f_back
            if ident in threads:
                todo.append(("", threads[ident]))
            walk(ident)

        def is_hidden(variable):
            kind, _ = classes.get(id(variable.where), (None, None))
            return kind is not None and (id(kind), variable.key) in hidden

        def shared(known):
            reached = [found for found, whose in known.values() if alone or None in whose or len(whose) > 1]
            return [found for found in reached if not is_hidden(found)]

        return shared(variables), list(locks.values()), shared(bindings)

    def is_taken(lock):
        if is_from_processes(lock):
            return lock._semlock._is_zero()
        count = getattr(lock, "_value", None)
        if count is not None:
            return count == 0
        try:
            return lock.locked()
        except AttributeError:
            # RLock before 3.14: it says how deep it is held in its text only.
            return "unlocked" not in repr(lock)

    # ---- who changes what under which locks

    watched = [None]
    lock_numbers = {}
    # A thread that waits for its turn is given it after this time, in seconds (sys.getswitchinterval()).
    TURN = 0.004
    clock = getattr(sys.modules.get("time"), "monotonic", float)

    def number_of(lock):
        # The lock is kept alive, so that its number stays its own.
        return lock_numbers.setdefault(id(lock), (len(lock_numbers) + 1, lock))[0]

    class Watch:
        def __init__(self, variables, bindings):
            # Objects with attributes of the same names are told apart: each has numbers of its own. A
            # container and the names it is bound to are one variable.
            self.instances = list(range(len(variables)))
            numbers = {id(v.where): i for i, v in enumerate(variables) if v.kind == "container"}
            for v in bindings:
                number = numbers.get(id(v.value()))
                if number is not None:
                    v.name = variables[number].name
                    self.instances.append(number)
                    variables = variables + [v]
            self.variables = variables
            self.prints = [v.print() for v in variables]
            self.locks = [(n, lock) for n, lock in explore()[1]]
            self.before = {id(lock) for _, lock in self.locks if is_taken(lock)}
            self.taken = set()
            self.at = {}
            self.busy = allocate()
            # Who noticed last, when, and whether somebody has gone on unnoticed since.
            self.last = None
            self.until = 0.0
            self.disturbed = False

        def follow(self, binding, value):
            """From now on the container that was just bound is looked into."""
            number = self.instances[binding]
            found = self.variables[number]
            self.variables[number] = Variable(found.name, "container", value)
            self.prints[number] = self.variables[number].print()

    def held_locks(watch):
        found = {}
        for name, lock in explore()[1]:
            if id(lock) not in watch.before and is_taken(lock):
                found[number_of(lock)] = name
        return found

    def lock_call(frame, line):
        """Whether the statement around a line takes a lock made on the spot (`with Lock():`)."""
        try:
            import ast
        except ImportError:
            return False
        path = root + file_of(frame.f_code)
        tree = trees.get(path)
        if tree is None:
            try:
                with open(path, "rb") as source:
                    tree = trees[path] = ast.parse(source.read())
            except Exception:
                return False
        for node in ast.walk(tree):
            if isinstance(node, ast.With) and node.lineno <= line <= (node.end_lineno or node.lineno):
                for item in node.items:
                    called = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
                    name = getattr(called, "attr", getattr(called, "id", ""))
                    if name in LOCKS or makes_lock(tree, name):
                        return True
        return False

    def makes_lock(tree, name):
        """Whether a function of this name only makes a lock and returns it."""
        import ast

        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                for step in ast.walk(node):
                    called = step.value if isinstance(step, ast.Return) else None
                    called = called.func if isinstance(called, ast.Call) else None
                    if getattr(called, "attr", getattr(called, "id", "")) in LOCKS:
                        return True
        return False

    trees = {}
    LOCKS = ("Lock", "RLock", "Semaphore", "BoundedSemaphore")

    def notice(frame):
        """Compares the watched variables and locks with how they were at the last instruction.

        Sure is only what this thread did between two of its own instructions, with no other at work. Where
        threads take turns, the change of one is seen first by the next.
        """
        watch = watched[0]
        if watch is None:
            return
        if not watch.busy.acquire(False):
            watch.disturbed = True
            return
        try:
            me = get_ident()
            alone = watch.last == me and not watch.disturbed and clock() - watch.until < TURN
            watch.last = me
            watch.disturbed = False
            previous = watch.at.get(me)
            current = place(frame)
            watch.at[me] = current
            where = previous or current
            for i, variable in enumerate(watch.variables):
                new = variable.print()
                old = watch.prints[i]
                if new is not old if variable.bound else not same(old, new):
                    watch.prints[i] = new
                    if variable.bound and is_container(new):
                        watch.follow(i, new)
                    said = dict(where)
                    said["unsure"] = not alone or watch.disturbed
                    said["variable"] = variable.name
                    said["instance"] = watch.instances[i]
                    if isinstance(new, NUMBERS):
                        said["change"] = "number"
                    elif variable.bound or variable.kind not in ("container", "file"):
                        said["change"] = "bound"
                    said["thread"] = native()
                    said["locks"] = [{"number": n, "name": name} for n, name in held_locks(watch).items()]
                    said["on_the_spot"] = not said["unsure"] and lock_call(frame, where["line"])
                    say({"wrote": said})
            now = {id(lock) for _, lock in watch.locks if id(lock) not in watch.before and is_taken(lock)}
            fresh = now - watch.taken
            for name, lock in watch.locks:
                if id(lock) in fresh:
                    said = dict(where)
                    said["unsure"] = not alone or watch.disturbed
                    said["lock"] = {"number": number_of(lock), "name": name}
                    said["thread"] = native()
                    said["locks"] = [
                        {"number": number_of(other), "name": other_name}
                        for other_name, other in watch.locks
                        if id(other) in watch.taken and id(other) in now
                    ]
                    say({"took": said})
            watch.taken = now
        finally:
            watch.until = clock()
            watch.busy.release()

    def given_back():
        """Forgets the locks given back where nobody noticed: `wait` of a condition does so, and runs no code of the program."""
        watch = watched[0]
        if watch is not None and watch.busy.acquire(False):
            watch.taken = {id(lock) for _, lock in watch.locks if id(lock) in watch.taken and is_taken(lock)}
            watch.busy.release()

    # ---- looking inside

    known_prints = {}
    numbered = {}

    def contents(variable, words):
        """What was added to a variable since the last look, or what in it holds one of the words."""
        value = variable.value()
        where = variable.where if variable.kind == "file" else id(variable.where)
        key = (variable.name, where, variable.key)
        if isinstance(value, NUMBERS):
            instance = numbered.setdefault(key, len(numbered) + 1)
            return {"name": variable.name, "number": str(value), "instance": instance}
        if variable.kind == "file":
            try:
                with open(variable.where, "rb") as file:
                    items = [file.read(1 << 20).decode("utf-8", "replace")]
            except OSError:
                return None
        elif variable.kind == "container":
            try:
                entries = [value] if isinstance(value, bytearray) else entries_of(value)
                items = [text_of(entry) for entry in entries]
            except RuntimeError:
                items = []
        elif type(value) in (tuple, frozenset):
            items = [text_of(item) for item in value if type(item) in (str, bytes, int, float)]
        else:
            items = [text_of(value)]
        before = known_prints.get(key)
        known_prints[key] = items
        grown = True
        if before is not None and len(items) > 1 and len(items) >= len(before) and items[: len(before)] == before:
            added = items[len(before):]
        elif before is not None and len(items) == 1 and len(before) == 1 and items[0].startswith(before[0]):
            added = [items[0][len(before[0]):]]
        else:
            grown = False
            added = [item for item in items if any(word in item for word in words)]
        # A message may be kept in pieces.
        whole = "".join(items)
        counts = [max(sum([item.count(word) for item in items]), whole.count(word)) for word in words]
        if not any(counts):
            return None
        return {
            "name": variable.name,
            "items": [item[-600:] for item in added[-60:]],
            "counts": counts,
            "grown": grown,
        }

    def taken_of(locks):
        return [{"number": number_of(lock), "name": name} for name, lock in locks if is_taken(lock)]

    def look(words):
        variables, locks, _ = explore()
        found, seen = [], set()
        for variable in variables + files():
            said = contents(variable, words)
            if said is not None and (variable.name, id(variable.where)) not in seen:
                seen.add((variable.name, id(variable.where)))
                found.append(said)
        say({"inside": {"variables": found[:400], "taken": taken_of(locks)}})

    def watch(words):
        """Watches what has changed since the last look, or holds one of the words."""
        variables, _, bindings = explore()
        chosen = []
        for variable in variables:
            value = variable.value()
            if isinstance(value, NUMBERS):
                chosen.append(variable)
                continue
            try:
                whole = isinstance(value, bytearray) or variable.kind != "container" and not isinstance(value, dict)
                items = [value] if whole else entries_of(value)
            except RuntimeError:
                items = []
            text = "".join([text_of(item) for item in items[-200:]])
            if any(word in text for word in words):
                chosen.append(variable)
        watched[0] = Watch(chosen[:60] + files()[:20], bindings[:2000])
        say({"watching": len(chosen)})

    gone_through = {}

    def loops():
        """The shared containers that a loop is in the middle of, and what became of each since asked last."""
        variables, locks, _ = explore()
        containers = {id(v.where): v for v in variables if v.kind == "container"}
        iterated = set()
        for iterator in gc.get_referrers(*[v.where for v in containers.values()]):
            if type(iterator).__name__.endswith("iterator"):
                iterated.update([id(inner) for inner in gc.get_referents(iterator)])
        over, now = [], {}
        for key in sorted(iterated & set(containers), key=list(containers).index):
            try:
                items = items_of(containers[key].where)
            except RuntimeError:
                continue
            before = gone_through.get(key, (None, items))[1]
            lost = len(items) < len(before)
            changed = lost or len(items) > len(before) or any(a is not b for a, b in zip(items, before))
            said = {"variable": containers[key].name, "changed": changed, "lost": lost}
            # Python lets a list be changed under a loop.
            said["fails"] = len(items) != len(before) and not isinstance(containers[key].where, (list, bytearray))
            over.append(said)
            # The container too, so that its identity stays its own.
            now[key] = (containers[key].where, items)
        gone_through.clear()
        gone_through.update(now)
        # A lock that each of several objects or threads has is common to nobody.
        names = [name for name, _ in locks]
        common = [(name, lock) for name, lock in locks if names.count(name) == 1]
        say({"loops": {"over": over, "taken": taken_of(common)}})

    # Databases, objects of another process, memory in common.
    ELSEWHERE = ("sqlite3", "dbm") + tuple("multiprocessing." + name for name in ("managers", "shared_memory", "sharedctypes"))

    def is_elsewhere():
        # The locks of `multiprocessing` lie in such memory as well.
        is_mapped = "mmap" in sys.modules and "multiprocessing.heap" not in sys.modules
        return is_mapped or any(name in sys.modules for name in ELSEWHERE)

    def kept(texts):
        """Whether one container, of whomever, or one file holds all the texts."""
        together, found = False, [False] * len(texts)
        for variable in explore(alone=True)[0] + files():
            said = contents(variable, texts)
            counts = said.get("counts") if said is not None else None
            if counts:
                together = together or all(counts)
                found = [before or count > 0 for before, count in zip(found, counts)]
        say({"elsewhere": is_elsewhere()})
        say({"kept": {"together": together, "all": all(found)}})

    def serve():
        say({"thread": native()})
        pending = b""
        while True:
            try:
                data = os.read(channel, 4096)
            except OSError:
                return
            if not data:
                return
            pending += data
            while b"\n" in pending:
                line, pending = pending.split(b"\n", 1)
                words = line.decode("utf-8", "replace").split()
                if words[0] in ("hold", "first", "go"):
                    given_back()
                if words[0] == "hold":
                    holding[0] = int(words[1])
                    say({"done": "hold"})
                elif words[0] == "first":
                    offset, function, file = line.decode("utf-8", "replace").split(" ", 3)[1:]
                    awaited[0] = (int(offset), function, file)
                    say({"done": "first"})
                elif words[0] == "go":
                    holding[0] = None
                    if gate.locked():
                        gate.release()
                    # Said last: the thread that was held can already be seen to run.
                    say({"done": "go"})
                elif words[0] == "drop":
                    holding[0] = awaited[0] = None
                    say({"done": "drop"})
                elif words[0] == "watch":
                    watch(words[1:])
                elif words[0] in ("look", "loops", "kept"):
                    try:
                        if words[0] == "kept":
                            kept(line.decode("utf-8", "replace").split("\t")[1:])
                        elif words[0] == "loops":
                            loops()
                        else:
                            look(words[1:])
                    except Exception as error:
                        say({"failed": type(error).__name__ + ": " + str(error)})

    # ---- new threads

    served = [False]
    real_start = _thread.start_new_thread
    home = os.getpid()

    def begin():
        with numbering:
            first = not served[0]
            served[0] = True
        if first:
            real_start(serve, ())
        sys.settrace(trace)

    def runner(function, args, kwargs):
        begin()
        try:
            function(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as error:
            hook = sys.UnraisableHookArgs(
                (type(error), error, error.__traceback__.tb_next, "Exception ignored in thread started by", function)
            )
            sys.unraisablehook(hook)

    def start_new_thread(function, args, kwargs={}):
        if os.getpid() != home or not callable(function) or type(args) is not tuple:
            return real_start(function, args, kwargs)
        return real_start(runner, (function, args, kwargs))

    _thread.start_new_thread = _thread.start_new = start_new_thread
    loaded = sys.modules.get("threading")
    if loaded is not None and hasattr(loaded, "_start_new_thread"):
        loaded._start_new_thread = start_new_thread
    joinable = getattr(_thread, "start_joinable_thread", None)
    if joinable is not None:

        def start_joinable_thread(function, handle=None, daemon=True):
            if os.getpid() != home:
                return joinable(function, handle=handle, daemon=daemon)

            def run():
                begin()
                function()

            return joinable(run, handle=handle, daemon=daemon)

        _thread.start_joinable_thread = start_joinable_thread
        if loaded is not None:
            loaded._start_joinable_thread = start_joinable_thread

    def after_fork():
        sys.settrace(None)
        say({"elsewhere": is_elsewhere()})
        say({"forked": os.getpid()})

    def overhear(event, arguments):
        """Tells that the program traces itself: its threads are then out of reach."""
        if event == "sys.settrace" and os.getpid() == home:
            if sys._getframe(1).f_code not in (begin.__code__, after_fork.__code__):
                say({"untraced": native()})

    os.register_at_fork(after_in_child=after_fork)
    sys.addaudithook(overhear)
    say({"hello": {"version": "%d.%d" % sys.version_info[:2], "pid": home}})

    # The system's own module of this name, which this one hides.
    rest = module_type("sitecustomize")
    sys.modules["sitecustomize"] = rest
    finder = sys.modules["_frozen_importlib_external"].PathFinder
    spec = finder.find_spec("sitecustomize", sys.path)
    if spec is not None and spec.loader is not None:
        rest.__spec__, rest.__file__ = spec, spec.origin
        spec.loader.exec_module(rest)


install()
del install
