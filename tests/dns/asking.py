# SPDX-License-Identifier: MIT
"""Questions asked by the program under test, and its answers as Python values."""

import subprocess
import time
from dataclasses import dataclass

RUN_SECONDS = 60


class AskError(Exception):
    """The program did not do what the test needs of it; the text says what."""


@dataclass
class Answer:
    name: str
    type: str
    result: str
    server: str
    flags: str
    chain: list
    zone: str
    ttl: int
    milliseconds: int
    records: list


@dataclass
class Run:
    answers: list
    seconds: float
    sent: int
    certain: int
    dead: list
    kib: int

    @property
    def one(self):
        if len(self.answers) != 1:
            raise AskError(f"{len(self.answers)} answers instead of 1")
        return self.answers[0]

    def of(self, name):
        return next(each for each in self.answers if each.name == name)


def read_answer(line):
    name, kind, result, server, flags, chain, zone, ttl, milliseconds, records = line.split("\t")
    return Answer(
        name, kind, result, server, flags, chain.split(",") if chain else [],
        None if zone == "-" else zone, int(ttl), int(milliseconds),
        records.split("|") if records else [],
    )  # fmt: skip


def ask(binary, resolvers, questions, *options):
    """`questions` are lines "NAME TYPE [SERVER]"."""
    words = [str(binary), *options]
    for resolver in resolvers:
        words += ["--resolver", getattr(resolver, "address", resolver)]
    text = "".join(f"{line}\n" for line in questions)
    start = time.monotonic()
    done = subprocess.run(words, input=text, capture_output=True, text=True, timeout=RUN_SECONDS)
    seconds = time.monotonic() - start
    if done.returncode != 0 or done.stderr:
        raise AskError(f"status {done.returncode}: {done.stderr[:2000]}")
    *lines, totals = done.stdout.splitlines()
    _, sent, certain, dead, kib = totals.split("\t")
    answers = [read_answer(line) for line in lines]
    return Run(answers, seconds, int(sent), int(certain), dead.split(), int(kib))


def expect(holds, sentence):
    if not holds:
        raise AskError(sentence)


def expect_equal(got, expected, what):
    expect(got == expected, f"{what} is {got!r} instead of {expected!r}")
