"""The figures that do not depend on how busy the machine is: instructions a request, counted
by callgrind, and memory."""

import os
import re
import time
from pathlib import Path

import serving
from asking import HOST, request_bytes, write_ini
from serving import ServerError

BASELINE = Path(__file__).resolve().parent / "instructions"
LIMITS = {"GET": 28_000, "POST": 55_000}
SLACK = 0.05  # processors differ in which memcpy they get
REQUESTS = 500

DOMAINS = 1_000_000
DOMAINS_MIB_MAX = 200


def send_many(address, method, count):
    """All over one connection, one after the other."""
    request = request_bytes(method)
    with serving.connect(address) as connection, connection.makefile("rb") as stream:
        for _ in range(count):
            connection.sendall(request)
            if not stream.readline().startswith(b"HTTP/1.1 200 "):
                raise ServerError(f"{method} is not answered with 200")
            length = 0
            while (line := stream.readline()) != b"\r\n":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            stream.read(length)


def count_instructions(binary, folder, method, count):
    """All instructions of a server that answers so many requests, start and end included."""
    address = f"127.0.0.1:{serving.free_ports(1)[0]}"
    ini = write_ini(folder / "domains.ini", address)
    # One processor, for which the server starts one thread that answers.
    command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), "valgrind", "--tool=callgrind"]
    command += ["--callgrind-out-file=/dev/null"]
    command += [Path(binary).resolve(), "serve", "-c", ini]
    with serving.Server(command, address, folder / "callgrind.log") as server:
        send_many(address, method, count)
        server.stop()
        total = re.search(r"Collected : (\d+)", server.log_text())
    if not total:
        raise ServerError(f"callgrind counted nothing: {server.log_text()}")
    return int(total.group(1))


def instructions_per_request(binary, folder, method):
    """From two runs that differ by so many requests and by nothing else."""
    few = count_instructions(binary, folder, method, REQUESTS)
    twice = count_instructions(binary, folder, method, 2 * REQUESTS)
    return round((twice - few) / REQUESTS)


def read_baseline():
    pairs = (line.split() for line in BASELINE.read_text().splitlines() if line[:1] != "#")
    return {method: int(number) for method, number in pairs}


def check(passed, sentence):
    print("ok" if passed else "not ok", sentence, flush=True)
    return passed


def judge_instructions(binary, folder, method, baseline):
    count = instructions_per_request(binary, folder, method)
    limit, usual = LIMITS[method], baseline[method]
    passed = check(
        count <= limit and count <= usual * (1 + SLACK),
        f"{method}: {count} instructions; at most {limit}, usually {usual} (tests/bench/instructions)",
    )
    if count < usual * (1 - SLACK):
        print(f"   fewer than usual: lower the figure for {method} in tests/bench/instructions")
    return passed


def status_kib(pid, field):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", text, re.MULTILINE).group(1))


def start(binary, folder, more=""):
    address = f"127.0.0.1:{serving.free_ports(1)[0]}"
    ini = write_ini(folder / "domains.ini", address, more=more)
    return serving.waypost(binary, ini, address, folder / "memory.log")


def print_small(binary, folder):
    with start(binary, folder) as server:
        send_many(server.address, "GET", 1000)
        print(f"   one domain: {status_kib(server.pid, 'VmRSS') / 1024:.1f} MiB resident")


def judge_million(binary, folder):
    names = folder / "customers.txt"
    names.write_text("".join(f"customer-{number}.example\n" for number in range(DOMAINS)))
    section = "\n[customers]\ntemplate = imap\nimap = mail.example.net\nsmtp = mail.example.net\n"
    section += "domains_file = customers.txt\n"
    began = time.monotonic()
    with start(binary, folder, section) as server:
        seconds = time.monotonic() - began
        last = f"/mail/config-v1.1.xml?emailaddress=ann@customer-{DOMAINS - 1}.example"
        answer = serving.ask(server.address, serving.get(last, HOST))
        mib = status_kib(server.pid, "VmHWM") / 1024
    served = check(answer.startswith(b"HTTP/1.1 200 "), f"the last of {DOMAINS} domains is served")
    sentence = f"{DOMAINS} domains: {mib:.0f} MiB at most, limit {DOMAINS_MIB_MAX}"
    return check(mib <= DOMAINS_MIB_MAX, f"{sentence}; {seconds:.2f} s until it listens") and served


def run(binary, folder):
    baseline = read_baseline()
    passed = [judge_instructions(binary, folder, method, baseline) for method in LIMITS]
    print_small(binary, folder)
    passed.append(judge_million(binary, folder))
    return all(passed)
