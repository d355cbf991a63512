"""waypost beside nginx that serves the same bytes as a static file, on one machine, in turns
of one second. The machine may be busy with other things: what counts are the ratios of
neighbouring turns, and of them the median."""

import os
import re
import statistics
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import serving
from asking import FIELDS, GET_TARGET, HOST, POST_BODY, POST_TARGET, request_bytes, write_ini
from serving import Server, ServerError

SECONDS = 1

# On one core wrk and the server take turns, and a server finds many requests at once, as a
# busy one does. On cores of their own it is woken for each few.
SERVER_CORE, OTHER_CORE = 0, 1

# nginx answers POST with 405 for static files, which it can be told to take for a GET.
NGINX_CONF = """\
daemon off;
master_process off;
{user}
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    types {{ text/xml xml; }}
    log_format line '$time_iso8601 $remote_addr $host $uri $status $bytes_sent $request_time';
    access_log {access_log};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {address} backlog=512;
        root {folder}/www;
        error_page 405 =200 $uri;
    }}
}}
"""

LUA = """\
wrk.method = "POST"
wrk.body = [[
{body}]]
"""


@dataclass
class Way:
    """One way to ask: over how many connections, and whether each is used once."""

    name: str
    method: str
    connections: int
    close: bool = False
    logged: bool = False
    named: bool = True  # the address is in the query, as Thunderbird sends it
    apart: bool = False  # wrk has a core of its own


WAYS = [
    Way("GET, 64 connections", "GET", 64),
    Way("GET, 64, without address", "GET", 64, named=False),
    Way("GET, 64, a core each", "GET", 64, apart=True),
    Way("GET, 1 connection", "GET", 1),
    Way("GET, a connection each", "GET", 64, close=True),
    Way("GET, 64 connections, log on", "GET", 64, logged=True),
    Way("POST, 64 connections", "POST", 64),
    Way("POST, 1 connection", "POST", 1),
    Way("POST, a connection each", "POST", 64, close=True),
]


@dataclass
class Turn:
    microseconds: float  # of processor time a request, the server's user and system time
    rate: float  # requests a second
    p99: float  # milliseconds


def processor_nanoseconds(pid):
    """Time on the processor of a process with all its threads, user and system. The
    figures in `stat` are sampled, a hundred times a second, and come out too even."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)


def fields_of(way):
    closing = ["Connection: close"] if way.close else []
    return [f"Host: {HOST}", *FIELDS[way.method], *closing]


def wrk_command(way, address, folder):
    core = OTHER_CORE if way.apart else SERVER_CORE
    command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{way.connections}"]
    command += [f"-d{SECONDS}s", "--latency"]
    for field in fields_of(way):
        command += ["-H", field]
    if way.method == "POST":
        script = folder / "post.lua"
        script.write_text(LUA.format(body=POST_BODY))
        command += ["-s", str(script)]
    target = GET_TARGET if way.method == "GET" else POST_TARGET
    if not way.named:
        target = target.partition("?")[0]
    return [*command, f"http://{address}{target}"]


def milliseconds(output):
    """The 99th percentile in what wrk printed."""
    match = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\n", output)
    if not match:
        raise ServerError(f"wrk gave no latency: {output}")
    return float(match.group(1)) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[match.group(2)]


def take_turn(server, way, folder):
    command = wrk_command(way, server.address, folder)
    before = processor_nanoseconds(server.pid)
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS + 30)
    nanoseconds = processor_nanoseconds(server.pid) - before
    requests = re.search(r"(\d+) requests in", done.stdout)
    if not requests or int(requests.group(1)) == 0 or "Non-2xx" in done.stdout:
        raise ServerError(f"wrk got no answers: {done.stdout}{done.stderr}")
    count = int(requests.group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))
    return Turn(nanoseconds / count / 1e3, rate, milliseconds(done.stdout))


def start_waypost(binary, folder, request_log):
    address = f"127.0.0.1:{serving.free_ports(1)[0]}"
    ini = write_ini(folder / f"contest-{request_log}.ini", address, request_log)
    command = ["taskset", "-c", str(SERVER_CORE), Path(binary).resolve(), "serve", "-c", ini]
    return Server(command, address, folder / f"waypost-{request_log}.log")


def start_nginx(folder, access_log, name):
    address = f"127.0.0.1:{serving.free_ports(1)[0]}"
    conf = folder / f"nginx-{name}.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    conf.write_text(NGINX_CONF.format(folder=folder, address=address, access_log=access_log, user=user))
    command = ["taskset", "-c", str(SERVER_CORE), "nginx", "-e", "stderr", "-c", conf]
    return Server(command, address, folder / f"nginx-{name}.log")


def write_static_files(folder, address):
    """The bodies that waypost answers with, where nginx finds them."""
    for method, target in (("GET", GET_TARGET), ("POST", POST_TARGET)):
        answer = serving.ask(address, request_bytes(method, "Connection: close"))
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ServerError(f"{method} is not answered with 200: {head.decode()}")
        path = folder / "www" / target.split("?")[0].lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        print(f"   {method}: {len(body)} bytes")


def measure(way, ours, theirs, folder, rounds):
    """Prints one line of the table."""
    take_turn(ours, way, folder), take_turn(theirs, way, folder)  # warm up
    pairs = [(take_turn(ours, way, folder), take_turn(theirs, way, folder)) for _ in range(rounds)]

    def median(pick):
        return statistics.median(pick(mine, other) for mine, other in pairs)

    print(
        f"{way.name:28}"
        f"{median(lambda mine, _: mine.microseconds):9.2f}"
        f"{median(lambda _, other: other.microseconds):9.2f}"
        f"{median(lambda mine, other: other.microseconds / max(mine.microseconds, 0.01)):9.2f}"
        f"{median(lambda mine, _: mine.rate):10.0f}"
        f"{median(lambda _, other: other.rate):9.0f}"
        f"{median(lambda mine, other: mine.rate / other.rate):9.2f}"
        f"{median(lambda mine, _: mine.p99):10.2f}"
        f"{median(lambda _, other: other.p99):9.2f}",
        flush=True,
    )


def run(binary, folder, rounds):
    with ExitStack() as stack:
        enter = stack.enter_context
        ours = {log: enter(start_waypost(binary, folder, log)) for log in ("off", "on")}
        logs = {"off": "off", "on": f"{folder}/access.log line"}
        theirs = {name: enter(start_nginx(folder, log, name)) for name, log in logs.items()}
        print(f"\nThe contest with nginx: {rounds} turns of {SECONDS} s each, medians")
        write_static_files(folder, ours["off"].address)
        print(f"\n{'':28}{'CPU us a request':>27}{'requests a second':>28}{'p99 ms':>19}")
        titles = ["waypost", "nginx", "ratio"]
        print(" " * 28 + "".join(f"{title:>9}" for title in titles) + f"{'waypost':>10}"
              f"{'nginx':>9}{'ratio':>9}{'waypost':>10}{'nginx':>9}")
        for way in WAYS:
            log = "on" if way.logged else "off"
            measure(way, ours[log], theirs[log], folder, rounds)
    print("\nRatios above 1 speak for waypost.")
