# SPDX-License-Identifier: MIT
"""A mail server that follows a script, on a port of its own.

    S: TEXT     sends a line; TAG stands for the tag of the client's last command
    C: PATTERN  reads a line and expects it to match as a whole, an IMAP tag left out
    TLS         shakes hands
    RAW TEXT    sends bytes as they are written in Python, and no end of line
    DRIP TEXT   the same, a byte at a time, slowly
    FLOOD TEXT  sends a line again and again until the client goes
    REPEAT TEXT the same without an end of line
    HOLD        says nothing until the client goes
    CLOSE       closes at once, without a close_notify
    BYTE        reads one byte
    RESET       breaks the connection
    BYE         waits for a goodbye, if there is one, and answers it
    SCRAM i=N   asks for a SCRAM login with N iterations
    ECHO TEXT   the same as S:, with ECHO replaced by the client's last line

At the end it reads until the client goes. What was not as expected is in `mistakes`."""

import ast
import base64
import re
import socket
import ssl
import struct
import time

from listener import SECONDS, Listener

MOST = 4 * 1024 * 1024


class Mismatch(Exception):
    """The client did not say what the script expects."""


class Talk:
    """One connection."""

    def __init__(self, connection, context):
        self.connection = connection
        self.context = context
        self.tag = "TAG"
        self.line, self.said = "", ""  # by the client, by us

    def follow(self, script):
        for line in script.strip().splitlines():
            word, _, rest = line.lstrip().partition(" ")
            getattr(self, "do_" + word.strip(":").lower())(rest)
        self.do_hold("")

    def do_s(self, text):
        self.said = text.replace("TAG", self.tag)
        self.connection.sendall(f"{self.said}\r\n".encode())

    def do_raw(self, text):
        text = text.replace("TAG", self.tag)
        self.connection.sendall(ast.literal_eval(f'b"{text}"'))

    def do_drip(self, text):
        for byte in ast.literal_eval(f'b"{text}"'):
            self.connection.sendall(bytes([byte]))
            time.sleep(0.3)

    def do_flood(self, text):
        self.do_repeat(text + "\r\n")

    def do_repeat(self, text):
        block, sent = text.encode() * 1000, 0
        while sent < MOST:
            self.connection.sendall(block)
            sent += len(block)

    def do_c(self, pattern):
        line = self._take_command()
        if not re.fullmatch(pattern, line):
            raise Mismatch(f"expected {pattern!r}, got {line[:200]!r}")

    def do_tls(self, _):
        self.connection = self.context.wrap_socket(self.connection, server_side=True,
                                                   suppress_ragged_eofs=True)

    def do_close(self, _):
        self.connection.shutdown(socket.SHUT_RDWR)

    def do_hold(self, _):
        while self.connection.recv(4096):
            pass

    def do_byte(self, _):
        self.connection.recv(1)

    def do_reset(self, _):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def do_bye(self, _):
        try:
            command = self._take_command()
        except Mismatch:
            return
        is_pop3 = self.said[:1] in "+-"
        self.do_s("TAG OK" if command == "LOGOUT" else "+OK" if is_pop3 else "221 2.0.0 bye")

    def do_echo(self, text):
        self.do_s(text.replace("ECHO", self.line))

    def do_scram(self, iterations):
        first = base64.b64decode(self.line.rpartition(" ")[2]).decode()
        nonce = first.partition(",r=")[2]
        challenge = f"r={nonce}and-ours,s=W22ZaJ0SNY7soEsUEjb6gQ==,{iterations}"
        self.do_s("+ " + base64.b64encode(challenge.encode()).decode())

    def _take_command(self):
        """The client's next line, its IMAP tag put aside."""
        self.line = self._read_line()
        found = re.fullmatch(r"(a\d+) (.*)", self.line)
        if not found:
            return self.line
        self.tag = found.group(1)
        return found.group(2)

    def _read_line(self):
        line = b""
        while not line.endswith(b"\n"):
            byte = self.connection.recv(1)
            if not byte:
                raise Mismatch(f"the client went; it had said {line!r}")
            line += byte
        return line.decode().rstrip("\r\n")


class Peer(Listener):
    """Serves one script to every client."""

    def __init__(self, script, identity, host="127.0.0.1", legacy=False, port=0):
        super().__init__(host, port)
        self.script = script
        self.context = None
        if identity:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.set_ciphers("ALL:@SECLEVEL=0")  # whatever the key is worth
            self.context.load_cert_chain(identity.chain, identity.key)
        if legacy:
            self.context.minimum_version = ssl.TLSVersion.TLSv1
            self.context.maximum_version = ssl.TLSVersion.TLSv1_1
        self.talks, self.mistakes = 0, []

    def _talk(self, connection):
        connection.settimeout(SECONDS)
        self.talks += 1
        talk = Talk(connection, self.context)
        try:
            talk.follow(self.script)
        except Mismatch as mistake:
            self.mistakes.append(str(mistake))
        except OSError:
            pass  # the client may go whenever it likes
        talk.connection.close()
