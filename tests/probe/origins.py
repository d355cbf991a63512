# SPDX-License-Identifier: MIT
"""Where the servers and their addresses come from: domains.ini, and the DNS."""

import importlib.util
import sys
from contextlib import ExitStack
from pathlib import Path

from cases import (IMAP_BYE, IMAP_HELLO, IMAP_STATUS, SMTP_BYE, SMTP_END, SMTP_HELLO, encode)
from peer import Peer
from scene import HOST, PASSWORD, write_private

ACCOUNTS = """\
[ann@example.com]
password_file = password
[bob@example.com]
username = bobby
password_file = password
[token@example.org]
token_file = token
[forced@example.org]
auth = plain
password_file = password
"""

SERVICES = """\
[imap]
auth = password
username = %EMAILLOCALPART%
[smtp]
auth = password
username = %EMAILADDRESS%
[records imap=on]
imap = CNAME ${imap_host}
"""

DOMAINS = """\
[example.com]
template = aliased
imap = mail.example.com:IMAP
smtp = mail.example.com:SMTP

[example.org]
template = aliased
imap = mail.example.com:IMAP
auth = AUTH

[declined.example]
template = none

[*.campus.example]
template = aliased
imap = mail.example.com:IMAP
"""


def load_dns_peer():
    """tests/dns/peer.py, under a name that is not taken here."""
    path = Path(__file__).resolve().parents[1] / "dns" / "peer.py"
    spec = importlib.util.spec_from_file_location("dns_peer", path)
    sys.modules["dns_peer"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dns = load_dns_peer()


def answer(query):
    """A host behind an alias, and every kind of no."""
    if query.name in ("", "four.example.net"):
        return dns.reply(query)
    if query.name == HOST and query.type == "A":
        return dns.reply(query, answer=[dns.record(HOST, "CNAME", "behind.example.com"),
                                        dns.record("behind.example.com", "A", "127.0.0.1")])
    if query.name == HOST:
        return dns.reply(query, rcode=dns.SERVFAIL)
    if query.name == "dangling.example.net":
        alias = [dns.record(query.name, "CNAME", "gone.example.net")]
        return dns.reply(query, rcode=dns.NXDOMAIN, answer=alias)
    rcode = dns.SERVFAIL if query.name == "broken.example.net" else dns.NXDOMAIN
    return dns.reply(query, rcode=rcode)


def try_names(scene):
    """The DNS knows what the file of hosts does not, and says three kinds of no. Every name
    is asked for once, before anybody is connected to."""
    hosts = scene.folder / "nobody"
    hosts.touch()
    with Peer(IMAP_HELLO + IMAP_BYE, scene.good) as imap, dns.Peer(answer) as names:
        for host, more, expected, says, status in [
            (HOST, [], "login.skipped", "address 127.0.0.1", 0),
            (HOST, ["-4"], "login.skipped", "address 127.0.0.1", 0),
            (HOST, ["-6"], "dns.unknown", "SERVFAIL", 3),
            ("four.example.net", [], "dns.nodata", "", 1),
            ("gone.example.net", [], "dns.nxdomain", "", 1),
            ("dangling.example.net", [], "dns.nxdomain", "It leads to gone.example.net.", 1),
            ("broken.example.net", [], "dns.unknown", "SERVFAIL", 3),
        ]:
            findings, seen, said = scene.probe(
                [f"imaps://{host}:{imap.port}"], "--hosts", hosts, "-r", names.address, *more)
            good = [finding["id"] for finding in findings] == [expected] and seen == status
            scene.expect(host, good and says in findings[0]["message"], f"{findings}\n{said}")
        asked = [(query.name, query.type) for query in names.asked("gone.example.net")]
    scene.expect("names", sorted(asked) == [("gone.example.net", "A"),
                                            ("gone.example.net", "AAAA")], asked)


class Folder:
    """A domains.ini of its own, its template and accounts."""

    def __init__(self, scene, name, **values):
        self.path = scene.folder / name
        (self.path / "templates" / "aliased").mkdir(parents=True)
        (self.path / "templates" / "aliased" / "services.ini").write_text(SERVICES)
        text = DOMAINS
        for key, value in values.items():
            text = text.replace(key.upper(), str(value))
        (self.path / "domains.ini").write_text(text)
        write_private(self.path / "accounts.ini", ACCOUNTS)
        write_private(self.path / "password", PASSWORD + "\n")
        write_private(self.path / "token", (scene.folder / "token").read_text())
        self.options = ["-c", self.path / "domains.ini", "--accounts",
                        self.path / "accounts.ini"]


def expect_findings(scene, name, found, expected, status):
    findings, seen, said = found
    shown = sorted((finding["domain"], finding["subject"].partition(":")[0], finding["id"])
                   for finding in findings)
    scene.expect(name, shown == sorted(expected) and seen == status,
                 f"exit status {seen}, {shown}\n{said}")


def try_shared(scene):
    """Two domains at one server: it is talked to once, and each gets its finding, with the
    name of its own that the certificate does not cover."""
    with Peer(IMAP_HELLO + IMAP_BYE, scene.good) as imap, \
            Peer(SMTP_HELLO + SMTP_BYE, scene.good) as smtp:
        folder = Folder(scene, "shared", imap=imap.port, smtp=smtp.port, auth="oauth2")
        found = scene.probe([], *folder.options, "--no-login")
        expect_findings(scene, "shared", found, [
            ("example.com", "imaps", "login.skipped"), ("example.org", "imaps", "login.skipped"),
            ("example.com", "submissions", "login.skipped")], 0)
        scene.expect("shared", (imap.talks, smtp.talks) == (1, 1), (imap.talks, smtp.talks))
    for finding in found[0]:
        alias = f"The alias is imap.{finding['domain']}."
        wanted = finding["subject"].startswith("imaps")
        scene.expect("shared", (alias in finding["message"]) == wanted, finding)


def imap_login(user):
    response = encode(f"\0{user}\0{PASSWORD}")
    return (IMAP_HELLO + f"\n    C: AUTHENTICATE PLAIN {response}"
            + f"\n    S: TAG OK in{IMAP_STATUS}{IMAP_BYE}")


def try_usernames(scene):
    """The username form counts unless the account says something else."""
    for who, user in [("ann", "ann"), ("bob", "bobby")]:
        smtp_user = "ann@example.com" if who == "ann" else user
        smtp_login = (SMTP_HELLO + "\n    C: AUTH PLAIN\n    S: 334 \n    C: "
                      + encode(f"\0{smtp_user}\0{PASSWORD}") + "\n    S: 235 in" + SMTP_END)
        with Peer(imap_login(user), scene.good) as imap, Peer(smtp_login, scene.good) as smtp:
            folder = Folder(scene, who, imap=imap.port, smtp=smtp.port, auth="oauth2")
            found = scene.probe([], *folder.options, f"{who}@example.com")
        expect_findings(scene, who, found, [("example.com", "imaps", "certificate.alias"),
                                            ("example.com", "submissions", "probe.works")], 0)
        for mistake in imap.mistakes + smtp.mistakes:
            scene.expect(who, False, mistake)


def try_auth(scene):
    """What is not advertised is not tried, unless the account names it."""
    with ExitStack() as stack:
        quiet = stack.enter_context(Peer(IMAP_HELLO + IMAP_BYE, scene.good))
        login = stack.enter_context(Peer(imap_login("forced"), scene.good))
        for name, peer, auth, who, expected in [
            ("unadvertised", quiet, "password", "token", "login.unadvertised"),
            ("forced", login, "oauth2", "forced", "certificate.alias"),
        ]:
            folder = Folder(scene, name, imap=peer.port, smtp=1, auth=auth)
            found = scene.probe([], *folder.options, f"{who}@example.org")
            expect_findings(scene, name, found, [("example.org", "imaps", expected)], 0)
            scene.expect(name, not peer.mistakes, peer.mistakes)


def try_everybody(scene):
    """Without a word, all accounts; a domain stands for all of its accounts."""
    folder = Folder(scene, "everybody", imap=1, smtp=1, auth="password oauth2")
    com = [("example.com", scheme, "tcp.refused") for scheme in ("imaps", "submissions")] * 2
    org = [("example.org", "imaps", "tcp.refused")] * 2
    for words, expected in [([], com + org), (["example.com"], com), (["example.org"], org),
                            (["sub.campus.example"],
                             [("sub.campus.example", "imaps", "tcp.refused")])]:
        found = scene.probe([], *folder.options, *words)
        expect_findings(scene, f"everybody {words}", found, expected, 1)


def try_unknown(scene):
    folder = Folder(scene, "unknown", imap=1, smtp=1, auth="oauth2")
    for who, sentence in [("nowhere.example", "--from net"), ("ann@nowhere.example", "--server"),
                          ("declined.example", "template = none")]:
        findings, status, said = scene.probe([], *folder.options, who)
        scene.expect(who, (findings, status) == ([], 2) and sentence in said, said)


IMAP_REFUSES = (IMAP_HELLO + "\n    C: AUTHENTICATE PLAIN .*"
                "\n    S: TAG NO [AUTHENTICATIONFAILED] no" + IMAP_BYE)
IMAP_WITHOUT_BASIC = """
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR LOGINDISABLED
    S: TAG OK done""" + IMAP_BYE
IMAP_SHUTS_MAILBOX = (IMAP_HELLO + "\n    C: AUTHENTICATE PLAIN .*\n    S: TAG OK in"
                      "\n    C: STATUS .*\n    S: TAG BAD User is authenticated but not connected." + IMAP_BYE)
IMAP_THROTTLES = (IMAP_HELLO + "\n    C: AUTHENTICATE PLAIN .*"
                  "\n    S: TAG NO [UNAVAILABLE] later" + IMAP_BYE)


def try_expect(scene):
    """A policy as a test: a refusal is right, to be let in is wrong, and what could not be
    found out is neither."""
    folder = Folder(scene, "expect", imap=1, smtp=1, auth="oauth2")
    for script, policy, who, expected, status in [
        (IMAP_REFUSES, "basic-refused", "ann", "policy.holds", 0),
        (IMAP_REFUSES, "login-refused", "ann", "policy.holds", 0),
        (IMAP_REFUSES, "no-imap", "ann", "policy.holds", 0),
        (IMAP_WITHOUT_BASIC, "basic-refused", "ann", "policy.holds", 0),
        (imap_login("ann@example.com"), "basic-refused", "ann", "policy.broken", 1),
        (imap_login("ann@example.com"), "no-imap", "ann", "policy.broken", 1),
        (IMAP_HELLO + IMAP_BYE, "no-imap", "nobody", "policy.broken", 1),
        (IMAP_SHUTS_MAILBOX, "basic-refused", "ann", "imap.not-connected", 1),
        (IMAP_SHUTS_MAILBOX, "no-imap", "ann", "policy.holds", 0),
        (IMAP_THROTTLES, "basic-refused", "ann", "imap.unavailable", 3),
    ]:
        with Peer(script, scene.good) as peer:
            findings, seen, said = scene.probe([f"imaps://{HOST}:{peer.port}"], *folder.options,
                                               "--expect", policy, f"{who}@example.com")
        good = [finding["id"] for finding in findings] == [expected] and seen == status
        scene.expect(f"{policy} {expected}", good, f"exit status {seen}: {findings}\n{said}")
    for server, policy, expected, status in [
        (f"imaps://{HOST}:1", "no-imap", ["policy.holds"], 0),
        (f"imaps://{HOST}:1", "basic-refused", ["tcp.refused"], 1),
        (f"imaps://{HOST}:1", "no-pop3", [], 2),
        (f"pop3s://{HOST}:1", "no-pop3", ["policy.holds"], 0),
        (f"imaps://{HOST}:1", "no-mail", [], 2),
    ]:
        findings, seen, said = scene.probe([server], *folder.options, "--expect", policy,
                                           "ann@example.com")
        good = [finding["id"] for finding in findings] == expected and seen == status
        scene.expect(f"{policy} {server}", good, f"exit status {seen}: {findings}\n{said}")
    found = scene.probe([f"imaps://{HOST}:1"], *folder.options, "--expect", "basic-refused",
                        "token@example.org")
    scene.expect("basic-refused with a token", found[1] == 2, found)


def try_expect_unadvertised(scene):
    """A token where passwords are advertised: nobody logs in, and nobody has to."""
    with Peer(IMAP_HELLO + IMAP_BYE, scene.good) as imap:
        folder = Folder(scene, "expect-unadvertised", imap=imap.port, smtp=1, auth="password")
        for policy, expected, status in [("no-imap", "policy.broken", 1), ("login-refused", "", 2)]:
            findings, seen, said = scene.probe([], *folder.options, "--expect", policy,
                                               "token@example.org")
            ids = {finding["id"] for finding in findings
                   if finding["subject"].startswith("imaps")}
            scene.expect(policy, ids == ({expected} - {""}) and seen == status,
                         f"exit status {seen}: {findings}\n{said}")


def try_held_back(scene):
    """Who is sent away at one server has nothing to do with who has the same name, without
    a domain, at another."""
    with Peer(IMAP_THROTTLES, scene.good) as one, Peer(imap_login("ann"), scene.good) as other:
        folder = Folder(scene, "held-back", imap=one.port, smtp=1, auth="password")
        with (folder.path / "domains.ini").open("a") as ini:
            ini.write("\n[two.example]\ntemplate = aliased\n"
                      f"imap = mail.example.com:{other.port}\n")
        with (folder.path / "accounts.ini").open("a") as accounts:
            accounts.write("\n[ann@two.example]\npassword_file = password\n")
        found = scene.probe([], *folder.options, "ann@example.com", "ann@two.example")
    ids = {(finding["domain"], finding["id"]) for finding in found[0]}
    scene.expect("held back", ("two.example", "certificate.alias") in ids, found)


def try_check(scene):
    """The DNS and the servers in one report, of the findings that are wanted."""
    login = IMAP_HELLO + f"\n    C: AUTHENTICATE PLAIN .*\n    S: TAG OK in{IMAP_STATUS}{IMAP_BYE}"
    everything = [("example.com", "example.com SOA", "zone.missing"),
                  ("example.com", "imaps", "certificate.alias"),
                  ("example.com", "imaps", "certificate.alias"),
                  ("example.com", "submissions", "tcp.refused"),
                  ("example.com", "submissions", "tcp.refused")]
    with Peer(login, scene.good) as imap, dns.Peer(answer) as names:
        folder = Folder(scene, "check", imap=imap.port, smtp=1, auth="oauth2")
        for words, expected, status in [
            ([], everything, 1),
            (["--skip", "tcp.*"], everything[:3], 1),
            (["--only", "certificate.*"], everything[:3], 1),
        ]:
            found = scene.probe([], *folder.options, "--probe", "-r", names.address, *words,
                                "example.com", verb="check")
            expect_findings(scene, f"check {words}", found, expected, status)
        scene.expect("check", imap.talks == 6, imap.talks)


def try_config(scene):
    for each in (try_shared, try_usernames, try_auth, try_everybody, try_unknown, try_expect,
                 try_expect_unadvertised, try_held_back, try_check):
        each(scene)
