# SPDX-License-Identifier: MIT
"""Servers that are slow, dead, busy or wrong, and what is done about it, within 5 s."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from asking import ask, expect, expect_equal
from peer import NXDOMAIN, REFUSED, SERVFAIL, Peer, address, record, reply
from serving import free_ports

NAME = "www.example.com"
QUESTION_SECONDS = 5
STALL_SECONDS = 1  # of a busy machine


def silence(_):
    return None


def servfail(query):
    return reply(query, SERVFAIL)


def refuse(query):
    return reply(query, REFUSED)


def ask_in_time(binary, resolvers, questions, *options):
    run = ask(binary, resolvers, questions, *options)
    for each in run.answers:
        in_time = each.milliseconds <= (QUESTION_SECONDS + STALL_SECONDS) * 1000
        expect(in_time, f"{each.name} took {each.milliseconds} ms")
    return run


def closed_port():
    """An address where nobody listens, nor will."""
    return f"127.0.0.1:{free_ports(1)[0]}"


def lost_once(binary):
    seen = set()

    def handler(query):
        is_first = query.name not in seen
        seen.add(query.name)
        return None if is_first else address(query)

    with Peer(handler) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
    expect_equal(run.one.result, "found", "the result")
    expect(200 <= run.one.milliseconds, f"that took {run.one.milliseconds} ms")


def slow(binary):
    """An answer that takes its time counts, although it was asked again meanwhile."""

    def handler(query):
        time.sleep(1.2)
        return address(query)

    with Peer(handler, slow=True) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
    expect_equal(run.one.result, "found", "the result")
    expect_equal(run.dead, [], "who is dead")


def silent(binary):
    with Peer(silence) as peer:
        run = ask_in_time(binary, [peer], [f"n{i}.example.com A" for i in range(3000)])
        expect_equal({each.result for each in run.answers}, {"timeout"}, "the results")
        expect_equal(run.dead, [peer.address], "who is dead")
        expect(len(peer.asked()) <= 200, f"it was asked {len(peer.asked())} times")


def closed(binary):
    run = ask_in_time(binary, [closed_port()], [f"n{i}.example.com A" for i in range(3000)])
    expect_equal({each.result for each in run.answers}, {"unreachable"}, "the results")
    expect_equal(len(run.dead), 1, "how many are dead")


def silent_among_two(binary):
    with Peer(silence) as bad, Peer(address) as good:
        run = ask_in_time(binary, [bad, good], [f"n{i}.example.com A" for i in range(300)])
        expect_equal({each.result for each in run.answers}, {"found"}, "the results")
        expect_equal(run.dead, [bad.address], "who is dead")


def closed_among_three(binary):
    with Peer(address) as one, Peer(address) as two:
        dead = closed_port()
        run = ask_in_time(binary, [one, dead, two], [f"n{i}.example.com A" for i in range(100)])
        expect_equal({each.result for each in run.answers}, {"found"}, "the results")
        expect_equal(run.dead, [dead], "who is dead")
        expect(one.asked() and two.asked(), "the living ones do not share the work")


def one_lame_zone(binary):
    """Who answers nothing about one zone is not dead."""
    with Peer(lambda query: None if query.name == NAME else address(query)) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
    expect_equal((run.one.result, run.dead), ("timeout", []), "the result")


def servfail_once(binary):
    """It is asked again, after a pause."""
    seen = []

    def handler(query):
        seen.append(query)
        return servfail(query) if query.time - seen[0].time < 0.4 else address(query)

    with Peer(handler) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
    expect_equal(run.one.result, "found", "the result")
    expect(not any(query.cd for query in seen), "validation was switched off")


def servfail_for_ever(binary):
    with Peer(servfail) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
        bits = [query.cd for query in peer.asked()]
    good = bits[:2] == [False, False] and bits[-1] and bits == sorted(bits)
    expect(good, f"the CD bits are {bits}")
    expect_equal((run.one.result, run.dead), ("servfail", []), "the result")


def servfail_at_one(binary):
    """Which of the two is asked first is open; both questions come out right."""
    with Peer(servfail) as bad, Peer(address) as good:
        run = ask_in_time(binary, [bad, good], ["a.example.com A", "b.example.com A"])
        expect_equal([each.result for each in run.answers], ["found"] * 2, "the results")
        expect(not any(query.cd for query in bad.asked()), "it was asked with CD")


def bogus(binary):
    for good in (address, lambda query: reply(query, NXDOMAIN)):
        with Peer(lambda query, good=good: good(query) if query.cd else servfail(query)) as peer:
            run = ask_in_time(binary, [peer], [f"{NAME} A"])
        expect_equal((run.one.result, run.one.records), ("bogus", []), "the result")


def servfail_then_silence(binary):
    seen = []

    def handler(query):
        seen.append(query)
        return servfail(query) if len(seen) == 1 else None

    with Peer(handler) as peer:
        run = ask_in_time(binary, [peer], [f"{NAME} A"])
    expect_equal(run.one.result, "servfail", "the result")


def refused_at_one(binary):
    with Peer(refuse) as bad, Peer(address) as good:
        run = ask_in_time(binary, [bad, good], [f"n{i}.example.com A" for i in range(20)])
        expect_equal({each.result for each in run.answers}, {"found"}, "the results")
        expect_equal(run.dead, [], "who is dead")
        expect(bad.asked(), "the first one was never asked")


def refused_when_busy(binary):
    """A forwarder that has enough to do says REFUSED, and later it does not."""
    busy = set()

    def handler(query):
        if query.name.startswith("n1") and query.name not in busy:
            busy.add(query.name)
            return reply(query, REFUSED)
        return address(query)

    with Peer(handler) as peer:
        questions = ["a.example.com A", *(f"n{i}.example.com A" for i in range(20))]
        run = ask_in_time(binary, [peer], questions)
    expect_equal({each.result for each in run.answers}, {"found"}, "the results")


def restarted(binary):
    """Nobody listens for a moment; who has answered before is given time to come back."""
    with Peer(address) as first:

        def handler(query):
            if query.name == "a.example.com":
                return address(query)
            first.__exit__()
            return None

        first.handler = handler
        run = ask_in_time(binary, [first], ["a.example.com A", "b.example.com A"], "--rate", "2")
    expect_equal(run.of("a.example.com").result, "found", "the first result")
    second = run.of("b.example.com")
    expect(second.result in ("unreachable", "timeout"), f"the second one is {second.result}")
    expect(second.milliseconds >= 400, "it was not asked again")
    expect_equal(run.dead, [], "who is dead")


def mixed_troubles(binary):
    """All resolvers are bad in their own way; that ends in time, too."""
    with Peer(servfail) as one, Peer(silence) as two, Peer(refuse) as three:
        run = ask_in_time(binary, [one, two, three], [f"n{i}.example.com A" for i in range(30)])
    wrong = {each.result for each in run.answers} - {"servfail", "refused", "timeout"}
    expect_equal(wrong, set(), "what else came out")


def slow_chain(binary):
    """One hop at a time and each of them slow: the whole question has its 5 s."""

    def handler(query):
        if not query.name:
            return address(query)
        number = int(query.name.split(".")[0][1:])
        time.sleep(0.9)
        return reply(query, answer=[record(query.name, "CNAME", f"n{number + 1}.example.com")])

    with Peer(handler, slow=True) as peer:
        run = ask_in_time(binary, [peer], ["n0.example.com A"])
    expect_equal(run.one.result, "timeout", "the result")


WAY_GONE = """\
#!/bin/sh
exec unshare -n sh -c '
    ip link add here type veth peer name there && ip link set there up && ip link set here up &&
    ip address add 192.0.2.2/24 dev here &&
    ip neighbour add 192.0.2.1 lladdr 02:00:00:00:00:01 dev here || exit
    (for i in $(seq 500); do
        grep -q "^Udp: [0-9]* [0-9]* [0-9]* [1-9]" /proc/net/snmp && break
        sleep 0.01
    done
    ip link set here down) &
    exec "$@"' sh {} "$@"
"""


def way_gone(binary):
    """The network goes after the first query: that is known at the next one."""
    with TemporaryDirectory() as folder:
        script = Path(folder, "ask")
        script.write_text(WAY_GONE.format(binary))
        script.chmod(0o700)
        run = ask_in_time(script, ["192.0.2.1"], [f"n{i}.example.com A" for i in range(6)])
    expect_equal({each.result for each in run.answers}, {"unreachable"}, "the results")


CASES = [
    lost_once, slow, silent, closed, one_lame_zone, servfail_once, servfail_for_ever,
    servfail_at_one, bogus, servfail_then_silence, refused_at_one, refused_when_busy,
    restarted, mixed_troubles, slow_chain, way_gone,
]  # fmt: skip
ALONE = [silent_among_two, closed_among_three]
