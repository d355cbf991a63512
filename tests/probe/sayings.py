# SPDX-License-Identifier: MIT
"""What servers say when they refuse, one line each, and what it means. All the rest of the
conversation is as it should be."""

from cases import IMAP_HELLO, POP3_HELLO, SMTP_HELLO, Case

HELLO = {"imaps": IMAP_HELLO, "pop3s": POP3_HELLO, "submissions": SMTP_HELLO}
MECHANISM = {"ann": "PLAIN", "xoauth2": "XOAUTH2"}
# The first half of it.
ASKED = {
    "imaps": "\nTLS\nS: * OK ready\nC: CAPABILITY",
    "pop3s": "\nTLS\nS: +OK ready\nC: CAPA",
    "submissions": "\nTLS\nS: 220 mail.example.com ESMTP\nC: EHLO .*",
}
AUTH = {
    "imaps": "\nC: AUTHENTICATE {} .*",
    "pop3s": "\nC: AUTH {}\nS: + \nC: .*",
    "submissions": "\nC: AUTH {}\nS: 334 \nC: .*",
}
IN = {
    "imaps": "\nS: TAG OK in\nC: STATUS .*",
    "pop3s": "\nS: +OK in\nC: STAT",
    "submissions": "\nS: 235 2.7.0 in\nC: NOOP",
}
# Exchange Online is known by its host.
HOSTS = {
    "imaps": "imaps://outlook.office365.com:PORT",
    "pop3s": "pop3s://outlook.office365.com:PORT",
    "submissions": "submissions://smtp.office365.com:PORT",
}


def script_of(scheme, stage, who):
    login = HELLO[scheme] + AUTH[scheme].format(MECHANISM[who])
    return {"greeting": "\nTLS", "capabilities": ASKED[scheme], "login": login,
            "mailbox": login + IN[scheme]}[stage]


def saying(scheme, stage, who, line, finding, status=1, exchange=False):
    """An IMAP line has its tag or star in front."""
    script = f"{script_of(scheme, stage, who)}\nS: {line}\nBYE"
    return Case(f"saying {finding}: {line[:50]}", HOSTS[scheme] if exchange else scheme, script,
                finding, status, stage, who, line.removeprefix("TAG ").removeprefix("* ")[:60],
                "exchange" if exchange else "good")


def exchange(scheme, stage, who, line, finding, status=1):
    return saying(scheme, stage, who, line, finding, status, exchange=True)


IMAP = [
    saying("imaps", "login", "ann", "TAG NO [LIMIT] Too many", "imap.limit", 3),
    saying("imaps", "login", "ann", "TAG NO [ALERT] Too many simultaneous connections. (Failure)",
           "imap.limit", 3),
    exchange("imaps", "login", "xoauth2", "TAG NO TLS 1.0 and 1.1 are not supported. Please "
             "upgrade/update your client to support TLS 1.2. Visit https://aka.ms/popimap_tls.",
             "imap.tls-old"),
    exchange("imaps", "login", "ann", "TAG NO AUTHENTICATE failed. "
             "[Error=\"AuthFailed:LogonDenied-BasicAuthBlocked\" <UserType:OutlookCom>]",
             "imap.auth.basic-blocked"),
    exchange("imaps", "login", "xoauth2", "TAG NO AUTHENTICATE failed. "
             "[Error=\"AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed\"]",
             "imap.auth.oauth-failed"),
    saying("imaps", "mailbox", "xoauth2", "* BYE Connection closed. 14", "imap.bye", 3),
    saying("imaps", "mailbox", "xoauth2", "* BYE Session invalidated - AccessTokenExpired",
           "imap.bye", 3),
    saying("imaps", "login", "ann", "TAG NO [UNAVAILABLE] Temporary authentication failure.",
           "imap.unavailable", 3),
    exchange("imaps", "mailbox", "xoauth2", "TAG BAD Server Unavailable. 15",
             "imap.unavailable", 3),
    saying("imaps", "login", "xoauth2", "TAG BAD Command Error. 10", "imap.bad-command"),
    saying("imaps", "capabilities", "ann", "TAG BAD what?", "imap.bad-command"),
    saying("imaps", "login", "ann", "TAG NO [ALERT] Application-specific password required: "
           "https://support.google.com/accounts/answer/185833 (Failure)", "imap.app-password"),
    saying("imaps", "login", "ann", "TAG NO [ALERT] Your account is not enabled for IMAP use.",
           "imap.disabled"),
    saying("imaps", "login", "ann", "TAG NO [PRIVACYREQUIRED] Plaintext authentication disallowed",
           "imap.logindisabled"),
    saying("imaps", "login", "xoauth2", "TAG NO Unsupported authentication mechanism.",
           "imap.no-mech"),
    saying("imaps", "login", "ann", "TAG NO [AUTHORIZATIONFAILED] not yours", "imap.authorization"),
    saying("imaps", "mailbox", "ann", "TAG NO [NOPERM] Permission denied", "imap.authorization"),
    saying("imaps", "login", "ann", "TAG NO [EXPIRED] Password expired.", "imap.expired"),
    saying("imaps", "login", "ann", "TAG NO [CONTACTADMIN] no more", "imap.contact-admin"),
    saying("imaps", "mailbox", "ann", "TAG NO [OVERQUOTA] Quota exceeded", "imap.over-quota"),
    saying("imaps", "mailbox", "ann", "TAG NO Mailbox does not exist", "imap.mailbox-refused"),
    saying("imaps", "greeting", "ann", "* NO not today", "talk.refused"),
]

