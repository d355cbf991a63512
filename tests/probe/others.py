# SPDX-License-Identifier: MIT
"""curl, swaks and openssl at the same servers: they agree with probe on who gets in, and on
which certificate holds. They say less, so no more than that is compared."""

import os
import subprocess

from scene import PASSWORD, SECONDS

IN, REFUSED, UNTRUSTED = "gets in", "is refused", "does not trust"
USER = "ann@example.com"


def run(meanings, command, text="", **environment):
    """What the exit status means."""
    done = subprocess.run([str(word) for word in command], input=text, capture_output=True,
                          text=True, timeout=SECONDS, env=os.environ | environment)
    return meanings.get(done.returncode, f"ends with {done.returncode}: {done.stderr}")


def ask_curl(trusted, scheme, host, address, port, password):
    known = {"submissions": "smtps", "submission": "smtp"}.get(scheme, scheme)
    command = ["curl", "--silent", "--config", "-", "--ssl-reqd", "--cacert", trusted,
               "--resolve", f"{host}:{port}:{address}", "--head", "--request", "NOOP",
               f"{known}://{host}:{port}/"]
    return run({0: IN, 67: REFUSED, 60: UNTRUSTED}, command, f'user = "{USER}:{password}"\n')


def ask_swaks(trusted, scheme, host, address, port, password):
    """It knows submission only, and does not look at names."""
    if not scheme.startswith("submission") or host.startswith("other"):
        return None
    command = ["swaks", "--server", address, "--port", port, "--quit-after", "AUTH", "--auth",
               "PLAIN", "--auth-user", USER, "--tls-verify", "--tls-ca-path", trusted,
               "--tls-sni", host, "--tls" if scheme == "submission" else "--tlsc"]
    return run({0: IN, 28: REFUSED, 29: UNTRUSTED}, command, SWAKS_OPT_auth_password=password)


def ask_openssl(trusted, scheme, host, address, port, password):
    """It does not log in: who is not refused gets in."""
    if password != PASSWORD:
        return None
    starttls = {"imap": "imap", "pop3": "pop3", "submission": "smtp"}.get(scheme)
    command = ["openssl", "s_client", "-connect", f"{address}:{port}", "-CAfile", trusted,
               "-servername", host, "-verify_hostname", host, "-verify_return_error", "-brief"]
    return run({0: IN, 1: UNTRUSTED}, command + (["-starttls", starttls] if starttls else []))


def ask_probe(scene, scheme, host, port, password):
    user = USER if password == PASSWORD else "wrong@example.com"
    (finding,), _, _ = scene.probe([f"{scheme}://{host}:{port}"], user, timeout=20)
    return {None: IN, "login": REFUSED, "certificate": UNTRUSTED}.get(finding["stage"], finding)


def try_others(scene, addresses, ports):
    """Each of them at each server, with a password that is right, and one that is not."""
    for name, address in addresses.items():
        host = f"{name}.example.com"
        for scheme, port in ports.items():
            for password in (PASSWORD, "not-the-password-8")[:2 if name == "mail" else 1]:
                told = ask_probe(scene, scheme, host, port, password)
                for ask in (ask_curl, ask_swaks, ask_openssl):
                    other = ask(scene.root.certificate, scheme, host, address, port, password)
                    scene.expect("others", other in (told, None),
                                 f"{scheme}://{host}: probe {told}, {ask.__name__} {other}")
