# SPDX-License-Identifier: MIT
"""What only a program that calls probe itself can try (drive.c), and addresses at which
nobody answers."""

import os
import socket
import ssl
import subprocess
from contextlib import ExitStack, contextmanager

from cases import IMAP_BYE, IMAP_HELLO, imap_login, plain
from peer import Peer
from scene import HOST, PASSWORD, SECONDS
from serving import SANITIZER_REPORT


# Otherwise freed blocks that are kept for the next use count as bytes in use.
EXACT = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0"}


class Drive:
    def __init__(self, scene, program):
        self.scene = scene
        self.program = program

    def run(self, *words, **options):
        command = [self.program, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS,
                              env=os.environ | EXACT, **options)
        if done.returncode != 0 or SANITIZER_REPORT.search(done.stderr):
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
        return done.stdout.splitlines()

    def probe(self, port, answer, alias=""):
        """The id and the message of what is found when somebody logs in."""
        said = self.run(HOST, port, answer, alias, self.scene.root.certificate, 1, 1,
                        input=PASSWORD)
        finding, _, message = said[0].partition(" ")
        self.scene.seen.add(finding)
        return finding, message


def try_names(scene, drive):
    """What the DNS may say, and other names of the server."""
    for answer in ("nxdomain", "nodata"):
        finding, _ = drive.probe(1, answer)
        scene.expect(answer, finding == f"dns.{answer}", finding)
    for alias, told in (("imap.example.com", "certificate.alias"), (HOST, "probe.works"),
                        ("", "probe.works")):
        with Peer(imap_login("", f"AUTHENTICATE PLAIN {plain('many0@example.com')}"),
                  scene.good) as peer:
            finding, message = drive.probe(peer.port, "127.0.0.1", alias)
        scene.expect(f"alias {alias}", finding == told and not peer.mistakes, peer.mistakes)
        says_so = f"The alias is {alias}." in message
        scene.expect(f"alias {alias}", says_so == (told == "certificate.alias"), message)


@contextmanager
def full(address, port=0):
    """A port whose queue is full: the kernel does not answer there any more."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket(family))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(0)
        for _ in range(2):
            client = stack.enter_context(socket.socket(family))
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def try_silence(scene):
    """Nobody answers at an address; with another one, probe does not wait for it."""
    with full("127.0.0.1") as port:
        findings, status, _ = scene.probe([f"imaps://{HOST}:{port}"], timeout=2)
    ids = [finding["id"] for finding in findings]
    scene.expect("silence", ids == ["tcp.timeout"] and status == 3, findings)
    with Peer(IMAP_HELLO + IMAP_BYE, scene.good) as peer, full("::1", peer.port):
        url = f"imaps://both.example.com:{peer.port}"
        findings, status, _ = scene.probe([url], timeout=5)
    good = findings[0]["id"] == "login.skipped" and status == 0
    scene.expect("half silence", good and "::1: slower than another" in findings[0]["message"],
                 findings)


def try_client_certificate(scene):
    """Who wants a certificate of us says so after the handshake in TLS 1.3."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with Peer(IMAP_HELLO, scene.good) as peer:
            peer.context.verify_mode = ssl.CERT_REQUIRED
            peer.context.load_verify_locations(scene.root.certificate)
            peer.context.maximum_version = version
            findings, status, _ = scene.probe([f"imaps://{HOST}:{peer.port}"])
        ids = [finding["id"] for finding in findings]
        scene.expect(f"client certificate {version}", ids == ["tls.alert"] and status == 1,
                     findings)


def try_driven(scene, drive):
    try_names(scene, drive)
    try_silence(scene)
    try_client_certificate(scene)
