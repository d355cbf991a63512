# SPDX-License-Identifier: MIT
"""Token endpoints that answer as Microsoft Entra ID does, or as nobody should, under the
names of its clouds and at its port. What they answer depends on the tenant."""

import json
import ssl
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

TRACE = "0a8b5b5e-1f0e-4f5e-9a55-1d3f6a1e0c00"
CORRELATION = "1b4e3b2a-0000-4000-8000-7d8a3c2f1e00"
TIMESTAMP = "2026-11-22 08:00:00Z"
HOSTS = ["login.microsoftonline.com", "login.microsoftonline.us",
         "login.partner.microsoftonline.cn"]
MOST = 8 * 1024 * 1024


class Answer(NamedTuple):
    status: int = 200
    body: object = {}  # an object to be sent as JSON, bytes, or what is called with the socket
    headers: tuple = ()


def refusal(code, error="invalid_grant", description="Something that only Microsoft understands."):
    """A refusal, word for word."""
    text = f"AADSTS{code}: {description} Trace ID: {TRACE} Correlation ID: {CORRELATION} " \
           f"Timestamp: {TIMESTAMP}"
    return Answer(400, {
        "error": error, "error_codes": [code], "error_description": text, "timestamp": TIMESTAMP,
        "trace_id": TRACE, "correlation_id": CORRELATION,
        "error_uri": f"https://login.microsoftonline.com/error?code={code}"})


def grant(token, **more):
    return Answer(200, {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599,
                        "access_token": token, **more})


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.owner.answer(self, dict(urllib.parse.parse_qsl(text)))

    def do_GET(self):
        self.server.owner.answer(self, {})

    def reply(self, answer):
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if callable(answer.body):
            self.end_headers()
            answer.body(self.wfile)
            return
        body = answer.body
        if not isinstance(body, bytes):
            self.send_header("Content-Type", "application/json; charset=utf-8")
            body = json.dumps(body).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Web(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # clients may go whenever they like


class Entra:
    """Serves until the block ends. `scripts` has for each tenant a list of answers for each
    endpoint, of which the last is given again and again; `requests` what has been asked for."""

    def __init__(self, identity, scripts):
        self.scripts = {key: list(answers) for key, answers in scripts.items()}
        self.requests = []
        self.lock = threading.Lock()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity.chain, identity.key)
        self.web = Web(("127.0.0.1", 443), Handler)
        self.web.owner = self
        self.web.socket = context.wrap_socket(self.web.socket, server_side=True,
                                              do_handshake_on_connect=False)

    def __enter__(self):
        self.thread = threading.Thread(target=self.web.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.web.shutdown()
        self.web.server_close()
        self.thread.join()

    def answer(self, handler, form):
        path = urllib.parse.urlsplit(handler.path).path
        _, tenant, *_, endpoint = path.split("/")
        with self.lock:
            host = handler.headers["Host"]
            self.requests.append((time.monotonic(), host, tenant, endpoint, form))
            answers = self.scripts[tenant, endpoint]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        handler.reply(answer)

    def asked(self, tenant, endpoint):
        """When, by which name and with which form."""
        return [(when, host, form) for when, host, *place, form in self.requests
                if place == [tenant, endpoint]]


def endless(out):
    """More bytes than anybody should read, and still JSON."""
    out.write(b'{"access_token":"')
    for _ in range(MOST // 65536):
        out.write(b"a" * 65536)


def drop(out):
    """A few bytes, and no more."""
    out.write(b'{"access_tok')


def drip(out):
    """A byte now and then."""
    for byte in b'{"token_type":"Bearer",' + b" " * 600:
        out.write(bytes([byte]))
        out.flush()
        time.sleep(0.2)
