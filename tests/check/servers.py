# SPDX-License-Identifier: MIT
"""Real DNS servers for the tests: NSD, which knows the zones, and Unbound, which asks it and
validates. All of them live in a network namespace of their own: there every port is free, also
53 of any address, and nothing gets out. An unprivileged user may make one, too."""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS = 20
STOP_SECONDS = 10

# In the namespace, and in 10.0.0.0/8 because those are not asked more slowly than others.
MAIN_ADDRESS = "10.53.0.1"  # knows every zone
OTHER_ADDRESS = "10.53.0.2"  # knows some, and refuses the rest
SILENT_ADDRESS = "10.53.0.3"  # hears everything and says nothing
RESOLVER_PORT = 5300
RESOLVER = f"127.0.0.1:{RESOLVER_PORT}"
RESOLVER_6 = f"[::1]:{RESOLVER_PORT}"

NSD_CONFIGURATION = """\
server:
    ip-address: {address}@53
    username: ""
    zonesdir: "{folder}"
    database: ""
    pidfile: "{folder}/nsd.pid"
    xfrdfile: "{folder}/xfrd.state"
    xfrdir: "{folder}"
    zonelistfile: "{folder}/zone.list"
    server-count: 1
    rrl-ratelimit: 0
    rrl-whitelist-ratelimit: 0
remote-control:
    control-enable: no
"""

# The internet's root is at NSD, which also holds all that lies below.
UNBOUND_CONFIGURATION = """\
server:
    interface: 127.0.0.1@{port}
    interface: 127.0.0.1@53
    interface: ::1@{port}
    access-control: 0.0.0.0/0 allow
    access-control: ::0/0 allow
    username: ""
    chroot: ""
    directory: "{folder}"
    pidfile: ""
    use-syslog: no
    logfile: ""
    num-threads: 1
    module-config: "validator iterator"
    trust-anchor-file: "{folder}/anchors"
    val-log-level: 1
{more}
remote-control:
    control-enable: yes
    control-interface: "{folder}/control"
    control-use-cert: no
stub-zone:
    name: "."
    stub-addr: {root}
"""


class ServerError(Exception):
    """A server did not do what the test needs of it; the text says what."""


def missing_programs(*programs):
    """Those that are not installed. Some live in /usr/sbin, which not every PATH has."""
    os.environ["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
    return [name for name in programs if not shutil.which(name)]


def run_in_namespace(arguments, seconds):
    """Runs this program again, as the first process of its namespaces, and everything in them
    ends with it. Returns its exit status."""
    command = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        command.append("--map-root-user")
    if not is_mount_point("/"):
        # In a chroot unshare finds no mount to make private; whoever made it has seen to that.
        command += ["--propagation", "unchanged"]
    command += [sys.executable, os.path.abspath(sys.argv[0]), *arguments]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        return subprocess.run(command, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        print(f"not ok: not finished after {seconds} s", flush=True)
        return 1


def is_mount_point(path):
    """Not os.path.ismount, which takes the top of a chroot for one."""
    mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    return any(line.split()[4] == path for line in mounts)


def set_up_namespace():
    """Brings the loopback device up, with the addresses of the name servers."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (MAIN_ADDRESS, OTHER_ADDRESS, SILENT_ADDRESS):
        subprocess.run(["ip", "address", "add", address + "/32", "dev", "lo"], check=True)


class Process:
    """A server in the foreground with a log, ended with the block."""

    def __init__(self, command, folder, address, port):
        self.command = command
        self.folder = Path(folder)
        self.log = self.folder / "log"
        self.address, self.port = address, port
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restart(self):
        self.stop()
        self.start()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.address, self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                text = self.log.read_text(errors="replace")[-2000:]
                raise ServerError(f"{self.command[0]} does not answer:\n{text}")


def answers(address, port):
    """Whether somebody answers the question for the root's SOA, with whatever."""
    question = struct.pack(">6H", 1, 0, 1, 0, 0, 0) + b"\0" + struct.pack(">2H", 6, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(0.05)
        try:
            asker.connect((address, port))
            asker.send(question)
            return len(asker.recv(4096)) > 0
        except OSError:
            time.sleep(0.01)
            return False


class Nsd(Process):
    """An authoritative server of the zones it is given before it starts."""

    def __init__(self, folder, address):
        super().__init__(["nsd", "-d", "-c", f"{folder}/nsd.conf"], folder, address, 53)
        self.zones = {}  # name without a dot at its end, to the text of its file

    def start(self):
        self.folder.mkdir(exist_ok=True)
        text = NSD_CONFIGURATION.format(folder=self.folder, address=self.address)
        for number, (name, zone) in enumerate(sorted(self.zones.items())):
            (self.folder / f"{number}.zone").write_text(zone)
            text += f'zone:\n    name: "{name or "."}"\n    zonefile: "{number}.zone"\n'
        (self.folder / "nsd.conf").write_text(text)
        super().start()


class Unbound(Process):
    """A validating resolver whose root is at an address ADDRESS@PORT."""

    def __init__(self, folder, root=f"{MAIN_ADDRESS}@53", more=""):
        command = ["unbound", "-d", "-c", f"{folder}/unbound.conf"]
        super().__init__(command, folder, "127.0.0.1", RESOLVER_PORT)
        self.root, self.more = root, more
        self.anchors = []  # DS records as text

    def start(self):
        self.folder.mkdir(exist_ok=True)
        (self.folder / "anchors").write_text("".join(line + "\n" for line in self.anchors))
        text = UNBOUND_CONFIGURATION.format(
            port=self.port, folder=self.folder, root=self.root, more=self.more
        )
        (self.folder / "unbound.conf").write_text(text)
        super().start()

    def control(self, *words):
        command = ["unbound-control", "-c", self.folder / "unbound.conf", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=STOP_SECONDS)
        if done.returncode != 0:
            raise ServerError(f"unbound-control {' '.join(words)}: {done.stderr}{done.stdout}")
        return done.stdout

    def questions(self):
        """How many it was asked since the last time."""
        for line in self.control("stats").splitlines():
            if line.startswith("total.num.queries="):
                return int(line.partition("=")[2])
        raise ServerError("unbound does not say how many questions there were")


class Silence:
    """Somebody who listens at a port and never answers."""

    def __init__(self, address, port):
        self.place = (address, port)

    def __enter__(self):
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(self.place)
        self.stream = socket.create_server(self.place)
        return self

    def __exit__(self, *_):
        self.datagrams.close()
        self.stream.close()
