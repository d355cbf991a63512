# SPDX-License-Identifier: MIT
"""What servers say, one answer to one question."""

from asking import ask, expect, expect_equal
from peer import AA, FORMERR, NOTIMP, NXDOMAIN, REFUSED, TC, Peer, address, is_greeting, record, reply

NAME = "www.example.com"
SOA = record("example.com", "SOA", "ns.example.com")


def one(binary, handler, kind="A", name=NAME):
    """The answer to the only question, and the queries that led to it, without those that
    were repeated because the peer was late."""
    with Peer(handler) as peer:
        answer = ask(binary, [peer], [f"{name} {kind}"]).one
        return answer, list({(each.question, each.tcp): each for each in peer.asked()}.values())


def found(binary):
    answer, queries = one(binary, address)
    expect_equal(answer.result, "found", "the result")
    expect_equal(answer.records, ["192.0.2.1"], "the record")
    expect_equal(len(queries), 1, "the number of queries")
    query = queries[0]
    expect(query.rd and query.ad and not query.cd, "RD and AD are not set, or CD is")
    expect_equal(query.edns, 1232, "the size that EDNS allows")
    expect_equal(query.flags & ~0x0120, 0, "what other flags are set")


def nodata(binary):
    answer, queries = one(binary, lambda query: reply(query, authority=[SOA]))
    expect_equal((answer.result, answer.zone), ("nodata", "example.com"), "the answer")
    expect_equal(len(queries), 1, "the number of queries")


def nxdomain(binary):
    answer, queries = one(binary, lambda query: reply(query, NXDOMAIN, authority=[SOA]))
    expect_equal((answer.result, answer.zone), ("nxdomain", "example.com"), "the answer")
    expect_equal(len(queries), 1, "the number of queries")


def chain_to_nodata(binary):
    alias = record(NAME, "CNAME", "host.example.com")
    answer, queries = one(binary, lambda query: reply(query, answer=[alias], authority=[SOA]))
    expect_equal((answer.result, answer.chain), ("nodata", ["host.example.com"]), "the answer")
    expect_equal(len(queries), 1, "the number of queries")


def chain_to_nxdomain(binary):
    alias = record(NAME, "CNAME", "host.example.com")
    answer, _ = one(binary, lambda query: reply(query, NXDOMAIN, answer=[alias], authority=[SOA]))
    expect_equal((answer.result, answer.chain), ("nxdomain", ["host.example.com"]), "the answer")


def partial_chain(binary):
    """A forwarder that hands on one hop at a time."""
    hops = {NAME: "b.example.com", "b.example.com": "c.example.net"}

    def handler(query):
        if query.name in hops:
            return reply(query, answer=[record(query.name, "CNAME", hops[query.name], 30)])
        return address(query)

    answer, queries = one(binary, handler)
    expect_equal(answer.chain, ["b.example.com", "c.example.net"], "the chain")
    expect_equal((answer.result, answer.records), ("found", ["192.0.2.1"]), "the answer")
    expect_equal(answer.ttl, 30, "the TTL")
    expect_equal([query.name for query in queries], [NAME, *hops.values()], "what was asked for")


def partial_loop(binary):
    hops = {NAME: "b.example.com", "b.example.com": NAME}

    def handler(query):
        if is_greeting(query):
            return reply(query)
        return reply(query, answer=[record(query.name, "CNAME", hops[query.name])])

    answer, queries = one(binary, handler)
    expect_equal((answer.result, answer.flags), ("nodata", "L"), "the answer")
    expect_equal(len(queries), 2, "the number of queries")


def endless_chain(binary):
    """Each name leads to another, hop by hop."""

    def handler(query):
        if is_greeting(query):
            return reply(query)
        number = int(query.name.split(".")[0][1:])
        alias = record(query.name, "CNAME", f"n{number + 1}.example.com")
        return reply(query, answer=[alias])

    answer, queries = one(binary, handler, name="n0.example.com")
    expect_equal((answer.result, answer.flags), ("nodata", "C"), "the answer")
    expect_equal(len(answer.chain), 16, "the length of the chain")
    expect_equal(len(queries), 17, "the number of queries")


def notimp(binary):
    answer, _ = one(binary, lambda query: reply(query, NOTIMP))
    expect_equal(answer.result, "garbage", "the result")


def refused(binary):
    answer, queries = one(binary, lambda query: reply(query, REFUSED))
    expect_equal(answer.result, "refused", "the result")
    expect_equal(len(queries), 1, "the number of queries")


