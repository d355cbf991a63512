# SPDX-License-Identifier: MIT
"""The admin listener, and what the log says of each request."""

import re

import serving
from scene import POX, PROXY, STRANGER, Talk, ask, expect, expect_status, post, request

ROUTES = {
    "none",
    "autoconfig",
    "autodiscover",
    "autodiscover.json",
    "autodiscover.svc",
    "admin",
}
STATUSES = {"200", "204", "302", "400", "404", "405", "413", "431", "503"}
CLIENTS = {
    "none",
    "other",
    "thunderbird",
    "thunderbird-mobile",
    "outlook",
    "exchange",
    "evolution",
    "kmail",
    "fairemail",
    "nextcloud",
}

CERTIFICATE_NAMES = {
    "example.com": 200,
    "autoconfig.example.com": 200,
    "autodiscover.example.com": 200,
    "AutoConfig.Example.COM": 200,
    "exchange.example": 200,
    "math.campus.example": 200,
    "autoconfig.math.campus.example": 200,
    "waypost.example.net": 200,
    "www.example.com": 404,
    "imap.example.com": 404,
    "refused.example": 404,
    "autoconfig.refused.example": 404,
    "autoconfig.anybody.test": 404,
    "localhost": 404,
    "127.0.0.1": 404,
    "": 404,
    "example.com%0a": 404,
    "a" * 300: 404,
}

LOG_LINE = re.compile(
    r"info request: client=(?:-|[0-9a-f.:]+) domain=[a-z0-9.-]+ route=[a-z.]+"
    r" status=\d{3} bytes=\d+ us=\d+"
)


def status_of(scene, target, method="GET"):
    head = f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    return int(serving.ask(scene.admin, head.encode()).split()[1])


def admin_paths(scene):
    for target in ("/metrics", "/healthz", "/readyz"):
        expect(status_of(scene, target) == 200, f"{target} is not 200")
        expect(status_of(scene, target, "HEAD") == 200, f"HEAD {target} is not 200")
        expect(status_of(scene, target, "POST") == 405, f"POST {target} is not 405")
        answer = ask(scene, request(target=target))
        expect_status(answer, 404, f"{target} on the public listener")
    expect(status_of(scene, "/mail/config-v1.1.xml") == 404, "mail programs at the admin")


def certificates(scene):
    for name, status in CERTIFICATE_NAMES.items():
        got = status_of(scene, f"/ask?domain={name}")
        expect(got == status, f"/ask of {name[:40]!r}: expected {status}, got {got}")
    for target in ("/ask", "/ask?", "/ask?name=example.com"):
        expect(status_of(scene, target) == 404, f"{target} is not 404")


def labels_from_fixed_sets(scene):
    words = ['"', "x\\", "\x80", "}", "{", "Thunderbird", "Outlook/16", "%0a", "\t", "a" * 3000]
    for number, word in enumerate(words):
        user_agent, made_up = f"User-Agent: {word}", f"X{number}-{number}"
        ask(scene, request(made_up, "/" + "a" * number, fields=[user_agent]))
        ask(scene, request("GET", f"/autodiscover/{word.strip()}", fields=[user_agent]))
        ask(scene, request("GET", POX, host=f"label{number}.example", fields=[user_agent]))
    found = re.findall(r"(?m)^waypost_requests_total(.*) \d+$", scene.metrics())
    expect(found, "no requests are counted")
    for labels in found:
        match = re.fullmatch(r'\{route="([^"]*)",status="([^"]*)",client="([^"]*)"\}', labels)
        expect(match, f"odd labels: {labels}")
        route, status, client = match.groups()
        known = route in ROUTES and status in STATUSES and client in CLIENTS
        expect(known, f"labels that are in no fixed set: {labels}")


def metrics_are_well_formed(scene):
    label = r'\w+="[^"\\]*"'
    line = rf"# (?:HELP|TYPE) \w+ .*|\w+(?:\{{{label}(?:,{label})*\}})? [0-9.+e]+"
    text = scene.metrics()
    for each in text.splitlines():
        expect(re.fullmatch(line, each), f"/metrics: {each}")
    counts = re.findall(r"(?m)^waypost_request_seconds_bucket\{.*\} (\d+)$", text)
    expect(counts == sorted(counts, key=int), "the buckets do not add up")
    for name in ("waypost_reloads_total", "waypost_domains", "waypost_build_info"):
        expect(f"\n{name}" in text, f"/metrics lacks {name}")


