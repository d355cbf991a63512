# SPDX-License-Identifier: MIT
"""A real Postfix for submission, with a configuration, a queue and logs of its own in a
temporary folder. It asks a Dovecot whether a password is right."""

import os
import pwd
import subprocess
from contextlib import contextmanager

from serving import Server

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.com
mydestination =
inet_interfaces = loopback-only
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {sasl}
smtpd_tls_auth_only = yes
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
"""

SERVICES = """\
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
postlog unix-dgram n - n - 1 postlogd
"""

SMTPD = "{address}:{port} inet n - n - - smtpd{options}\n"


def identity_options(identity):
    return {"smtpd_tls_cert_file": identity.chain, "smtpd_tls_key_file": identity.key}


def write_configuration(folder, sasl, listeners):
    (folder / "config").mkdir(parents=True)
    (folder / "config/main.cf").write_text(MAIN.format(folder=folder, sasl=sasl))
    lines = ""
    for address, port, options in listeners:
        words = "".join(f" -o {name}={value}" for name, value in options.items())
        lines += SMTPD.format(address=address, port=port, options=words)
    (folder / "config/master.cf").write_text(SERVICES + lines)
    owner = pwd.getpwnam("postfix")
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)


@contextmanager
def postfix(scene, sasl, listeners):
    """A Postfix that asks the Dovecot behind the socket `sasl`. A listener is an address, a
    port and parameters of its own."""
    folder = scene.folder / "postfix"
    write_configuration(folder, sasl, listeners)
    subprocess.run(["/usr/sbin/postfix", "-c", folder / "config", "check"], check=True)
    command = ["/usr/lib/postfix/sbin/master", "-c", folder / "config", "-d"]
    address, port, _ = listeners[0]
    # It ends its services by ending its process group.
    with Server(command, f"{address}:{port}", folder / "out", start_new_session=True) as server:
        yield server
