"""What the tests that talk to a real waypost share: free ports, a server in the
background, and one request over a connection of its own."""

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]

# Loading is slow under valgrind and the sanitizers, and on a machine with other work.
START_SECONDS = 60
STOP_SECONDS = 30
ANSWER_SECONDS = 30
LOG_SECONDS = 10

# How the sanitizers announce a finding, whatever else they say.
SANITIZER_REPORT = re.compile(
    r".*(?:runtime error:|(?:Address|Leak|Thread|Memory)Sanitizer)(?:.*\n?){,20}"
)


class ServerError(Exception):
    """The server did not do what the test needs of it; the text says what."""


def client_ports():
    """The first and the last port that the system gives to clients."""
    path = Path("/proc/sys/net/ipv4/ip_local_port_range")
    return tuple(map(int, path.read_text().split()))


handed_out = set()
handing_out = threading.Lock()


def free_ports(count, host="127.0.0.1"):
    """Ports that nobody listens on, that no client will be given before somebody does, and
    that nobody else in this process has been given."""
    first, last = client_ports()
    candidates = [port for port in range(1024, 65536) if not first <= port <= last]
    found = []
    with handing_out:
        while len(found) < count:
            port = random.choice(candidates)
            with contextlib.suppress(OSError):
                if port not in handed_out:
                    try_port(host, port)
                    handed_out.add(port)
                    found.append(port)
    return found


def try_port(host, port):
    """Tries a port, on this machine's own IPv6 address as well if there is one."""
    socket.create_server((host, port)).close()
    if has_ipv6():
        socket.create_server(("::1", port), family=socket.AF_INET6).close()


def has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


def connect(address, source=None):
    """A connection to an address as domains.ini writes it: HOST:PORT or unix:PATH."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(ANSWER_SECONDS)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _, port = address.rpartition(":")
    origin = (source, 0) if source else None
    target = (host.strip("[]"), int(port))
    return socket.create_connection(target, ANSWER_SECONDS, source_address=origin)


def ask(address, request, source=None):
    """Sends one request and returns all that comes back until the server closes, which
    the request has to ask for with `Connection: close`."""
    with connect(address, source) as connection:
        connection.sendall(request)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return answer


def get(target, host, *headers):
    """The bytes of a GET that is the only one on its connection."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Server:
    """A program that listens on an address and logs to a file, ended with the block:

    with Server(["waypost", "serve", ...], "127.0.0.1:8080", log) as server: ..."""

    def __init__(self, command, address, log, **options):
        self.command = [str(word) for word in command]
        self.address = address
        self.log = Path(log)
        self.options = options
        self.status = None

    def __enter__(self):
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **self.options,
            )
        try:
            self._wait_until_listening()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        """Ends it as an init system would. Returns the exit status; may be called again."""
        if self.status is None:
            self.process.terminate()
            try:
                self.status = self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.status = self.process.wait()
        return self.status

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def log_text(self):
        return self.log.read_text(errors="replace")

    def log_lines(self, pattern):
        return re.findall(rf"(?m)^.*{pattern}.*$", self.log_text())

    def wait_for_log(self, pattern, more_than=0):
        """The last of more lines than that; None where they do not come. A request's answer
        may be there before its line is."""
        deadline = time.monotonic() + LOG_SECONDS
        while len(lines := self.log_lines(pattern)) <= more_than:
            if time.monotonic() > deadline:
                return None
            time.sleep(0.02)
        return lines[-1]

    def complaints(self):
        """What is wrong with its end: a status other than 0, or a sanitizer's report. Stops
        the server."""
        found = []
        if self.stop() != 0:
            found.append(f"{self.command[0]} ended with status {self.status}")
        if match := SANITIZER_REPORT.search(self.log_text()):
            found.append(f"the log holds a sanitizer's report:\n{match.group()}")
        return found

    def _wait_until_listening(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.process.poll() is not None:
                text = self.log_text().strip()
                status = self.process.returncode
                raise ServerError(f"{self.command[0]} ended with status {status}: {text}")
            try:
                connect(self.address).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise ServerError(f"nobody listens on {self.address}") from None
                time.sleep(0.02)


def waypost(binary, ini, address, log, **options):
    """The server under test."""
    command = [os.path.abspath(binary), "serve", "-c", ini]
    # Where the tests are a service themselves, it would log to systemd.
    environment = {name: text for name, text in os.environ.items() if name != "JOURNAL_STREAM"}
    return Server(command, address, log, env=environment, **options)