def log_has_no_secrets(scene):
    secret, fields = "s3cret", ["Authorization: Basic s3cret", "Cookie: s3cret"]
    body = b"<A><R><EMailAddress>s3cret@log.campus.example</EMailAddress></R></A>"
    for data in (
        request(target=f"/mail/config-v1.1.xml?emailaddress={secret}%40log.campus.example"),
        request(target=f"/mail/config-v1.1.xml?emailaddress={secret}", fields=fields),
        request(target=f"/{secret}?{secret}={secret}", fields=fields),
        request(target="/autodiscover/autodiscover.json/v1.0/s3cret@log.campus.example"),
        request(target=POX, fields=[f"X-Forwarded-For: {secret}", f"Referer: {secret}"]),
        request(secret, fields=[f"User-Agent: {secret}"]),
        request(host=f"{secret}@example.com"),
        post(body, "Authorization: Basic s3cret"),
        post(body.replace(b"campus", secret.encode() + b"\n")),
        f"{secret}\r\n\r\n".encode(),
        f"GET /{secret} HTTP/9.{secret}\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\n{secret}\r\n\r\n".encode(),
        request(fields=[f"{secret}: {'a' * 9000}"]),
        request(fields=[f"Content-Length: {secret}"]),
        request("POST", POX, fields=["Transfer-Encoding: chunked"], body=b"s3cret\r\n"),
    ):
        ask(scene, data, PROXY)
    path = request(target="/autodiscover/autodiscover.json/v1.0/s3cret@log.campus.example")
    for _ in range(50):
        talk = Talk(scene.public)
        talk.send(path * 10)
        talk.reset()
    ask(scene, request(host="last.campus.example"))
    scene.wait_for_log(r"domain=last\.campus\.example")
    expect(secret not in scene.server.log_text(), "the log holds what was secret")


def log_lines_have_one_form(scene):
    for word in ("a\nb", "a\x1b[31m", "a status=200", "a%0ainfo", "\xff\xfe", "a=b"):
        ask(scene, request(host=f"{word}.campus.example"))
        ask(scene, request(target=f"/mail/config-v1.1.xml?emailaddress=a@{word}.campus.example"))
        body = f"<A><EMailAddress>a@{word}.campus.example</EMailAddress></A>"
        ask(scene, post(body.encode("latin-1")))
    ask(scene, request(target="/" + "a" * 9000))
    ask(scene, request(host="formed.campus.example"))
    scene.wait_for_log(r"domain=formed\.campus\.example")
    for line in scene.server.log_text().splitlines():
        if line.startswith("info request"):
            expect(LOG_LINE.fullmatch(line), f"odd line in the log: {line}")
        odd = not re.match(r"(?:info|warning|error) [a-z]+: ", line)
        expect(not odd, f"a line in the log that is none: {line!r}")


def client_of_each_request(scene):
    """It is whom the proxy names, for answers and refusals alike, and nobody else's word."""
    with Talk(scene.public, PROXY) as talk:
        talk.send(request(fields=["X-Forwarded-For: 203.0.113.21"]))
        expect_status(talk.answer(), 200, "a request by way of the proxy")
        fields = ["X-Forwarded-For: 203.0.113.22", "Content-Length: 99999"]
        talk.send(request("POST", fields=fields))
        expect_status(talk.answer(), 413, "a body that is too large")
    scene.wait_for_log(r"client=203\.0\.113\.21 .*status=200")
    scene.wait_for_log(r"client=203\.0\.113\.22 .*status=413")
    fields = ["X-Forwarded-For: 203.0.113.23", "Content-Length: 0", "Content-Length: 0"]
    expect_status(ask(scene, request(fields=fields), PROXY), 400, "two lengths")
    scene.wait_for_log(r"client=203\.0\.113\.23 .*status=400")
    ask(scene, request(fields=["X-Forwarded-For: 203.0.113.24"]), STRANGER)
    scene.wait_for_log(rf"client={re.escape(STRANGER)} ")
    expect(not scene.log_lines("client=203.0.113.24"), "a stranger's word was believed")


def client_behind_many_forged_lines(scene):
    """The last line is the proxy's own, however many came before."""
    forged = [f"X-Forwarded-For: 198.51.100.{number}" for number in range(20)]
    fields = [*forged, "X-Forwarded-For: 203.0.113.25"]
    expect_status(ask(scene, request(fields=fields), PROXY), 200, "21 forwarding fields")
    scene.wait_for_log(r"client=203\.0\.113\.25 ")
    expect(not scene.log_lines("client=198.51.100"), "a forged line was believed")


CASES = [
    admin_paths,
    certificates,
    labels_from_fixed_sets,
    metrics_are_well_formed,
    log_has_no_secrets,
    log_lines_have_one_form,
    client_of_each_request,
    client_behind_many_forged_lines,
]
