# SPDX-License-Identifier: MIT
"""Everything that is not one fault in one zone: good zones of every template, resolvers that are
dead, name servers that disagree, and the options. Each case has a scene to itself and raises
CheckError if something is not as it should be."""

import itertools
from collections import Counter

import broken
from scene import CheckError, compared, edit
from servers import OTHER_ADDRESS, RESOLVER, RESOLVER_6, Silence, Unbound
from zones import Zone

TENANT = "tenant = contoso"
MICROSOFT = ["template = microsoft365", TENANT]
CLOUDS = ("worldwide", "gcc-high", "dod", "china")
CLOSED = "127.0.0.1:1"
MUTE = ("127.0.0.1", 5301)
DEAD_SECONDS = 5


def expect(condition, sentence):
    if not condition:
        raise CheckError(sentence)


def expect_fine(run):
    """Nothing but ok and info, and some of it about every domain."""
    run.expect(0)
    wrong = [f for fs in run.findings().values() for f in fs if f["verdict"] not in ("ok", "info")]
    lines = [f"{f['verdict']} {f['id']} {f['subject']}: {f['message']}" for f in wrong]
    expect(not wrong, "\n".join(lines))
    return run


def expect_ids(run, domain, *ids):
    """Each of them among the findings about a domain."""
    seen = {finding["id"] for finding in run.findings().get(domain, [])}
    expect(set(ids) <= seen, f"not found: {sorted(set(ids) - seen)} among {sorted(seen)}")


def good_domain(scene, domain="good.example", settings=MICROSOFT):
    """A domain as it should be, and its domains.ini."""
    ini = scene.write_ini(f"{domain}.ini", {domain: settings})
    scene.publish(domain, scene.expected_records(ini)[domain])
    return ini


# --- zone | nsd | check -------------------------------------------------------------------


def microsoft_domains():
    """Each cloud with each way of Autodiscover, each service switched off, and parked."""
    for cloud, autodiscover in itertools.product(CLOUDS, ("exchange", "imap")):
        own = [f"cloud = {cloud}", f"autodiscover = {autodiscover}"]
        yield f"{cloud.replace('-', '')}{autodiscover}.example", [*MICROSOFT, *own]
    for service in ("imap", "pop3", "smtp"):
        yield f"no{service}.example", [*MICROSOFT, f"{service} = off"]
    for cloud in CLOUDS:
        own = [f"cloud = {cloud}", "parked = yes"]
        yield f"parked{cloud.replace('-', '')}.example", ["template = microsoft365", *own]
    yield "gateway.example", [*MICROSOFT, "mx = mail.hosting.example"]
    yield "gateways.example", [*MICROSOFT, "mx = mail.hosting.example smtp.provider.example"]
    yield "no-tenant.example", ["template = microsoft365"]
    key = "pinned-example01b"
    mx = f"mx = {key}.mail.protection.outlook.com"
    dkim = f"dkim = {key}._domainkey.contoso.onmicrosoft.com"
    yield "pin-ned.example", ["template = microsoft365", mx, dkim]


def own_domains():
    """Their MX, SPF and DMARC are not waypost's to know: `zone` does not print them."""
    usual = ["imap = mail.{domain}", "smtp = mail.{domain}"]
    yield "own.example", usual
    yield "ownpop.example", [*usual, "pop3 = mail.{domain}"]
    starttls = ["imap = mail.{domain}:143 starttls", "smtp = mail.{domain}:587 starttls"]
    yield "starttls.example", starttls
    yield "ports.example", ["imap = mail.{domain}:10993 tls", "smtp = mail.{domain}:10465 tls"]
    yield "elsewhere.example", ["imap = imap.provider.example", "smtp = smtp.provider.example"]
    yield "oauth.example", [*usual, "template = imap", "auth = oauth2 password"]


