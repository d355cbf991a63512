"""What is looked up, and what Thunderbird must make of the answers."""

import base64
from dataclasses import dataclass

# Distinctive, so that a search of the logs for it means something.
LOCAL_PART = "zaphodqx7"
PASSWORD = "heartofgold42"

DOMAINS_INI = """\
[waypost]
listen = {listen}
host = autoconfig.waypost.example
trusted_proxies = 127.0.0.1/32 ::1/128
templates = {templates}

[m365.example]
template = microsoft365
name = Hosted at Microsoft

[own.example]
template = imap
imap = mail.own.example
smtp = mail.own.example:587 starttls

[wellknown.example]
template = imap
imap = mail.wellknown.example
smtp = mail.wellknown.example:587 starttls

[autodiscover.example]
template = imap
imap = mail.autodiscover.example
smtp = mail.autodiscover.example:587 starttls
"""

# The only names that resolve, apart from localhost.  Which of them exist
# decides which way Thunderbird has to go.
NAMES = [
    "autoconfig.m365.example",
    "autoconfig.own.example",
    "wellknown.example",
    "autodiscover.autodiscover.example",
    "unknown.example",
    "autoconfig.unknown.example",
    "autodiscover.unknown.example",
]


@dataclass
class Case:
    label: str
    title: str
    domain: str
    expected: object  # what lookup.js returns, without the logins
    password: object = None  # known to Thunderbird at the time of the look-up

    @property
    def address(self):
        return f"{LOCAL_PART}@{self.domain}"


def found(source, incoming, outgoing):
    return {"source": source, "incoming": incoming, "outgoing": outgoing}


def own_servers(source, domain):
    return found(
        source,
        f"imap mail.{domain}:993 SSL password",
        f"smtp mail.{domain}:587 STARTTLS password",
    )


CASES = [
    Case(
        "(a)",
        "Microsoft 365, OAuth2",
        "m365.example",
        found(
            "xml-from-isp-https",
            "imap outlook.office365.com:993 SSL OAuth2",
            "smtp smtp.office365.com:587 STARTTLS OAuth2",
        ),
    ),
    Case(
        "(b)",
        "own servers, password",
        "own.example",
        own_servers("xml-from-isp-https", "own.example"),
    ),
    Case(
        "(c)",
        "only .well-known on the domain itself",
        "wellknown.example",
        own_servers("xml-from-isp-https", "wellknown.example"),
    ),
    Case(
        "(d)",
        "only Autodiscover",
        "autodiscover.example",
        own_servers("exchange-from-url1", "autodiscover.example"),
    ),
    # Once it knows the password, Thunderbird sends it along unasked.
    Case(
        "(e)",
        "only Autodiscover, credentials sent along",
        "autodiscover.example",
        own_servers("exchange-from-url1", "autodiscover.example"),
        password=PASSWORD,
    ),
    Case("(f)", "an unknown domain finds nothing", "unknown.example", None),
]


def judge(case, result):
    """Returns None, or what is wrong with Thunderbird's result."""
    if result is None or case.expected is None:
        return None if result == case.expected else f"expected {case.expected}"
    for key, value in case.expected.items():
        if result.get(key) != value:
            return f"{key}: expected {value}"
    return judge_usernames(case, result)


def judge_usernames(case, result):
    """Autoconfig answers everybody alike, so with the placeholder; either way
    the login that Thunderbird ends up with is the whole address."""
    for direction in ("incoming", "outgoing"):
        if result[f"{direction}Login"] != case.address:
            return f"{direction}Login: expected {case.address}"
        username = result[f"{direction}Username"]
        if result["source"].startswith("xml-") and username != "%EMAILADDRESS%":
            return f"{direction}Username: expected %EMAILADDRESS%"
    return None


def secrets():
    """All forms in which the log could hold what it must not hold."""
    forms = {LOCAL_PART, PASSWORD}
    for case in CASES:
        credentials = f"{case.address}:{PASSWORD}".encode()
        forms.add(base64.b64encode(credentials).decode())
    return forms


def served_domains():
    return sorted({case.domain for case in CASES if case.expected})
