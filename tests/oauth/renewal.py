# SPDX-License-Identifier: MIT
"""Tokens that are renewed by themselves, with a refresh token that is good only once: also
by many at the same time, and by somebody who is killed in the middle of it."""

import json
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from entra import Answer, Entra, grant, refusal
from flows import obtain, write_both
from microsoft import CLIENT, TOKEN, device_answer

WHO = "device-hasty@example.com"
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


class Held:
    """An answer that is sent when it is let go."""

    def __init__(self):
        self.asked, self.let_go = Event(), Event()

    def then(self, answer):
        def send(stream):
            self.asked.set()
            self.let_go.wait(SECONDS)
            stream.write(json.dumps(answer.body).encode())

        return Answer(200, send)


def make_grants(name):
    """Refresh tokens, and the answers that they come in."""
    tokens = [f"0.AXoA-{name}-refresh-token-{number}-4717" for number in range(4)]
    return tokens, [grant(TOKEN, expires_in=200, refresh_token=token) for token in tokens]


def try_entra(stage, name, identity, answers, tokens, renew):
    """Logs in at the tenant `name`, renews, and returns which of the refresh tokens were used
    for that, by their numbers."""
    who, host = f"x@{name}.example.net", f"{name}.example.net"
    stage.secrets += tokens
    scripts = {(host, "devicecode"): [device_answer()], (host, "token"): answers}
    with Entra(identity, scripts) as entra:
        status, said = stage.token(who, accounts="xoauth2.ini")
        stage.expect(name, status == 0, f"status {status}: {said}")
        renew(who)
        asked_for = entra.asked(host, "token")
    used = [form.get("refresh_token") for _, _, form in asked_for[1:]]
    scopes = [form.get("scope", "") for _, _, form in asked_for[1:]]
    stage.expect(name, all("offline_access" in scope for scope in scopes), scopes)
    return [tokens.index(token) for token in used]


def try_grace(stage, urls, identity):
    """A server that lets the old token be good for a while: the next run has its new one."""
    held = Held()

    def renew(who):
        kill_when(stage, urls, who, held.asked.is_set)
        held.let_go.set()
        for _ in range(2):
            probe(stage, urls, who)

    tokens, (first, *others) = make_grants("grace")
    answers = [first, held.then(others[0]), *others]
    used = try_entra(stage, "grace", identity, answers, tokens, renew)
    stage.expect("grace", used == [0, 0, 1], used)


def try_ended(stage, urls, identity):
    """Who is told to end while the answer is on its way takes it first."""
    held = Held()

    def renew(who):
        command = stage.command(urls[:1], "--accounts", stage.folder / "xoauth2.ini", who)
        process = subprocess.Popen(command, env=stage.environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(held.asked.is_set)
        process.terminate()
        held.let_go.set()
        ended = process.wait(SECONDS)
        stage.expect("ended", ended == -signal.SIGTERM, f"it ended with {ended}")
        probe(stage, urls, who)

    tokens, grants = make_grants("ended")
    answers = [grants[0], held.then(grants[1]), grants[2]]
    used = try_entra(stage, "ended", identity, answers, tokens, renew)
    stage.expect("ended", used == [0, 1], used)


def try_policy(stage, urls, identity):
    """What Conditional Access forbids today may be good tomorrow, and it is not the login
    that has to be mended; a login that is over is."""

    def renew(who):
        for cure in ("names the policy", "", f"waypost token {who}"):
            findings, _, said = probe(stage, urls, who)
            stage.expect("policy", cure in str(findings[0]["remedy"]), f"{findings}\n{said}")

    tokens, grants = make_grants("policy")
    answers = [grants[0], refusal(53003), grants[1], refusal(700082)]
    used = try_entra(stage, "policy", identity, answers, tokens, renew)
    stage.expect("policy", used == [0, 0, 1], used)


def try_privacy(stage):
    """What is kept is for its owner alone, and the killed have left nothing behind."""
    kept = list((stage.folder / "home").rglob("*"))
    for path in kept:
        mode = path.stat().st_mode & 0o777
        stage.expect("privacy", mode == (0o700 if path.is_dir() else 0o600), f"{path}: {mode:o}")
    stage.expect("privacy", kept, "nothing is kept")


def try_renewal(stage, issuer, browser, urls, identity):
    hasty = {"oauth": "device", "client_id": "hasty", "issuer": issuer.url,
             "scope": "openid mail email offline_access"}  # of which it grants some
    no = {"client_id": "program", "issuer": issuer.url, "scope": "mail"}
    entra = {f"x@{name}.example.net": {"oauth": "device", "client_id": CLIENT,
                                       "tenant": f"{name}.example.net"}
             for name in ("grace", "ended", "policy")}
    write_both(stage, {WHO: hasty, **entra, "device-no@example.com": {**no, "oauth": "device"},
                       "code-no@example.com": {**no, "oauth": "code"}})
    try_by_itself(stage, issuer, browser, urls)
    try_lost_answer(stage, issuer, browser, urls)
    try_deaths(stage, issuer, urls)
    try_together(stage, issuer, urls)
    try_revoked(stage, issuer, browser, urls)
    try_declined(stage, issuer, browser)
    try_grace(stage, urls, identity)
    try_ended(stage, urls, identity)
    try_policy(stage, urls, identity)
    try_privacy(stage)
    return 9 + len(DEATHS)