OWN_RECORDS = [
    "+ mail A 192.0.2.25",
    "+ mail AAAA 2001:db8::25",
    "+ @ MX 10 mail",
    '+ @ TXT "v=spf1 mx -all"',
    '+ _dmarc TXT "v=DMARC1; p=quarantine"',
]
# What a Microsoft 365 domain has whose exact hosts domains.ini does not know.
UNKNOWN_RECORDS = [
    "+ @ MX 0 no-tenant-example01b.mail.protection.outlook.com.",
    "+ selector1._domainkey CNAME selector1-notenant-0b._domainkey.contoso.onmicrosoft.com.",
    "+ selector2._domainkey CNAME selector2-notenant-0b._domainkey.contoso.onmicrosoft.com.",
]


def every_template_is_fine(scene):
    shipped = {path.parent.name for path in scene.templates.glob("*/services.ini")}
    expect(shipped == {"microsoft365", "imap", "listed"}, f"templates without a case: {shipped}")
    microsoft, own = dict(microsoft_domains()), dict(own_domains())
    sections = {
        domain: [line.replace("{domain}", domain) for line in settings]
        for domain, settings in {**microsoft, **own}.items()
    }
    ini = scene.write_ini("templates.ini", sections)
    for domain, records in scene.expected_records(ini).items():
        edits = OWN_RECORDS if domain in own else []
        scene.publish(domain, records, UNKNOWN_RECORDS if domain == "no-tenant.example" else edits)
    scene.serve()
    run = expect_fine(scene.check(ini, "--strict", "--format", "ndjson"))
    expect(set(run.findings()) == set(sections), "not every domain has findings")


def three_aliases_are_fine(scene):
    """The zone has nothing but the three names, and the question is about nothing else."""
    ini = scene.write_ini("three.ini", {"three.example": ["template = microsoft365"]})
    records = scene.expected_records(ini)["three.example"]
    scene.publish("three.example", [each for each in records if broken.is_alias(each)])
    scene.serve()
    run = expect_fine(scene.check(ini, "--only", "alias.*", "--format", "ndjson"))
    targets = [f for f in run.findings()["three.example"] if f["id"] == "alias.target"]
    expect(len(targets) == 3, f"three aliases, but {run.stdout}")
    scene.check(ini, "--only", "alias.*").expect(0)


# --- resolvers ----------------------------------------------------------------------------


def many_good_domains(scene, count=20):
    domains = [f"good{number}.example" for number in range(count)]
    ini = scene.write_ini("many.ini", dict.fromkeys(domains, MICROSOFT))
    for domain, records in scene.expected_records(ini).items():
        scene.publish(domain, records)
    return ini


def expect_unknown(scene, ini, resolver):
    """Every domain unknown, nothing missing, in time."""
    run = scene.check(ini, "--format", "ndjson", resolver=resolver).expect(3)
    verdicts = Counter(f["verdict"] for fs in run.findings().values() for f in fs)
    expect(set(verdicts) == {"unknown"}, f"verdicts: {verdicts}")
    slowest = max(f["milliseconds"] for fs in run.findings().values() for f in fs)
    expect(slowest <= DEAD_SECONDS * 1000, f"{slowest} ms with a resolver that is dead")
    expect(len(run.findings()) == 20, "not every domain has a finding")


def a_closed_port_is_unknown(scene):
    expect_unknown(scene, many_good_domains(scene), CLOSED)


def a_silent_resolver_is_unknown(scene):
    with Silence(*MUTE):
        expect_unknown(scene, many_good_domains(scene), "%s:%d" % MUTE)


def a_refusing_resolver_is_unknown(scene):
    ini = many_good_domains(scene)
    scene.serve()
    expect_unknown(scene, ini, OTHER_ADDRESS)


def servfail_everywhere_is_unknown(scene):
    ini = many_good_domains(scene)
    scene.serve()
    scene.unbound.stop()
    scene.unbound = Unbound(scene.folder / "astray", root=f"{OTHER_ADDRESS}@53")
    scene.unbound.start()
    expect_unknown(scene, ini, RESOLVER)


