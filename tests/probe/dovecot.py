# SPDX-License-Identifier: MIT
"""A real Dovecot with a configuration of its own in a temporary folder, and what probe has
to find there without leaving a trace. Accounts and mail come from here too."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import pwd
import time
from contextlib import contextmanager
from pathlib import Path

from scene import HOST, PASSWORD, SECONDS, write_private
from serving import Server, free_ports

MANY = 64
BOXES = 4  # with messages
KEY = b"a-key-for-tests-and-for-nothing-else"

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap pop3
listen = {listen}
ssl = required
ssl_cert = <{chain}
ssl_key = <{key}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
auth_mechanisms = plain login scram-sha-256 xoauth2 oauthbearer
auth_failure_delay = 1 secs
mail_max_userip_connections = 2
passdb {{
  driver = passwd-file
  args = {folder}/users
  mechanisms = plain login scram-sha-256
}}
passdb {{
  driver = oauth2
  args = {folder}/oauth2.conf
  mechanisms = xoauth2 oauthbearer
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
{more}
"""

# Else each client waits for a process to be started, on a busy machine longer than a
# handshake may take.
STANDING_LOGINS = """\
service imap-login {
  service_count = 0
  process_min_avail = 2
}
"""

# Tokens are judged by their signature; there is nobody to ask.
OAUTH2 = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
issuers = https://issuer.example.com
"""


def encode(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def make_token(user, seconds=3600):
    """A JWT that Dovecot believes."""
    now = int(time.time())
    header = {"alg": "HS256", "typ": "JWT", "kid": "default"}
    claims = {"iss": "https://issuer.example.com", "email": user, "sub": user,
              "iat": now - 10, "nbf": now - 10, "exp": now + seconds}
    text = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{encode(hmac.new(KEY, text.encode(), hashlib.sha256).digest())}"


def write_users(folder, users):
    (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in users))
    owner = pwd.getpwnam("nobody")
    for user in users[:BOXES]:
        box = folder / "mail" / user
        for part in ("new", "cur", "tmp"):
            (box / part).mkdir(parents=True)
        (box / "new" / "1700000001.M1.host").write_text("Subject: unseen\n\nHello\n")
        (box / "cur" / "1700000000.M1.host:2,S").write_text("Subject: seen\n\nHello\n")
    for path in [folder / "mail", *(folder / "mail").rglob("*")]:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    return owner


def messages(folder):
    """What flags and \\Recent are made of: the names and folders of the messages."""
    return sorted(str(path.relative_to(folder)) for path in (folder / "mail").rglob("*host*"))


def flags(folder):
    """The same without \\Recent, which Dovecot takes away when a POP3 session begins,
    whatever is said in it."""
    return sorted((path.parts[-3], path.name.rstrip("2:,"))
                  for path in (folder / "mail").rglob("*host*"))


@contextmanager
def dovecot(scene, users, folder="dovecot", listen="127.0.0.1", more=""):
    """The process of a Dovecot, and its ports by the names of its services."""
    folder = scene.folder / folder
    os.umask(0o022)  # its processes are several users
    for name in ("mail", "run", "keys/azp/default", "keys/default/HS256"):
        (folder / name).mkdir(parents=True)
    owner = write_users(folder, users)
    (folder / "keys/default/HS256/default").write_bytes(base64.b64encode(KEY))
    (folder / "oauth2.conf").write_text(OAUTH2.format(folder=folder))
    names = ["imap", "imaps", "pop3", "pop3s"]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    (folder / "dovecot.conf").write_text(CONFIGURATION.format(
        folder=folder, uid=owner.pw_uid, gid=owner.pw_gid, chain=scene.good.chain,
        key=scene.good.key, listen=listen, more=more, **ports))
    command = ["/usr/sbin/dovecot", "-F", "-c", folder / "dovecot.conf"]
    with Server(command, f"127.0.0.1:{ports['imaps']}", folder / "dovecot.out") as server:
        yield server, ports


def look(scene, name, found, expected, status=None):
    findings, seen, said = found
    ids = [finding["id"] for finding in findings]
    where = f"\n  findings: {findings}\n  transcript:\n{said}"
    scene.expect(name, ids == expected, f"{ids} instead of {expected}{where}")
    if status is not None:
        scene.expect(name, seen == status, f"exit status {seen}{where}")


def add_accounts(scene, users):
    """What Dovecot believes, and what not."""
    write_private(scene.folder / "jwt", make_token(users[0]))
    write_private(scene.folder / "jwt-old", make_token(users[0], -600))
    write_private(scene.folder / "jwt-forged", make_token(users[0])[:-6] + "AAAAAA")
    many = "".join(f"[{user}]\npassword_file = password\n" for user in users[2:])
    jwts = "".join(f"[{name}@example.com]\nusername = {users[0]}\nauth = {auth}\n"
                   f"token_file = {file}\n"
                   for name, auth, file in [("jwt-x", "xoauth2", "jwt"),
                                            ("jwt-b", "oauthbearer", "jwt"),
                                            ("jwt-old", "xoauth2", "jwt-old"),
                                            ("jwt-forged-x", "xoauth2", "jwt-forged"),
                                            ("jwt-forged-b", "oauthbearer", "jwt-forged")])
    scene.add_accounts(many + jwts)


def try_logins(scene, urls):
    """Nothing else is worth trying when the first does not work."""
    for who in ("ann", "plain", "login", "scram", "jwt-x", "jwt-b"):
        found = scene.probe(urls, f"{who}@example.com", timeout=20)
        look(scene, f"dovecot {who}", found, ["probe.works"] * len(urls), 0)
        for finding in found[0]:
            if finding["subject"].startswith("imap"):
                scene.expect(who, "2 messages" in finding["message"], finding["message"])
        if scene.mistakes:
            return


def try_refusals(scene, urls):
    imaps, pop3s = [urls["imaps"]], [urls["pop3s"]]
    for name, url, who, expected in [
        ("wrong password", imaps, "wrong", "imap.login-failed"),
        ("wrong password, pop3", pop3s, "wrong", "pop.login-failed"),
        ("old token", imaps, "jwt-old", "token.expired"),
        ("forged token", imaps, "jwt-forged-x", "login.token-refused"),
        ("forged token, oauthbearer", imaps, "jwt-forged-b", "login.token-refused"),
        ("forged token, pop3", pop3s, "jwt-forged-x", "login.token-refused"),
    ]:
        look(scene, f"dovecot {name}", scene.probe(url, f"{who}@example.com", timeout=20),
             [expected], 1)


def try_many(scene, urls, users):
    """Many at once, four servers for each of them, of which Dovecot takes two at the same
    time: one, and another that it has not yet noticed to be gone."""
    servers = [urls["imaps"], urls["imap"]] * 2
    found = scene.probe(servers, "--jobs", MANY, *users[2:], timeout=60)
    look(scene, "dovecot many", found, ["probe.works"] * len(servers) * len(users[2:]), 0)


def wait_until_gone(pid, names):
    """Whether a server's processes of these names end soon, for want of clients."""
    deadline = time.monotonic() + SECONDS
    while True:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        left = set()
        for child in children:
            with contextlib.suppress(FileNotFoundError):
                left.add(Path(f"/proc/{child}/comm").read_text().strip())
        if not left & names:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def try_one_process(scene, drive, server, port):
    """All at once, three times, in one process: nothing is left behind, here or there."""
    said = drive.run(HOST, port, "127.0.0.1", "", scene.root.certificate, MANY, 3,
                     input=PASSWORD)
    words = [line.split()[:2] for line in said]
    works = sum(first == "probe.works" for first, _ in words)
    scene.expect("one process", works == 3 * MANY, f"{works} of {3 * MANY} work: {said}")
    for what in ("descriptors", "bytes"):
        _, second, third = [number for first, number in words if first == what]
        scene.expect("one process", second == third, f"{what}: {second}, then {third}")
    scene.expect("one process", wait_until_gone(server.pid, {"imap"}), "sessions are left over")


def try_dovecot(scene, drive):
    users = ["ann@example.com", "plain@example.com", "login@example.com", "scram@example.com"]
    users += [f"many{number}@example.com" for number in range(MANY)]
    add_accounts(scene, users[:2] + users[4:])
    scene.folder.chmod(0o755)  # Dovecot's processes are several users
    with dovecot(scene, users, more=STANDING_LOGINS) as (server, ports):
        folder = scene.folder / "dovecot"
        urls = {name: f"{name}://{HOST}:{port}" for name, port in ports.items()}
        before, flags_before = messages(folder), flags(folder)
        try_logins(scene, [urls["imaps"], urls["imap"]])
        scene.expect("dovecot", len(before) == 2 * BOXES and messages(folder) == before,
                     f"IMAP has changed the mailbox: {before}, {messages(folder)}")
        try_logins(scene, [urls["pop3s"], urls["pop3"]])
        if not scene.mistakes:
            try_refusals(scene, urls)
            try_many(scene, urls, users[:2] + users[4:])
            try_one_process(scene, drive, server, ports["imaps"])
        scene.expect("dovecot", flags(folder) == flags_before,
                     f"the mailbox has changed: {flags_before}, {flags(folder)}")
