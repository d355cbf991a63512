# SPDX-License-Identifier: MIT
"""A Dovecot and a Postfix that are right, wrong in one way each, mute and dead, and what
probe has to say about them without leaving a trace. Each way of being wrong has an address
of its own."""

import contextlib
import imaplib
import os
import signal
import ssl
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from dovecot import dovecot
from others import try_others
from postfix import identity_options, postfix
from scene import HOST, PASSWORD
from serving import free_ports
from stripper import Stripper

# Without this option Dovecot drops \\Recent when a POP3 session begins, whatever is said in
# it; with it, what changes would be our doing.
DOVECOT = """\
pop3_no_flag_updates = yes
service auth {{
  unix_listener {sasl} {{
    mode = 0666
  }}
}}
"""
LOCAL = """\
local {address} {{
  ssl_cert = <{identity.chain}
  ssl_key = <{identity.key}
}}
"""
# Names and identities have the same key.
ADDRESSES = {"mail": "127.0.0.1", "other": "127.0.0.2", "expired": "127.0.0.3"}
STARTTLS = ["imap", "pop3", "submission"]
OFF = "off@example.com"


class Case(NamedTuple):
    """Who logs in at which host, and what is told: a finding and its stage, of a protocol, of
    a security, or of all."""

    name: str
    status: int
    told: dict
    who: str = "ann@example.com"
    host: str = HOST


GOOD = Case("good password", 0, {"": ("probe.works", None)})
FAULTS = [
    Case("wrong password", 1, {"imap": ("imap.login-failed", "login"),
                               "pop3": ("pop.login-failed", "login"),
                               "submission": ("smtp.login-failed", "login")}, "wrong@example.com"),
    # Dovecot lets nobody in; Postfix asks it only whether the password is right, and it is.
    Case("disabled mailbox", 1, {"imap": ("imap.disabled", "login"),
                                 "pop3": ("pop.disabled", "login"),
                                 "submission": ("probe.works", None)}, OFF),
    Case("wrong certificate name", 1, {"": ("certificate.name", "certificate")},
         host="other.example.com"),
    Case("expired certificate", 1, {"": ("certificate.expired", "certificate")},
         host="expired.example.com"),
]
STRIPPED = Case("starttls stripped", 1, {"": ("tls.no-starttls", "capabilities")})
MUTE = Case("server mute", 3, {"starttls": ("greeting.timeout", "greeting"),
                               "tls": ("tls.timeout", "tls")})
DEAD = Case("server dead", 1, {"": ("tcp.refused", "connect")})


def expected(case, scheme):
    security = "starttls" if scheme in STARTTLS else "tls"
    keys = [scheme, scheme.rstrip("s"), security, ""]
    return next(case.told[key] for key in keys if key in case.told)


def configure_dovecot(sasl, identities):
    more = DOVECOT.format(sasl=sasl)
    for name, address in ADDRESSES.items():
        more += LOCAL.format(address=address, identity=identities[name])
    return more


def list_listeners(identities, ports):
    """Postfix has each certificate at an address of its own, as Dovecot has it."""
    return [(address, ports[scheme],
             {**identity_options(identities[name]),
              "smtpd_tls_wrappermode": "no" if scheme in STARTTLS else "yes"})
            for name, address in ADDRESSES.items() for scheme in ("submissions", "submission")]


@contextmanager
def real_servers(scene):
    """Both servers, and the ports of their services by their schemes."""
    identities = {"mail": scene.good,
                  "other": scene.root.issue("third", ["third.example.com"]),
                  "expired": scene.root.issue("old", ["expired.example.com"], days=(-30, -1))}
    sasl = scene.folder / "real/sasl"
    smtp = dict(zip(["submissions", "submission"], free_ports(2), strict=True))
    with ExitStack() as stack:
        imap, ports = stack.enter_context(
            dovecot(scene, ["ann@example.com"], "real", ", ".join(ADDRESSES.values()),
                    configure_dovecot(sasl, identities)))
        with (scene.folder / "real/users").open("a") as users:
            users.write(f"{OFF}:{{PLAIN}}{PASSWORD}::::::nologin\n")
        server = stack.enter_context(postfix(scene, sasl, list_listeners(identities, smtp)))
        yield [imap, server], ports | smtp


