# SPDX-License-Identifier: MIT
"""Many connections, many requests on one, and many in all."""

import contextlib
import random
import re
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

from scene import Helpers, Talk, ask, expect, expect_status, own_scene
from scene import post, post_chunked, request

IDLE_CONNECTIONS = 1000
PIPELINE = 200
RELOADS = 20
OFFERS = 5000
MEMORY_REQUESTS = 200_000
MEMORY_GROWTH = 1 << 20
CLOCK_TICK_SECONDS = 0.02  # of the clock that time(2) reads

POX_BODY = b"""<Autodiscover><Request><EMailAddress>ann@example.com</EMailAddress>\
<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/\
responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"""


def idle_connections_beside_work(scene):
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(Talk(scene.public)) for _ in range(IDLE_CONNECTIONS)]
        for _ in range(100):
            expect_status(ask(scene, request()), 200, "beside 1,000 idle connections")
        idle[-1].send(request())
        expect_status(idle[-1].answer(), 200, "on an idle connection")


def pipelined_requests(scene):
    """Answered in their order, though all are sent before the first answer is read."""
    wanted = [(request(), 200), (post(POX_BODY), 200), (request(target="/nothing"), 404)]
    wanted += [(post_chunked(POX_BODY), 200), (request("PUT"), 405), (request("OPTIONS"), 204)]
    sent = [random.Random(1).choice(wanted) for _ in range(PIPELINE)]
    with Talk(scene.public) as talk, Helpers() as helpers:
        helpers.start(talk.send, b"".join(data for data, _ in sent))
        for number, (_, status) in enumerate(sent):
            expect_status(read(talk, status), status, f"pipelined request {number}")


def read(talk, status):
    return talk.answer(without_body=status == 204)


def head_is_get_without_a_body(scene):
    with Talk(scene.public) as talk:
        talk.send(request() + request("HEAD") + request())
        full, empty, again = talk.answer(), talk.answer(without_body=True), talk.answer()
        drop = lambda answer: re.sub(rb"Date:[^\n]*\n", b"", answer.head)
        expect(drop(full) == drop(empty) == drop(again), "HEAD has another head than GET")
        expect(full.body == again.body, "the answer after HEAD is another one")


def date_is_now(scene):
    """Once in each answer, also on a connection that stays open into the next second."""
    with Talk(scene.public) as talk:
        for _ in range(4):
            before = int(time.time() - CLOCK_TICK_SECONDS)
            talk.send(request())
            dates = re.findall(r"(?mi)^Date: (.*)\r$", talk.answer().head.decode())
            seconds = [parsedate_to_datetime(each).timestamp() for each in dates]
            expect(len(seconds) == 1, f"not one Date: {dates}")
            expect(before <= seconds[0] <= time.time(), f"the Date is not now: {dates}")
            time.sleep(0.5)


def split_at_every_byte(scene):
    for data in (request(), post(POX_BODY), post_chunked(POX_BODY)):
        whole = ask(scene, data).body
        with Talk(scene.public) as talk:
            for at in range(1, len(data)):
                talk.send(data[:at])
                time.sleep(0.0005)
                talk.send(data[at:])
                answer = expect_status(talk.answer(), 200, f"split at byte {at}")
                expect(answer.body == whole, f"split at byte {at}: another answer")


def large_head_in_pieces(scene):
    data = request(fields=[f"X-{number}: {'a' * 300}" for number in range(20)])
    for size in (1, 97, 1024):
        with Talk(scene.public) as talk:
            for at in range(0, len(data), size):
                talk.send(data[at : at + size])
            expect_status(talk.answer(), 200, f"a large head in pieces of {size} bytes")


def same_bytes_while_reloading(scene):
    """On many connections at once, whatever the catalog that is read at the moment."""
    stop = []
    whole = [ask(scene, data).body for data in (request(), post(POX_BODY))]
    with Helpers() as helpers:
        for _ in range(8):
            helpers.start(ask_until, scene, stop, whole)
        for _ in range(RELOADS):
            taken = len(scene.log_lines("reload: taken"))
            scene.server.reload()
            scene.wait_for_log("reload: taken", more_than=taken)
        stop.append(True)


def ask_until(scene, stop, whole):
    while not stop:
        with Talk(scene.public) as talk:
            for _ in range(20):
                for data, body in zip((request(), post(POX_BODY)), whole):
                    talk.send(data)
                    answer = expect_status(talk.answer(), 200, "during a reload")
                    expect(answer.body == body, "another answer during a reload")


def many_offers(scene):
    """Servers of its own for each domain: what is prepared at load for some thousands of
    them and what is not have the same answers."""
    names = [f"{number:04}.example" for number in range(OFFERS)]
    with own_scene(scene) as own:
        with own.ini.open("a") as ini:
            ini.writelines(f"\n[{name}]\nimap = {name}\nsmtp = {name}\n" for name in names)
        with own, Talk(own.public) as talk:
            bodies = {about_itself(talk, name) for name in names[:: OFFERS // 50]}
            bodies.add(about_itself(talk, names[-1]))
    expect(len(bodies) == 1, f"{len(bodies)} kinds of answers for domains of one kind")


def about_itself(talk, name):
    """The answers to GET and POST for a domain, without its name."""
    body = POX_BODY.replace(b"example.com", name.encode())
    talk.send(request(target="/mail/config-v1.1.xml", host=f"autoconfig.{name}") + post(body))
    answers = [expect_status(talk.answer(), 200, f"for {name}").body for _ in range(2)]
    return b"".join(answers).replace(name.encode(), b"NAME")


def resident_bytes(scene):
    status = Path(f"/proc/{scene.server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


def send_many(scene, count):
    """Pipelined in blocks, which is as fast as Python gets."""
    # Each of them takes another way through the server.
    kinds = [request(), post(POX_BODY), request(target="/nothing"), post(b"a" * 6000)]
    kinds += [request(target="/autodiscover/autodiscover.json?Protocol=Ews&Email=a@example.com")]
    block, size = b"".join(kinds) * 8, len(kinds) * 8
    with Talk(scene.public) as talk:
        for _ in range(count // size):
            talk.send(block)
            for _ in range(size):
                expect(talk.answer() is not None, "closed in the middle of many requests")


def memory_does_not_grow(scene):
    """After a warm-up of a tenth; connections come and go all the time."""
    shares = 20
    for _ in range(shares):
        send_many(scene, MEMORY_REQUESTS // shares // 10)
    before = resident_bytes(scene)
    for _ in range(shares):
        send_many(scene, MEMORY_REQUESTS // shares)
    grown = resident_bytes(scene) - before
    expect(grown < MEMORY_GROWTH, f"{MEMORY_REQUESTS} requests took {grown} bytes")


CASES = [
    idle_connections_beside_work,
    pipelined_requests,
    head_is_get_without_a_body,
    date_is_now,
    split_at_every_byte,
    large_head_in_pieces,
    same_bytes_while_reloading,
    many_offers,
]
