"""The two requests that are measured, and the domains.ini that answers them."""

from serving import REPOSITORY

HOST = "autoconfig.example.com"
GET_TARGET = "/mail/config-v1.1.xml?emailaddress=ann@example.com"
POST_TARGET = "/autodiscover/autodiscover.xml"
SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/outlook"
POST_BODY = f"""\
<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="{SCHEMA}/requestschema/2006">
  <Request>
    <EMailAddress>ann@example.com</EMailAddress>
    <AcceptableResponseSchema>{SCHEMA}/responseschema/2006a</AcceptableResponseSchema>
  </Request>
</Autodiscover>
"""

# The least that is sent, as wrk does: what other fields cost is the HTTP library's matter.
FIELDS = {"GET": [], "POST": ["Content-Type: text/xml; charset=utf-8"]}

DOMAINS_INI = """\
[waypost]
listen = {address}
templates = {templates}
request_log = {request_log}

[example.com]
template = imap
name = Example
imap = mail.example.com
pop3 = mail.example.com
smtp = mail.example.com:587 starttls
"""


def write_ini(path, address, request_log="off", more=""):
    values = {"address": address, "templates": REPOSITORY / "templates"}
    path.write_text(DOMAINS_INI.format(request_log=request_log, **values) + more)
    return path


def request_bytes(method, *fields):
    """One of the two, as it goes over the wire."""
    target, body = (GET_TARGET, "") if method == "GET" else (POST_TARGET, POST_BODY)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {HOST}", *FIELDS[method], *fields]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", body]).encode()
