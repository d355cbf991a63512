#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Usage: repository.py [REPOSITORY]

That the files in the repository mean the same on everybody's machine: no path of somebody's
machine, no address of a package registry, and no relative link that leads nowhere. Prints
one line for each violation; exit status 0 none, 1 some."""

import os
import re
import subprocess
import sys
from pathlib import Path

# Written so that they do not find themselves.
FORBIDDEN = [
    (re.compile(r"(?<![\w.$}-])/(?:root|home|work|workspace|Users|farm)/"), "a path of one machine"),
    (
        re.compile(r"https?://[^/\s\"']*(?:registry|artifactory|nexus|pypi|pythonhosted|mirror)"),
        "the address of a package registry",
    ),
    (re.compile(r"https?://[^/\s\"']*deb\.debian\.org"), "the address of a package registry"),
]

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(r"[a-z]+:|#|//")


def files_of(repository):
    """What git knows or would add; without git, all but hidden folders and builds."""
    command = ["git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
        names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
        return [repository / name for name in names]
    except (OSError, subprocess.CalledProcessError):
        return walk(repository)


def walk(repository):
    found = []
    for folder, folders, names in os.walk(repository):
        folders[:] = [name for name in folders if name not in (".git", "__pycache__", "build")]
        found.extend(Path(folder) / name for name in names)
    return found


def judge(repository, path):
    name = path.relative_to(repository)
    text = path.read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, meaning in FORBIDDEN:
            if pattern.search(line):
                yield f"{name}:{number}: holds {meaning}"
        if path.suffix == ".md":
            yield from judge_links(path, f"{name}:{number}", line)


def judge_links(path, place, line):
    for target in LINK.findall(line):
        file = target.split("#")[0]
        if not ELSEWHERE.match(target) and not (path.parent / file).exists():
            yield f"{place}: the link leads nowhere: {target}"


def main(arguments):
    repository = Path(arguments[0] if arguments else Path(__file__).resolve().parents[2]).resolve()
    files = sorted(path for path in files_of(repository) if path.is_file() and not path.is_symlink())
    violations = [line for path in files for line in judge(repository, path)]
    print(*violations, f"{len(files)} files", sep="\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
