#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Usage: layers.py [REPOSITORY]

Holds the sources to the order of modules that server/CMakeLists.txt declares, and to what
only one module may do: name an outside library, take memory, print. Prints one line for each
violation; exit status 0 none, 1 some."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "style"))

from source import c_files, code_only, line_of, without_comments  # noqa: E402

# Which headers a LIBRARY in a module() line stands for. Threads bring no header that is
# theirs alone.
OUTSIDE_HEADERS = {
    "PkgConfig::CARES": r"ares\w*\.h",
    "PkgConfig::CURL": r"curl/.*",
    "PkgConfig::IDN2": r"idn2\.h",
    "PkgConfig::INIH": r"ini\.h",
    "PkgConfig::JANSSON": r"jansson\.h",
    "PkgConfig::LIBXML2": r"libxml/.*",
    "PkgConfig::MICROHTTPD": r"microhttpd\.h",
    "PkgConfig::OPENSSL": r"openssl/.*",
}

# What every module may include: C and the C library. A header that is neither here nor above
# belongs to a library that nobody declared.
SYSTEM_HEADERS = re.compile(
    r"(?:sys|arpa|net|netinet|linux)/\w+\.h|(?:assert|ctype|dirent|errno|fcntl|fnmatch|getopt|"
    r"glob|inttypes|limits|locale|math|netdb|poll|pthread|pwd|sched|search|signal|spawn|stdalign|"
    r"stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|termios|"
    r"threads|time|unistd)\.h"
)

NOT_A_MEMBER = r"(?<![\w.])(?<!->)"
MEMORY = "malloc|calloc|realloc|reallocarray|aligned_alloc|strdup|strndup|v?asprintf|free"
OUTPUT = "v?printf|puts|putchar|perror|v?syslog|openlog|v?warnx?|v?errx?"
PROCESS = "exit|_exit|_Exit|quick_exit|getenv|secure_getenv|setenv|putenv"


@dataclass
class Reserved:
    """Code that one module may hold and no other."""

    module: str
    pattern: re.Pattern
    meaning: str


RESERVED = [
    Reserved("base", re.compile(rf"{NOT_A_MEMBER}({MEMORY})\s*\("), "memory is taken and freed"),
    Reserved("cli", re.compile(rf"{NOT_A_MEMBER}({OUTPUT})\s*\("), "text is printed and logged"),
    Reserved("cli", re.compile(r"\b(stdout|stderr|stdin)\b"), "text is printed and logged"),
    Reserved("cli", re.compile(rf"{NOT_A_MEMBER}({PROCESS})\s*\("), "the process is known"),
]

SPDX = "/* SPDX-License-Identifier: MIT */"


@dataclass
class Module:
    name: str
    may_use: list = field(default_factory=list)
    libraries: list = field(default_factory=list)


def read_modules(cmake):
    """The module() lines, by name."""
    modules = {}
    for match in re.finditer(r"^module\((\w+)([^)]*)\)", cmake, re.MULTILINE):
        module = Module(match.group(1))
        words, into = match.group(2).split(), None
        for word in words:
            if word in ("MAY_USE", "LIBRARY"):
                into = module.may_use if word == "MAY_USE" else module.libraries
            else:
                into.append(word)
        modules[module.name] = module
    return modules


class Checker:
    def __init__(self, repository):
        self.server = Path(repository) / "server"
        self.modules = read_modules((self.server / "CMakeLists.txt").read_text())
        self.violations = []

    def run(self):
        if not self.modules:
            self.violations.append("server/CMakeLists.txt: no module() lines")
        for path in c_files(self.server):
            self._check_file(path)
        return self.violations

    def _check_file(self, path):
        text = path.read_text()
        module = self.modules.get(path.relative_to(self.server).parts[0])
        if module is None:
            self._complain(path, 1, "stands in a folder that is no module")
            return
        if text.split("\n", 1)[0] != SPDX:
            self._complain(path, 1, f"the first line is not {SPDX}")
        self._check_includes(path, module, text)
        self._check_reserved(path, module, text)

    def _complain(self, path, line, sentence):
        name = path.relative_to(self.server.parent)
        self.violations.append(f"{name}:{line}: {sentence}")

    def _check_includes(self, path, module, text):
        plain = without_comments(text)
        found = list(re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)', plain, re.MULTILINE))
        for match in found:
            check = self._check_own if match.group(1) == '"' else self._check_outside
            sentence = check(module, match.group(2))
            if sentence:
                self._complain(path, line_of(plain, match.start()), sentence)
        self._check_own_header_first(path, [match.group(2) for match in found])

    def _check_own_header_first(self, path, includes):
        header = path.with_suffix(".h")
        own = str(header.relative_to(self.server))
        if path.suffix == ".c" and header.exists() and includes[:1] != [own]:
            self._complain(path, 1, f"its own header {own} is not included first")

    def _check_own(self, module, header):
        used = header.split("/")[0]
        if ".." in header.split("/") or not (self.server / header).is_file():
            return f'"{header}" is not a path from server/'
        if used != module.name and used not in module.may_use:
            return f"server/{module.name} must not include {used}"
        return None

    def _check_outside(self, module, header):
        for library, pattern in OUTSIDE_HEADERS.items():
            if re.fullmatch(pattern, header):
                declared = library in module.libraries
                return None if declared else f"server/{module.name} must not include <{header}>"
        if SYSTEM_HEADERS.fullmatch(header):
            return None
        return f"<{header}> belongs to no library that server/CMakeLists.txt declares"

    def _check_reserved(self, path, module, text):
        code = code_only(text)
        for rule in RESERVED:
            if rule.module == module.name:
                continue
            for match in rule.pattern.finditer(code):
                sentence = f"{match.group(1)}: only in {rule.module}/ {rule.meaning}"
                self._complain(path, line_of(code, match.start()), sentence)


def main(arguments):
    repository = arguments[0] if arguments else HERE.parent
    violations = Checker(repository).run()
    print(*violations, sep="\n", end="\n" if violations else "")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