def truncated(binary):
    long_text = "x" * 3000

    def handler(query):
        if not query.tcp:
            return reply(query, flags=TC)
        return reply(query, answer=[record(query.name, "TXT", long_text)])

    answer, queries = one(binary, handler, "TXT")
    expect_equal(answer.result, "found", "the result")
    expect_equal(sum(map(len, answer.records)), 3000 + 12 * 3 - 1, "the length of the text")
    expect_equal([query.tcp for query in queries], [False, True], "how it was asked")


def largest_message(binary):
    """65,535 bytes by TCP, and no more memory than they are worth."""

    def handler(query):
        if not query.tcp:
            return reply(query, flags=TC)
        records = []
        while sum(map(len, records)) < 64000:
            records.append(record(query.name, "TXT", f"{len(records):05}" + "x" * 1000))
        return reply(query, answer=records)

    answer, _ = one(binary, handler, "TXT")
    expect_equal((answer.result, len(answer.records)), ("found", 62), "the answer")


def wrong_ids(binary):
    def handler(query):
        false = record(query.name, "A", "203.0.113.1")
        forged = [
            reply(query, answer=[false], id=(query.id + i) % 65536) for i in range(1, 20)
        ]
        return [*forged, address(query)]

    answer, _ = one(binary, handler)
    expect_equal(answer.records, ["192.0.2.1"], "the record")


def wrong_question(binary):
    def handler(query):
        other = query.question.replace(b"\3www", b"\3wwx")
        false = record(query.name, "A", "203.0.113.1")
        return [reply(query, answer=[false], question=other), address(query)]

    answer, _ = one(binary, handler)
    expect_equal(answer.records, ["192.0.2.1"], "the record")


def ids_cannot_be_guessed(binary):
    with Peer(address) as peer:
        ask(binary, [peer], [f"n{i}.example.com A" for i in range(200)])
        ids = [query.id for query in peer.asked()]
    steps = {(b - a) % 65536 for a, b in zip(ids, ids[1:])}
    expect(len(set(ids)) > 190 and len(steps) > 190, "the ids follow each other")


def old_server(binary):
    """FORMERR for whatever holds EDNS, with and without the question repeated."""
    for question in (None, b""):

        def handler(query, question=question):
            if not query.edns:
                return address(query)
            other = {} if question is None else {"question": question}
            return reply(query, FORMERR, plain=True, **other)

        with Peer(handler) as peer:
            run = ask(binary, [peer], [f"{name}.example.com A" for name in "abc"])
        expect_equal({each.result for each in run.answers}, {"found"}, "the results")


def formerr(binary):
    answer, _ = one(binary, lambda query: reply(query, FORMERR))
    expect_equal(answer.result, "garbage", "the result")


def garbage(binary):
    """Bytes that are no message count as silence: anybody could send them."""
    answer, _ = one(binary, lambda query: b"\xff" * 40)
    expect_equal(answer.result, "timeout", "the result")


def broken_record(binary):
    def handler(query):
        good = record(query.name, "A", "192.0.2.1")
        return reply(query, answer=[good[:-6] + b"\0\3\1\2\3"])

    answer, _ = one(binary, handler)
    expect(answer.result in ("garbage", "timeout"), f"the result is {answer.result}")


def bad_names(binary):
    names = ["a..b", "x" * 64 + ".example", ".".join(["x" * 60] * 5)]
    with Peer(address) as peer:
        run = ask(binary, [peer], [f"{name} A" for name in names])
        expect_equal([each.result for each in run.answers], ["badname"] * 3, "the results")
        expect_equal(peer.asked(), [], "what was asked")


def odd_names(binary):
    """What an answer holds can be asked for again."""
    odd = "a\\032b\\.c.example.com"

    def handler(query):
        if query.name == NAME:
            target = b"\x05a b.c\x07example\x03com\0"
            alias = record(NAME, "CNAME", ".")[:-3] + len(target).to_bytes(2, "big") + target
            return reply(query, answer=[alias])
        return reply(query, NXDOMAIN)

    answer, queries = one(binary, handler)
    expect_equal(answer.chain, [odd], "the chain")
    expect_equal(queries[-1].question[:6], b"\x05a b.c", "the name that was asked for")


def flags(binary):
    def handler(query):
        return reply(query, answer=[record(query.name, "A", "192.0.2.1")], flags=AA | 0x20)

    answer, _ = one(binary, handler)
    expect_equal(answer.flags, "DA", "the flags")


CASES = [
    found, nodata, nxdomain, chain_to_nodata, chain_to_nxdomain, partial_chain, partial_loop,
    endless_chain, notimp, refused, truncated, largest_message, wrong_ids, wrong_question,
    ids_cannot_be_guessed, old_server, formerr, garbage, broken_record, bad_names, odd_names, flags,
]  # fmt: skip
