# SPDX-License-Identifier: MIT
"""Scripts of servers that are right, and of those that are wrong in one way each, with
what probe has to say about them."""

import base64
from typing import NamedTuple

from scene import BIG_TOKEN, HOST, PASSWORD, TOKEN

IMAP_CAPABILITY = """
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR IDLE
    S: TAG OK done"""
IMAP_HELLO = f"""
    TLS
    S: * OK ready{IMAP_CAPABILITY}"""
IMAP_STATUS = """
    C: STATUS INBOX \\(MESSAGES UIDVALIDITY\\)
    S: * STATUS INBOX (MESSAGES 17 UIDVALIDITY 1700000000)
    S: TAG OK done"""
IMAP_BYE = """
    C: LOGOUT
    S: * BYE see you
    S: TAG OK done"""
IMAP_END = IMAP_STATUS + IMAP_BYE
POP3_HELLO = """
    TLS
    S: +OK ready
    C: CAPA
    S: +OK
    S: TOP
    S: SASL PLAIN LOGIN XOAUTH2 OAUTHBEARER
    S: USER
    S: ."""
POP3_BYE = """
    C: QUIT
    S: +OK bye"""
POP3_END = """
    C: STAT
    S: +OK 17 4711
    C: RSET
    S: +OK""" + POP3_BYE
SMTP_EHLO = """
    C: EHLO \\[127.0.0.1\\]
    S: 250-mail.example.com
    S: 250-PIPELINING
    S: 250 AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"""
SMTP_HELLO = f"""
    TLS
    S: 220-mail.example.com
    S: 220 ESMTP{SMTP_EHLO}"""
SMTP_BYE = """
    C: QUIT
    S: 221 2.0.0 bye"""
SMTP_END = """
    C: NOOP
    S: 250 2.0.0 ok""" + SMTP_BYE


def encode(text):
    return base64.b64encode(text.encode()).decode()


def plain(user):
    return encode(f"\0{user}\0{PASSWORD}")


def xoauth2(user, token=TOKEN):
    return encode(f"user={user}\1auth=Bearer {token}\1\1")


def bearer(user):
    return "[A-Za-z0-9+/=]{40,}"  # holds the port, which is another one each time


GOOGLE = encode('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')
RFC7628 = encode('{"status":"invalid_token","scope":"mail"}')


class Case(NamedTuple):
    name: str
    url: str  # its scheme, or all of it with PORT
    script: str
    finding: str
    status: int
    stage: str | None = None
    who: str = "ann"  # "" for nobody
    says: str = ""  # what message, remedy or what was found hold
    identity: str = "good"
    host: str = "127.0.0.1"
    legacy: bool = False
    timeout: int = 8
    words: tuple = ()


def imap_login(who, pattern, after=""):
    return f"{IMAP_HELLO}\n    C: {pattern}{after}\n    S: TAG OK in{IMAP_END}"


def pop3_login(mechanism, *answers):
    turns = "".join(f"\n    S: + \n    C: {answer}" for answer in answers)
    return f"{POP3_HELLO}\n    C: AUTH {mechanism}{turns}\n    S: +OK in{POP3_END}"


def smtp_login(mechanism, *answers):
    turns = "".join(f"\n    S: 334 \n    C: {answer}" for answer in answers)
    return f"{SMTP_HELLO}\n    C: AUTH {mechanism}{turns}\n    S: 235 2.7.0 in{SMTP_END}"


def words(who):
    return [encode(f"{who}@example.com"), encode(PASSWORD)]


