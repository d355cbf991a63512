# SPDX-License-Identifier: MIT
"""A Dovecot that takes the tokens of the authorization server: it reads those that are JWT
by itself, with the server's public key, and asks about the others (RFC 7662)."""

import subprocess
import urllib.parse
from contextlib import contextmanager

import dovecot
from issuer import ASKING_SECRET, MAIL
from scene import HOST

PASSDB = """
passdb {{
  driver = oauth2
  args = PATH
  mechanisms = xoauth2 oauthbearer
}}
"""
READING = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/public/
issuers = {issuer}
client_id = {mail}
username_attribute = email
scope = mail
"""
ASKING = """\
introspection_mode = post
introspection_url = https://asking:{secret}@{host}/token/introspection
tls_ca_cert_file = {root}
username_attribute = email
active_attribute = active
active_value = true
scope = mail:opaque
"""


def write_settings(scene, issuer):
    """Two files, each for a passdb. Dovecot looks for a key by kind and name."""
    folder = scene.folder / "passdb"
    keys = folder / "public" / "default" / "RS256"
    keys.mkdir(parents=True)
    subprocess.run(["openssl", "pkey", "-in", issuer.signing_key, "-pubout",
                    "-out", keys / "signing"], check=True)
    values = {"folder": folder, "issuer": issuer.url, "mail": MAIL,
              "secret": urllib.parse.quote(ASKING_SECRET), "root": scene.root.certificate,
              "host": issuer.url.removeprefix("https://")}
    paths = [folder / "reading.conf", folder / "asking.conf"]
    for path, text in zip(paths, (READING, ASKING), strict=True):
        path.write_text(text.format(**values))
    return paths


@contextmanager
def mail_server(scene, issuer, users):
    """The URLs of its ports with TLS from the start."""
    scene.folder.chmod(0o755)  # Dovecot's processes are several users
    more = "".join(PASSDB.replace("PATH", str(path)) for path in write_settings(scene, issuer))
    with dovecot.dovecot(scene, users, more=more) as (_, ports):
        yield {name: f"{name}://{HOST}:{ports[name]}" for name in ("imaps", "pop3s")}
