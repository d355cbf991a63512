# SPDX-License-Identifier: MIT
"""Plays the table of broken zones: all domains at once, and once more with the remedies."""

from scene import CheckError, compared, edit
from servers import SILENT_ADDRESS, Silence
from table import fill, judge, once, read_table
from zones import Record

ALONE = "three"  # the base that is checked with --only, a domain a run
ALIASES = "alias.*"


def play(scene):
    """Returns the mistakes by the name of their case."""
    table = read_table()
    ini = write_ini(scene, table)
    publish_all(scene, table, ini)
    with Silence(SILENT_ADDRESS, 53):
        scene.serve()
        first = look(scene, table, ini)
        mistakes = judge_all(table, first)
        judge_authoritative(table, first, look(scene, table, ini, "--authoritative"), mistakes)
        repair_all(scene, table, first, mistakes)
        scene.serve()
        judge_repairs(table, first, look(scene, table, ini), mistakes)
    return mistakes


def write_ini(scene, table):
    sections = {}
    for case in table.values():
        base = table[case.base].settings if case.base else []
        settings = {line.partition(" = ")[0]: fill(case, line) for line in base + case.settings}
        sections[case.domain] = list(settings.values())
    return scene.write_ini("broken.ini", sections)


def publish_all(scene, table, ini):
    records = scene.expected_records(ini)
    for case in table.values():
        publish(scene, case, table.get(case.base), records[case.domain])


def publish(scene, case, base, records):
    """First the good zone, so that what it takes at Microsoft is there, and then the faults."""
    if is_alone(case):
        records = [record for record in records if is_alias(record)]
    edits = [fill(case, line) for line in base.edits] if base else []
    zone = scene.publish(case.domain, records, edits)
    edit(zone, [fill(case, line) for line in case.edits])
    if not case.has_zone:
        del scene.internet.zones[zone.origin]
    edit(scene.internet, [fill(case, line) for line in case.elsewhere])
    if case.signed:
        sign_zone(scene, case, zone)


def is_alias(record):
    return record.type == "CNAME" and record.owner.partition(".")[0] in ("imap", "pop", "smtp")


def sign_zone(scene, case, zone):
    how, _, forged = case.signed.partition(" ")
    key, anchor = scene.signer.key(case.domain)
    options = ["-i", "20200101000000", "-e", "20200201000000"] if how == "expired" else []
    text = scene.signer.sign(zone, key, *options)
    if how == "by":
        anchor = scene.signer.key(case.domain)[1]
    if how == "forged":
        text = forge(text, zone, forged)
    scene.unbound.anchors.append(anchor)
    scene.internet.signed[zone.origin] = text


def forge(text, zone, line):
    """Changes one record behind the signer's back."""
    owner, type_name = line.split()
    owner = f"{owner}.{zone.origin}"
    lines = text.splitlines()
    at = [n for n, each in enumerate(lines) if each.split()[:4:3] == [owner, type_name]]
    lines[at[0]] = str(Record(owner, type_name, "forged.hosting.example."))
    return "\n".join(lines) + "\n"


def look(scene, table, ini, *words):
    """The findings of every domain, as waypost gives them."""
    together = [case.domain for case in table.values() if not is_alone(case)]
    run = scene.check(ini, "--format", "ndjson", *words, *together)
    if run.status not in (0, 1) or run.stderr:
        raise CheckError(f"status {run.status}: {run.stderr}")
    found = run.findings()
    for case in table.values():
        if is_alone(case):
            alone = scene.check(ini, "--format", "ndjson", "--only", ALIASES, *words, case.domain)
            found |= alone.findings()
            wrong = any(f["verdict"] == "fail" for f in found.get(case.domain, []))
            alone.expect(1 if wrong else 0)
    return found


def is_alone(case):
    return ALONE in (case.name, case.base)


def judge_all(table, found):
    mistakes = {}
    for case in table.values():
        seen = compared(found.get(case.domain, []), case.domain)
        if case.base:
            base = table[case.base].domain
            mistakes[case.name] = judge(case, compared(found.get(base, []), base), seen)
        else:
            mistakes[case.name] = [
                f"found: {each}" for each in seen if each.verdict not in ("ok", "info")
            ] or ([] if seen else ["nothing found"])
    return mistakes


def seen_of(case, found):
    return set(once(compared(found.get(case.domain, []), case.domain)))


def judge_authoritative(table, first, second, mistakes):
    """Each name server by itself says the same, except where it takes signatures to know."""
    for case in table.values():
        if case.signed.startswith("forged"):
            continue
        before, after = (seen_of(case, found) for found in (first, second))
        lines = [f"found only without --authoritative: {each}" for each in before - after]
        lines += [f"found only with --authoritative: {each}" for each in after - before]
        mistakes[case.name] += lines


def repair_all(scene, table, found, mistakes):
    """Pastes the remedies into the zones, as a person would."""
    for case in table.values():
        if not case.is_repaired:
            continue
        expected = {finding.id for finding in case.findings}
        remedies = [
            f["remedy"] or "" for f in found.get(case.domain, []) if f["id"] in expected
        ]
        try:
            if not scene.internet.apply(remedies):
                mistakes[case.name].append(f"no record in the remedy: {remedies}")
        except ValueError as error:
            mistakes[case.name].append(f"the remedy does not fit: {error}")


def judge_repairs(table, first, second, mistakes):
    for case in table.values():
        if case.is_repaired and not mistakes[case.name]:
            usual, seen = seen_of(table[case.base], first), seen_of(case, second)
            mistakes[case.name] += [f"not found after the repair: {f}" for f in usual - seen]
            surplus = [finding for finding in seen - usual if finding.verdict != "ok"]
            mistakes[case.name] += [f"found after the repair: {f}" for f in surplus]
