"""Just enough of Marionette, Mozilla's remote control protocol, to run a
script inside Thunderbird.  A packet is LENGTH:JSON; a command is
[0, id, name, parameters], its answer [1, id, error, result]."""

import json
import socket
import time


class MarionetteError(Exception):
    pass


class Marionette:
    def __init__(self, sock):
        self._sock = sock
        self._pending = b""
        self._last_id = 0

    @classmethod
    def connect(cls, port, deadline, still_wanted):
        """Tries until the port answers; still_wanted() raises to give up."""
        while True:
            still_wanted()
            try:
                sock = socket.create_connection(("127.0.0.1", port), timeout=5)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise MarionetteError(f"nothing listens on port {port}")
                time.sleep(0.1)
        client = cls(sock)
        client._read_packet(deadline)  # the greeting
        return client

    def open_chrome_session(self, deadline, script_seconds):
        """Chrome context is where Thunderbird's own modules can be loaded."""
        timeouts = {"script": int(script_seconds * 1000)}
        self.command("WebDriver:NewSession", {"timeouts": timeouts}, deadline)
        self.command("Marionette:SetContext", {"value": "chrome"}, deadline)

    def call(self, source, function, arguments, deadline):
        """Defines source in a fresh sandbox, returns what function returns."""
        parameters = {
            "script": f"{source}\nreturn {function}(...arguments);",
            "args": arguments,
            "sandbox": "system",
            "newSandbox": True,
        }
        result = self.command("WebDriver:ExecuteScript", parameters, deadline)
        return result["value"]

    def command(self, name, parameters, deadline):
        self._last_id += 1
        text = json.dumps([0, self._last_id, name, parameters]).encode()
        self._send(b"%d:%s" % (len(text), text))
        _, answered_id, error, result = self._read_packet(deadline)
        if answered_id != self._last_id:
            raise MarionetteError(f"{name}: answer to another command")
        if error:
            raise MarionetteError(f"{name}: {error['error']}: {error['message']}")
        return result

    def close(self):
        self._sock.close()

    def _send(self, data):
        try:
            self._sock.sendall(data)
        except OSError as error:
            raise MarionetteError(f"connection to Thunderbird: {error}") from None

    def _read_packet(self, deadline):
        while b":" not in self._pending:
            self._receive(deadline)
        length, _, self._pending = self._pending.partition(b":")
        while len(self._pending) < int(length):
            self._receive(deadline)
        packet = self._pending[: int(length)]
        self._pending = self._pending[int(length) :]
        return json.loads(packet)

    def _receive(self, deadline):
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise MarionetteError("Thunderbird did not answer in time")
        self._sock.settimeout(remaining)
        try:
            data = self._sock.recv(65536)
        except socket.timeout:
            raise MarionetteError("Thunderbird did not answer in time") from None
        except OSError as error:
            raise MarionetteError(f"connection to Thunderbird: {error}") from None
        if not data:
            raise MarionetteError("Thunderbird closed the connection")
        self._pending += data
