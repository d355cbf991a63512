# SPDX-License-Identifier: MIT
"""Twenty ways in which mail servers are right or wrong, and the cases that try each. Its rows
are those of every list of what a client of mail servers has to stand."""

MATRIX = [
    ("each mechanism in each protocol logs in",
     [f"{protocol} {mechanism}" for protocol in ("imap", "pop3", "smtp")
      for mechanism in ("plain", "login", "xoauth2", "oauthbearer")]),
    ("a plain no", ["exchange imap refuses a token", "exchange pop3 refuses a token",
                    "exchange smtp refuses a token"]),
    ("a reason in JSON, which has to be answered, then no",
     ["google's refusal is answered with an empty line", "pop3: the same",
      "smtp: google's refusal is answered", "a refusal of rfc 7628 is answered with 0x01",
      "pop3: a refusal of rfc 7628 is answered", "smtp: the same"]),
    ("yes, then not connected", ["exchange imap takes a token and has no mailbox"]),
    ("no login is offered after TLS", ["smtp without auth"]),
    ("STARTTLS is missing or painted over",
     ["starttls is not offered", "pop3 without starttls", "starttls is painted over"]),
    ("something is slipped in behind STARTTLS",
     ["something behind starttls", "pop3: something behind starttls",
      "smtp: the same, in half a line"]),
    ("the certificate is right, has a wrong name, has expired, is signed by itself, has a "
     "wildcard, does not cover an alias",
     ["imap plain", "another name", "expired", "signed by itself", "a wildcard", "an alias"]),
    ("TLS 1.1 only", ["tls 1.1 only"]),
    ("plain text on the port of TLS", ["plain text on the port of tls"]),
    ("a greeting byte by byte", ["a greeting drop by drop"]),
    ("an endless line", ["an endless line"]),
    ("greetings of many lines, 421, 554",
     ["smtp plain", "421 at the greeting", "554 at the greeting"]),
    ("tokens of more than 6 kB", ["imap big token", "pop3 big token", "smtp big token"]),
    ("closed before and after the login",
     ["closed before the login", "closed after the login", "imap: closed after the login",
      "smtp: closed after the login"]),
    ("throttling", ["throttled", "exchange imap is throttled"]),
    ("closed without close_notify", ["imap close without logout"]),
    ("capabilities in the greeting, PREAUTH, BYE",
     ["imap without initial response", "preauth", "bye at the greeting"]),
    ("a literal in the answer to STATUS", ["imap literal in the answer"]),
    ("IPv6 is dead, IPv4 alive", ["one address of two is dead"]),
]
