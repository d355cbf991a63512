# SPDX-License-Identifier: MIT
"""What all tests of probe share: certificates, accounts, names, and running it."""

import base64
import json
import os
import re
import subprocess
import time
from pathlib import Path

from authority import Authority
from serving import SANITIZER_REPORT

HOST = "mail.example.com"
PASSWORD = "opensesame-4711"
TOKEN = "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA"
ODD_PASSWORD = r'back\slash and "quote"'
TABBED_PASSWORD = "swordfish-lies\there-below-0815"
BIG_TOKEN = base64.b64encode(b"0123456789abcdefg" * 360).decode().rstrip("=")
SECONDS = 60


def make_jwt(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJlLW9mLXRlc3Q"


NOW = int(time.time())
GOOD_CLAIMS = {"aud": "https://outlook.office.com", "exp": NOW + 3600, "nbf": NOW - 60,
               "scp": "IMAP.AccessAsUser.All"}
# What is wrong with a token of somebody@example.com.
CLAIMS = {
    "expired": {"exp": NOW - 3600},
    "early": {"nbf": NOW + 3600},
    "graph": {"aud": "00000003-0000-0000-c000-000000000000"},
    "audience": {"aud": "https://vault.azure.net"},
    "scope": {"scp": "User.Read"},
    "roles": {"scp": None, "idtyp": "app", "upn": None},
    "user": {"upn": "somebody.else@example.com"},
}
TOKENS = {name: make_jwt(**{"upn": f"{name}@example.com"} | GOOD_CLAIMS | claims)
          for name, claims in CLAIMS.items()}
SECRETS = [PASSWORD, ODD_PASSWORD, TABBED_PASSWORD, TOKEN, BIG_TOKEN, *TOKENS.values()]

# So much of a secret in a row is too much, in clear or in base64.
PIECE = 12
PIECES = {secret[at:at + PIECE] for secret in SECRETS for at in range(len(secret) - PIECE + 1)}
BASE64 = re.compile("[A-Za-z0-9+/_-]{16,}")
SCRAM_PROOF = re.compile(",p=[A-Za-z0-9+/]{43}=")

ACCOUNTS = f"""\
[ann@example.com]
password_file = password
[plain@example.com]
auth = plain
password_file = password
[login@example.com]
auth = login
password_file = password
[scram@example.com]
auth = scram-sha-256
password_file = password
[odd@example.com]
password_file = odd
[tabbed@example.com]
auth = plain
password_file = tabbed
[wrong@example.com]
password_command = echo not-the-password-8
[xoauth2@example.com]
auth = xoauth2
token_file = token
[bearer@example.com]
auth = oauthbearer
token_env = PROBE_TEST_TOKEN
[spy@example.com]
token_command = tr '\\0' '\\n' < /proc/self/environ > spied; cat token
[big@example.com]
auth = xoauth2
token_file = big
[failing@example.com]
password_command = cat password; exit 7
[mute@example.com]
password_command = exec >&-; exec sleep 300
[stubborn@example.com]
password_command = trap '' TERM; exec sleep 300
[broken@example.com]
token_command = printf 'first\\nsecond'
""" + "".join(f"[{name}@example.com]\ntoken_file = {name}\n" for name in CLAIMS)


def write_private(path, text):
    path.write_text(text)
    path.chmod(0o600)


def decode_all(text):
    """What is in all that may be base64, wherever its groups begin."""
    for run in BASE64.findall(text):
        for start in range(4):
            part = run[start:].translate(str.maketrans("-_", "+/"))
            yield base64.b64decode(part[:len(part) // 4 * 4]).decode("latin-1")


class Scene:
    def __init__(self, waypost, folder):
        self.waypost = str(Path(waypost).resolve())
        self.folder = Path(folder)
        self.root = Authority(self.folder / "root")
        self.good = self.root.issue("good", [HOST, "both.example.com", "half.example.com", "localhost"])
        self.mistakes = []
        self.seen = set()  # the ids of all that was found
        write_private(self.folder / "accounts.ini", ACCOUNTS)
        for name, secret in [("password", PASSWORD + "\n"), ("token", TOKEN + "\n"),
                             ("odd", ODD_PASSWORD + "\n"),
                             ("tabbed", TABBED_PASSWORD + "\n"),
                             ("big", BIG_TOKEN), *TOKENS.items()]:
            write_private(self.folder / name, secret)
        (self.folder / "hosts").write_text(
            f"127.0.0.1 {HOST} alias.example.com outlook.office365.com smtp.office365.com # here\n"
            "224.0.0.1 far.example.com half.example.com\n127.0.0.1 half.example.com\n::1 both.example.com\n127.0.0.1 both.example.com\n")

    def add_accounts(self, text):
        with (self.folder / "accounts.ini").open("a") as accounts:
            accounts.write(text)

    def add_hosts(self, text):
        with (self.folder / "hosts").open("a") as hosts:
            hosts.write(text)

    def command(self, urls, *words, timeout=8, verb="probe"):
        command = [self.waypost, verb, "--format", "json", "--transcript",
                   "--accounts", self.folder / "accounts.ini",
                   "--hosts", self.folder / "hosts",
                   "--ca-file", self.root.certificate, "--timeout", timeout]
        for url in urls:
            command += ["--server", url]
        return [str(word) for word in [*command, *words]]

    def probe(self, urls, *words, timeout=8, verb="probe"):
        """The findings, the exit status and the transcript."""
        command = self.command(urls, *words, timeout=timeout, verb=verb)
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS,
                              env=self.environment(), stdin=subprocess.DEVNULL,
                              cwd=self.folder)
        if SANITIZER_REPORT.search(done.stderr) or done.returncode not in (0, 1, 2, 3):
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
        self.look_for_secrets(command, done.stdout + done.stderr)
        findings = json.loads(done.stdout)["findings"] if done.stdout else []
        self.seen |= {finding["id"] for finding in findings}
        return findings, done.returncode, done.stderr

    def environment(self):
        return {**os.environ, "PROBE_TEST_TOKEN": TOKEN}

    def look_for_secrets(self, command, text):
        for form in (text, *decode_all(text)):
            shown = [form[at:at + PIECE] for at in range(len(form)) if form[at:at + PIECE] in PIECES]
            self.expect(command[-1], not shown, f"pieces of secrets were shown: {shown}\n{text}")
            proof = SCRAM_PROOF.search(form)
            self.expect(command[-1], not proof, f"a SCRAM proof was shown: {proof}\n{text}")

    def expect(self, name, holds, sentence):
        if not holds:
            self.mistakes.append(f"{name}: {sentence}")
