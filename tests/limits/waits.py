# SPDX-License-Identifier: MIT
"""How long a connection may be silent, and a request may take."""

import time

from scene import IDLE_SECONDS, LATE_SECONDS, REQUEST_SECONDS, HOST, TARGET
from scene import Talk, expect, expect_status, post, request

DRIP_SECONDS = 0.5


def silent_connection(scene):
    expect_closed_after(scene, b"", IDLE_SECONDS, "a connection that says nothing")


def silent_in_the_head(scene):
    expect_closed_after(scene, request()[:-2], IDLE_SECONDS, "half a head")


def silent_in_the_body(scene):
    half = post(b"a" * 100)[:-50]
    expect_closed_after(scene, half, IDLE_SECONDS, "half a body")


def silent_unix_connection(scene):
    expect_closed_after(scene, b"", IDLE_SECONDS, "a unix connection", scene.path)


def expect_closed_after(scene, data, seconds, what, address=None):
    with Talk(address or scene.public) as talk:
        talk.send(data)
        took = talk.seconds_until_closed(seconds + LATE_SECONDS)
        expect(took > seconds - 1.1, f"{what} was closed after {took:.1f} s already")


def idle_and_ask_again(scene):
    with Talk(scene.public) as talk:
        for _ in range(5):
            talk.send(request())
            expect_status(talk.answer(), 200, "a connection that is kept")
            time.sleep(IDLE_SECONDS / 2)


def drip(talk, data):
    """Byte by byte until the server closes. Returns the seconds that took."""
    start = time.monotonic()
    for at in range(len(data)):
        if not talk.send(data[at : at + 1]):
            break
        time.sleep(DRIP_SECONDS)
        expect(time.monotonic() - start < REQUEST_SECONDS * 2 + 5, "a drip is never closed")
    return time.monotonic() - start


def expect_drip_ends(talk, data, what):
    """A write fails one drip after the close."""
    took = drip(talk, data)
    most = REQUEST_SECONDS + LATE_SECONDS
    expect(REQUEST_SECONDS - 1 < took < most, f"{what} was closed after {took:.1f} s")


def drip_of_a_head(scene):
    with Talk(scene.public) as talk:
        expect_drip_ends(talk, request(fields=["X-Long: " + "a" * 100]), "a drip from the start")


def drip_of_fields(scene):
    with Talk(scene.public) as talk:
        line, _, rest = request(fields=["X-Long: " + "a" * 100]).partition(b"\r\n")
        talk.send(line + b"\r\n")
        expect_drip_ends(talk, rest, "a drip of fields")


def drip_of_a_second_head(scene):
    with Talk(scene.public) as talk:
        talk.send(request())
        expect_status(talk.answer(), 200, "the first request")
        time.sleep(IDLE_SECONDS * 0.7)
        expect_drip_ends(talk, request(fields=["X-Long: " + "a" * 100]), "a drip of a second head")


def drip_of_a_body(scene):
    with Talk(scene.public) as talk:
        talk.send(post(b"a" * 100)[:-100])
        expect_drip_ends(talk, b"a" * 100, "a drip of a body")


def drip_of_empty_lines(scene):
    """They may come before a request line (RFC 9112 2.2), but not for ever."""
    with Talk(scene.public) as talk:
        expect_drip_ends(talk, b"\r\n" * 50, "a drip of empty lines")


def drip_through_a_unix_socket(scene):
    """There the first byte is not known, so it may take the idle time longer."""
    with Talk(scene.path) as talk:
        took = drip(talk, request(fields=["X-Long: " + "a" * 100]))
        most = REQUEST_SECONDS + IDLE_SECONDS + LATE_SECONDS
        expect(REQUEST_SECONDS - 1 < took < most, f"a drip was closed after {took:.1f} s")


def slow_head_is_answered(scene):
    """12 s, from the first byte to the last."""
    data = f"GET {TARGET} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    send_slowly(scene, data)


def slow_body_is_answered(scene):
    send_slowly(scene, post(b"a" * 60))


def send_slowly(scene, data):
    with Talk(scene.public) as talk:
        pieces = 16
        size = -(-len(data) // pieces)
        for at in range(0, len(data), size):
            expect(talk.send(data[at : at + size]), "a slow request was cut")
            time.sleep(12 / pieces)
        expect_status(talk.answer(), 200, "a request that took 12 s")


CASES = [
    silent_connection,
    silent_in_the_head,
    silent_in_the_body,
    silent_unix_connection,
    idle_and_ask_again,
    drip_of_a_head,
    drip_of_fields,
    drip_of_a_second_head,
    drip_of_a_body,
    drip_of_empty_lines,
    drip_through_a_unix_socket,
    slow_head_is_answered,
    slow_body_is_answered,
]
