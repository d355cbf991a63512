# SPDX-License-Identifier: MIT
"""Tokens that are wrong in one way each, at a mail server that knows what it wants."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import NamedTuple

from flows import AUTHS, OWN, WORKERS, obtain, write_both
from issuer import FILES
from scene import write_private


class Wrong(NamedTuple):
    name: str
    finding: str
    scope: str = "mail"
    says: tuple = ()  # what the finding holds
    keys: dict = {}  # of accounts.ini, beside those of the flow


CURE = "Look at the token's expiry, audience and scope."
WRONG = [
    Wrong("audience", "login.token-refused", "files", (CURE, FILES)),
    Wrong("audience asked for", "login.token-refused", "files:opaque", (CURE,)),
    Wrong("scope", "login.token-refused", "calendar", (CURE, "scope calendar")),
    Wrong("user", "login.token-refused", says=(CURE, "shop@example.com"),
          keys={"username": "ann@example.com"}),
    Wrong("user asked for", "login.token-refused", "mail:opaque", (CURE,),
          {"username": "ann@example.com"}),
]
# Made without waypost, which would renew them. They live for a second, and are looked at last.
OLD = [Wrong("old", "token.expired", "mail", ("waypost token", "expired")),
       Wrong("old, asked for", "login.token-refused", "mail:opaque", (CURE,))]


def address_of(wrong):
    return wrong.name.replace(",", "").replace(" ", "-") + "@example.com"


def judge(stage, urls, wrong, auth):
    findings, status, said = stage.probe(
        urls, "--accounts", stage.folder / f"{auth}.ini", address_of(wrong), timeout=20)
    where = f"{auth}\n{findings}\n{said}"
    ids = {(finding["id"], finding["stage"]) for finding in findings}
    stage.expect(wrong.name, len(findings) == len(urls), where)
    stage.expect(wrong.name, ids == {(wrong.finding, "login")}, where)
    stage.expect(wrong.name, status == 1, f"exit status {status}, {where}")
    for finding in findings:
        text = f"{finding['message']} {finding['remedy']} {finding['found']}"
        for words in wrong.says:
            stage.expect(wrong.name, words in text, f"nothing about {words!r}: {where}")


def write_old(stage, issuer, wrong):
    token = issuer.take(wrong.scope, "late")
    path = stage.folder / address_of(wrong)
    write_private(path, token)
    return {"username": "shop@example.com", "token_file": path.name}


def try_revoked(stage, issuer, browser, urls):
    """A token that waypost has kept, and its owner wants to see no more."""
    wrong = Wrong("device revoked", "login.token-refused", says=(CURE,))
    status, said = obtain(stage, issuer, browser, address_of(wrong))
    stage.expect("revoked", status == 0, said)
    token = issuer.answers()[-1]["access_token"]
    issuer.post("/token/revocation", {"token": token, "client_id": "program"})
    judge(stage, urls, wrong, "xoauth2")


def try_refusals(stage, issuer, browser, urls):
    shop = {**OWN, "client_id": "shop", "client_secret_file": "shop-secret", "issuer": issuer.url}
    sections = {address_of(wrong): write_old(stage, issuer, wrong) for wrong in OLD}
    sections |= {address_of(wrong): {**shop, "scope": wrong.scope, **wrong.keys} for wrong in WRONG}
    sections["device-revoked@example.com"] = {"oauth": "device", "client_id": "program",
                                              "issuer": issuer.url, "scope": "mail:opaque"}
    write_both(stage, sections)
    try_revoked(stage, issuer, browser, urls)
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda row: judge(stage, urls, *row), product(WRONG + OLD, AUTHS)))
    return len(WRONG) + len(OLD) + 1
