# SPDX-License-Identifier: MIT
"""Tokens that are renewed by themselves, with a refresh token that is good only once: also
by many at the same time, and by somebody who is killed in the middle of it."""

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from entra import Answer, Entra, grant
from flows import obtain, write_both
from microsoft import CLIENT, TOKEN, device_answer

WHO = "device-hasty@example.com"
GRACE = "x@grace.example.net"
# The calls of the system in whose place it is killed, and at which of them: the answer's place
# is made, its bytes are written, the file takes its name, all of that is on the disk.
DEATHS = [("fsync", 1), ("fsync", 2), ("renameat", 1), ("fsync", 3)]
AT_ONCE = 6
SECONDS = 60


def renewals(issuer):
    return [answer for answer in issuer.answers() if answer.get("grant") == "refresh_token"]


def wait_for(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("it does not happen")
        time.sleep(0.001)


def probe(stage, urls, who=WHO):
    return stage.probe(urls[:1], "--accounts", stage.folder / "xoauth2.ini", who, timeout=20)


def expect_works(stage, name, urls):
    findings, status, said = probe(stage, urls)
    stage.expect(name, status == 0 and findings[0]["id"] == "probe.works",
                 f"status {status}, {findings}\n{said}")


def expect_cure(stage, name, seen):
    """The way out is named, and that it is wrong and not merely unknown."""
    findings, status, said = seen
    stage.expect(name, status == 1 and f"waypost token {WHO}" in f"{findings}{said}",
                 f"status {status}, {findings}\n{said}")


def log_in(stage, issuer, browser, name):
    status, said = obtain(stage, issuer, browser, WHO)
    stage.expect(name, status == 0, f"status {status}: {said}")


def kill_when(stage, urls, who, condition):
    """Renews, and is killed while it waits for the answer."""
    command = stage.command(urls[:1], "--accounts", stage.folder / "xoauth2.ini", who)
    process = subprocess.Popen(command, env=stage.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(condition)
    process.kill()
    process.wait()


def try_by_itself(stage, issuer, browser, urls):
    log_in(stage, issuer, browser, "by itself")
    for _ in range(3):
        expect_works(stage, "by itself", urls)
    seen = renewals(issuer)
    tokens = {answer.get("refresh_token") for answer in seen}
    stage.expect("by itself", len(seen) == len(tokens) == 3 and None not in tokens, seen)


def try_lost_answer(stage, issuer, browser, urls):
    """The server has taken the old token back, and nobody has got the new one."""
    before = len(renewals(issuer))
    issuer.hold.touch()
    kill_when(stage, urls, WHO, lambda: len(renewals(issuer)) > before)
    issuer.hold.unlink()
    expect_cure(stage, "lost answer", probe(stage, urls))
    expect_cure(stage, "lost answer, again", probe(stage, urls))
    log_in(stage, issuer, browser, "after a lost answer")
    expect_works(stage, "after a lost answer", urls)


def try_deaths(stage, issuer, urls):
    """Whoever comes next has the token, whether it was just asked for or just kept."""
    for call, number in DEATHS:
        name = f"killed at {call} {number}"
        before = len(renewals(issuer))
        strace = ["strace", "--quiet=all", "--output=/dev/null", f"--trace={call}",
                  f"--inject={call}:signal=KILL:when={number}"]
        command = stage.command(urls[:1], "--accounts", stage.folder / "xoauth2.ini", WHO)
        done = subprocess.run([*strace, *command], env=stage.environment(), timeout=SECONDS,
                              stdin=subprocess.DEVNULL, capture_output=True)
        stage.expect(name, done.returncode == -signal.SIGKILL, f"it ended with {done}")
        was_asked = len(renewals(issuer)) > before
        stage.expect(name, was_asked == ((call, number) != DEATHS[0]), f"asked: {was_asked}")
        expect_works(stage, name, urls)


def try_together(stage, issuer, urls):
    """Nobody uses a token that another one has used."""
    before = len(renewals(issuer))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: expect_works(stage, "together", urls), range(AT_ONCE)))
    seen = renewals(issuer)[before:]
    stage.expect("together", seen and all(answer["status"] == 200 for answer in seen), seen)


def try_revoked(stage, issuer, browser, urls):
    token = renewals(issuer)[-1]["refresh_token"]
    issuer.post("/token/revocation", {"token": token, "client_id": "hasty"})
    expect_cure(stage, "revoked", probe(stage, urls))
    log_in(stage, issuer, browser, "after it was revoked")
    expect_works(stage, "after it was revoked", urls)


def try_declined(stage, issuer, browser):
    """A person who says no."""
    for who in ("device-no@example.com", "code-no@example.com"):
        status, said = obtain(stage, issuer, browser, who, refuses=True)
        stage.expect(who, status == 1 and "said no" in said, f"status {status}: {said}")


def try_grace(stage, urls, identity):
    """A server that lets the old token be good for a while: the next run has its new one."""
    asked, let_go = Event(), Event()

    def hold(_):
        asked.set()
        let_go.wait(SECONDS)

    tokens = [f"0.AXoA-refresh-token-{number}-4717" for number in range(4)]
    stage.secrets += tokens
    answers = [grant(TOKEN, expires_in=200, refresh_token=token) for token in tokens]
    scripts = {("grace.example.net", "devicecode"): [device_answer()],
               ("grace.example.net", "token"): [answers[0], Answer(200, hold), *answers[1:]]}
    with Entra(identity, scripts) as entra:
        status, said = stage.token(GRACE, accounts="xoauth2.ini")
        stage.expect("grace", status == 0, f"status {status}: {said}")
        kill_when(stage, urls, GRACE, asked.is_set)
        let_go.set()
        for _ in range(2):
            probe(stage, urls, GRACE)
        asked_for = entra.asked("grace.example.net", "token")
    used = [form.get("refresh_token") for _, _, form in asked_for]
    stage.expect("grace", used == [None, tokens[0], tokens[0], tokens[1]], used)


def try_privacy(stage):
    """What is kept is for its owner alone, and the killed have left nothing behind."""
    kept = list((stage.folder / "home").rglob("*"))
    for path in kept:
        mode = path.stat().st_mode & 0o777
        stage.expect("privacy", mode == (0o700 if path.is_dir() else 0o600), f"{path}: {mode:o}")
    stage.expect("privacy", kept, "nothing is kept")


def try_renewal(stage, issuer, browser, urls, identity):
    hasty = {"oauth": "device", "client_id": "hasty", "issuer": issuer.url, "scope": "mail"}
    no = {"client_id": "program", "issuer": issuer.url, "scope": "mail"}
    grace = {"oauth": "device", "client_id": CLIENT, "tenant": "grace.example.net"}
    write_both(stage, {WHO: hasty, GRACE: grace, "device-no@example.com": {**no, "oauth": "device"},
                       "code-no@example.com": {**no, "oauth": "code"}})
    try_by_itself(stage, issuer, browser, urls)
    try_lost_answer(stage, issuer, browser, urls)
    try_deaths(stage, issuer, urls)
    try_together(stage, issuer, urls)
    try_revoked(stage, issuer, browser, urls)
    try_declined(stage, issuer, browser)
    try_grace(stage, urls, identity)
    try_privacy(stage)
    return 7 + len(DEATHS)
