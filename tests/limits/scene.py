# SPDX-License-Identifier: MIT
"""The server that the limits are tried at, and a client that sends bytes as it likes."""

import contextlib
import re
import socket
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import serving  # noqa: E402

IDLE_SECONDS = 2
REQUEST_SECONDS = 20
HEAD_LIMIT = 8 * 1024
BODY_LIMIT = 64 * 1024

# The watch looks twice a second, and a machine with other work is late.
LATE_SECONDS = 3

# Addresses of this machine. The server believes the one about others, not the other.
PROXY = "127.0.0.2"
STRANGER = "127.0.0.1"

TARGET = "/mail/config-v1.1.xml"
POX = "/autodiscover/autodiscover.xml"
HOST = "autoconfig.example.com"

INI = """\
[waypost]
listen = {public}
listen = {v6}
listen = {path}
admin_listen = {admin}
host = waypost.example.net
trusted_proxies = {proxy}/32
idle_timeout = {idle}
templates = {templates}

[example.com]
template = imap
name = {name}
imap = mail.example.com
smtp = mail.example.com:587 starttls

[exchange.example]
template = microsoft365

[*.campus.example]
template = imap
imap = mail.campus.example
smtp = mail.campus.example

[refused.example]
template = none

[*]
template = imap
imap = mail.example.net
smtp = mail.example.net
"""


class LimitError(Exception):
    """The server did not keep what it promises."""


def expect(condition, text):
    if not condition:
        raise LimitError(text)


class Scene:
    """Addresses, domains.ini and, while the block lasts, the server."""

    def __init__(self, binary, folder, name="Example"):
        self.binary, self.folder, self.name = binary, Path(folder), name
        public, admin, v6 = serving.free_ports(3)
        self.public, self.admin = f"127.0.0.1:{public}", f"127.0.0.1:{admin}"
        self.v6 = f"[::1]:{v6}" if serving.has_ipv6() else ""
        self.path = f"unix:{self.folder}/http.sock"
        self.ini, self.log = self.folder / "domains.ini", self.folder / "server.log"
        self.sanitized = b"__sanitizer" in Path(binary).read_bytes()
        self.write(name)

    def write(self, name):
        values = {**vars(self), "name": name, "proxy": PROXY, "idle": IDLE_SECONDS}
        text = INI.format(templates=serving.REPOSITORY / "templates", **values)
        new = self.ini.with_suffix(".new")
        new.write_text(text.replace("listen = \n", ""))
        new.rename(self.ini)

    def __enter__(self):
        self.server = serving.waypost(self.binary, self.ini, self.public, self.log)
        self.server.__enter__()
        return self

    def __exit__(self, *_):
        self.server.stop()

    def metrics(self):
        answer = serving.ask(self.admin, serving.get("/metrics", "localhost"))
        return answer.partition(b"\r\n\r\n")[2].decode()

    def log_lines(self, pattern):
        return self.server.log_lines(pattern)

    def wait_for_log(self, pattern, more_than=0):
        line = self.server.wait_for_log(pattern, more_than)
        expect(line is not None, f"no line in the log matches {pattern}")
        return line


@contextlib.contextmanager
def own_scene(scene):
    """A server of its own for one case, not yet started."""
    with tempfile.TemporaryDirectory(prefix="waypost-limits-") as folder:
        yield Scene(scene.binary, folder)


class Answer:
    def __init__(self, head, body):
        self.head, self.body = head, body
        self.status = int(head.split()[1])


class Talk:
    """A connection on which requests are sent piece by piece."""

    def __init__(self, address, source=None):
        self.connection = serving.connect(address, source)
        if self.connection.family != socket.AF_UNIX:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.connection.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.connection.close()

    def send(self, data):
        """False when the server has closed. It may refuse before it has read all: then the
        answer counts."""
        try:
            self.connection.sendall(data)
            return True
        except (ConnectionError, TimeoutError):
            return False

    def answer(self, without_body=False):
        """The next answer; None when the server closed instead."""
        head = b""
        try:
            while not head.endswith(b"\r\n\r\n"):
                line = self.stream.readline()
                if not line:
                    expect(not head, f"closed in the middle of a head: {head[:80]}")
                    return None
                head += line
            length = int(re.search(rb"(?mi)^Content-Length: *(\d+)", head).group(1))
            body = b"" if without_body else self.stream.read(length)
            expect(without_body or len(body) == length, "closed in the middle of a body")
            return Answer(head, body)
        except ConnectionError:
            return None

    def rest(self, seconds=LATE_SECONDS):
        """All that comes until the server closes, which it has to do by itself and soon."""
        self.connection.settimeout(seconds)
        try:
            return self.stream.read()
        except ConnectionError:
            return b""
        except TimeoutError:
            raise LimitError("still open") from None

    def is_closed(self):
        """Whether the server closes without another byte."""
        return self.rest() == b""

    def reset(self):
        """Ends the connection as a program does that was killed."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.stream.close()
        self.connection.close()

    def seconds_until_closed(self, limit):
        start = time.monotonic()
        self.connection.settimeout(limit)
        try:
            expect(self.connection.recv(1) == b"", "bytes came where a close was due")
        except ConnectionError:
            pass
        except TimeoutError:
            raise LimitError(f"still open after {limit} s") from None
        return time.monotonic() - start


def request(method="GET", target=TARGET, host=HOST, fields=(), body=b""):
    """The bytes of a request on a connection that stays open."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def post(body, *fields, target=POX):
    return request("POST", target, fields=[f"Content-Length: {len(body)}", *fields], body=body)


def chunked(body, size=1000):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def post_chunked(body):
    return request("POST", POX, fields=["Transfer-Encoding: chunked"], body=chunked(body))


def ask(scene, data, source=None):
    """One request on a connection of its own."""
    with Talk(scene.public, source) as talk:
        talk.send(data)
        return talk.answer()


def expect_status(answer, status, what):
    got = answer.status if answer else "a close"
    expect(got == status, f"{what}: expected {status}, got {got}")
    return answer


class Helpers:
    """Threads whose first exception is raised at the end of the block."""

    def __init__(self):
        self.threads, self.errors = [], []

    def start(self, function, *arguments):
        def run():
            try:
                function(*arguments)
            except Exception as error:  # noqa: BLE001 - raised again in __exit__
                self.errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        self.threads.append(thread)
        thread.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for thread in self.threads:
            thread.join()
        if self.errors and kind is None:
            raise self.errors[0]
