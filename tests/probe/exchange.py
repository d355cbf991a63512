# SPDX-License-Identifier: MIT
"""Exchange Online word for word: what it says when a token is taken, and each way in which it
refuses one, or a password."""

from cases import Case, plain, xoauth2

IMAP_URL = "imaps://outlook.office365.com:PORT"
POP3_URL = "pop3s://outlook.office365.com:PORT"
SMTP_URL = "submission://smtp.office365.com:PORT"

# The name of the front end in UTF-16 and base64.
FRONT_END = "FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM"
BANNER = ("RgBSADAAUAAyADgAMQBDAEEAMAAxADUANwAuAEQARQBVAFAAMgA4ADEALgBQAFIATwBEAC4ATwBVAFQATABPAE8A"
          "SwAuAEMATwBNAA==")
MARK = "[FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM 2026-11-21T10:00:00.000Z 08DE28F1D3B2A4C1]"

IMAP_HELLO = f"""
    TLS
    S: * OK The Microsoft Exchange IMAP4 service is ready. [{BANNER}]
    C: CAPABILITY
    S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
    S: TAG OK CAPABILITY completed."""
IMAP_TOKEN = IMAP_HELLO + f"""
    C: AUTHENTICATE XOAUTH2 {xoauth2("xoauth2@example.com")}"""
IMAP_IN = IMAP_TOKEN + """
    S: TAG OK AUTHENTICATE completed.
    C: STATUS INBOX \\(MESSAGES UIDVALIDITY\\)"""
IMAP_BYE = """
    C: LOGOUT
    S: * BYE Microsoft Exchange Server IMAP4 server signing off.
    S: TAG OK LOGOUT completed."""

POP3_HELLO = f"""
    TLS
    S: +OK The Microsoft Exchange POP3 service is ready. [{BANNER}]
    C: CAPA
    S: +OK
    S: TOP
    S: UIDL
    S: SASL PLAIN XOAUTH2
    S: USER
    S: ."""
POP3_TOKEN = POP3_HELLO + f"""
    C: AUTH XOAUTH2
    S: +\x20
    C: {xoauth2("xoauth2@example.com")}"""
POP3_BYE = """
    C: QUIT
    S: +OK Microsoft Exchange Server POP3 server signing off."""

SMTP_EXTENSIONS = """
    S: 250-FR0P281CA0157.outlook.office365.com Hello [192.0.2.7]
    S: 250-SIZE 157286400
    S: 250-PIPELINING
    S: 250-DSN
    S: 250-ENHANCEDSTATUSCODES
    S: 250-{}
    S: 250-8BITMIME
    S: 250-BINARYMIME
    S: 250-CHUNKING
    S: 250 SMTPUTF8"""
SMTP_HELLO = f"""
    S: 220 FR0P281CA0157.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sat, 21 Nov 2026 10:00:00 +0000 [08DE28F1D3B2A4C1]
    C: EHLO .*{SMTP_EXTENSIONS.format("STARTTLS")}
    C: STARTTLS
    S: 220 2.0.0 SMTP server ready
    TLS
    C: EHLO .*{SMTP_EXTENSIONS.format("AUTH LOGIN XOAUTH2")}"""
SMTP_TOKEN = SMTP_HELLO + f"""
    C: AUTH XOAUTH2
    S: 334\x20
    C: {xoauth2("xoauth2@example.com")}"""
SMTP_PASSWORD = SMTP_HELLO + """
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: .*
    S: 334 UGFzc3dvcmQ6
    C: .*"""
SMTP_BYE = """
    C: QUIT
    S: 221 2.0.0 Service closing transmission channel"""


def exchange(name, url, script, finding, status, stage=None, who="xoauth2", says=""):
    return Case(f"exchange {name}", url, script, finding, status, stage, who, says, "exchange")


