# SPDX-License-Identifier: MIT
"""Programs from npm for tests, where Debian has none: a folder of tests names them in its
package.json and package-lock.json, and they are installed into build/, outside the sources.

A lock is renewed in a copy of the folder, with .npmrc from here beside it: npm install."""

import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
INSTALL_SECONDS = 240


def installed(here):
    """The folder that holds node_modules. Installs what package-lock.json names, once."""
    folder = TESTS.parent / "build" / here.name
    lock, stamp = here / "package-lock.json", folder / "node_modules" / "installed.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for path in (here / "package.json", lock, TESTS / ".npmrc"):
        shutil.copy(path, folder)
    done = subprocess.run(["npm", "ci"], cwd=folder, stdin=subprocess.DEVNULL,
                          timeout=INSTALL_SECONDS, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"npm ci failed in {folder}:\n{done.stdout}{done.stderr}")
    shutil.copy(lock, stamp)
    return folder
