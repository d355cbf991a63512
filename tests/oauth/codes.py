# SPDX-License-Identifier: MIT
"""What Microsoft's numbers mean. A row: the numbers, what a person has to be told about each
(every pattern occurs, in any case of letters), and the exit status: 1 when something has to
be changed, 3 when it has to be tried again."""

from typing import NamedTuple


class Row(NamedTuple):
    codes: tuple
    patterns: tuple
    status: int = 1
    error: str = "invalid_grant"


ROWS = [
    Row((50001, 500011), ("resource", "tenant", "Exchange Online"), error="invalid_resource"),
    Row((50011,), ("redirect|return", "http://localhost")),
    Row((50012, 700027), ("certificate", "upload|thumbprint|clock"), error="invalid_client"),
    Row((50020, 50034, 51004), ("user", "tenant")),
    Row((50053,), ("locked|malicious", "wait|sign-in log")),
    Row((50055, 50144), ("password", "expired", "change|new")),
    Row((50056,), ("password", "federated|set")),
    Row((50057,), ("disabled", "enable|shared")),
    Row((50059, 90019), ("tenant",), error="invalid_request"),
    Row((50072, 50074, 50076, 50079), ("second factor", "device"),
        error="interaction_required"),
    Row((50078,), ("second factor", "log in anew"), error="interaction_required"),
    Row((50097,), ("Conditional Access|managed device|device",), error="interaction_required"),
    Row((50105,), ("assign",), error="interaction_required"),
    Row((50126,), ("user", "password", "wrong|not right|incorrect")),
    Row((50128,), ("tenant|domain",), error="invalid_request"),
    Row((50131, 53000, 53001, 53002, 53003, 530032), ("Conditional Access", "sign-in log"),
        error="access_denied"),
    Row((530035,), ("security defaults",), error="access_denied"),
    Row((50132, 50133, 50173), ("revoked|withdrawn|no longer", "waypost token|log in|anew|again")),
    Row((50134,), ("cloud|data cent",)),
    Row((50158,), ("external|third|another company",), error="interaction_required"),
    Row((50194,), ("tenant", "common|single"), error="unauthorized_client"),
    Row((50196,), ("loop|often", "wait"), 3),
    Row((54005,), ("code", "once|already|anew|again")),
    Row((65001,), ("consent", "administrator|admin")),
    Row((65002,), ("client", "Microsoft|first-party"), error="invalid_request"),
    Row((65004,), ("declined|refused|consent",), error="access_denied"),
    Row((650052,), ("subscription|licen[cs]e|Exchange Online",), error="invalid_client"),
    Row((650056, 650057), ("permission", "registration|add"), error="invalid_client"),
    Row((70000, 70008, 70043, 700082), ("refresh token|login|log in", "waypost token|again|anew")),
    Row((70001, 700016), ("client_id|application|app", "tenant"), error="unauthorized_client"),
    Row((7000112,), ("disabled", "enable|enterprise"), error="unauthorized_client"),
    Row((7000215, 70002), ("secret", "value", "ID"), error="invalid_client"),
    Row((7000222,), ("secret", "expired"), error="invalid_client"),
    Row((7000218,), ("secret", "public client|confidential"), error="invalid_client"),
    Row((700025,), ("public", "secret"), error="invalid_client"),
    Row((70011, 28000, 28002, 28003, 700022), ("scope",), error="invalid_scope"),
    Row((1002012,), (r"\.default",), error="invalid_scope"),
    Row((900144,), ("missing|parameter|program|waypost",), error="invalid_request"),
    Row((90002,), ("tenant", "typo|cloud|spel|name"), error="invalid_request"),
    Row((90023, 9002313), ("request|program|waypost",), error="invalid_request"),
    Row((90038,), ("cloud",), error="invalid_request"),
    Row((90055,), ("throttled|wait|often|many",), 3, "temporarily_unavailable"),
    Row((90094,), ("admin", "consent"), error="access_denied"),
    Row((900384,), ("signature|assertion|certificate",), error="invalid_client"),
    Row((9001023,), ("tenant",)),
    Row((9002332, 9002346), ("kind of accounts", "consumers"), error="invalid_request"),
    Row((501481,), ("PKCE|verifier|anew|again",)),
    Row((80001, 80002, 80005, 80007, 80012, 80014), ("pass-through", "agents"), 3),
    Row((50033, 50024, 90006, 90024, 90033), ("again",), 3, "temporarily_unavailable"),
]

# Answers of the device flow, of which those with another `error` are judged by that.
DEVICE = [
    Row((70018,), ("code", "again|anew|new"), error="bad_verification_code"),
    Row((70019, 70020), ("code|time", "expired|over|again|anew"), error="expired_token"),
    Row((65004,), ("declined|refused|denied",), error="authorization_declined"),
    Row((53003,), ("Conditional Access", "sign-in log"), error="access_denied"),
    Row((50097,), ("Conditional Access|managed device|device",), error="interaction_required"),
    Row((50134,), ("cloud|data cent",), error="invalid_grant"),
]
