# SPDX-License-Identifier: MIT
"""Requests about which two parsers might disagree, and rubbish."""

import contextlib
import random
import socket

from scene import HOST, POX, STRANGER, TARGET, LimitError, Talk, ask, expect, expect_status, post
from scene import post_chunked, request

REFUSED_FIELDS = [
    ["Content-Length: 3", "Content-Length: 3"],
    ["Content-Length: 3, 3"],
    ["Content-Length: +3"],
    ["Content-Length: 0x3"],
    ["Content-Length: -1"],
    ["Content-Length: 3 "],
    ["Content-Length:"],
    ["Content-Length: 3", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
    ["Transfer-Encoding: chunked, chunked"],
    ["Transfer-Encoding: identity"],
    ["Transfer-Encoding: xchunked"],
    ["Transfer-Encoding:"],
    ["Transfer-Encoding : chunked"],
    ["Content-Length : 3"],
    [" Content-Length: 3"],
    ["X: y\r\n Content-Length: 3"],
    ["Content-: 3\r\n Length"],
    ["Transfer-: chunked\r\n\tEncoding"],
    ["Transfer-Encoding: chun\r\n ked"],
    ["X-Empty:\r\n folded"],
    ["X: y\r\n folded\r\n twice"],
    ["Content-Length\t: 3"],
    ["Content\x0b-Length: 3"],
    ["Content-Length"],
    [": 3"],
    [":"],
    [":", "Content-Length: 99"],
    ["X: y\0\r\nContent-Length: 99"],
    ["X: y\0z"],
    ["Content-Length: 3\x004"],
    ["X: y", ": z", "GET /smuggled: HTTP/1.1"],
    ["Host: example.org"],
    ["Hos\xf6t: x"],
]

REFUSED_TARGETS = [
    "/a b",
    "/a\tb",
    "/a\rb",
    "/a\x7fb",
    "/%00",
    TARGET + "%00",
    TARGET + "?a=%00",
    "/%zz",
    "/%",
    "mail/config-v1.1.xml",
    "ftp://example.com/",
    "example.com:443",
    "",
]


def ambiguous_fields(scene):
    """Refused, closed, and what follows is not taken for a request."""
    for fields in REFUSED_FIELDS:
        with Talk(scene.public) as talk:
            talk.send(request("POST", POX, fields=fields) + request(target="/smuggled"))
            expect_status(talk.answer(), 400, f"{fields}")
            expect(b" 404 " not in talk.rest(), f"{fields}: the next request was read")


def odd_but_plain_fields(scene):
    """What looks like the above and is none of it."""
    for field in ("X:", "X:   ", "X:y", "X: y  ", "X:\ty\t ", "X: :y:", "x!#$%&'*+-.^_`|~1: y"):
        for fields in ([field], [field, "Y: z"], ["Y: z", field]):
            expect_status(ask(scene, request(fields=fields)), 200, f"{fields}")
    expect_status(ask(scene, request().replace(b"\r\n", b"\n")), 200, "lines without CR")


def no_host_on_http_1_0(scene):
    for head in (b"GET %s HTTP/1.0\r\n\r\n", b"GET %s HTTP/1.0\r\nHost:\r\n\r\n"):
        expect_status(ask(scene, head % TARGET.encode()), 404, "no host on HTTP/1.0")


def chunks_on_http_1_0(scene):
    head = b"POST %s HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    expect_status(ask(scene, head % POX.encode()), 400, "chunked on HTTP/1.0")


def broken_chunks(scene):
    for chunks in (b"z\r\n", b"-1\r\n", b"0x3\r\nabc\r\n", b"3 \r\nabc\r\n", b"3\r\nabcd\r\n",
                   b"\r\n", b";\r\n", b"ffffffffffffffffff\r\n", b" 3\r\nabc\r\n"):  # fmt: skip
        with Talk(scene.public) as talk:
            head = request("POST", POX, fields=["Transfer-Encoding: chunked"])
            talk.send(head + chunks + request(target="/smuggled"))
            answer = talk.answer()
            expect(answer is None or answer.status in (400, 413), f"taken: {chunks}")
            expect(b" 404 " not in talk.rest(), f"{chunks}: the next request was read")


def broken_targets(scene):
    for target in REFUSED_TARGETS:
        with Talk(scene.public) as talk:
            talk.send(request(target=target))
            answer = talk.answer()
            expect(answer is None or answer.status == 400, f"taken: {target!r}")
            expect(talk.is_closed(), f"bytes after {target!r}")


def absolute_form_goes_before_host(scene):
    there = f"http://autoconfig.one.campus.example:80{TARGET}"
    answer = expect_status(ask(scene, request(target=there)), 200, "absolute-form")
    expect(b'"one.campus.example"' in answer.body, "Host went before the absolute-form")
    for authority in ("example.com@refused.example", "refused.example", "[::1]", ":80", "%65"):
        answer = ask(scene, request(target=f"http://{authority}{TARGET}"))
        expect_status(answer, 404, f"absolute-form of {authority}")


def location_is_never_a_strangers(scene):
    """In clear, Autodiscover leads to https on the same name, if that is one of ours."""
    clear = ["X-Forwarded-Proto: http"]
    good = ask(scene, request(target=POX + "?a=b%0d%0ac", host="example.com", fields=clear),
               "127.0.0.2")  # fmt: skip
    expect_status(good, 302, "in clear")
    wanted = b"Location: https://example.com" + POX.encode() + b"?a=b%0d%0ac\r\n"
    expect(wanted in good.head, f"an odd Location: {good.head}")
    for host in ("refused.example", "example.com@refused.example", "example.com:80@x.test",
                 "refused.example#example.com", "refused.example/a.example", "", "."):  # fmt: skip
        answer = ask(scene, request(target=POX, host=host, fields=clear), "127.0.0.2")
        expect_status(answer, 404, f"in clear at {host!r}")
    for target in ("//evil.test" + POX, "/\\evil.test" + POX, POX + "/..//evil.test"):
        answer = ask(scene, request(target=target, host="example.com", fields=clear), "127.0.0.2")
        expect_status(answer, 404, f"in clear: {target}")


SPLINTERS = [b"\r\n", b"\n", b" ", b"\t", b":", b"\0", b"%00", b"0\r\n"]


def mutate(random_, data):
    data = bytearray(data)
    for _ in range(random_.randint(1, 8)):
        at = random_.randrange(len(data) + 1)
        kind = random_.randrange(5)
        if kind == 0:
            data[at:at] = random_.randbytes(random_.randint(1, 4))
        elif kind == 1:
            del data[at : at + random_.randint(1, 20)]
        elif kind == 2 and data:
            data[at % len(data)] = random_.randrange(256)
        elif kind == 3:
            data[at:at] = data[at : at + random_.randint(1, 200)]
        else:
            data[at:at] = random_.choice(SPLINTERS)
    return bytes(data)


def rubbish(scene):
    """Whatever comes, the next one is answered. The same bytes in each run."""
    random_ = random.Random(7)
    body = b"<A><R><EMailAddress>ann@example.com</EMailAddress></R></A>"
    fields = ["X-Forwarded-For: 203.0.113.9, ::1", "Forwarded: for=1;proto=http", "Expect: x"]
    seeds = [
        request(),
        request(fields=fields),
        request(target=f"http://{HOST}{TARGET}?emailaddress=a%40example.com"),
        request(target="/autodiscover/autodiscover.json/v1.0/a@example.com?Protocol=x"),
        post(body, *fields),
        post_chunked(body),
        request("POST", POX, fields=["Expect: 100-continue", "Content-Length: 3"], body=b"abc"),
    ]
    for number in range(scene.rubbish):
        data = b"".join(mutate(random_, random_.choice(seeds)) for _ in range(2))
        if number % 10 == 0:
            data = random_.randbytes(random_.randint(1, 3000))
        with Talk(scene.public, f"127.0.0.{random_.randint(1, 2)}") as talk:
            talk.send(data)
            if number % 3:
                talk.connection.shutdown(socket.SHUT_WR)
                with contextlib.suppress(LimitError):
                    talk.rest(0.05)
    expect_status(ask(scene, request(), STRANGER), 200, "after much rubbish")


CASES = [
    ambiguous_fields,
    odd_but_plain_fields,
    no_host_on_http_1_0,
    chunks_on_http_1_0,
    broken_chunks,
    broken_targets,
    absolute_form_goes_before_host,
    location_is_never_a_strangers,
    rubbish,
]
