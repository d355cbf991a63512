# SPDX-License-Identifier: MIT
"""A web server that says what a function wants it to, on ports 80 and 443 of an address, and
remembers what it was asked."""

import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Request(NamedTuple):
    tls: bool
    method: str
    host: str
    path: str
    everything: str


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Web:
    """`answer(request)` returns status, Content-Type, body and perhaps seconds to wait; with
    "Location" as the Content-Type the body is where to go."""

    def __init__(self, answer, identity, address):
        self.answer = answer
        self.requests = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity.chain, identity.key)
        self.servers = [self._make(address, 80, None), self._make(address, 443, context)]

    def __enter__(self):
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def _make(self, address, port, context):
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                request = Request(context is not None, self.command, self.headers["Host"],
                                  self.path.partition("?")[0], f"{self.path} {self.headers}{body}")
                web.requests.append(request)
                web.send(self, *web.answer(request))

            do_POST = do_GET

            def log_message(self, *_):
                pass

        server = Server((address, port), Handler)
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True,
                                                do_handshake_on_connect=False)
        return server

    def send(self, handler, status, kind, body, seconds=0):
        time.sleep(seconds)
        handler.send_response(status)
        if kind == "Location":
            handler.send_header("Location", body)
            body = ""
        else:
            handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())