def urls_of(ports, host=HOST):
    return [f"{scheme}://{host}:{port}" for scheme, port in ports.items()]


def try_case(scene, case, ports, **options):
    """Returns the cures, which no other case may have."""
    findings, status, said = scene.probe(urls_of(ports, case.host), case.who, **options)
    where = f"\n  findings: {findings}\n  transcript:\n{said}"
    scene.expect(case.name, status == case.status, f"exit status {status}{where}")
    scene.expect(case.name, len(findings) == len(ports), f"{len(findings)} findings{where}")
    for finding in findings:
        scheme = finding["subject"].partition(":")[0]
        told = (finding["id"], finding["stage"])
        scene.expect(f"{case.name}, {scheme}", told == expected(case, scheme), f"{told}{where}")
    return {finding["remedy"] for finding in findings if finding["stage"]}


def look_inside(port):
    """What the server says of the mailbox, asked in a way that changes nothing."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with imaplib.IMAP4_SSL("127.0.0.1", port, ssl_context=context) as imap:
        imap.login("ann@example.com", PASSWORD)
        counts = imap.status("INBOX", "(MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY)")
        imap.select("INBOX", readonly=True)
        return counts, imap.fetch("1:*", "(UID FLAGS INTERNALDATE RFC822.SIZE)")


def gather_evidence(scene, ports):
    """All by which a visit could be noticed: the messages and what is said of them, and mail
    that is on its way."""
    files = sorted((str(path), path.stat().st_mtime_ns, path.read_bytes())
                   for path in (scene.folder / "real/mail").rglob("*host*"))
    queues = ("maildrop", "incoming", "active", "deferred")
    mail = [path for queue in queues for path in (scene.folder / "postfix/queue" / queue).iterdir()]
    return look_inside(ports["imaps"]), files, mail


@contextmanager
def strip_starttls(ports):
    """Devices on the way that paint STARTTLS over, in front of the servers."""
    with ExitStack() as stack:
        yield {scheme: stack.enter_context(Stripper(ports[scheme])).port for scheme in STARTTLS}


def signal_tree(pid, number):
    """A process, then those that it has started, and so on; some may just have ended."""
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, number)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            signal_tree(int(child), number)


@contextmanager
def silence(servers):
    """The kernel still takes connections for them, and nobody answers."""
    for server in servers:
        signal_tree(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for server in servers:
            signal_tree(server.pid, signal.SIGCONT)


def try_servers(scene, servers, ports):
    """Returns the cures of each case."""
    before = gather_evidence(scene, ports)
    flags = str(before[0])
    sane = "RECENT 2" in flags and "UNSEEN 1" in flags and flags.count("Recent") == 2
    scene.expect("evidence", sane, flags)
    try_case(scene, GOOD, ports, timeout=20)
    cures = [try_case(scene, case, ports, timeout=20) for case in FAULTS]
    with strip_starttls(ports) as stripped:
        cures.append(try_case(scene, STRIPPED, stripped))
    after = gather_evidence(scene, ports)
    scene.expect("evidence", after == before, f"{before} has become {after}")
    with silence(servers):
        cures.append(try_case(scene, MUTE, ports, timeout=2))
    return cures


def try_real(scene):
    scene.folder.chmod(0o755)  # the servers' processes are several users
    scene.add_hosts("127.0.0.2 other.example.com\n127.0.0.3 expired.example.com\n")
    scene.add_accounts(f"[{OFF}]\npassword_file = password\n")
    with real_servers(scene) as (servers, ports):
        cures = try_servers(scene, servers, ports)
        try_others(scene, ADDRESSES, ports)
    cures.append(try_case(scene, DEAD, ports))
    for cure in set.union(*cures):
        scene.expect("cures", cure and sum(cure in each for each in cures) == 1,
                     f"for more than one cause: {cure}")
