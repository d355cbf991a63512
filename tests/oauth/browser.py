# SPDX-License-Identifier: MIT
"""A person with a browser: Debian's Chromium without a window, told by its own protocol (a
pipe with JSON between NULs) to fill in what pages ask for."""

import base64
import json
import os
import subprocess
import threading
import time

from authority import openssl

SECONDS = 60

# What a person does on a page, once; then where that person is and what is to be read there.
STEP = """(() => {
  const field = (name) => document.querySelector(`input[name=${name}]:not([type=hidden])`);
  const button = document.querySelector('button[type=submit]');
  const reads = { url: location.href, text: document.body?.innerText ?? '' };
  if (document.readyState !== 'complete' || document.done) return null;
  if (!reads.text.trim() && !button) return null;  // it goes on by itself
  if (!reads.url.startsWith(ISSUER) || !button || field('user_code')) return reads;
  if (field('login')) field('login').value = WHO;
  if (field('password')) field('password').value = PASSWORD;
  document.done = true;
  (REFUSES && document.querySelector('a[href$="/abort"]') || button).click();
  return null;
})()"""


class Browser:
    """One for all, ended with the block."""

    def __init__(self, folder, identity):
        """It believes in the certificate of this identity and in public ones."""
        self.lock = threading.Lock()
        openssl("x509", "-in", identity.certificate, "-pubkey", "-noout", "-out",
                folder / "browser.pub")
        openssl("pkey", "-pubin", "-in", folder / "browser.pub", "-outform", "DER", "-out",
                folder / "browser.der")
        digest = subprocess.run(["openssl", "dgst", "-sha256", "-binary", folder / "browser.der"],
                                check=True, capture_output=True).stdout
        self.options = [
            "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
            f"--user-data-dir={folder}/browser",
            f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}",
        ]

    def __enter__(self):
        theirs, self.orders = os.pipe()
        self.news, ours = os.pipe()
        # It wants its pipes at 3 and 4, which bash can arrange.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs} 4>&{ours}', "bash", "chromium-headless-shell",
             *self.options], pass_fds=(theirs, ours), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for fd in (theirs, ours):
            os.close(fd)
        self.number, self.bytes = 0, b""
        return self

    def __exit__(self, *_):
        self._ask("Browser.close")
        self.process.wait(SECONDS)
        os.close(self.orders)
        os.close(self.news)

    def visit(self, url, issuer, who, password, refuses=False):
        """Follows a link, logs in and agrees wherever the issuer asks for it. Returns the last
        page: its `url` and `text`."""
        step = STEP
        for word, value in [("ISSUER", issuer + "/"), ("WHO", who), ("PASSWORD", password),
                            ("REFUSES", refuses)]:
            step = step.replace(word, json.dumps(value))
        with self.lock:
            return self._walk(url, step)

    def _walk(self, url, step):
        context = self._ask("Target.createBrowserContext")["browserContextId"]
        page = self._ask("Target.createTarget", url=url, browserContextId=context)["targetId"]
        session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        try:
            return self._wait(session, step)
        finally:
            self._ask("Target.disposeBrowserContext", browserContextId=context)

    def _wait(self, session, step):
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            answer = self._ask("Runtime.evaluate", session, expression=step, returnByValue=True)
            if seen := answer.get("result", {}).get("value"):
                return seen
            time.sleep(0.05)  # pages change by themselves
        raise RuntimeError("the browser did not get to the last page")

    def _ask(self, method, session=None, **parameters):
        self.number += 1
        order = {"id": self.number, "method": method, "params": parameters}
        if session:
            order["sessionId"] = session
        os.write(self.orders, json.dumps(order).encode() + b"\0")
        while True:
            text, found, rest = self.bytes.partition(b"\0")
            if not found:
                self.bytes += self._read()
                continue
            self.bytes, news = rest, json.loads(text)
            if news.get("id") == self.number:
                return news.get("result", {})

    def _read(self):
        block = os.read(self.news, 65536)
        if not block:
            raise RuntimeError("the browser has gone")
        return block
