# SPDX-License-Identifier: MIT
"""While a token is asked for, no secret is to be seen from the outside. What commands print
the other parts look at all the time."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from flows import OWN
from renewal import wait_for
from stage import VARIABLE

SPY = "tr '\\0' '\\n' < /proc/self/environ > spied; cat shop-secret"
FILES = ["cmdline", "environ"]


def owner_of(pid):
    """Of the memory: root, whoever runs it, when there may be no core."""
    return Path(f"/proc/{pid}/mem").stat().st_uid


def start_as_nobody(stage, folder, who):
    """In a folder of nobody's, with a secret in the environment."""
    owner = pwd.getpwnam("nobody")
    shutil.copy(stage.waypost, folder / "waypost")
    for path in [folder, *folder.iterdir()]:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    command = [folder / "waypost", *stage.token_command([who], folder / "accounts.ini")[1:]]
    return subprocess.Popen(
        command, cwd=folder, user=owner.pw_uid, group=owner.pw_gid, extra_groups=[],
        env={**stage.environment(), "HOME": str(folder)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def try_from_outside(stage, issuer, folder):
    """It has its secret, and waits for its token."""
    issuer.hold.touch()
    before = len(issuer.answers())
    process = start_as_nobody(stage, folder, "environment@example.com")
    wait_for(lambda: process.poll() is not None or len(issuer.answers()) > before)
    seen = {file: Path(f"/proc/{process.pid}/{file}").read_text(errors="replace") for file in FILES}
    nobody = pwd.getpwnam("nobody").pw_uid
    with subprocess.Popen(["sleep", "60"], user=nobody) as other:
        owners = [owner_of(process.pid), owner_of(other.pid)]
        other.kill()
    stage.expect("core", owners == [0, nobody], f"whose memory it is: {owners}")
    issuer.hold.unlink()
    seen["output"], _ = process.communicate(timeout=60)
    stage.expect("outside", process.returncode == 0, seen["output"])
    for file in FILES:
        stage.expect("outside", len(seen[file]) > 40, f"{file} has nothing to look at")
    return seen


def try_privacy(stage, issuer):
    keys = {**OWN, "issuer": issuer.url, "client_id": "shop", "scope": "mail"}
    sections = {"environment@example.com": {**keys, "client_secret_env": VARIABLE},
                "spy@example.com": {**keys, "client_secret_command": SPY}}
    folder = stage.folder / "nobody"
    folder.mkdir()
    stage.write_accounts(sections, "nobody/accounts.ini")
    stage.write_accounts(sections)
    seen = try_from_outside(stage, issuer, folder)
    status, said = stage.token("spy@example.com")
    stage.expect("spy", status == 0, said)
    seen["a child's environment"] = (stage.folder / "spied").read_text()
    for where, text in seen.items():
        stage.look_for_secrets([where], text)
    return 2
