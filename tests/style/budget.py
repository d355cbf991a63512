#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Usage: budget.py [REPOSITORY]

How long and how deep functions under server/ may be, what no C file there may hold, and
that every function of a header has its contract above it. Prints one line for each
violation and the figures; exit status 0 none, 1 some."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from source import c_files, code_only, line_of  # noqa: E402

# Lines from the opening brace to the closing one, both counted.
MEDIAN_MAX, P95_MAX, LINES_MAX = 15, 45, 60
NESTING_MAX = 3
FILE_LINES_MAX = 400

# clang-format puts the braces of functions, and of nothing else, alone into column one, and
# ends a line with `) {`, `else {`, `do {` or `: {` (a case) where a block begins.
BODY = re.compile(r"^\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"(?:\) |\belse |\bdo |: |^\s*)\{\s*$")
NAME = re.compile(r"(\w+)\([^;{}]*\)\s*$")

FORBIDDEN = [
    (re.compile(r"\bgoto\b"), "goto", None),
    (re.compile(r"\btypedef\s+(?:struct|union)\b"), "typedef of a struct", None),
    (re.compile(r"^[ \t]*#[ \t]*define[ \t]+\w+\(", re.MULTILINE), "function-like macro", "base/cleanup.h"),
    # One option of c-ares exists in newer versions only, and must be set there.
    (re.compile(r"^[ \t]*#[ \t]*if", re.MULTILINE), "conditional compilation", "dns/channel.c"),
]

# A declaration with parameters that ends in a semicolon, outside of all braces.
PROTOTYPE = re.compile(r"^[a-zA-Z_][\w \t\n*]*?\b(\w+)\s*\([^;{}#]*\)[^;{}#()]*(?:\([^;{}]*\))?;", re.MULTILINE)


@dataclass
class Function:
    place: str
    name: str
    lines: int
    nesting: int


def measure_nesting(body):
    """How many blocks stand in each other; the braces of initialisers are none."""
    open_braces, deepest = [], 0
    for line in body.split("\n"):
        for at, char in enumerate(line):
            if char == "{":
                open_braces.append(bool(BLOCK.search(line[: at + 1])) and not line[at + 1 :].strip())
                deepest = max(deepest, sum(open_braces))
            elif char == "}" and open_braces:
                open_braces.pop()
    return deepest


def functions_of(path, code):
    for match in BODY.finditer(code):
        name = NAME.search(code[: match.start()])
        lines = match.group().count("\n") + 1
        place = f"{path}:{line_of(code, match.start())}"
        yield Function(place, name.group(1) if name else "?", lines, measure_nesting(match.group(1)))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def judge_functions(functions):
    for function in functions:
        if function.lines > LINES_MAX:
            yield f"{function.place}: {function.name} has {function.lines} lines, more than {LINES_MAX}"
        if function.nesting > NESTING_MAX:
            yield f"{function.place}: {function.name} nests {function.nesting} deep, more than {NESTING_MAX}"
    lengths = [function.lines for function in functions] or [0]
    for name, share, most in [("median", 0.5, MEDIAN_MAX), ("95th percentile", 0.95, P95_MAX)]:
        if quantile(lengths, share) > most:
            yield f"server: the {name} of function lengths is {quantile(lengths, share)}, more than {most}"


def judge_text(path, name, text, code):
    if text.count("\n") > FILE_LINES_MAX:
        yield f"{name}:1: has {text.count(chr(10))} lines, more than {FILE_LINES_MAX}"
    for pattern, meaning, excepted in FORBIDDEN:
        if excepted and name.endswith(excepted):
            continue
        for match in pattern.finditer(code):
            yield f"{name}:{line_of(code, match.start())}: {meaning}"
    if path.suffix == ".h":
        yield from judge_header(name, text, code)


def outside_braces(code):
    """The code with all that stands in braces blanked out."""
    inner = re.compile(r"\{[^{}]*\}")
    while match := inner.search(code):
        code = code[: match.start()] + re.sub(r"[^\n]", " ", match.group()) + code[match.end() :]
    return code


def judge_header(name, text, code):
    """A comment speaks for all prototypes that follow it without an empty line."""
    lines = text.split("\n")
    if "#pragma once" not in lines:
        yield f"{name}:1: lacks #pragma once"
    documented_to = 0
    for match in PROTOTYPE.finditer(outside_braces(code)):
        first = line_of(code, match.start())
        above = lines[first - 2].rstrip() if first > 2 else ""
        if above.endswith("*/") or documented_to == first - 1:
            documented_to = first + match.group().count("\n")
        elif not match.group().startswith("typedef"):
            yield f"{name}:{first}: {match.group(1)} has no comment above"


def main(arguments):
    repository = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    functions, violations = [], []
    for path in c_files(repository / "server"):
        text = path.read_text()
        code = code_only(text)
        name = str(path.relative_to(repository))
        functions.extend(functions_of(name, code))
        violations.extend(judge_text(path, name, text, code))
    violations.extend(judge_functions(functions))
    print(*violations, sep="\n", end="\n" if violations else "")
    lengths = [function.lines for function in functions] or [0]
    print(f"{len(functions)} functions: median {quantile(lengths, 0.5)} lines, "
          f"95th percentile {quantile(lengths, 0.95)}, longest {max(lengths)}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
