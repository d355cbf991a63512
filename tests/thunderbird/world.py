"""The small world of the test: names, certificates, and the three programs
waypost, nginx and Thunderbird.  To be used inside namespaces of its own, for
it changes what /etc and /run look like."""

import os
import re
import socket
import subprocess
import time
from pathlib import Path

import cases
from marionette import Marionette

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]

# The server blocks under test.  The first one that exists is taken.
NGINX_SITE = REPOSITORY / "deploy/nginx/one-domain.conf"

MARIONETTE_PORT = 2828
COMMAND_SECONDS = 30
LISTEN_SECONDS = 10
START_SECONDS = 90  # Thunderbird's first start with a new profile is slow
LOOKUP_SECONDS = 60
STOP_SECONDS = 5

NGINX_CONF = """\
daemon off;
user root;
worker_processes 1;
pid {dir}/nginx.pid;
error_log {dir}/nginx-error.log warn;
events {{}}
http {{
    log_format brief '$request_method $scheme://$host$request_uri $status';
    access_log {dir}/nginx-access.log brief;
    client_body_temp_path {dir}/nginx-body;
    proxy_temp_path {dir}/nginx-proxy;
    fastcgi_temp_path {dir}/nginx-fastcgi;
    uwsgi_temp_path {dir}/nginx-uwsgi;
    scgi_temp_path {dir}/nginx-scgi;
    include {dir}/nginx-site.conf;
}}
"""

# Autoconfig, Autodiscover and the central database stay as Thunderbird has
# them.  Guessing is off, for it would hide that nothing was found.
THUNDERBIRD_PREFS = f"""\
user_pref("marionette.port", {MARIONETTE_PORT});
user_pref("mailnews.auto_config.guess.enabled", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("mail.setup.loglevel", "All");
user_pref("devtools.console.stdout.chrome", true);
"""


class WorldError(Exception):
    pass


class Program:
    """A program that runs in the background and logs into a file."""

    def __init__(self, name, command, log, **options):
        self.name = name
        self.log = log
        with open(log, "wb") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **options,
            )

    def check_alive(self):
        status = self._process.poll()
        if status is not None:
            raise WorldError(f"{self.name} ended early with status {status}")

    def wait_until_listening(self, address):
        deadline = time.monotonic() + LISTEN_SECONDS
        while not can_connect(address):
            self.check_alive()
            if time.monotonic() > deadline:
                raise WorldError(f"{self.name} does not listen on {address}")
            time.sleep(0.05)

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class World:
    def __init__(self, directory, waypost_binary):
        self.directory = Path(directory)
        self.waypost_binary = waypost_binary
        self.site = NGINX_SITE.read_text()
        self.programs = []
        self.thunderbird = None

    def start(self):
        self._isolate_names()
        self._make_certificates()
        self._start_waypost()
        self._start_nginx()
        self._start_thunderbird()

    def stop(self):
        """May be called again; from here on the logs are complete."""
        if self.thunderbird:
            self.thunderbird.close()
        while self.programs:
            self.programs.pop().stop()

    def look_up(self, address, password):
        deadline = time.monotonic() + LOOKUP_SECONDS
        source = (HERE / "lookup.js").read_text()
        return self.thunderbird.call(source, "lookUp", [address, password], deadline)

    def request_logs(self):
        """What waypost and nginx wrote about the requests."""
        files = [self.directory / name for name in ("waypost.log", "access.log")]
        return "".join(file.read_text(errors="replace") for file in files)

    def logs(self):
        return sorted(self.directory.glob("*.log"))

    def _isolate_names(self):
        """Names resolve from a private /etc/hosts or not at all.  An empty
        /run hides the sockets of nscd, systemd-resolved and D-Bus."""
        run_command("ip", "link", "set", "lo", "up")
        lines = [f"127.0.0.1 {name}\n" for name in ["localhost", *cases.NAMES]]
        self._replace_file("/etc/hosts", "".join(lines))
        self._replace_file("/etc/resolv.conf", "nameserver 127.0.0.1\n")
        self._replace_file("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
        run_command("mount", "-t", "tmpfs", "tmpfs", "/run")

    def _replace_file(self, path, text):
        target = os.path.realpath(path)
        if not os.path.exists(target):
            return  # without the file the C library asks 127.0.0.1, in vain
        copy = self.directory / os.path.basename(path)
        copy.write_text(text)
        run_command("mount", "--bind", copy, target)

    def _make_certificates(self):
        make_certificate(self.directory, "ca", "/CN=Test CA", "basicConstraints=critical,CA:TRUE")
        names = ",".join(f"DNS:{name}" for name in cases.NAMES)
        make_certificate(
            self.directory,
            "certificate",
            "/CN=Test server",
            f"subjectAltName={names}",
            "-CA", self.directory / "ca.pem",
            "-CAkey", self.directory / "ca.key",
            "-addext", "basicConstraints=critical,CA:FALSE",
        )  # fmt: skip

    def _start_waypost(self):
        address = backend_address(self.site)
        if address.startswith("unix:"):
            Path(address.removeprefix("unix:")).parent.mkdir(parents=True, exist_ok=True)
        domains_ini = self.directory / "domains.ini"
        templates = REPOSITORY / "templates"
        domains_ini.write_text(cases.DOMAINS_INI.format(listen=address, templates=templates))
        program = self._start("waypost", [self.waypost_binary, "serve", "-c", domains_ini])
        program.wait_until_listening(address)

    def _start_nginx(self):
        site = with_own_paths(self.site, self.directory)
        (self.directory / "nginx-site.conf").write_text(site)
        conf = self.directory / "nginx-main.conf"
        conf.write_text(NGINX_CONF.format(dir=self.directory))
        program = self._start("nginx", ["nginx", "-c", conf, "-e", "stderr"])
        program.wait_until_listening("127.0.0.1:443")
        program.wait_until_listening("127.0.0.1:80")

    def _start_thunderbird(self):
        profile = self._make_profile()
        command = ["thunderbird", "--headless", "--no-remote", "--profile", profile]
        # Without system access Marionette refuses the chrome context.
        command += ["--marionette", "--remote-allow-system-access"]
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.directory),
            "TMPDIR": str(self.directory),
            "MOZ_CRASHREPORTER_DISABLE": "1",
        }
        program = self._start("thunderbird", command, env=environment)
        deadline = time.monotonic() + START_SECONDS
        self.thunderbird = Marionette.connect(MARIONETTE_PORT, deadline, program.check_alive)
        self.thunderbird.open_chrome_session(deadline, LOOKUP_SECONDS)

    def _make_profile(self):
        profile = self.directory / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(THUNDERBIRD_PREFS)
        database = f"sql:{profile}"
        run_command("certutil", "-N", "-d", database, "--empty-password")
        run_command(
            "certutil", "-A", "-d", database, "-n", "Test CA", "-t", "C,,",
            "-i", self.directory / "ca.pem",
        )  # fmt: skip
        return profile

    def _start(self, name, command, **options):
        log = self.directory / f"{name}.log"
        program = Program(name, command, log, cwd=self.directory, **options)
        self.programs.append(program)
        return program


