# SPDX-License-Identifier: MIT
"""Servers that repeat what they were sent, in clear, in base64 and inside of something else
in base64. Whatever is shown of it has no secret in it; Scene looks for them."""

import json

from cases import IMAP_END, IMAP_HELLO, POP3_HELLO, SCRAM_HELLO, SMTP_HELLO, Case, encode, words
from scene import BIG_TOKEN, PASSWORD, TABBED_PASSWORD, TOKEN

HIDDEN = "<secret, "
LOGIN_IMAP = IMAP_HELLO + """
    C: AUTHENTICATE LOGIN
    S: + VXNlcm5hbWU6
    C: .*
    S: + UGFzc3dvcmQ6
    C: .*"""


def echo(name, scheme, script, finding, who, status=1, stage="login"):
    return Case(f"echo {name}", scheme, script, finding, status, stage, who, HIDDEN)


def repeated_in_json(token, before):
    """A reason that repeats the token; what stands before it decides how base64 has it."""
    return encode(json.dumps({"status": f"401{before}{token}"}))


PASSWORDS = [
    echo("imap plain", "imaps", IMAP_HELLO + """
    C: AUTHENTICATE PLAIN .*
    ECHO TAG NO [AUTHENTICATIONFAILED] ECHO
    BYE""", "imap.login-failed", "plain"),
    echo("imap login", "imaps", LOGIN_IMAP + """
    ECHO TAG NO [AUTHENTICATIONFAILED] ECHO
    BYE""", "imap.login-failed", "login"),
    echo("imap clear", "imaps", LOGIN_IMAP + f"""
    S: TAG NO [AUTHENTICATIONFAILED] {PASSWORD} is wrong
    BYE""", "imap.login-failed", "login"),
    echo("pop3 user and pass", "pop3s", f"""
    TLS
    S: +OK ready
    C: CAPA
    S: -ERR what
    C: USER ann@example.com
    S: +OK
    C: PASS {PASSWORD}
    ECHO -ERR [AUTH] ECHO
    BYE""", "pop.login-failed", "ann"),
    echo("smtp plain", "submissions", SMTP_HELLO + f"""
    C: AUTH PLAIN
    S: 334\x20
    C: .*
    ECHO 535-5.7.8 ECHO
    S: 535 5.7.8 {words("plain")[1]}
    BYE""", "smtp.login-failed", "plain"),
    echo("smtp with a tab", "submissions", SMTP_HELLO + f"""
    C: AUTH PLAIN
    S: 334\x20
    C: .*
    S: 535 5.7.8 {TABBED_PASSWORD} is wrong
    BYE""", "smtp.login-failed", "tabbed"),
    echo("smtp far behind", "submissions", SMTP_HELLO + f"""
    C: AUTH PLAIN
    S: 334\x20
    C: .*
    S: 535 5.7.8 {"x" * 1002}{PASSWORD}
    BYE""", "smtp.login-failed", "plain")._replace(says=""),
    echo("scram", "imaps", SCRAM_HELLO + """
    C: AUTHENTICATE SCRAM-SHA-256 .*
    SCRAM i=4096
    C: .*
    ECHO TAG NO [AUTHENTICATIONFAILED] ECHO
    BYE""", "imap.login-failed", "scram"),
    echo("scram in scram", "imaps", SCRAM_HELLO + """
    C: AUTHENTICATE SCRAM-SHA-256 .*
    SCRAM i=4096
    C: .*
    ECHO + ECHO
    C: \\*
    S: TAG BAD cancelled
    BYE""", "login.challenge", "scram")._replace(says=""),
]

TOKENS = [
    echo(f"token in json, {len(before)} bytes later", "imaps", IMAP_HELLO + f"""
    C: AUTHENTICATE XOAUTH2 .*
    S: + {repeated_in_json(token, before)}
    C:
    ECHO TAG NO ECHO
    BYE""", "login.token-refused", who)
    for who, token in [("xoauth2", TOKEN), ("big", BIG_TOKEN)] for before in ("", ".", "..")
] + [
    echo("smtp token", "submissions", SMTP_HELLO + f"""
    C: AUTH OAUTHBEARER
    S: 334\x20
    C: .*
    ECHO 535 5.7.8 ECHO, that is {TOKEN}
    BYE""", "login.token-refused", "bearer"),
    echo("token that works", "imaps", IMAP_HELLO + f"""
    C: AUTHENTICATE XOAUTH2 .*
    ECHO * OK ECHO
    S: TAG OK in{IMAP_END}""", "probe.works", "xoauth2", 0, None)._replace(says=""),
]

CASES = PASSWORDS + TOKENS
