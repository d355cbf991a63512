# SPDX-License-Identifier: MIT
"""What servers of the tests have in common: they serve one client after the other, in a thread,
until the block ends."""

import socket
import threading

SECONDS = 30


class Listener:
    """On a port that is free, or on the one that is given. Clients are given to `_talk`."""

    def __init__(self, host="127.0.0.1", port=0):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.create_server((host, port), family=family)
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(SECONDS)

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self._talk(connection)
