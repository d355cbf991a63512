# SPDX-License-Identifier: MIT
"""Zones as lists of records that can be edited: by hand, by what `waypost zone` prints, and by
the remedies of findings."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

TTL = 3600
STRING_MAX = 255

# Where the names stand in the data of a type.
NAMES_IN_DATA = {"CNAME": [0], "NS": [0], "MX": [1], "SRV": [3], "SOA": [0, 1]}

RECORD = re.compile(r"(\S+)\s+(?:\d+\s+)?(?:IN\s+)?([A-Z]+[0-9]*)\s+(.+)")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(frozen=True, eq=False)
class Record:
    """Owner and names in the data are absolute. Two of them are equal if they say the same, names
    in whatever case."""

    owner: str
    type: str
    data: str

    def meaning(self):
        data = self.data.lower() if self.type in NAMES_IN_DATA else self.data
        return self.owner.lower(), self.type, data

    def __eq__(self, other):
        return self.meaning() == other.meaning()

    def __hash__(self):
        return hash(self.meaning())

    def __str__(self):
        data = as_strings(self.data) if self.type == "TXT" else self.data
        return f"{self.owner} {TTL} IN {self.type} {data}"


def as_strings(text):
    """The text of a TXT record as a zone file writes it."""
    pieces = re.findall(r"(?:\\\d{3}|\\.|[^\\]){1,%d}" % STRING_MAX, text) or [""]
    return " ".join(f'"{piece}"' for piece in pieces)


def absolute(name, origin):
    """As a zone file of `origin` (with its dot) means it."""
    if name == "@":
        return origin
    return name if name.endswith(".") else f"{name}.{origin.lstrip('.')}"


def parse_record(line, origin="."):
    """Reads OWNER [TTL] [IN] TYPE DATA."""
    match = RECORD.fullmatch(line.strip())
    if not match:
        raise ValueError(f"no record: {line!r}")
    owner, type_name, data = match.groups()
    if type_name == "TXT":
        data = "".join(a or b for a, b in STRING.findall(data))
    else:
        words = data.split()
        for index in NAMES_IN_DATA.get(type_name, []):
            words[index] = absolute(words[index], origin)
        data = " ".join(words)
    return Record(absolute(owner, origin), type_name, data)


def parse_records(text):
    """All records of what `waypost zone` prints."""
    lines = [line for line in text.splitlines() if line and not line.startswith(";")]
    return [parse_record(line) for line in lines]


class Zone:
    """Begins with an SOA and name servers, and has no CNAME beside anything else only if its
    editor takes care."""

    def __init__(self, origin, servers=("ns1.example.net.",)):
        self.origin = origin if origin.endswith(".") else origin + "."
        self.records = [parse_record(f"@ NS {server}", self.origin) for server in servers]

    def copy(self):
        other = Zone(self.origin, ())
        other.records = list(self.records)
        return other

    def add(self, line):
        """Adds what is not there yet."""
        record = parse_record(line, self.origin)
        if record not in self.records:
            self.records.append(record)

    def remove(self, line):
        """Takes away OWNER TYPE DATA, or all of OWNER TYPE. Something has to be there."""
        if len(line.split()) == 2:
            owner, type_name = line.split()
            owner = absolute(owner, self.origin)
            key = (owner.lower(), type_name)
            gone = [r for r in self.records if r.meaning()[:2] == key]
        else:
            gone = [r for r in self.records if r == parse_record(line, self.origin)]
        if not gone:
            raise ValueError(f"there is no {line}")
        self.records = [record for record in self.records if record not in gone]

    def text(self, serial=1):
        # The first name server of the zone is as good a primary as any.
        data = f"ns1.example.net. hostmaster.example.net. {serial} 1h 1h 1w 1h"
        soa = f"{self.origin} {TTL} IN SOA {data}"
        return "\n".join([soa, *map(str, self.records), ""])


class Signer:
    """Signs zones by DNSSEC, with keys of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()

    def key(self, origin):
        """Makes a key. Returns its name, and its DS record as a trust anchor."""
        name = self._run("ldns-keygen", "-a", "ECDSAP256SHA256", "-k", origin).strip()
        return name, (self.folder / f"{name}.ds").read_text().strip()

    def sign(self, zone, key, *options):
        """The text of the zone with signatures made by a key."""
        (self.folder / "plain").write_text(zone.text())
        origin = zone.origin.rstrip(".")
        self._run("ldns-signzone", "-o", origin, "-f", "signed", *options, "plain", key)
        return (self.folder / "signed").read_text()

    def _run(self, *command):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=20)
        if done.returncode != 0:
            raise ValueError(f"{' '.join(command)}: {done.stderr}")
        return done.stdout
