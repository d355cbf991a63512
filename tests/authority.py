# SPDX-License-Identifier: MIT
"""A certificate authority for tests, made with Debian's openssl: it issues what a server
needs to be good, and all that can be wrong with it."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

CONFIGURATION = """\
[ca]
default_ca = here
[here]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = optional
organizationName = optional
"""

CA_EXTENSIONS = """\
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
"""

SERVER_EXTENSIONS = """\
basicConstraints = CA:false
keyUsage = digitalSignature, keyEncipherment
extendedKeyUsage = {usage}
{names}
"""


class Identity(NamedTuple):
    """What a server is started with."""

    certificate: Path
    key: Path
    chain: Path  # the certificate and those above it, without the root
    above: Path | None = None  # those above it alone


def openssl(*arguments):
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def in_days(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")


def alternative_names(names):
    kinds = [("IP" if name[0].isdigit() or ":" in name else "DNS") + f":{name}" for name in names]
    return f"subjectAltName = {', '.join(kinds)}" if kinds else ""


class Authority:
    """Everything it makes stands in `folder`. An authority with an issuer is an
    intermediate one."""

    def __init__(self, folder, subject="/CN=Example Test Root", issuer=None):
        self.folder = Path(folder)
        self.folder.mkdir()
        (self.folder / "index.txt").touch()
        self.settings = self.folder / "ca.cnf"
        self.settings.write_text(CONFIGURATION.format(folder=self.folder))
        self.issuer = issuer
        self.key = self._make_key("authority")
        self.certificate = self.folder / "authority.pem"
        maker = issuer or self
        maker._sign(self._request("authority", subject), self.certificate, CA_EXTENSIONS, self.key)

    def issue(self, name, names=(), subject=None, days=(-1, 90.5), key=None, usage="serverAuth"):
        """An identity for `names`, valid between two days counted from now."""
        self._make_key(name, key)
        request = self._request(name, subject or f"/CN={name}")
        certificate = self.folder / f"{name}.pem"
        extensions = SERVER_EXTENSIONS.format(usage=usage, names=alternative_names(names))
        self._sign(request, certificate, extensions, days=days)
        chain = self.folder / f"{name}.chain.pem"
        above = self.certificate if self.issuer else None
        chain.write_text(certificate.read_text() + (above.read_text() if above else ""))
        return Identity(certificate, self.folder / f"{name}.key", chain, above)

    def issue_self_signed(self, name, names=()):
        key = self._make_key(name)
        certificate = self.folder / f"{name}.pem"
        extension = ["-addext", alternative_names(names)] if names else []
        openssl("req", "-x509", "-new", "-key", key, "-subj", f"/CN={name}", "-days", 90,
                *extension, "-out", certificate)
        return Identity(certificate, key, certificate)

    def _make_key(self, name, kind=None):
        path = self.folder / f"{name}.key"
        algorithm = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        if kind:
            algorithm = ["RSA", "-pkeyopt", f"rsa_keygen_bits:{kind}"]
        openssl("genpkey", "-algorithm", *algorithm, "-out", path)
        return path

    def _request(self, name, subject):
        path = self.folder / f"{name}.csr"
        openssl("req", "-new", "-utf8", "-key", self.folder / f"{name}.key", "-subj", subject,
                "-out", path)
        return path

    def _sign(self, request, certificate, extensions, own_key=None, days=(-2, 900)):
        file = request.with_suffix(".ext")
        file.write_text(extensions)
        by = ["-cert", self.certificate]
        if own_key == self.key:
            by = ["-selfsign"]
        openssl("ca", "-batch", "-notext", "-utf8", "-config", self.settings, *by,
                "-keyfile", self.key, "-in", request, "-out", certificate, "-extfile", file,
                "-startdate", in_days(days[0]), "-enddate", in_days(days[1]))