# 1 and 14 of the matrix: logins that work, tokens of 8 kB in base64 among them.
GOOD = [
    Case("imap plain", "imaps", imap_login("plain", f"AUTHENTICATE PLAIN {plain('plain@example.com')}"),
         "probe.works", 0, who="plain", says="17 messages, UIDVALIDITY 1700000000"),
    Case("imap login", "imaps",
         IMAP_HELLO + f"""
    C: AUTHENTICATE LOGIN
    S: + VXNlcm5hbWU6
    C: {words("login")[0]}
    S: + UGFzc3dvcmQ6
    C: {words("login")[1]}
    S: TAG OK in{IMAP_END}""", "probe.works", 0, who="login", says="IDLE offered"),
    Case("imap xoauth2", "imaps", imap_login("", f"AUTHENTICATE XOAUTH2 {xoauth2('xoauth2@example.com')}"),
         "probe.works", 0, who="xoauth2", says="with XOAUTH2"),
    Case("imap oauthbearer", "imaps", imap_login("", f"AUTHENTICATE OAUTHBEARER {bearer('')}"),
         "probe.works", 0, who="bearer"),
    Case("imap starttls", "imap", f"""
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED
    S: TAG OK done
    C: STARTTLS
    S: TAG OK go
    TLS{IMAP_CAPABILITY}
    C: AUTHENTICATE PLAIN .*
    S: TAG OK in{IMAP_END}""", "probe.works", 0),
    Case("imap without initial response", "imaps", f"""
    TLS
    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
    S: TAG OK done
    C: AUTHENTICATE PLAIN
    S: +
    C: {plain("ann@example.com")}
    S: TAG OK [CAPABILITY IMAP4rev1 IDLE] in{IMAP_END}""", "probe.works", 0, says="IDLE offered"),
    Case("imap big token", "imaps",
         imap_login("", f"AUTHENTICATE XOAUTH2 {xoauth2('big@example.com', BIG_TOKEN)}"),
         "probe.works", 0, who="big"),
    Case("imap literal in the answer", "imaps", IMAP_HELLO + """
    C: AUTHENTICATE PLAIN .*
    S: TAG OK in
    C: STATUS .*
    S: * STATUS {5}
    S: INBOX (MESSAGES 3 UIDVALIDITY 9)
    S: TAG OK done""" + IMAP_BYE, "probe.works", 0, says="3 messages"),
    Case("imap close without logout", "imaps", IMAP_HELLO + f"""
    C: AUTHENTICATE PLAIN .*
    S: TAG OK in{IMAP_STATUS}
    C: LOGOUT
    CLOSE""", "probe.works", 0),
    Case("pop3 plain", "pop3s", pop3_login("PLAIN", plain("plain@example.com")), "probe.works",
         0, who="plain", says="17 messages"),
    Case("pop3 login", "pop3s", pop3_login("LOGIN", *words("login")), "probe.works", 0,
         who="login"),
    Case("pop3 xoauth2", "pop3s", pop3_login("XOAUTH2", xoauth2("xoauth2@example.com")),
         "probe.works", 0, who="xoauth2"),
    Case("pop3 oauthbearer", "pop3s", pop3_login("OAUTHBEARER", bearer("")), "probe.works", 0,
         who="bearer"),
    Case("pop3 big token", "pop3s", pop3_login("XOAUTH2", xoauth2("big@example.com", BIG_TOKEN)),
         "probe.works", 0, who="big"),
    Case("pop3 user and pass", "pop3s", f"""
    TLS
    S: +OK ready
    C: CAPA
    S: -ERR what
    C: USER ann@example.com
    S: +OK
    C: PASS {PASSWORD}
    S: +OK{POP3_END}""", "probe.works", 0, says="USER and PASS"),
    Case("imap login command", "imaps", f"""
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=NTLM
    S: TAG OK done
    C: LOGIN "ann@example.com" "{PASSWORD}"
    S: TAG OK in""" + IMAP_END, "probe.works", 0, says="the LOGIN command"),
    Case("imap login command, quoted", "imaps", r"""
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1
    S: TAG OK done
    C: LOGIN "odd@example.com" "back\\\\slash and \\"quote\\""
    S: TAG OK in""" + IMAP_END, "probe.works", 0, who="odd", says="the LOGIN command"),
    Case("pop3 starttls", "pop3", f"""
    S: +OK ready
    C: CAPA
    S: +OK
    S: STLS
    S: .
    C: STLS
    S: +OK go
    TLS
    C: CAPA
    S: +OK
    S: SASL PLAIN
    S: .
    C: AUTH PLAIN
    S: +
    C: .*
    S: +OK in{POP3_END}""", "probe.works", 0),
    Case("smtp plain", "submissions", smtp_login("PLAIN", plain("plain@example.com")),
         "probe.works", 0, who="plain"),
    Case("smtp login", "submissions", smtp_login("LOGIN", *words("login")), "probe.works", 0,
         who="login"),
    Case("smtp xoauth2", "submissions", smtp_login("XOAUTH2", xoauth2("xoauth2@example.com")),
         "probe.works", 0, who="xoauth2"),
    Case("smtp oauthbearer", "submissions", smtp_login("OAUTHBEARER", bearer("")),
         "probe.works", 0, who="bearer"),
    Case("smtp big token", "submissions",
         smtp_login("XOAUTH2", xoauth2("big@example.com", BIG_TOKEN)), "probe.works", 0, who="big"),
    Case("smtp starttls", "submission", f"""
    S: 220 mail.example.com ESMTP
    C: EHLO .*
    S: 250-mail.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 go
    TLS{SMTP_EHLO}
    C: AUTH PLAIN
    S: 334
    C: .*
    S: 235 2.7.0 in{SMTP_END}""", "probe.works", 0),
    Case("nobody logs in", "imaps", IMAP_HELLO + IMAP_BYE, "login.skipped", 0, who=""),
    Case("alive behind a dead address", "imaps://both.example.com:PORT",
         IMAP_HELLO + IMAP_BYE, "login.skipped", 0, who="", says="::1: Connection refused"),
]

