# SPDX-License-Identifier: MIT
"""The internet of the tests: the zones of internet.zones, those of the domains that are checked,
and what Microsoft has for each of its customers."""

import re
from pathlib import Path

from zones import Zone, parse_record

ZONES = Path(__file__).resolve().parent / "internet.zones"
# In a remedy, a line that is neither a comment nor the sentence of the finding's kind.
ADDITION = re.compile(r"[^;\s]+\. \d+ IN [A-Z]+ .+")
KEY = 'TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"'


def read_zones(path):
    zones, zone = {}, None
    for line in Path(path).read_text().splitlines():
        if line.startswith("$ORIGIN "):
            zone = Zone(line.split()[1])
            zones[zone.origin] = zone
        elif line and not line.startswith(";"):
            zone.add(line)
    return zones


class Internet:
    """Zones by their origin, and the signed ones as text besides."""

    def __init__(self):
        self.zones = read_zones(ZONES)
        self.signed = {}

    def zone_of(self, name):
        """The zone that a name (with its dot) belongs to."""
        name = name.lower()
        while name not in self.zones:
            name = name.partition(".")[2] or "."
        return self.zones[name]

    def add(self, line):
        self.zone_of(parse_record(line).owner).add(line)

    def remove(self, line):
        self.zone_of(line.split()[0]).remove(line)

    def apply(self, remedies):
        """Does what findings' remedies say: "; remove: RECORD" and records to add. Two of them may
        say the same. Returns whether they say anything of the kind."""
        lines = dict.fromkeys(line for remedy in remedies for line in remedy.splitlines())
        gone = [line.partition(": ")[2] for line in lines if line.startswith("; remove: ")]
        added = [line for line in lines if ADDITION.fullmatch(line)]
        for line in gone:
            self.remove(line)
        for line in added:
            self.add(line)
        return bool(gone or added)

    def host(self, zone):
        """Adds a domain's zone."""
        self.zones[zone.origin] = zone

    def provision(self, records):
        """Does what Microsoft does for a customer: its MX host and its DKIM keys, to which these
        records lead."""
        for record in records:
            target = record.data.split()[-1]
            if self.zone_of(target).origin == ".":
                continue
            if record.type == "MX" and ".mail.protection." in target:
                self.add(f"{target} A 192.0.2.18")
            elif record.type == "CNAME" and "._domainkey." in target:
                self.add(f"{target} {KEY}")

    def texts(self):
        """As a name server wants them."""
        texts = {origin.rstrip("."): zone.text() for origin, zone in self.zones.items()}
        return texts | {origin.rstrip("."): text for origin, text in self.signed.items()}
