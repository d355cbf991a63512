# SPDX-License-Identifier: MIT
"""Many questions: each asked once, as fast as allowed, in bounded memory; and servers
that are asked by name."""

import subprocess
import sys
import time
from pathlib import Path

from asking import ask, expect, expect_equal
from peer import AA, NXDOMAIN, TC, Peer, address, is_greeting, record, reply

# A question is sent again if the peer is late.
REPETITIONS = 4


def asked_once(binary):
    """Whoever asks, in whatever case, shares one query."""

    def handler(query):
        time.sleep(0.1)
        return address(query)

    with Peer(handler, slow=True) as peer:
        names = ["www.example.com", "WWW.example.COM", "www.example.com."]
        run = ask(binary, [peer], [f"{names[i % 3]} A" for i in range(300)])
        expect(len(peer.asked()) <= REPETITIONS, "it was asked too often")
    totals = (len(run.answers), run.sent, run.certain)
    expect_equal(totals, (300, 1, 300), "answers, sent and certain")


def asked_once_in_a_run(binary):
    """A name that all need is known for the whole run, not only while it is waited for."""
    with Peer(address) as peer:
        questions = []
        for i in range(2000):
            questions += [f"n{i}.example.com A", "shared.example.com A"]
        run = ask(binary, [peer], questions, "--group", "2")
        expect(len(peer.asked("shared.example.com")) <= REPETITIONS, "it was asked too often")
    expect_equal((run.certain, run.sent), (4000, 2001), "the answers")


def many_resolvers_share(binary):
    with Peer(address) as one, Peer(address) as two, Peer(address) as three:
        ask(binary, [one, two, three], [f"n{i}.example.com A" for i in range(600)])
        shares = [len(peer.asked()) for peer in (one, two, three)]
    expect(min(shares) > 15, f"the shares are {shares}")


def rate(binary):
    with Peer(address) as peer:
        run = ask(binary, [peer], [f"n{i}.example.com A" for i in range(200)], "--rate", "100")
    expect_equal(run.certain, 200, "the answers")
    expect(1.8 < run.seconds, f"200 questions at 100 a second took {run.seconds:.1f} s")


def memory(binary):
    """Answers that nobody needs any more go, so that memory does not grow with them. The
    sanitizer keeps what was freed."""
    if b"__asan_init" in Path(binary).read_bytes():
        return

    def handler(query):
        return reply(query, answer=[record(query.name, "TXT", "x" * 1000)])

    with Peer(handler) as peer:
        few, many = (
            ask(binary, [peer], (f"n{i}.example.com TXT" for i in range(count)), "--quiet")
            for count in (100, 40000)
        )
    expect_equal(many.certain, 40000, "the answers")
    expect(many.kib - few.kib < 44 * 1024, f"{many.kib} KiB instead of {few.kib}")


def ipv6(binary):
    with Peer(address, host="::1") as peer:
        run = ask(binary, [peer], ["www.example.com A"])
        expect_equal((run.one.result, run.one.server), ("found", peer.address), "the answer")


def name_server(binary):
    """Asked for what it knows itself: RD=0, no chain followed, nothing of the resolver's."""

    def handler(query):
        alias = record(query.name, "CNAME", "elsewhere.example.net")
        return reply(query, answer=[alias], flags=AA | 0x20)

    with Peer(address) as resolver, Peer(handler) as server:
        run = ask(binary, [resolver], [f"www.example.com A {server.address}", "www.example.com A"])
        expect_equal({query.rd for query in server.asked()}, {False}, "the RD bits")
        expect_equal({query.ad for query in server.asked()}, {False}, "the AD bits")
        expect_equal({query.rd for query in resolver.asked()}, {True}, "the resolver's RD bits")
        told = next(each for each in run.answers if each.server == server.address)
    expect_equal((told.result, told.flags), ("nodata", "A"), "the answer")
    expect_equal(told.chain, ["elsewhere.example.net"], "the chain")


def name_server_in_trouble(binary):
    with Peer(address) as resolver, Peer(lambda query: None) as silent:
        questions = [f"n{i}.example.com A {silent.address}" for i in range(100)]
        run = ask(binary, [resolver], [*questions, "www.example.com A no.address"])
        expect_equal(resolver.asked(), [], "what the resolver was asked")
    expect_equal({each.result for each in run.answers[1:]}, {"timeout"}, "the results")
    expect_equal(run.of("www.example.com").result, "unreachable", "the result")


def many_name_servers(binary):
    """More of them than channels may be open; some are silent."""
    peers = [Peer(address) for _ in range(300)]
    with Peer(address) as resolver:
        for peer in peers:
            peer.__enter__()
        questions = [f"n{i}.example.com A {peer.address}" for i in range(5) for peer in peers]
        run = ask(binary, [resolver], questions)
        for peer in peers:
            names = {query.name for query in peer.asked()}
            expect_equal(len(names), 5, f"how many names {peer.address} was asked for")
            peer.__exit__()
    expect_equal({each.result for each in run.answers}, {"found"}, "the results")


def truncated_at_once(binary):
    """64 answers by TCP at the same time."""

    def handler(query):
        if not query.tcp:
            return reply(query, flags=TC)
        return reply(query, answer=[record(query.name, "TXT", "x" * 2000)])

    with Peer(handler) as peer:
        run = ask(binary, [peer], [f"n{i}.example.com TXT" for i in range(64)])
    expect_equal({each.result for each in run.answers}, {"found"}, "the results")


def some_of_everything(binary):
    """Results do not get mixed up between questions."""

    def handler(query):
        if is_greeting(query):
            return reply(query)
        number = int(query.name.split(".")[0][1:])
        if number % 3 == 0:
            return reply(query, NXDOMAIN)
        return address(query, f"192.0.2.{number % 250}")

    with Peer(handler) as peer:
        run = ask(binary, [peer], [f"n{i}.example.com A" for i in range(1000)])
    for each in run.answers:
        number = int(each.name.split(".")[0][1:])
        expected = [] if number % 3 == 0 else [f"192.0.2.{number % 250}"]
        expect_equal(each.records, expected, f"what {each.name} has")


def small_packets(binary):
    """Where queries in a row make packets that are too large, they go one by one."""
    command = ["unshare", "-n", "sh", "-c", 'ip link set lo up mtu 68 && exec "$@"', "sh"]
    again = [sys.executable, Path(__file__).with_name("run"), binary, "some_of_everything"]
    done = subprocess.run([*command, *again], capture_output=True, text=True)
    expect_equal(done.returncode, 0, f"the status of\n{done.stdout}{done.stderr}\nwhich")


CASES = [
    asked_once, asked_once_in_a_run, many_resolvers_share, rate, ipv6, name_server,
    name_server_in_trouble, many_name_servers, truncated_at_once, some_of_everything,
    small_packets,
]  # fmt: skip
ALONE = [memory]