REFUSED_IMAP = IMAP_HELLO + """
    C: AUTHENTICATE XOAUTH2 .*"""
REFUSED_BEARER = IMAP_HELLO + """
    C: AUTHENTICATE OAUTHBEARER .*"""
PASSWORD_IMAP = IMAP_HELLO + """
    C: AUTHENTICATE PLAIN .*"""

SCRAM_HELLO = """
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR
    S: TAG OK done"""

LOGIN = [
    Case("exchange refuses a token", "imaps://outlook.office365.com:PORT", """
    TLS
    S: * OK The Microsoft Exchange IMAP4 service is ready. [RgBSADAAUAAyADgAMQBDAEEAMAAxADUANwAuAEQARQBVAFAAMgA4ADEALgBQAFIATwBEAC4ATwBVAFQATABPAE8ASwAuAEMATwBNAA==]
    C: CAPABILITY
    S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
    S: TAG OK CAPABILITY completed.
    C: AUTHENTICATE XOAUTH2 .*
    S: TAG NO AUTHENTICATE failed.""" + IMAP_BYE, "imap.auth.oauth-failed", 1, "login", "xoauth2",
         "FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM", identity="exchange"),
    Case("exchange refuses a password", "imaps://outlook.office365.com:PORT",
         PASSWORD_IMAP + "\n    S: TAG NO AUTHENTICATE failed." + IMAP_BYE,
         "imap.auth.basic-blocked", 1, "login", identity="exchange"),
    Case("a token that has expired is not sent", "imaps://outlook.office365.com:PORT",
         IMAP_HELLO + IMAP_BYE, "token.expired", 1, "login", "expired", identity="exchange"),
    Case("google's refusal is answered with an empty line", "imaps", REFUSED_IMAP + f"""
    S: + {GOOGLE}
    C:
    S: TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure){IMAP_BYE}""",
         "login.token-refused", 1, "login", "xoauth2", "https://mail.google.com/"),
    Case("a refusal of rfc 7628 is answered with 0x01", "imaps", REFUSED_BEARER + f"""
    S: + {RFC7628}
    C: AQ==
    S: TAG NO [AUTHENTICATIONFAILED] no{IMAP_BYE}""",
         "login.token-refused", 1, "login", "bearer", "invalid_token"),
    Case("smtp: the same", "submissions", SMTP_HELLO + f"""
    C: AUTH OAUTHBEARER
    S: 334
    C: .*
    S: 334 {RFC7628}
    C: AQ==
    S: 535 5.7.8 no{SMTP_BYE}""", "login.token-refused", 1, "login", "bearer", "535 5.7.8 no"),
    Case("pop3: the same", "pop3s", POP3_HELLO + f"""
    C: AUTH XOAUTH2
    S: +
    C: .*
    S: + {GOOGLE}
    C:
    S: -ERR [AUTH] no{POP3_BYE}""", "login.token-refused", 1, "login", "xoauth2"),
    Case("wrong password", "imaps",
         PASSWORD_IMAP + "\n    S: TAG NO [AUTHENTICATIONFAILED] Authentication failed." + IMAP_BYE,
         "imap.login-failed", 1, "login", "wrong", "Authentication failed."),
    Case("pop3 wrong password", "pop3s", POP3_HELLO + """
    C: AUTH PLAIN
    S: +
    C: .*
    S: -ERR [AUTH] Authentication failed.""" + POP3_BYE, "pop.login-failed", 1, "login", "wrong"),
    Case("smtp wrong password", "submissions", SMTP_HELLO + """
    C: AUTH PLAIN
    S: 334
    C: .*
    S: 535 5.7.8 Authentication failed""" + SMTP_BYE, "smtp.login-failed", 1, "login", "wrong"),
    Case("smtp switched off in the tenant", "submissions", SMTP_HELLO + """
    C: AUTH XOAUTH2
    S: 334
    C: .*
    S: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled""" + SMTP_BYE,
         "smtp.tenant-disabled", 1, "login", "xoauth2",
         "Set-CASMailbox"),
    Case("the server repeats the token", "imaps", REFUSED_IMAP + f"""
    S: TAG NO {TOKEN} is wrong, and so is {xoauth2("xoauth2@example.com")}{IMAP_BYE}""",
         "login.token-refused", 1, "login", "xoauth2", "<secret, "),
    Case("authenticated but not connected", "imaps", REFUSED_IMAP + """
    S: TAG OK AUTHENTICATE completed.
    C: STATUS .*
    S: TAG BAD User is authenticated but not connected.
    S: * BYE Connection closed. 14""", "imap.not-connected", 1, "mailbox", "xoauth2",
         "Get-CASMailbox"),
    Case("throttled", "imaps", REFUSED_IMAP + """
    S: TAG NO Request is throttled. Suggested Backoff Time: 297956 milliseconds""",
         "imap.throttled", 3, "login", "xoauth2", "297956 milliseconds"),
    Case("closed after the login", "pop3s", POP3_HELLO + """
    C: AUTH XOAUTH2
    S: +
    C: .*
    CLOSE""", "pop.connreset", 3, "login", "xoauth2"),
    Case("closed before the login", "imaps", """
    TLS
    S: * OK ready
    C: CAPABILITY
    CLOSE""", "talk.closed", 3, "capabilities"),
    Case("the mechanism is not offered", "imaps", """
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
    S: TAG OK done""" + IMAP_BYE, "login.no-mechanism", 1, "login", "xoauth2", "XOAUTH2"),
    Case("imap without the login command", "imaps", """
    TLS
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=NTLM LOGINDISABLED
    S: TAG OK done""" + IMAP_BYE, "login.no-mechanism", 1, "login", "ann", "PLAIN"),
    Case("a password that may not be sent", "pop3s", """
    TLS
    S: +OK ready
    C: CAPA
    S: +OK
    S: USER
    S: .""" + POP3_BYE, "login.no-mechanism", 1, "login", "scram", "SCRAM-SHA-256"),
    Case("goodbye instead of starttls", "submission", """
    S: 220 mail.example.com
    C: EHLO .*
    S: 250-mail.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 421 4.7.0 too many connections
    BYE""", "smtp.temp", 3, "starttls"),
    Case("bye instead of starttls", "imap", """
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED
    S: TAG OK done
    C: STARTTLS
    S: * BYE [UNAVAILABLE] shutting down
    CLOSE""", "imap.unavailable", 3, "starttls"),
    Case("what moves the cursor", "submissions", r"""
    TLS
    RAW 554 \x1b[31mred\xff\r\n
    BYE""", "smtp.banner-554", 1, "greeting", says="554 ?[31mred?"),
    Case("smtp without auth", "submissions", """
    TLS
    S: 220 mx.example.com ESMTP
    C: EHLO .*
    S: 250-mx.example.com
    S: 250 PIPELINING""" + SMTP_BYE, "login.no-auth", 1, "capabilities"),
    Case("a challenge that is none", "imaps", SCRAM_HELLO + """
    C: AUTHENTICATE SCRAM-SHA-256 .*
    S: + bm9uc2Vuc2U=
    C: \\*
    S: TAG BAD cancelled""" + IMAP_BYE, "login.challenge", 1, "login", "scram"),
    Case("yes without a proof", "imaps", SCRAM_HELLO + """
    C: AUTHENTICATE SCRAM-SHA-256 .*
    S: TAG OK in""" + IMAP_BYE, "login.impostor", 1, "login", "scram"),
]