def one_dead_resolver_among_two_is_an_info(scene):
    ini = good_domain(scene)
    scene.serve()
    with Silence(*MUTE):
        for dead in (CLOSED, "%s:%d" % MUTE):
            for words in ((RESOLVER, "--resolver", dead), (dead, "--resolver", RESOLVER)):
                first, *rest = words
                run = scene.check(ini, *rest, "--format", "ndjson", resolver=first)
                found = [f for fs in expect_fine(run).findings().values() for f in fs]
                told = [f for f in found if f["id"] == "resolver.dead"]
                expect(len(told) == 1, f"resolver.dead: {told}")
                expect(dead in str(told), f"which one is dead: {told}")


def ipv6_resolver(scene):
    ini = good_domain(scene)
    scene.serve()
    expect_fine(scene.check(ini, "--format", "ndjson", resolver=RESOLVER_6))


def port_53_is_meant_without_a_port(scene):
    ini = good_domain(scene)
    scene.serve()
    expect_fine(scene.check(ini, "--format", "ndjson", resolver="127.0.0.1"))


# --- --authoritative ----------------------------------------------------------------------

BOTH = ("ns1.example.net.", "ns2.example.net.")


def publish_at_both(scene, domain, ini, other_edits=None):
    """A zone with two name servers; the second one has it with changes, or refuses (None)."""
    zone = scene.publish(domain, scene.expected_records(ini)[domain])
    servers = Zone(domain, BOTH).records
    zone.records = servers + [record for record in zone.records if record.type != "NS"]
    if other_edits is not None:
        other = zone.copy()
        edit(other, other_edits)
        scene.other.zones[domain] = other.text(serial=2)


def check_authoritative(scene, ini, *words):
    return scene.check(ini, "--authoritative", "--format", "ndjson", *words)


def authoritative_agrees(scene):
    domain = "agree.example"
    ini = good_domain(scene, domain)
    publish_at_both(scene, domain, ini, [])
    scene.serve()
    expect_fine(check_authoritative(scene, ini))


def authoritative_disagrees(scene):
    domain = "disagree.example"
    ini = good_domain(scene, domain)
    stale = ["- imap CNAME", "+ imap CNAME old.hosting.example."]
    publish_at_both(scene, domain, ini, stale)
    scene.serve()
    # Unbound tells the name servers in turns, which must not matter.
    runs = [check_authoritative(scene, ini) for _ in range(6)]
    for run in runs:
        told = [f for f in run.findings()[domain] if f["id"] == "zone.disagree"]
        expect(told, f"not found: zone.disagree in {run.stdout}")
        expect("imap" in str(told), f"does not name what they disagree about: {told}")
    seen = {(run.status, tuple(sorted(compared(run.findings()[domain], domain)))) for run in runs}
    expect(len(seen) == 1, f"six runs, {len(seen)} results: {seen}")


def authoritative_finds_a_lame_one(scene):
    domain = "halflame.example"
    ini = good_domain(scene, domain)
    publish_at_both(scene, domain, ini)
    scene.serve()
    run = check_authoritative(scene, ini).expect(0)
    expect_ids(run, domain, "zone.lame")
    told = [f for f in run.findings()[domain] if f["id"] == "zone.lame"]
    expect("ns2.example.net" in str(told), f"does not name the lame one: {told}")
    wrong = {f["id"] for f in run.findings()[domain] if f["verdict"] not in ("ok", "info")}
    expect(wrong == {"zone.lame"}, f"found besides: {wrong}")
    check_authoritative(scene, ini, "--strict").expect(1)


def authoritative_finds_all_lame(scene):
    domain = "alllame.example"
    ini = good_domain(scene, domain)
    zone = scene.internet.zones.pop(f"{domain}.")
    expect(zone.records, "no zone")
    scene.internet.add(f"{domain}. NS ns.lame.")
    scene.serve()
    run = check_authoritative(scene, ini).expect(3)
    wrong = {f["verdict"] for f in run.findings()[domain]}
    expect(wrong <= {"unknown", "warn"}, f"lame everywhere: {run.stdout}")


