# SPDX-License-Identifier: MIT
"""What all cases need: the name servers, domains.ini, and waypost with what it says."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from internet import Internet
from servers import MAIN_ADDRESS, OTHER_ADDRESS, RESOLVER, Nsd, Unbound
from table import Finding, relative
from zones import Signer, Zone, parse_records

REPOSITORY = Path(__file__).resolve().parents[2]
RUN_SECONDS = 60
SHOWN = 1500  # characters of what waypost said
MEMBERS = ["id", "verdict", "domain", "subject", "expected", "found", "message", "remedy"]

# A template of the test's own, for records that no other check looks at.
LISTED = """\
[imap]
server = mail.hosting.example:993 tls
auth = password
username = %EMAILADDRESS%
[smtp]
server = mail.hosting.example:465 tls
auth = password
username = %EMAILADDRESS%
[records]
calendar = A 192.0.2.78
_note = TXT "a note"
host = A 192.0.2.77
@ = MX 10 mail.hosting.example.
@ = TXT "v=spf1 include:_spf.hosting.example -all"
_dmarc = TXT "v=DMARC1; p=reject"
"""


# The ids of all findings of all runs, for whoever wants to know whether some never come.
seen_ids = set()


class CheckError(Exception):
    """Something is not as it should be; the text says what."""


def is_whole(finding):
    """Has all members, and says what is wrong and what to do where something is."""
    is_wrong = finding["verdict"] not in ("ok", "info")
    said = finding["subject"] and finding["message"] and (finding["remedy"] or not is_wrong)
    return set(MEMBERS) <= set(finding) and bool(said)


class Run:
    """What one run of waypost said."""

    def __init__(self, done, seconds):
        self.status, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr
        self.seconds = seconds

    def findings(self):
        """Of --format ndjson: the findings as they are, by domain."""
        domains = {}
        for line in self.stdout.splitlines():
            finding = json.loads(line)
            if not is_whole(finding):
                raise CheckError(f"a finding that lacks something: {line}")
            seen_ids.add(finding["id"])
            domains.setdefault(finding["domain"], []).append(finding)
        return domains

    def expect(self, status, *texts):
        said = self.stdout + self.stderr
        if self.status != status:
            raise CheckError(f"status {self.status}, not {status}: {said[-SHOWN:]}")
        for text in texts:
            if text not in said:
                raise CheckError(f"does not say {text!r}: {said[-SHOWN:]}")
        return self


def compared(findings, domain):
    """Findings as the table has them."""
    return [Finding(f["verdict"], f["id"], relative(f["subject"], domain)) for f in findings]


class Scene:
    """Servers in a folder, started by the cases when they have made their zones."""

    def __init__(self, binary, folder):
        self.binary, self.folder = os.path.abspath(binary), Path(folder)
        self.folder.mkdir()
        self.internet = Internet()
        self.nsd = Nsd(self.folder / "nsd", MAIN_ADDRESS)
        self.other = Nsd(self.folder / "other", OTHER_ADDRESS)
        self.unbound = Unbound(self.folder / "unbound")
        self.signer = Signer(self.folder / "keys")
        self.templates = self.folder / "templates"
        shutil.copytree(REPOSITORY / "templates", self.templates)
        (self.templates / "listed").mkdir()
        (self.templates / "listed" / "services.ini").write_text(LISTED)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in (self.unbound, self.other, self.nsd):
            server.stop()

    def serve(self):
        """Lets the servers know the zones as they are now; nothing stays in a cache."""
        self.nsd.zones = self.internet.texts()
        for server in (self.nsd, self.other, self.unbound):
            server.restart()
        log = self.nsd.log.read_text()
        if errors := re.findall(r".*(?:error:|read with \d+ errors).*", log):
            raise CheckError("NSD: " + "\n".join(errors[:5]))

    def write_ini(self, name, sections):
        """domains.ini with sections of settings by domain. Returns its path."""
        path = self.folder / name
        lines = ["[waypost]", "host = autoconfig.example.net", "templates = templates"]
        for domain, settings in sections.items():
            lines += [f"[{domain}]", *settings]
        path.write_text("\n".join(lines) + "\n")
        return path

    def waypost(self, *words, stdin=""):
        start = time.monotonic()
        command = [self.binary, *map(str, words)]
        how = {"cwd": self.folder, "capture_output": True, "text": True}
        done = subprocess.run(command, input=stdin, timeout=RUN_SECONDS, **how)
        return Run(done, time.monotonic() - start)

    def check(self, ini, *words, resolver=RESOLVER, **more):
        return self.waypost("check", "-c", ini, "--resolver", resolver, *words, **more)

    def expected_records(self, ini):
        """What `waypost zone` prints, by domain."""
        text = self.waypost("zone", "-c", ini).expect(0).stdout
        parts = re.split(r"(?m)^; (\S+) \(\S+\)$", text)
        return {name: parse_records(records) for name, records in zip(parts[1::2], parts[2::2])}

    def publish(self, domain, records, edits=()):
        """Makes the zone of a domain, and at Microsoft what belongs to it."""
        zone = Zone(domain)
        zone.records += records
        edit(zone, edits)
        self.internet.host(zone)
        self.internet.provision(zone.records)
        return zone


def edit(zone, edits):
    """Of a zone, or of the whole internet."""
    for sign, _, line in (each.partition(" ") for each in edits):
        zone.add(line) if sign == "+" else zone.remove(line)
