# SPDX-License-Identifier: MIT
"""The authorization server of provider.mjs, with its clients and what there is to be
allowed, and talking to it without waypost."""

import base64
import json
import os
import secrets
import shutil
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from npm import installed
from serving import Server, free_ports

HERE = Path(__file__).resolve().parent

# Who tokens are for, and what those have to allow: a mail server that reads them itself,
# one that asks about them, and what is no mail server.
MAIL, ASKING, FILES, BOXES = (f"https://{name}.example.com"
                              for name in ("mail", "asking", "files", "boxes"))
RESOURCES = {
    MAIL: {"scope": "mail calendar", "accessTokenFormat": "jwt"},
    ASKING: {"scope": "mail:opaque", "accessTokenFormat": "opaque"},
    FILES: {"scope": "files", "accessTokenFormat": "jwt"},
    BOXES: {"scope": "files:opaque", "accessTokenFormat": "opaque"},
}

# With what is not to be seen anywhere. The characters are those that have to be encoded.
PASSWORD = "pass+word/of ann&4711"
SHOP_SECRET = "shop~secret+of/4711%41=&"
ASKING_SECRET = "asking-secret-4713"


def clients(certificate):
    """As RFC 7591 describes them."""
    nothing = {"redirect_uris": [], "response_types": []}
    own = {**nothing, "grant_types": ["client_credentials"], "mailbox": "shop@example.com"}
    program = {
        "redirect_uris": ["http://127.0.0.1", "http://localhost"], "response_types": ["code"],
        "application_type": "native", "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token", "password",
                        "urn:ietf:params:oauth:grant-type:device_code"],
    }
    return [
        {**own, "client_id": "shop", "client_secret": SHOP_SECRET,
         "token_endpoint_auth_method": "client_secret_basic"},
        {**own, "client_id": "signing", "certificate": str(certificate),
         "token_endpoint_auth_method": "private_key_jwt"},
        {**program, "client_id": "program"},
        # Its tokens are good for less time than waypost wants to have left: it renews always.
        {**program, "client_id": "hasty", "seconds": 200},
        {**own, "client_id": "late", "client_secret": SHOP_SECRET, "seconds": 1},
        {**nothing, "client_id": "asking", "client_secret": ASKING_SECRET, "grant_types": [],
         "mailbox": ASKING},
    ]


class Issuer(Server):
    """The server, ended with the block."""

    def __init__(self, folder, root, identity, signer):
        self.folder = folder / "issuer"
        self.folder.mkdir()
        (port,) = free_ports(1)
        self.url = f"https://localhost:{port}"
        self.hold = self.folder / "hold"
        self.signing_key = self.folder / "signing.key"
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-quiet", "-out",
                        self.signing_key], check=True)
        settings = {
            "issuer": self.url, "port": port, "hold": str(self.hold),
            "certificate": str(identity.chain), "key": str(identity.key),
            "signing_key": str(self.signing_key), "cookie_key": secrets.token_hex(),
            "clients": clients(signer.certificate), "resources": RESOURCES, "password": PASSWORD,
        }
        (self.folder / "settings.json").write_text(json.dumps(settings))
        self.trust = ssl.create_default_context(cafile=root.certificate)
        program = shutil.copy(HERE / "provider.mjs", installed(HERE))
        super().__init__(["node", program, self.folder / "settings.json"], f"127.0.0.1:{port}",
                         self.folder / "log", env={**os.environ, "NO_COLOR": "1"})

    def answers(self):
        """All that it has said to clients so far, but for a line that it is still writing."""
        lines = self.log_text().split("\n")[:-1]
        return [json.loads(line) for line in lines if line.startswith('{"path"')]

    def secrets(self):
        """Everything that it has handed out and that nobody else may see."""
        names = ("access_token", "refresh_token", "device_code", "id_token")
        return [answer[name] for answer in self.answers() for name in names if name in answer]

    def post(self, path, form, client=None, secret=None):
        """The JSON of an answer, whatever its status."""
        request = urllib.request.Request(self.url + path, urllib.parse.urlencode(form).encode())
        if client:
            words = f"{urllib.parse.quote_plus(client)}:{urllib.parse.quote_plus(secret)}"
            request.add_header("Authorization",
                               f"Basic {base64.b64encode(words.encode()).decode()}")
        try:
            with urllib.request.urlopen(request, context=self.trust, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            text = error.read()
        return json.loads(text) if text else {}

    def take(self, scope, client="shop"):
        """A token that waypost knows nothing of."""
        form = {"grant_type": "client_credentials", "scope": scope}
        return self.post("/token", form, client, SHOP_SECRET)["access_token"]