def authoritative_sees_a_change_at_once(scene):
    domain = "changed.example"
    ini = good_domain(scene, domain)
    zone = scene.internet.zones[f"{domain}."]
    good = list(zone.records)
    zone.remove("imap CNAME")
    scene.serve()
    missing = scene.check(ini, "--format", "ndjson").expect(1)
    expect_ids(missing, domain, "alias.missing")
    zone.records = good
    scene.nsd.zones = scene.internet.texts()
    scene.nsd.restart()
    expect_ids(scene.check(ini, "--format", "ndjson").expect(1), domain, "alias.missing")
    expect_fine(check_authoritative(scene, ini))


def a_domain_within_another_zone(scene):
    """A mail domain need not be a zone: its records may stand in the zone above."""
    domain = "team.above.example"
    ini = scene.write_ini("within.ini", {domain: MICROSOFT})
    records = scene.expected_records(ini)[domain]
    scene.internet.zones["above.example."].records += records
    scene.internet.provision(records)
    scene.serve()
    expect_fine(scene.check(ini, "--format", "ndjson"))
    expect_fine(check_authoritative(scene, ini))


# --- options ------------------------------------------------------------------------------


def faulty_domain(scene, settings=()):
    """With a fail, a warn and an unknown."""
    domain = "faulty.example"
    ini = good_domain(scene, domain, [*MICROSOFT, *settings])
    zone = scene.internet.zones[f"{domain}."]
    edits = ["- imap CNAME", "- _dmarc TXT", "- pop CNAME", "+ pop NS ns.lame."]
    edit(zone, edits)
    scene.serve()
    return ini, domain


def ids_of(run, verdicts=("warn", "fail", "unknown")):
    return {f["id"] for fs in run.findings().values() for f in fs if f["verdict"] in verdicts}


def only_and_skip(scene):
    ini, _ = faulty_domain(scene)
    json = ("--format", "ndjson")
    run = scene.check(ini, *json).expect(1)
    faults = {"alias.missing", "dmarc.missing", "alias.unknown"}
    expect(ids_of(run) == faults, f"not the three faults: {run.stdout}")
    run = scene.check(ini, *json, "--only", "dmarc.*").expect(0)
    expect(ids_of(run) == {"dmarc.missing"}, f"--only: {run.stdout}")
    run = scene.check(ini, *json, "--only", "dmarc.*", "--only", "*.unknown").expect(3)
    expect(ids_of(run) == {"dmarc.missing", "alias.unknown"}, f"two --only: {run.stdout}")
    run = scene.check(ini, *json, "--skip", "alias.*").expect(0)
    expect(ids_of(run) == {"dmarc.missing"}, f"--skip: {run.stdout}")
    run = scene.check(ini, *json, "--skip", "alias.missing").expect(3)
    expect(ids_of(run) == {"dmarc.missing", "alias.unknown"}, f"--skip of one: {run.stdout}")


def statuses(scene):
    ini, _ = faulty_domain(scene)
    scene.check(ini).expect(1)
    scene.check(ini, "--only", "dmarc.*").expect(0)
    scene.check(ini, "--only", "dmarc.*", "--strict").expect(1)
    scene.check(ini, "--only", "alias.unknown").expect(3)
    scene.check(ini, "--only", "alias.unknown", "--format", "nagios").expect(3)
    scene.check(ini, "--only", "alias.missing", "--format", "nagios").expect(2)
    scene.check(ini, "--only", "dmarc.*", "--format", "nagios").expect(1)
    scene.check(ini, "--only", "mx.*", "--format", "nagios").expect(0)
    scene.check(ini, "--format", "nothing").expect(2)
    scene.check(ini, resolver="resolver.example").expect(2)
    scene.check(ini, resolver="127.0.0.1:99999").expect(2)
    scene.check(scene.folder / "none.ini").expect(2)