def can_connect(address):
    try:
        if address.startswith("unix:"):
            with socket.socket(socket.AF_UNIX) as sock:
                sock.connect(address.removeprefix("unix:"))
        else:
            host, _, port = address.rpartition(":")
            socket.create_connection((host.strip("[]"), int(port)), timeout=1).close()
        return True
    except OSError:
        return False


def backend_address(site):
    """Where the server blocks expect waypost: the first address that looks
    like a backend's, in the notation of domains.ini."""
    pattern = r"(?:proxy_pass\s+http://|\bserver\s+)(unix:[^:;\s]+|(?:[\d.]+|\[[\da-f:]+\]):\d+)"
    match = re.search(pattern, site)
    if not match:
        raise WorldError("the nginx configuration names no backend")
    return match.group(1)


def with_own_paths(site, directory):
    """The server blocks with the paths that differ on every machine, those of
    the certificate and of the log, replaced."""
    pairs = {
        "ssl_certificate": "certificate.pem",
        "ssl_certificate_key": "certificate.key",
        "access_log": "access.log",
    }
    for directive, file in pairs.items():
        site = re.sub(
            rf"^(\s*{directive}\s+)[^\s;]+",
            rf"\g<1>{directory / file}",
            site,
            flags=re.MULTILINE,
        )
    return site


def make_certificate(directory, name, subject, extension, *arguments):
    run_command(
        "openssl", "req", "-x509", "-days", "2", "-subj", subject,
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc",
        "-keyout", directory / f"{name}.key", "-out", directory / f"{name}.pem",
        "-addext", extension, *arguments,
    )  # fmt: skip


def run_command(*command):
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=COMMAND_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise WorldError(f"{command[0]} does not end") from None
    if done.returncode:
        output = done.stdout.decode(errors="replace").strip()
        raise WorldError(f"{command[0]} ended with status {done.returncode}: {output}")
