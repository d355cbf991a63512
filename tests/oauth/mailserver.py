# SPDX-License-Identifier: MIT
"""A Dovecot that takes the tokens of the authorization server: it reads those that are JWT
by itself, with the server's public key, and asks about the others (RFC 7662). A Postfix takes
what that Dovecot takes."""

import subprocess
import urllib.parse
from contextlib import contextmanager

from dovecot import dovecot
from issuer import ASKING_SECRET, MAIL
from postfix import identity_options, postfix
from scene import HOST
from serving import free_ports

PASSDB = """
passdb {{
  driver = oauth2
  args = {path}
  mechanisms = xoauth2 oauthbearer
}}
"""
MORE = """
mail_max_userip_connections = 20
service auth {{
  unix_listener {sasl} {{
    mode = 0666
  }}
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
def mail_servers(scene, issuer, users):
    """The URLs of their ports with TLS from the start."""
    scene.folder.chmod(0o755)  # Dovecot's processes are several users
    sasl = scene.folder / "dovecot/sasl"
    more = "".join(PASSDB.format(path=path) for path in write_settings(scene, issuer))
    more += MORE.format(sasl=sasl)
    (smtp,) = free_ports(1)
    listener = {**identity_options(scene.good), "smtpd_tls_wrappermode": "yes"}
    with (dovecot(scene, users, more=more) as (_, ports),
          postfix(scene, sasl, [("127.0.0.1", smtp, listener)])):
        ports["submissions"] = smtp
        yield [f"{name}://{HOST}:{ports[name]}" for name in ("imaps", "pop3s", "submissions")]