IMAP = [
    exchange("imap takes a token", IMAP_URL, IMAP_IN + """
    S: * STATUS INBOX (MESSAGES 17 UIDVALIDITY 14 )\x20
    S: TAG OK STATUS completed.""" + IMAP_BYE, "probe.works", 0,
             says=f"front end {FRONT_END}"),
    exchange("imap refuses a token", IMAP_URL, IMAP_TOKEN + """
    S: TAG NO AUTHENTICATE failed.""" + IMAP_BYE, "imap.auth.oauth-failed", 1, "login",
             says="New-ServicePrincipal"),
    exchange("imap refuses a password", IMAP_URL, IMAP_HELLO + f"""
    C: AUTHENTICATE PLAIN {plain("ann@example.com")}
    S: TAG NO AUTHENTICATE failed.{IMAP_BYE}""", "imap.auth.basic-blocked", 1, "login", "ann",
             "Exchange Online has not taken passwords since January 2023"),
    exchange("imap takes a token and has no mailbox", IMAP_URL, IMAP_IN + """
    S: TAG BAD User is authenticated but not connected.
    S: * BYE Connection closed. 14
    CLOSE""", "imap.not-connected", 1, "mailbox", says="Get-CASMailbox -Identity 'xoauth2@"),
    exchange("imap is throttled", IMAP_URL, IMAP_IN + """
    S: TAG BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds""",
             "imap.throttled", 3, "mailbox", says="alone for 299961 milliseconds"),
    exchange("imap ends the session", IMAP_URL, IMAP_TOKEN + """
    S: * BYE Connection closed. 14
    CLOSE""", "imap.bye", 3, "login"),
]

POP3 = [
    exchange("pop3 takes a token", POP3_URL, POP3_TOKEN + """
    S: +OK User successfully authenticated.
    C: STAT
    S: +OK 17 4711
    C: RSET
    S: +OK""" + POP3_BYE, "probe.works", 0, says=f"front end {FRONT_END}"),
    exchange("pop3 refuses a token", POP3_URL, POP3_TOKEN + """
    S: -ERR Authentication failure: unknown user name or bad password.""" + POP3_BYE,
             "pop.auth-failed", 1, "login", says="New-ServicePrincipal"),
    exchange("pop3 refuses a password", POP3_URL, POP3_HELLO + f"""
    C: AUTH PLAIN
    S: +\x20
    C: {plain("ann@example.com")}
    S: -ERR Logon failure: unknown user name or bad password.{POP3_BYE}""",
             "pop.logon", 1, "login", "ann", "-PopEnabled $true"),
    exchange("pop3 does not stand a large token", POP3_URL, POP3_TOKEN + """
    S: -ERR Protocol error. 14""", "pop.protocol", 1, "login", says="more than 4096 characters"),
    exchange("pop3 closes on a token", POP3_URL, POP3_TOKEN + "\n    CLOSE", "pop.connreset", 3,
             "login"),
]

SMTP = [
    exchange("smtp takes a token", SMTP_URL, SMTP_TOKEN + """
    S: 235 2.7.0 Authentication successful
    C: NOOP
    S: 250 2.0.0 OK""" + SMTP_BYE, "probe.works", 0, says="with XOAUTH2"),
    exchange("smtp refuses a token", SMTP_URL, SMTP_TOKEN + f"""
    S: 535 5.7.3 Authentication unsuccessful {MARK}{SMTP_BYE}""", "smtp.5.7.3", 1, "login",
             says="SMTP.Send"),
    exchange("smtp refuses a password", SMTP_URL, SMTP_PASSWORD + f"""
    S: 535 5.7.3 Authentication unsuccessful {MARK}{SMTP_BYE}""", "smtp.5.7.3", 1, "login", "ann",
             "Exchange refused the password"),
    exchange("smtp is switched off in the tenant", SMTP_URL, SMTP_TOKEN + f"""
    S: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. {MARK}{SMTP_BYE}""",
             "smtp.tenant-disabled", 1, "login", says="-SmtpClientAuthenticationDisabled $false"),
    exchange("smtp has too many connections", SMTP_URL, SMTP_TOKEN + """
    S: 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.""",
             "smtp.concurrent", 3, "login"),
]

CASES = IMAP + POP3 + SMTP
