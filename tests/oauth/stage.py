# SPDX-License-Identifier: MIT
"""What the tests of OAuth share: accounts, running `waypost token`, and looking for secrets
where none may be."""

import base64
import os
import re
import subprocess
import threading
import urllib.parse

from issuer import SHOP_SECRET
from scene import Scene, write_private
from serving import SANITIZER_REPORT

VARIABLE = "OAUTH_TEST_SECRET"
SECONDS = 60
AROUND = 80


def forms_of(secret):
    """How a secret can look: as it is, in a URL, and in base64, wherever it begins there."""
    raw = secret.encode()
    yield secret
    yield secret[:24]
    yield urllib.parse.quote_plus(secret)
    for shift in range(3):
        encoded = base64.b64encode(b"." * shift + raw).decode()
        yield encoded[4 : 4 + len(raw) // 3 * 4 - 4][:32]


class TokenRun:
    """A `waypost token` that is under way."""

    def __init__(self, stage, words, accounts):
        self.stage = stage
        self.process = subprocess.Popen(
            stage.token_command(words, accounts), env=stage.environment(), cwd=stage.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        self.timer = threading.Timer(SECONDS, self.process.kill)
        self.timer.start()

    def read_until(self, pattern):
        """The first group of what is said, or None: it has ended without it."""
        for line in self.process.stdout:
            self.said += line
            if found := re.search(pattern, line):
                return found[1]
        return None

    def finish(self):
        """The exit status. All that was said is in `said`."""
        self.said += self.process.stdout.read()
        status = self.process.wait(SECONDS)
        self.timer.cancel()
        self.stage.look_for_secrets(self.process.args, self.said)
        if SANITIZER_REPORT.search(self.said):
            raise RuntimeError(f"{self.process.args}: {self.said}")
        return status


class Stage(Scene):
    """`issuers` hand out secrets while they are asked."""

    def __init__(self, waypost, folder):
        super().__init__(waypost, folder)
        self.issuers, self.secrets = [], []
        (self.folder / "home").mkdir()
        self.lock = threading.Lock()

    def environment(self):
        kept = {name: value for name, value in os.environ.items()
                if name == "PATH" or name.endswith("SAN_OPTIONS")}
        home = str(self.folder / "home")
        return {**kept, "HOME": home, "LC_ALL": "C.UTF-8", VARIABLE: SHOP_SECRET}

    def token_command(self, words, accounts="accounts.ini"):
        return [self.waypost, "token", "--accounts", str(self.folder / accounts),
                "--ca-file", str(self.root.certificate), *map(str, words)]

    def start_token(self, *words, accounts="accounts.ini"):
        return TokenRun(self, words, accounts)

    def token(self, *words, accounts="accounts.ini"):
        """The exit status and all that was said."""
        run = TokenRun(self, words, accounts)
        status = run.finish()
        return status, run.said

    def write_accounts(self, sections, name="accounts.ini"):
        """From a dictionary of addresses, each with a dictionary of keys."""
        lines = []
        for address, keys in sections.items():
            lines += [f"[{address}]", *(f"{key} = {value}" for key, value in keys.items())]
        write_private(self.folder / name, "\n".join([*lines, ""]))

    def all_secrets(self):
        return self.secrets + [secret for issuer in self.issuers for secret in issuer.secrets()]

    def look_for_secrets(self, command, text):
        for secret in set(self.all_secrets()):
            for form in forms_of(secret):
                before, found, after = text.partition(form)
                if found:
                    place = f"...{before[-AROUND:]}{found}{after[:AROUND]}..."
                    self.expect(command[-1], False, f"a secret was shown: {place}")
                    return

    def expect(self, name, holds, sentence):
        with self.lock:
            super().expect(name, holds, sentence)