def ignored_findings_are_shown_as_such(scene):
    ini, domain = faulty_domain(scene, ["check.ignore = dmarc.* alias.*"])
    run = scene.check(ini, "--strict", "--format", "ndjson").expect(0)
    expect(not ids_of(run), f"not ignored: {run.stdout}")
    seen = {f["id"]: f for f in run.findings()[domain] if f["verdict"] == "info"}
    for id, verdict in (("alias.missing", "fail"), ("dmarc.missing", "warn")):
        expect(id in seen, f"{id} is hidden")
        expect(verdict in seen[id]["message"], f"does not say what it was: {seen[id]}")
    scene.check(ini).expect(0, "dmarc.missing")


def domains_by_name_and_from_input(scene):
    ini, domain = faulty_domain(scene)
    good_domain(scene)
    scene.serve()
    words = ("--template", "microsoft365", "--format", "ndjson", "--skip", "dkim.*")
    expect_fine(scene.check(ini, *words, "good.example"))
    scene.check(ini, "good.example").expect(2)
    text = "# two of them\r\n\r\ngood.example\r\nGOOD.Example.\nfaulty.example\n"
    run = scene.check(ini, *words, "--input", "-", stdin=text).expect(1)
    expect(set(run.findings()) == {"good.example", domain}, f"--input -: {run.stdout}")
    path = scene.folder / "domains.txt"
    path.write_text("good.example\n")
    expect_fine(scene.check(ini, *words, "--input", path))
    scene.check(ini, *words, "--input", scene.folder / "none.txt").expect(2)
    scene.check(ini, *words, "--input", "-", stdin="not a domain\n").expect(2)


def unicode_and_patterns(scene):
    """Domains in their own letters, and sections that stand for many."""
    settings = {"bücher.example": MICROSOFT, "*.campus.example": MICROSOFT}
    ini = scene.write_ini("letters.ini", settings)
    for name, domain in (("bücher.example", "xn--bcher-kva.example"), ("a.campus.example",) * 2):
        text = scene.waypost("zone", "-c", ini, name).expect(0).stdout
        zone = Zone(domain)
        for line in text.splitlines():
            if line and not line.startswith(";"):
                zone.add(line)
        # A dash in the name, so that nothing is known of these.
        if "-" in domain:
            edit(zone, [each.replace("notenant", "buecher") for each in UNKNOWN_RECORDS])
        scene.internet.host(zone)
        scene.internet.provision(zone.records)
    scene.serve()
    words = ("--format", "ndjson")
    run = expect_fine(scene.check(ini, *words, "bücher.example", "A.Campus.Example."))
    expect(set(run.findings()) == {"xn--bcher-kva.example", "a.campus.example"}, run.stdout)
    run = expect_fine(scene.check(ini, *words))
    expect(set(run.findings()) == {"xn--bcher-kva.example"}, run.stdout)


def quiet_text_is_short(scene):
    ini, domain = faulty_domain(scene)
    loud, quiet = scene.check(ini).expect(1).stdout, scene.check(ini, "--quiet").expect(1).stdout
    expect("alias.missing" in quiet and "mx.host" in loud and "mx.host" not in quiet, quiet)
    expect(f"imap.{domain}. 3600 IN CNAME outlook.office365.com." in quiet, f"no remedy: {quiet}")


CASES = [
    every_template_is_fine,
    three_aliases_are_fine,
    a_closed_port_is_unknown,
    a_silent_resolver_is_unknown,
    a_refusing_resolver_is_unknown,
    servfail_everywhere_is_unknown,
    one_dead_resolver_among_two_is_an_info,
    ipv6_resolver,
    port_53_is_meant_without_a_port,
    authoritative_agrees,
    authoritative_disagrees,
    authoritative_finds_a_lame_one,
    authoritative_finds_all_lame,
    authoritative_sees_a_change_at_once,
    a_domain_within_another_zone,
    only_and_skip,
    statuses,
    ignored_findings_are_shown_as_such,
    domains_by_name_and_from_input,
    unicode_and_patterns,
    quiet_text_is_short,
]