POP3 = [
    exchange("pop3s", "login", "xoauth2",
             "-ERR Request is throttled. Suggested Backoff Time: 1000 milliseconds",
             "pop.throttled", 3),
    saying("pop3s", "login", "ann", "-ERR [IN-USE] Do you have another session?", "pop.in-use", 3),
    saying("pop3s", "login", "ann", "-ERR [LOGIN-DELAY] minimum time", "pop.in-use", 3),
    saying("pop3s", "mailbox", "ann", "-ERR [SYS/TEMP] later", "pop.in-use", 3),
    saying("pop3s", "login", "ann", "-ERR [SYS/PERM] Your account is not enabled for POP access.",
           "pop.disabled"),
    saying("pop3s", "mailbox", "ann", "-ERR [SYS/PERM] broken", "pop.system"),
    exchange("pop3s", "login", "xoauth2", "-ERR Protocol error. Connection is closed. 10",
             "pop.protocol"),
    exchange("pop3s", "login", "xoauth2", "-ERR Command is not valid in this state.", "pop.state"),
    saying("pop3s", "login", "xoauth2", "-ERR Unrecognized authentication type", "pop.unknown"),
    saying("pop3s", "greeting", "ann", "-ERR too many connections", "pop.greeting-refused", 3),
    saying("pop3s", "mailbox", "ann", "-ERR no maildrop", "pop.mailbox-refused"),
]

# What Exchange says behind "535 5.7.139 Authentication unsuccessful, ".
DENIED = [
    ("SmtpClientAuthentication is disabled for the Mailbox. Visit "
     "https://aka.ms/smtp_auth_disabled", "smtp.mailbox-disabled"),
    ("user is locked by your organization's security defaults policy. Contact your administrator.",
     "smtp.secdefaults"),
    ("basic authentication is disabled.", "smtp.basic-disabled"),
    ("the request did not meet the criteria to be authenticated successfully. Contact your "
     "administrator.", "smtp.criteria"),
    ("the user credentials were incorrect.", "smtp.badcreds"),
    ("account is locked.", "smtp.locked"),
    ("the password has expired.", "smtp.pwexpired"),
]

SMTP = [
    exchange("submissions", "login", "ann", f"535 5.7.139 Authentication unsuccessful, {said}",
             finding) for said, finding in DENIED
] + [
    exchange("submissions", stage, who, line, finding, status)
    for stage, who, line, finding, status in [
        ("login", "ann", "550 5.7.30 Basic authentication is not supported for Client Submission.",
         "smtp.basic-retired", 1),
        ("login", "xoauth2", "430 4.2.0 STOREDRV; mailbox logon failure; failed to open mailbox",
         "smtp.storedrv", 1),
        ("login", "xoauth2", "432 4.3.2 Concurrent connections limit exceeded.",
         "smtp.concurrent", 3),
        ("login", "xoauth2", "504 5.7.4 Unrecognized authentication type", "smtp.mech", 1),
        ("login", "xoauth2", "421 4.7.0 Suggested Backoff Time: 500 milliseconds", "smtp.temp", 3),
        ("mailbox", "xoauth2", "530 5.7.57 Client not authenticated to send mail.",
         "smtp.5.7.57", 1),
        ("mailbox", "xoauth2", "554 5.2.252 SendAsDenied; ann@example.com not allowed",
         "smtp.5.7.60", 1),
        ("mailbox", "xoauth2", "550 5.1.8 Access denied, bad outbound sender", "smtp.5.1.8", 1),
        ("mailbox", "xoauth2", "550 5.7.64 TenantAttribution; Relay Access Denied",
         "smtp.attribution", 1),
        ("mailbox", "xoauth2", "451 4.7.0 Temporary server error. Please try again later.",
         "smtp.temp", 3),
        ("mailbox", "xoauth2", "550 5.1.90 You've reached your daily limit", "smtp.quota", 1),
    ]
] + [
    saying("submissions", "login", "ann", "534 5.7.9 Application-specific password required.",
           "smtp.app-password"),
    saying("submissions", "login", "ann", "530 5.7.0 Must issue a STARTTLS command first",
           "smtp.starttls"),
    saying("submissions", "login", "ann", "454 4.7.0 Temporary authentication failure",
           "smtp.temp", 3),
    saying("submissions", "login", "xoauth2", "500 5.5.0 Line too long", "smtp.linelen"),
    saying("submissions", "mailbox", "ann", "554 5.2.2 mailbox full", "smtp.quota"),
    saying("submissions", "greeting", "ann", "521 mail.example.com no mail",
           "smtp.greeting-refused"),
    saying("submissions", "capabilities", "ann", "502 5.5.1 no EHLO", "smtp.refused"),
]

CASES = IMAP + POP3 + SMTP