TALK = [
    Case("starttls is not offered", "imap", """
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
    S: TAG OK done""" + IMAP_BYE, "tls.no-starttls", 1, "capabilities"),
    Case("starttls is painted over", "submission", """
    S: 220 mail.example.com ESMTP
    C: EHLO .*
    S: 250-mail.example.com
    S: 250 XXXXXXXA""" + SMTP_BYE, "tls.no-starttls", 1, "capabilities", says="a device on the way"),
    Case("starttls is refused", "submission", """
    S: 220 mail.example.com ESMTP
    C: EHLO .*
    S: 250-mail.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 454 4.7.0 TLS not available due to local problem""", "tls.starttls-refused", 1, "starttls"),
    Case("something behind starttls", "imap", """
    S: * OK ready
    C: CAPABILITY
    S: * CAPABILITY IMAP4rev1 STARTTLS
    S: TAG OK done
    C: STARTTLS
    RAW TAG OK go\\r\\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n""", "tls.injected", 1, "starttls"),
    Case("smtp: the same, in half a line", "submission", """
    S: 220 mail.example.com ESMTP
    C: EHLO .*
    S: 250-mail.example.com
    S: 250 STARTTLS
    C: STARTTLS
    RAW 220 2.0.0 go\\r\\n250 A""", "tls.injected", 1, "starttls"),
    Case("plain text on the port of tls", "imaps", "S: * OK ready", "tls.plain-text", 1, "tls"),
    Case("tls 1.1 only", "imaps", "TLS", "tls.version", 1, "tls", legacy=True),
    Case("mute in tls", "imaps", "HOLD", "tls.timeout", 3, "tls", timeout=2),
    Case("mute at the greeting", "imap", "HOLD", "greeting.timeout", 3, "greeting", timeout=2),
    Case("mute after a command", "imaps", "TLS\nS: * OK ready\nHOLD", "talk.timeout", 3,
         "capabilities", timeout=2),
    Case("a greeting drop by drop", "submission", "DRIP 220 mail.example.com ESMTP at your service",
         "talk.slow", 3, "greeting", timeout=2),
    Case("an endless line", "imaps", "TLS\nREPEAT aaaaaaaaaaaaaaaa", "limit.line", 1, "greeting"),
    Case("a flood", "imaps", "TLS\nS: * OK ready\nFLOOD * OK more and more and more", "limit.bytes",
         1, "capabilities"),
    Case("a flood of an endless greeting", "submissions", "TLS\nFLOOD 220-more and more and more",
         "limit.bytes", 1, "greeting"),
    Case("preauth", "imaps", "TLS\nS: * PREAUTH welcome", "greeting.preauth", 1, "greeting"),
    Case("bye at the greeting", "imaps", "TLS\nS: * BYE too many connections", "imap.greeting-bye",
         3, "greeting"),
    Case("421 at the greeting", "submissions", "TLS\nS: 421 4.3.2 try later", "smtp.temp", 3,
         "greeting"),
    Case("554 at the greeting", "submissions",
         "TLS\nS: 554-5.7.1 Service unavailable\nS: 554 Client host blocked", "smtp.banner-554", 1,
         "greeting", says="Client host blocked"),
    Case("another protocol", "imaps", "TLS\nS: 220 mail.example.com ESMTP", "talk.rubbish", 1,
         "greeting"),
    Case("http", "submission", "S: HTTP/1.0 400 Bad Request", "talk.rubbish", 1, "greeting"),
    Case("a tag of somebody else", "imaps", "TLS\nS: * OK ready\nC: CAPABILITY\nS: a99 OK done",
         "talk.rubbish", 1, "capabilities"),
]

CERTIFICATES = [
    Case("another name", "imaps", "TLS", "certificate.name", 1, "certificate", identity="other",
         says="other.example.com"),
    Case("an alias", "imaps://alias.example.com:PORT", "TLS", "certificate.name", 1, "certificate"),
    Case("expired", "imaps", "TLS", "certificate.expired", 1, "certificate", identity="expired"),
    Case("expires soon", "imaps", IMAP_HELLO + IMAP_BYE, "certificate.expires", 0, who="",
         identity="soon"),
    Case("signed by itself", "imaps", "TLS", "certificate.self-signed", 1, "certificate",
         identity="self"),
    Case("a wildcard", "imaps", IMAP_HELLO + IMAP_BYE, "login.skipped", 0, who="",
         identity="wildcard"),
    Case("nobody knows the authority", "pop3s", "TLS", "certificate.incomplete", 1, "certificate",
         identity="stranger"),
]

CASES = GOOD + LOGIN + TALK + CERTIFICATES
