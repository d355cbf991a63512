# SPDX-License-Identifier: MIT
"""What goes wrong beneath the conversation or inside of a mechanism, and tokens that cannot
be right and are not sent."""

from cases import (GOOGLE, IMAP_BYE, IMAP_END, IMAP_HELLO, POP3_END, POP3_HELLO, RFC7628,
                   SCRAM_HELLO, SMTP_BYE, SMTP_HELLO, Case, xoauth2)
from scene import BIG_TOKEN, HOST, TOKENS

NETWORK = [
    Case("nobody listens", f"imaps://{HOST}:1", "", "tcp.refused", 1, "connect"),
    Case("no way there", "imaps://far.example.com:PORT", "", "tcp.unreachable", 3, "connect"),
    Case("one address of two is dead", "imaps://both.example.com:PORT", IMAP_HELLO + f"""
    C: AUTHENTICATE PLAIN .*
    S: TAG OK in{IMAP_END}""", "tcp.address-dead", 0, says="::1: Connection refused"),
    Case("no way to one address of two", "imaps://half.example.com:PORT", IMAP_HELLO + f"""
    C: AUTHENTICATE PLAIN .*
    S: TAG OK in{IMAP_END}""", "probe.works", 0),
]

TLS = [
    Case("an alert", "imaps", r"RAW \x15\x03\x03\x00\x02\x02\x28", "tls.alert", 1, "tls",
         says="handshake failure"),
    Case("closed in the handshake", "imaps", "CLOSE", "tls.closed", 3, "tls"),
    Case("broken in the handshake", "imaps", "BYTE\nRESET", "tls.closed", 3, "tls"),
    Case("rubbish in the handshake", "imaps", r"RAW \x16\x03\x03\x00\x04rub!", "tls.protocol", 1,
         "tls"),
    Case("broken after the handshake", "imaps", "TLS\nS: * OK ready\nC: CAPABILITY\nRESET",
         "talk.broken", 3, "capabilities"),
    Case("closed instead of an answer to starttls", "imap", """
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 STARTTLS
    S: TAG OK done
    C: STARTTLS
    CLOSE""", "talk.closed", 3, "starttls"),
    Case("pop3 without starttls", "pop3", """
    S: +OK ready
    C: CAPA
    S: +OK
    S: USER
    S: .
    BYE""", "tls.no-starttls", 1, "capabilities"),
    Case("pop3: something behind starttls", "pop3", """
    S: +OK ready
    C: CAPA
    S: +OK
    S: STLS
    S: .
    C: STLS
    RAW +OK go\\r\\n+OK\\r\\n""", "tls.injected", 1, "starttls"),
]

CERTIFICATES = [
    Case(f"certificate {identity}", "imaps", "TLS", f"certificate.{identity}", 1, "certificate",
         identity=identity)
    for identity in ("not-yet-valid", "untrusted", "weak", "purpose", "invalid")
] + [
    Case("certificate inspected", "imaps", IMAP_HELLO + IMAP_BYE, "certificate.inspected", 0,
         who="", identity="inspected", says="Fortinet"),
]

GOODBYE = """
    C: \\*
    S: TAG BAD cancelled
    BYE"""
SCRAM = [
    Case(f"scram with {iterations} iterations", "imaps", SCRAM_HELLO + f"""
    C: AUTHENTICATE SCRAM-SHA-256 .*
    SCRAM i={iterations}{end}""", finding, status, "login", "scram", says=str(iterations))
    for iterations, finding, status, end in [(1000, "login.weak", 1, GOODBYE),
                                             (1000000, "login.costly", 3, "")]
] + [
    Case("scram by somebody who does not know the password", "imaps", SCRAM_HELLO + """
    C: AUTHENTICATE SCRAM-SHA-256 .*
    SCRAM i=4096
    C: .*
    S: + dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==
    C: \\*
    S: TAG BAD cancelled
    BYE""", "login.impostor", 1, "login", "scram"),
]

LOGIN = [
    Case("a token of two lines", "imaps", IMAP_HELLO + "\nBYE", "login.impossible", 1, "login",
         "broken"),
    Case("smtp: google's refusal is answered", "submissions", SMTP_HELLO + f"""
    C: AUTH XOAUTH2
    S: 334\x20
    C: .*
    S: 334 {GOOGLE}
    C:
    S: 535-5.7.8 Username and Password not accepted.
    S: 535 5.7.8  https://support.google.com/mail/?p=BadCredentials{SMTP_BYE}""",
         "login.token-refused", 1, "login", "xoauth2", "https://mail.google.com/"),
    Case("pop3: a refusal of rfc 7628 is answered", "pop3s", POP3_HELLO + f"""
    C: AUTH OAUTHBEARER
    S: +\x20
    C: .*
    S: + {RFC7628}
    C: AQ==
    S: -ERR [AUTH] no
    BYE""", "login.token-refused", 1, "login", "bearer", "invalid_token"),
    Case("imap: closed after the login", "imaps", IMAP_HELLO + """
    C: AUTHENTICATE XOAUTH2 .*
    CLOSE""", "talk.closed", 3, "login", "xoauth2"),
    Case("smtp: closed after the login", "submissions", SMTP_HELLO + """
    C: AUTH XOAUTH2
    S: 334\x20
    C: .*
    CLOSE""", "talk.closed", 3, "login", "xoauth2"),
]


def unsent(who, finding, says):
    """A token at Exchange Online that cannot be right."""
    return Case(f"token of {who}", "imaps://outlook.office365.com:PORT", IMAP_HELLO + "\nBYE",
                finding, 1, "login", who, says, "exchange")


TOKEN = [
    unsent("early", "token.not-yet-valid", " minutes"),
    unsent("graph", "token.graph", "Microsoft Graph"),
    unsent("audience", "token.audience", "https://vault.azure.net"),
    unsent("scope", "token.scope", "User.Read"),
    unsent("roles", "token.roles", "no administrator has consented"),
    Case("token of another user", "imaps://outlook.office365.com:PORT", IMAP_HELLO + f"""
    C: AUTHENTICATE XOAUTH2 {xoauth2("user@example.com", TOKENS["user"])}
    S: TAG OK in{IMAP_END}""", "token.user", 0, who="user", says="somebody.else@example.com",
         identity="exchange"),
    Case("token that is large for pop3", "pop3s://outlook.office365.com:PORT", POP3_HELLO + f"""
    C: AUTH XOAUTH2
    S: +\x20
    C: {xoauth2("big@example.com", BIG_TOKEN)}
    S: +OK in{POP3_END}""", "token.large", 0, who="big", identity="exchange"),
]

CASES = NETWORK + TLS + CERTIFICATES + SCRAM + LOGIN + TOKEN
