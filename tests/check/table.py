# SPDX-License-Identifier: MIT
"""Reads the table of broken zones and judges what was found by it. The table's own head says
how it is written."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from zones import absolute

TABLE = Path(__file__).resolve().parent / "broken-zones"
SAID_ONCE = ("alias.certificate", "srv.alias")
VERDICTS = ("ok", "info", "warn", "fail", "unknown")


class Finding(NamedTuple):
    """What is compared of one: the subject is relative to the domain."""

    verdict: str
    id: str
    subject: str

    def __str__(self):
        return " ".join(self)


@dataclass
class Case:
    """A base is a case without a base of its own."""

    name: str
    title: str
    base: str | None
    domain: str
    settings: list[str] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)  # of the domain's zone: "+ ..." or "- ..."
    elsewhere: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)  # id and subject
    signed: str = ""
    has_zone: bool = True
    nothing_else: bool = False
    by_hand: bool = False

    @property
    def is_repaired(self):
        faults = [finding for finding in self.findings if finding.verdict != "ok"]
        return bool(faults) and not self.by_hand


def read_table(path=TABLE):
    """All bases and cases, by their name."""
    cases = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        word, _, rest = line.strip().partition(" ")
        try:
            if word in ("base", "case"):
                case = start(word, rest)
                cases[case.name] = case
            elif word and not word.startswith("#"):
                continue_with(case, word, rest.strip())
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
    return cases


def start(word, rest):
    head, _, title = rest.partition(": ")
    name, _, base = head.partition(" of ")
    if (word == "case") != bool(base):
        raise ValueError("a case has a base, a base has none")
    return Case(name, title, base or None, name.replace("-", "") + ".example")


def continue_with(case, word, rest):
    if word in "+-":
        case.edits.append(f"{word} {rest}")
    elif word in VERDICTS:
        id, subject = rest.split(" ", 1)
        case.findings.append(Finding(word, id, subject.strip()))
    elif word == "gone":
        id, _, subject = rest.partition(" ")
        case.gone.append((id, subject))
    elif word == "set":
        case.settings.append(rest)
    elif word == "elsewhere":
        case.elsewhere.append(rest)
    elif word == "domain":
        case.domain = rest
    elif word == "signed":
        case.signed = rest
    else:
        name = {"no": "has_zone", "nothing": "nothing_else", "by": "by_hand"}[word]
        setattr(case, name, word != "no")


def fill(case, text):
    """With the domain, and with the domain as Microsoft writes it in names."""
    return text.replace("{domain}", case.domain).replace("{key}", case.domain.replace(".", "-"))


def relative(subject, domain):
    """Of a subject NAME [TYPE], as the table writes it."""
    name, _, rest = subject.partition(" ")
    if name == domain:
        name = "@"
    elif name.endswith("." + domain):
        name = name.removesuffix("." + domain)
    else:
        name = absolute(name + ".", ".")
    return f"{name} {rest}".strip()


def once(findings):
    """Without the subject of those that are said once a domain, about whatever comes first."""
    return [f._replace(subject="") if f.id in SAID_ONCE else f for f in findings]


def judge(case, usual, seen):
    """The mistakes in what was seen, as sentences. `usual` is what the good zone gives."""
    expected, usual, seen = (Counter(once(each)) for each in (case.findings, usual, seen))
    if case.nothing_else:
        usual = Counter()
    subjects = {finding.subject for finding in case.findings}
    for finding in list(usual):
        if (finding.id, finding.subject) in case.gone:
            del usual[finding]
    may_be_gone = Counter(
        {f: n for f, n in usual.items() if f.subject in subjects and f.verdict in ("ok", "info")}
    )
    lost = (expected + usual - may_be_gone) - seen
    surplus = seen - (expected + usual)
    return [f"not found: {each}" for each in lost] + [f"found: {each}" for each in surplus]
