# SPDX-License-Identifier: MIT
"""What Entra ID says when it says no, and what becomes of it: a sentence, a cure, an exit
status. Then everything that a token endpoint should never say."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import quote

from codes import DEVICE, ROWS
from entra import CORRELATION, TRACE, Answer, Entra, drip, drop, endless, grant, refusal
from scene import HOST, make_jwt, write_private

WORKERS = 4
CLIENT = "3f8a1c52-7a0e-4a53-9d0b-6a6a2f6b1c11"
SECRET = "entra~secret.of+4714/42"
TOKEN = make_jwt(aud="https://outlook.office365.com", exp=4102444800, idtyp="app",
                 roles=["IMAP.AccessAsApp"], tid="d1b1b1b1-0000-4000-8000-000000000001")
REFRESH = "0.AXoA-refresh-token-of-a-person-4715"
DEVICE_CODE = "GAQABAAEAAAD-device-code-of-a-person-4716"
MESSAGE = ("To sign in, use a web browser to open the page https://microsoft.com/devicelogin and "
           "enter the code FJC3ABCD to authenticate.")
PENDING = refusal(70016, "authorization_pending")
HTML = b"<!DOCTYPE html><html><body>Our services are not available right now</body></html>"
KIND = (("Content-Type", "text/html"),)


def device_answer(**more):
    return Answer(200, {"user_code": "FJC3ABCD", "device_code": DEVICE_CODE, "expires_in": 900,
                        "verification_uri": "https://microsoft.com/devicelogin", "interval": 1,
                        "message": MESSAGE, **more})


class Case(NamedTuple):
    name: str
    answers: list  # of the token endpoint
    status: int
    patterns: tuple = ()
    keys: dict = {}  # of accounts.ini
    device: Answer | None = None


def case_of(row, code, flow="app", **more):
    return Case(f"{flow} {code}", [refusal(code, row.error)], row.status,
                (*row.patterns, f"AADSTS{code}", TRACE, CORRELATION), **more)


PERSON = {"oauth": "device"}
AADSTS = [case_of(row, code) for row in ROWS for code in row.codes]
AADSTS += [case_of(row, code, "device", keys=PERSON, device=device_answer())
           for row in DEVICE for code in row.codes]

STRANGE = [
    Case("good", [grant(TOKEN)], 0),
    Case("no end", [Answer(200, {"token_type": "Bearer", "access_token": TOKEN})], 0),
    Case("several numbers", [Answer(401, {
        "error": "invalid_client", "error_codes": [7000222, 70002],
        "error_description": "AADSTS7000222: expired"})], 1, ("AADSTS7000222", "expired")),
    Case("a long description", [refusal(50126, description="Word. " * 100)], 1,
         (TRACE, CORRELATION)),
    Case("a number that nobody knows", [refusal(999999)], 1, ("AADSTS999999", "invalid_grant")),
    Case("another authorization server", [Answer(401, {"error": "invalid_client"})], 1,
         ("invalid_client",)),
    Case("html with 200", [Answer(200, HTML, KIND)], 1),
    Case("html with 404", [Answer(404, HTML, KIND)], 1, ("404",)),
    Case("html with 500", [Answer(500, HTML, KIND)], 3, ("500",)),
    Case("html with 503", [Answer(503, HTML, (*KIND, ("Retry-After", "17")))], 3, ("503", "17")),
    Case("too many", [Answer(429, {"error": "temporarily_unavailable"}, (("Retry-After", "23"),))],
         3, ("23",)),
    Case("somewhere else", [Answer(302, b"", (("Location", "https://evil.example.com/"),))], 1),
    Case("an empty object", [Answer(200, {})], 1),
    Case("a list", [Answer(200, b"[1]")], 1),
    Case("a token that is a number", [Answer(200, {"access_token": 4711})], 1),
    Case("nothing", [Answer(200, b"")], 1),
    Case("broken json", [Answer(200, b'{"access_token":"' + TOKEN.encode() + b'"')], 1),
    Case("endless", [Answer(200, endless)], 1, ("bytes|long|large",)),
    Case("cut off", [Answer(200, drop, (("Content-Length", "999"),))], 3),
    Case("slow", [Answer(200, drip)], 3, ("time|second",)),
    Case("a secret in the answer", [Answer(401, {
        "error": "invalid_client", "error_description": f"AADSTS7000215: not {SECRET}"})], 1),
    Case("a secret as it was sent", [Answer(400, {
        "error": "invalid_request",
        "error_description": f"cannot parse client_secret={quote(SECRET)}"})], 1),
    Case("a secret as the code", [Answer(401, {"error": SECRET})], 1),
    Case("what moves the cursor", [Answer(400, {
        "error": "invalid_grant",
        "error_description": "AADSTS50126: \x1b]0;x\x07\u202e\r\n\x9b2J"})], 1, ("AADSTS50126",)),
    Case("pending", [PENDING, PENDING, PENDING, grant(TOKEN, refresh_token=REFRESH)], 0,
         (re.escape(MESSAGE),), PERSON, device_answer()),
    Case("slow down", [refusal(70016, "slow_down"), grant(TOKEN)], 0, (), PERSON, device_answer()),
    Case("trouble on the way", [Answer(500, HTML, KIND), PENDING, Answer(503, HTML, KIND),
                                grant(TOKEN)], 0, (), PERSON, device_answer()),
    Case("nobody comes", [PENDING], 1, ("expired|in time|over",), PERSON,
         device_answer(expires_in=3)),
    Case("the server goes away", [Answer(503, HTML, KIND)], 3, ("503",), PERSON,
         device_answer(expires_in=3)),
    Case("refused by rfc", [Answer(400, {"error": "access_denied"})], 1,
         ("declined|refused|denied",), PERSON, device_answer()),
]

# Where an issuer may say what it is: RFC 8414, OpenID; and the exit status.
METADATA = {
    "passing": (Answer(503, HTML, KIND), Answer(404, HTML, KIND), 3),
    "half": (Answer(200, HTML, KIND), Answer(503, HTML, KIND), 3),
    "nowhere": (Answer(404, HTML, KIND), Answer(404, HTML, KIND), 1),
    "html": (Answer(200, HTML, KIND), Answer(404, HTML, KIND), 1),
}

# What becomes of it in probe: the case, the finding, the exit status.
TOLD = [("app 7000222", "token.refused", 1), ("html with 503", "token.unknown", 3),
        ("nobody comes", "token.missing", 1)]

# The name and the scope that belong to a cloud; both at once when a user has a token.
CLOUDS = {
    "worldwide": ("login.microsoftonline.com", "https://outlook.office365.com/.default"),
    "gcc-high": ("login.microsoftonline.us", "https://outlook.office365.us/.default"),
    "dod": ("login.microsoftonline.us", "https://outlook.office365.us/.default"),
    "china": ("login.partner.microsoftonline.cn", "https://partner.outlook.cn/.default"),
}


def tenant_of(case):
    return case.name.replace(" ", "-") + ".example.net"


def section_of(case):
    keys = {"oauth": "client-credentials", "client_secret_file": "entra-secret", **case.keys}
    if keys["oauth"] == "device":
        del keys["client_secret_file"]
    return {**keys, "tenant": tenant_of(case), "client_id": CLIENT}


def try_case(stage, case):
    status, said = stage.token(f"x@{tenant_of(case)}")
    stage.expect(case.name, status == case.status, f"exit status {status}: {said}")
    for pattern in case.patterns:
        stage.expect(case.name, re.search(pattern, said, re.IGNORECASE),
                     f"nothing like {pattern}: {said}")
    stage.expect(case.name, case.status == 0 or said.strip(), "says nothing")
    strange = [letter for letter in said if not letter.isprintable() and letter != "\n"]
    stage.expect(case.name, not strange, f"prints {strange}")


def try_pauses(stage, entra):
    """Between two questions as long as the server wants; five seconds more once it says so."""
    for name, least in [("pending", 1), ("slow down", 6)]:
        (case,) = [case for case in STRANGE if case.name == name]
        times = [when for when, _, _ in entra.asked(tenant_of(case), "token")]
        pauses = [later - earlier for earlier, later in zip(times, times[1:])]
        stage.expect(name, pauses and min(pauses) >= least, f"pauses of {pauses} seconds")


def try_what_was_asked(stage, entra):
    (_, host, form), = entra.asked("good.example.net", "token")
    expected = {"client_id": CLIENT, "client_secret": SECRET, "grant_type": "client_credentials",
                "scope": "https://outlook.office365.com/.default"}
    stage.expect("good", host == "login.microsoftonline.com" and form == expected, (host, form))


def try_clouds(stage, entra):
    for cloud, (host, scope) in CLOUDS.items():
        status, said = stage.token(f"x@{cloud}.example.net")
        stage.expect(cloud, status == 0, said)
        asked = [(name, form.get("scope"))
                 for _, name, form in entra.asked(f"{cloud}.example.net", "token")]
        stage.expect(cloud, asked == [(host, scope)], asked)


def try_metadata(stage):
    for name, (_, _, expected) in METADATA.items():
        status, said = stage.token(f"x@{name}.example.net")
        stage.expect(name, status == expected, f"exit status {status}: {said}")


def try_told(stage):
    """Where nobody logs in, probe has the same to say, and connects to nobody."""
    for name, finding, expected in TOLD:
        (case,) = [case for case in AADSTS + STRANGE if case.name == name]
        findings, status, _ = stage.probe([f"imaps://{HOST}:9"], f"x@{tenant_of(case)}")
        seen = [each["id"] for each in findings]
        stage.expect(name, seen == [finding] and status == expected, f"{status}, {findings}")


def try_microsoft(stage, identity):
    cases = AADSTS + STRANGE
    write_private(stage.folder / "entra-secret", SECRET + "\n")
    stage.secrets += [SECRET, TOKEN, REFRESH, DEVICE_CODE]
    clouds = [Case(cloud, [grant(TOKEN)], 0, keys={"cloud": cloud}) for cloud in CLOUDS]
    sections = {f"x@{tenant_of(case)}": section_of(case) for case in cases + clouds}
    for name in METADATA:
        sections[f"x@{name}.example.net"] = {
            "oauth": "client-credentials", "client_id": CLIENT, "scope": "mail",
            "client_secret_file": "entra-secret",
            "issuer": f"https://login.microsoftonline.com/{name}"}
    stage.write_accounts(sections)
    scripts = {(tenant_of(case), "token"): case.answers for case in cases + clouds}
    scripts |= {(tenant_of(case), "devicecode"): [case.device] for case in cases if case.device}
    for name, (oauth, openid, _) in METADATA.items():
        scripts |= {(".well-known", name): [oauth], (name, "openid-configuration"): [openid]}
    with Entra(identity, scripts) as entra:
        # Those that take long begin first.
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda case: try_case(stage, case), reversed(cases)))
        try_pauses(stage, entra)
        try_what_was_asked(stage, entra)
        try_clouds(stage, entra)
        try_metadata(stage)
        try_told(stage)
    return len(cases) + len(clouds) + len(METADATA) + len(TOLD)
