"""A server that speaks the SSH File Transfer Protocol, version 3, on its standard streams, and breaks one rule of it."""

import struct
import sys
import time

MODE = sys.argv[1]
INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT, OPENDIR, READDIR, REMOVE, RENAME = 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 18
STATUS, HANDLE, DATA, NAME, ATTRS = 101, 102, 103, 104, 105
SIZE = 100_000
out = sys.stdout.buffer
stored = {}


def string(value):
    return struct.pack(">I", len(value)) + value


def send(kind, payload, length=None):
    body = bytes([kind]) + payload
    out.write(struct.pack(">I", len(body) if length is None else length) + body)
    out.flush()


def receive():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit(0)
    body = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    return body[0], body[1:5], body[5:]


def status(identifier, code):
    send(STATUS, identifier + struct.pack(">I", code) + string(b"") + string(b""))


def attributes(size):
    return struct.pack(">IQI", 0x5, size, 0o100644)


def greet():
    if MODE == "nothing":
        sys.exit(0)
    if MODE == "banner":
        out.write(b"Welcome to this machine, whoever you are.\n")
        out.flush()
    if MODE == "silent":
        time.sleep(60)
    receive()
    send(VERSION, struct.pack(">I", 2 if MODE == "other version" else 3))
    if MODE == "ends":
        sys.exit(0)


def break_rule(identifier):
    """Answers the first request wrongly; false where the mode breaks another rule."""
    good = identifier + attributes(SIZE)
    if MODE == "huge length":
        send(ATTRS, good, length=0x7FFFFFFF)
    elif MODE == "length zero":
        send(ATTRS, good, length=0)
    elif MODE == "length one":
        send(ATTRS, good, length=1)
    elif MODE == "other identifier":
        send(ATTRS, struct.pack(">I", 4711) + attributes(SIZE))
    elif MODE == "other kind":
        send(HANDLE, identifier + string(b"h"))
    elif MODE == "unknown kind":
        send(250, good)
    elif MODE == "short fields":
        send(ATTRS, good[:-3])
    elif MODE == "more fields":
        send(ATTRS, good + b"\0")
    elif MODE == "unknown attributes":
        send(ATTRS, identifier + struct.pack(">I", 0x10))
    elif MODE == "endless attributes":
        send(ATTRS, identifier + struct.pack(">II", 0x80000000, 0xFFFFFFFF))
    elif MODE == "no size":
        send(ATTRS, identifier + struct.pack(">I", 0))
    elif MODE == "half a packet":
        out.write(struct.pack(">I", 100) + b"\x69" + good)
        out.flush()
        sys.exit(0)
    else:
        return False
    return True


def read(identifier, payload):
    count = struct.unpack(">I", payload[-4:])[0]
    offset = struct.unpack(">Q", payload[-12:-4])[0]
    if MODE == "too much data":
        send(DATA, identifier + string(b"x" * (count + 1)))
    elif MODE == "no data":
        send(DATA, identifier + string(b""))
    elif MODE == "early end":
        status(identifier, 1)
    elif MODE == "little data":
        send(DATA, identifier + string(pattern(offset, min(count, 1000))))
    else:
        send(DATA, identifier + string(pattern(offset, count)))


def pattern(offset, count):
    """Bytes by which a test sees that parts stand where they belong."""
    return bytes((i * 31 + (i >> 8)) & 0xFF for i in range(offset, offset + count))


def readdir(identifier):
    if MODE == "endless names":
        entry = string(b"a.fubako") + string(b"") + struct.pack(">I", 0)
        send(NAME, identifier + struct.pack(">I", 1000) + entry * 1000)
    elif MODE == "no names":
        send(NAME, identifier + struct.pack(">I", 0))
    elif MODE == "more names than entries":
        send(NAME, identifier + struct.pack(">I", 0xFFFFFFFF))
    else:
        status(identifier, 1)


def write(identifier, payload):
    size = struct.unpack(">I", payload[:4])[0]
    offset, count = struct.unpack(">QI", payload[4 + size : 16 + size])
    stored["size"] = max(stored.get("size", 0), offset + count)
    if MODE == "acknowledges others":
        status(struct.pack(">I", 99_999), 0)
    else:
        status(identifier, 0)


greet()
while True:
    kind, identifier, payload = receive()
    if break_rule(identifier):
        continue
    if kind == LSTAT:
        if MODE in ("forgets", "acknowledges others") and "size" not in stored:
            status(identifier, 2)
        elif MODE == "forgets":
            # Only the name in between is there.
            send(ATTRS, identifier + attributes(stored["size"])) if b".part" in payload else status(identifier, 2)
        else:
            send(ATTRS, identifier + attributes(SIZE))
    elif kind in (OPEN, OPENDIR):
        send(HANDLE, identifier + string(b"h"))
    elif kind == READ:
        read(identifier, payload)
    elif kind == READDIR:
        readdir(identifier)
    elif kind == WRITE:
        write(identifier, payload)
    elif kind in (CLOSE, REMOVE, RENAME):
        status(identifier, 0)
    else:
        status(identifier, 8)
