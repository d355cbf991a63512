# SPDX-License-Identifier: MIT
"""Every flow gets a token, and what it gets opens a mailbox: by XOAUTH2 and by OAUTHBEARER,
whether the server reads the token or asks about it."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

from issuer import PASSWORD, SHOP_SECRET
from scene import write_private

LINK = r"(https://localhost:\S+\?\S+)"  # one that needs no typing
AUTHS = ("xoauth2", "oauthbearer")
WORKERS = 4
STORE_KEY = "qX4gGzU7+0pT3uYk2sVb9w=="

# What is in accounts.ini for each flow, but for issuer and scope.
OWN = {"oauth": "client-credentials", "username": "shop@example.com"}
FLOWS = {
    "secret": {**OWN, "client_id": "shop", "client_secret_file": "shop-secret"},
    "signed": {**OWN, "client_id": "signing", "certificate": "root/signer.pem",
               "key": "root/signer.key"},
    "device": {"oauth": "device", "client_id": "program", "store_key_file": "store-key"},
    "code": {"oauth": "code", "client_id": "program"},
    "password": {"oauth": "password", "client_id": "program", "password_file": "ann-password"},
}
SCOPES = {"read": "mail", "asked": "mail:opaque"}


def write_secrets(stage):
    for name, secret in [("shop-secret", SHOP_SECRET), ("ann-password", PASSWORD),
                         ("store-key", STORE_KEY)]:
        write_private(stage.folder / name, secret + "\n")
        stage.secrets.append(secret)


def address_of(flow, kind):
    return f"{flow}-{kind}@example.com"


def write_both(stage, sections):
    """One file for each mechanism; what is in the store serves both."""
    for auth in AUTHS:
        with_auth = {address: {**keys, "auth": auth} for address, keys in sections.items()}
        stage.write_accounts(with_auth, f"{auth}.ini")


def obtain(stage, issuer, browser, address, refuses=False):
    """Runs `waypost token`, with a person at the browser if one is called. Returns its exit
    status and what it said."""
    run = stage.start_token(address, accounts="xoauth2.ini")
    takes_person = address.split("-")[0] in ("device", "code")
    if takes_person and (link := run.read_until(LINK)):
        page = browser.visit(link, issuer.url, address, PASSWORD, refuses)
        stage.expect(address, refuses or "close" in page["text"], f"the last page is {page}")
    return run.finish(), run.said


def try_flow(stage, issuer, browser, urls, address):
    status, said = obtain(stage, issuer, browser, address)
    stage.expect(address, status == 0, f"status {status}: {said}")
    for auth in AUTHS:
        findings, status, transcript = stage.probe(
            urls, "--accounts", stage.folder / f"{auth}.ini", address, timeout=20)
        ids = [finding["id"] for finding in findings]
        stage.expect(address, ids == ["probe.works"] * len(urls) and status == 0,
                     f"{auth}: {ids}, status {status}\n{findings}\n{transcript}")
        used = [finding for finding in findings if auth.upper() in finding["message"]]
        stage.expect(address, used == findings, f"{auth} was not used: {findings}")


def try_store(stage):
    """Tokens are encrypted where a key is named, and only there."""
    for path in (stage.folder / "home").rglob("*.json"):
        in_clear = b"access_token" in path.read_bytes()
        stage.expect("store", in_clear != path.name.startswith("device"), path.name)


def curl_says(stage, url, user, token):
    """The exit status of another program that shows the same token to the same server; 67 is
    a login that was refused."""
    settings = [f'url = "{url}"', f'user = "{user}:"', f'oauth2-bearer = "{token}"',
                f'cacert = "{stage.root.certificate}"', "silent", 'request = "NOOP"',
                f'resolve = "{url.split("//")[1]}:127.0.0.1"', 'login-options = "AUTH=XOAUTH2"']
    done = subprocess.run(["curl", "--config", "-"], input="\n".join(settings), text=True,
                          capture_output=True, timeout=60)
    return done.returncode


def try_curl(stage, issuer, url):
    """Which tokens open a mailbox is not for waypost to say."""
    tokens = {kind: issuer.take(scope) for kind, scope in SCOPES.items()}
    for user, status in [("shop@example.com", 0), ("ann@example.com", 67)]:
        for kind, token in tokens.items():
            seen = curl_says(stage, url, user, token)
            stage.expect("curl", seen == status, f"{user}, {kind}: status {seen}")


def try_shared(stage, issuer, urls):
    """One token of an application opens many mailboxes, and one refusal is told for each."""
    shop = {**FLOWS["secret"], "issuer": issuer.url, "scope": "mail"}
    unknown = {**shop, "client_id": "unknown"}
    stage.write_accounts({"a@example.com": shop, "b@example.com": shop, "c@example.com": unknown,
                          "d@example.com": unknown}, "shared.ini")
    before = len(issuer.answers())
    findings, _, said = stage.probe(urls[:1], "--accounts", stage.folder / "shared.ini",
                                    *(f"{name}@example.com" for name in "abcd"), timeout=20)
    ids = sorted(finding["id"] for finding in findings)
    stage.expect("shared", ids == ["probe.works"] * 2 + ["token.refused"] * 2, f"{ids}\n{said}")
    asked = len(issuer.answers()) - before
    stage.expect("shared", asked == 2, f"{asked} tokens were asked for")


def try_flows(stage, issuer, browser, urls):
    sections = {address_of(flow, kind): {**keys, "issuer": issuer.url, "scope": scope}
                for flow, keys in FLOWS.items() for kind, scope in SCOPES.items()}
    write_both(stage, sections)
    try_curl(stage, issuer, urls[0])
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda address: try_flow(stage, issuer, browser, urls, address), sections))
    try_store(stage)
    try_shared(stage, issuer, urls)
    return len(sections)
