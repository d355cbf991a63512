# SPDX-License-Identifier: MIT
"""A DNS server that says what a test wants it to, by UDP and TCP on one port, and
remembers what it was asked."""

import ipaddress
import socket
import struct
import threading
import time
from dataclasses import dataclass

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
TYPE_NAMES = {number: name for name, number in TYPES.items()}

NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
AA, TC = 0x0400, 0x0200


@dataclass
class Query:
    """A question as it came in."""

    id: int
    flags: int
    name: str
    type: str
    question: bytes  # name, type and class as they stood
    edns: int  # the size that it allows; 0: no OPT
    tcp: bool
    time: float

    @property
    def rd(self):
        return bool(self.flags & 0x0100)

    @property
    def ad(self):
        return bool(self.flags & 0x0020)

    @property
    def cd(self):
        return bool(self.flags & 0x0010)


def pack_name(name):
    labels = [label.encode() for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def unpack_name(message, at):
    """A name without compression, as questions have it; also where it ends."""
    labels = []
    while length := message[at]:
        labels.append(message[at + 1 : at + 1 + length].decode("latin-1"))
        at += 1 + length
    return ".".join(labels), at + 1


def parse(message, tcp):
    number, flags, _, _, _, additional = struct.unpack_from(">6H", message)
    name, at = unpack_name(message, 12)
    kind = struct.unpack_from(">H", message, at)[0]
    edns = struct.unpack_from(">H", message, at + 4 + 3)[0] if additional else 0
    question = message[12 : at + 4]
    kind = TYPE_NAMES.get(kind, str(kind))
    return Query(number, flags, name, kind, question, edns, tcp, time.monotonic())


def data_of(kind, text):
    if kind in ("A", "AAAA"):
        return ipaddress.ip_address(text).packed
    if kind == "MX":
        priority, host = text.split()
        return struct.pack(">H", int(priority)) + pack_name(host)
    if kind == "TXT":
        pieces = [text[at : at + 255] for at in range(0, len(text), 255)] or [""]
        return b"".join(bytes([len(piece)]) + piece.encode() for piece in pieces)
    if kind == "SOA":
        return pack_name(text) + pack_name("hostmaster." + text) + bytes(20)
    return pack_name(text)


def record(owner, kind, text, ttl=300):
    data = data_of(kind, text)
    return pack_name(owner) + struct.pack(">HHIH", TYPES[kind], 1, ttl, len(data)) + data


def reply(query, rcode=NOERROR, answer=(), authority=(), flags=0, **other):
    """A message; `other` may replace the id and the question."""
    number = other.get("id", query.id)
    question = other.get("question", query.question)
    flags |= 0x8080 | (query.flags & 0x0100) | rcode
    opt = b""
    if query.edns and not other.get("plain"):
        opt = b"\0" + struct.pack(">HHIH", 41, 1232, 0, 0)
    counts = [1 if question else 0, len(answer), len(authority), 1 if opt else 0]
    head = struct.pack(">6H", number, flags, *counts)
    return head + question + b"".join([*answer, *authority]) + opt


def is_greeting(query):
    """Whether it only asks if somebody is there, as when an answer is late."""
    return not query.name


def address(query, ip="192.0.2.1"):
    """A record of the type that was asked for, whatever the name."""
    return reply(query, answer=[record(query.name, "A", ip)])


class Peer:
    """`handler(query)` returns the messages to send back: one, a list, or None. One that
    waits needs `slow`, so that others do not have to wait for it.

    with Peer(handler) as peer: ... peer.address ... peer.asked()"""

    def __init__(self, handler, host="127.0.0.1", slow=False):
        self.handler = handler
        self.host = host
        self.slow = slow
        self.queries = []
        self.lock = threading.Lock()

    def __enter__(self):
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._bind(family)
        for work in (self._serve_udp, self._serve_tcp):
            threading.Thread(target=work, daemon=True).start()
        return self

    def _bind(self, family):
        """The port has to be free for both."""
        for _ in range(100):
            self.tcp = socket.create_server((self.host, 0), family=family)
            self.port = self.tcp.getsockname()[1]
            self.udp = socket.socket(family, socket.SOCK_DGRAM)
            try:
                self.udp.bind((self.host, self.port))
                return
            except OSError:
                self.tcp.close()
                self.udp.close()
        raise OSError("no port is free for both UDP and TCP")

    def __exit__(self, *_):
        for each in (self.udp, self.tcp):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()

    @property
    def address(self):
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def asked(self, name=None):
        """The queries for a name; without one, all but those that only see whether the
        peer lives."""
        with self.lock:
            queries = list(self.queries)
        return [each for each in queries if each.name == name or (name is None and each.name)]

    def _answer(self, message, tcp):
        try:
            query = parse(message, tcp)
        except (struct.error, IndexError):
            return []
        with self.lock:
            self.queries.append(query)
        messages = self.handler(query)
        if messages is None:
            return []
        return [messages] if isinstance(messages, bytes) else messages

    def _serve_udp(self):
        while True:
            try:
                message, sender = self.udp.recvfrom(4096)
            except OSError:
                return
            if not message:  # that is how a shutdown looks
                return
            if self.slow:
                words = (message, sender)
                threading.Thread(target=self._answer_udp, args=words, daemon=True).start()
            else:
                self._answer_udp(message, sender)

    def _answer_udp(self, message, sender):
        for each in self._answer(message, False):
            try:
                self.udp.sendto(each, sender)
            except OSError:
                return

    def _serve_tcp(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._answer_tcp, args=(connection,), daemon=True).start()

    def _answer_tcp(self, connection):
        try:
            with connection, connection.makefile("rb") as stream:
                while len(head := stream.read(2)) == 2:
                    message = stream.read(struct.unpack(">H", head)[0])
                    for each in self._answer(message, True):
                        connection.sendall(struct.pack(">H", len(each)) + each)
        except OSError:
            return
