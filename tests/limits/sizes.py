# SPDX-License-Identifier: MIT
"""How large a head and a body may be."""

from scene import BODY_LIMIT, HEAD_LIMIT, POX, Talk, ask, expect, expect_status
from scene import post, post_chunked, request


def head_of_8_kib(scene):
    long = "a" * HEAD_LIMIT
    expect_status(ask(scene, request(fields=[f"X-Long: {long}"])), 431, "a field of 8 KiB")
    expect_status(ask(scene, request(target=f"/?{long}")), 431, "a target of 8 KiB")
    expect_status(ask(scene, request(target=f"/?{long * 2}")), 414, "a target of 16 KiB")
    many = [f"X-{number}: {'a' * 50}" for number in range(HEAD_LIMIT // 50)]
    expect_status(ask(scene, request(fields=many)), 431, "many fields")
    fields = [f"X-{number}: {number}" for number in range(18)]
    rest = len(request(fields=[*fields, "X-Long: "]))
    for size, status in ((HEAD_LIMIT, 200), (HEAD_LIMIT + 1, 431)):
        exact = request(fields=[*fields, f"X-Long: {'a' * (size - rest)}"])
        expect_status(ask(scene, exact), status, f"a head of {size} bytes")


def body_of_64_kib(scene):
    for what, send in (("Content-Length", post), ("chunked", post_chunked)):
        exact = expect_status(ask(scene, send(b"a" * BODY_LIMIT)), 200, f"64 KiB, {what}")
        expect(b"<ErrorCode>600<" in exact.body, f"64 KiB of nothing, {what}: not error 600")
        more = ask(scene, send(b"a" * (BODY_LIMIT + 1)))
        expect_status(more, 413, f"64 KiB and a byte, {what}")


def too_large_is_closed(scene):
    """The answer arrives although the server stops to read, and nothing that stood in the
    body is taken for a request."""
    smuggled = request(target="/smuggled") * 2000
    for size in (len(smuggled), 1 << 32, 10**19, 10**30):
        with Talk(scene.public) as talk:
            talk.send(request("POST", POX, fields=[f"Content-Length: {size}"]) + smuggled)
            expect_status(talk.answer(), 413, f"a body of {size} bytes")
            expect(b" 404 " not in talk.rest(), f"{size} bytes: the body was taken for requests")


def too_large_is_not_asked_for(scene):
    fields = [f"Content-Length: {BODY_LIMIT + 1}", "Expect: 100-continue"]
    with Talk(scene.public) as talk:
        talk.send(request("POST", POX, fields=fields))
        expect_status(talk.answer(), 413, "Expect: 100-continue")


def endless_chunks(scene):
    """Not only a bound on what is kept: what is thrown away is bounded, too."""
    piece = b"1000\r\n" + b"a" * 4096 + b"\r\n"
    sent = 0
    with Talk(scene.public) as talk:
        talk.send(request("POST", POX, fields=["Transfer-Encoding: chunked"]))
        while talk.send(piece):
            sent += len(piece)
            expect(sent < 32 << 20, "32 MiB of chunks were taken")


def endless_trailer(scene):
    with Talk(scene.public) as talk:
        talk.send(request("POST", POX, fields=["Transfer-Encoding: chunked"]) + b"0\r\n")
        for number in range(100_000):
            if not talk.send(b"X-Trailer-%d: a\r\n" % number):
                return
    expect(False, "100,000 trailer fields were taken")


CASES = [
    head_of_8_kib,
    body_of_64_kib,
    too_large_is_closed,
    too_large_is_not_asked_for,
    endless_chunks,
    endless_trailer,
]
