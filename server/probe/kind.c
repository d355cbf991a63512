/* SPDX-License-Identifier: MIT */
#include "probe/kind.h"

#include <stddef.h>

/* A row: id, verdict, when, remedy. Certain mistakes fail; what may be otherwise in an
 * hour, or from another place, is unknown. */
const struct finding_kind probe_kinds[PROBE_KIND_COUNT] = {
    [PROBE_WORKS] = {"probe.works", VERDICT_OK,
                     "The server is there, and all that was tried works.", NULL},
    [PROBE_NO_LOGIN] = {"login.skipped", VERDICT_INFO,
                        "Nobody logged in: there is no account for the address, or "
                        "--no-login was given.",
                        NULL},
    [PROBE_POLICY_HOLDS] = {"policy.holds", VERDICT_OK,
                            "The server refuses, as it is expected to.", NULL},
    [PROBE_POLICY_BROKEN] = {"policy.broken", VERDICT_FAIL,
                             "The server lets in what it is expected to refuse.",
                             "Switch it off at the server, or take --expect away."},
    [PROBE_DNS_NXDOMAIN] = {"dns.nxdomain", VERDICT_FAIL,
                            "The server's name does not exist.",
                            "Correct the name in domains.ini, or enter it in the DNS."},
    [PROBE_DNS_NODATA] = {"dns.nodata", VERDICT_FAIL,
                          "The server's name exists but has no address.",
                          "Enter an A or AAAA record, or correct the name."},
    [PROBE_DNS_UNKNOWN] =
        {"dns.unknown", VERDICT_UNKNOWN,
         "Whether the server's name has an address could not be found out.",
         "Try again, or look at the name servers."},
    [PROBE_TCP_REFUSED] = {"tcp.refused", VERDICT_FAIL, "Nobody listens on the port.",
                           "Correct the port in domains.ini, or start the server."},
    [PROBE_TCP_TIMEOUT] =
        {"tcp.timeout", VERDICT_UNKNOWN, "Nobody answered in time when connecting.",
         "Look for a firewall: many networks block port 25, some 587 and 993."},
    [PROBE_TCP_UNREACHABLE] = {"tcp.unreachable", VERDICT_UNKNOWN,
                               "No address of the server can be reached from here.",
                               "Look at the network; try -4 or -6."},
    [PROBE_TCP_ADDRESS_DEAD] =
        {"tcp.address-dead", VERDICT_INFO, "One of several addresses does not answer.",
         "Take it out of the DNS, or mend it: mail programs lose time on it."},
    [PROBE_TLS_PLAIN_TEXT] = {"tls.plain-text", VERDICT_FAIL,
                              "The server speaks plain text where TLS is advertised.",
                              "Advertise starttls, or another port."},
    [PROBE_TLS_NO_STARTTLS] =
        {"tls.no-starttls", VERDICT_FAIL,
         "The server does not offer STARTTLS, though it is advertised.",
         "Switch it on, or advertise tls; if other networks see it, a device on the "
         "way takes it out."},
    [PROBE_TLS_STARTTLS_REFUSED] =
        {"tls.starttls-refused", VERDICT_FAIL,
         "The server offers STARTTLS and refuses it.",
         "Look into the server's log: often it cannot read its certificate."},
    [PROBE_TLS_INJECTED] =
        {"tls.injected", VERDICT_FAIL,
         "Something came in clear behind the answer to STARTTLS, as an attacker on the "
         "way would send it.",
         "Update the server (CVE-2011-0411 and its like), or look who is on the way."},
    [PROBE_TLS_VERSION] = {"tls.version", VERDICT_FAIL,
                           "The server knows no TLS newer than 1.1.",
                           "Switch TLS 1.2 and 1.3 on."},
    [PROBE_TLS_ALERT] = {"tls.alert", VERDICT_FAIL,
                         "The server ended the TLS handshake with an alert.",
                         "Look into the server's log: ciphers, names and client "
                         "certificates are the usual reasons."},
    [PROBE_TLS_CLOSED] = {"tls.closed", VERDICT_UNKNOWN,
                          "The connection ended in the middle of the TLS handshake.",
                          "Try again; look into the server's log."},
    [PROBE_TLS_PROTOCOL] = {"tls.protocol", VERDICT_FAIL,
                            "What the server sends is no TLS as it should be.",
                            "Look what really listens on the port."},
    [PROBE_TLS_TIMEOUT] = {"tls.timeout", VERDICT_UNKNOWN,
                           "The server did not finish the TLS handshake in time.",
                           "If it always does so, it speaks plain text here and waits: "
                           "advertise starttls."},
    [PROBE_CERTIFICATE_NAME] = {"certificate.name", VERDICT_FAIL,
                                "The certificate is made out for other names.",
                                "Advertise one of its names, or get a certificate for "
                                "the name that is advertised."},
    [PROBE_CERTIFICATE_EXPIRED] = {"certificate.expired", VERDICT_FAIL,
                                   "The certificate, or one above it, has expired.",
                                   "Renew it, and restart the server."},
    [PROBE_CERTIFICATE_NOT_YET] = {"certificate.not-yet-valid", VERDICT_FAIL,
                                   "The certificate is not valid yet.",
                                   "Look at the clocks of both sides."},
    [PROBE_CERTIFICATE_INCOMPLETE] = {"certificate.incomplete", VERDICT_FAIL,
                                      "The server does not send the certificate of its "
                                      "issuer, and it is not known here.",
                                      "Give the server the full chain."},
    [PROBE_CERTIFICATE_UNTRUSTED] =
        {"certificate.untrusted", VERDICT_FAIL,
         "The certificate comes from an authority that is not trusted here.",
         "Get one from a public authority, or name yours with --ca-file."},
    [PROBE_CERTIFICATE_SELF_SIGNED] =
        {"certificate.self-signed", VERDICT_FAIL,
         "The certificate is signed by nobody but itself.",
         "Get one from a public authority."},
    [PROBE_CERTIFICATE_WEAK] =
        {"certificate.weak", VERDICT_FAIL,
         "The certificate's key or signature is too easily forged.",
         "Get one with an RSA key of 2048 bits or more, or an EC key, and SHA-256."},
    [PROBE_CERTIFICATE_PURPOSE] = {"certificate.purpose", VERDICT_FAIL,
                                   "The certificate is not made for servers.",
                                   "Get one for TLS servers."},
    [PROBE_CERTIFICATE_INVALID] = {"certificate.invalid", VERDICT_FAIL,
                                   "The certificate does not hold.",
                                   "See the sentence; get a new one."},
    [PROBE_CERTIFICATE_EXPIRES] = {"certificate.expires", VERDICT_WARN,
                                   "The certificate expires within two weeks.",
                                   "Renew it; look why that did not happen by itself."},
    [PROBE_CERTIFICATE_ALIAS] =
        {"certificate.alias", VERDICT_INFO,
         "The certificate does not cover a name that leads to the server, such as "
         "imap.<domain>. Mail programs that guess that name will warn.",
         "Advertise the server's own name, as the documents do; at a provider there is "
         "nothing to mend."},
    [PROBE_CERTIFICATE_INSPECTED] =
        {"certificate.inspected", VERDICT_WARN,
         "A product on the way opens TLS and shows a certificate of its own.",
         "Exempt the server from inspection, or probe from elsewhere."},
    [PROBE_GREETING_TIMEOUT] = {"greeting.timeout", VERDICT_UNKNOWN,
                                "The server says nothing when it should greet.",
                                "Try again; if it always does so, TLS or another "
                                "protocol is expected on the port."},
    [PROBE_GREETING_PREAUTH] = {"greeting.preauth", VERDICT_FAIL,
                                "The server takes the session for logged in, though "
                                "nobody has logged in (PREAUTH).",
                                "Take PREAUTH off what listens on the network."},
    [PROBE_TALK_RUBBISH] = {"talk.rubbish", VERDICT_FAIL,
                            "What the server says is not the protocol.",
                            "Look what really listens on the port."},
    [PROBE_TALK_REFUSED] = {"talk.refused", VERDICT_FAIL,
                            "The server refused, in words that are not known here.",
                            "See what it said; look into its log."},
    [PROBE_TALK_TIMEOUT] = {"talk.timeout", VERDICT_UNKNOWN,
                            "The server did not answer in time.",
                            "Try again; look into the server's log."},
    [PROBE_TALK_SLOW] = {"talk.slow", VERDICT_UNKNOWN,
                         "The server answers so slowly that the time ran out.",
                         "Try again, or with a longer --timeout."},
    [PROBE_TALK_BROKEN] = {"talk.broken", VERDICT_UNKNOWN,
                           "The connection broke in the middle of the talk.",
                           "Try again; look at the network."},
    [PROBE_TALK_HELD_BACK] =
        {"talk.held-back", VERDICT_UNKNOWN,
         "A server wants this user to be left alone for a while, so it was not asked "
         "again.",
         "Try again when the time is over; see the other findings of the user."},
    [PROBE_LIMIT_LINE] = {"limit.line", VERDICT_FAIL,
                          "The server sent a line of more than 65536 bytes.",
                          "Look what really listens on the port."},
    [PROBE_LIMIT_BYTES] = {"limit.bytes", VERDICT_FAIL,
                           "The server sent more than 262144 bytes in one stage.",
                           "Look what really listens on the port."},
    [PROBE_LOGIN_UNADVERTISED] =
        {"login.unadvertised", VERDICT_WARN,
         "Nobody logged in: what is advertised asks for another kind of secret than "
         "the account has.",
         "Advertise it in domains.ini, give the account the other kind, or name the "
         "mechanism in accounts.ini (auth) to try it all the same."},
    [PROBE_LOGIN_NO_AUTH] = {"login.no-auth", VERDICT_FAIL,
                             "The server offers no login at all.",
                             "Look whether it is the server for submission; the one "
                             "for incoming mail (MX) has no logins."},
    [PROBE_LOGIN_NO_MECHANISM] =
        {"login.no-mechanism", VERDICT_FAIL,
         "The server does not offer the mechanism that is advertised or asked for.",
         "Switch it on, or advertise another; nothing else was tried."},
    [PROBE_LOGIN_CHALLENGE] = {"login.challenge", VERDICT_FAIL,
                               "The server's challenge is not what the mechanism has.",
                               "Look into the server's log; try another mechanism."},
    [PROBE_LOGIN_WEAK] =
        {"login.weak", VERDICT_FAIL,
         "The server asks for a proof that would give the password away.",
         "Store the password on the server anew, with 4096 iterations or more."},
    [PROBE_LOGIN_COSTLY] =
        {"login.costly", VERDICT_UNKNOWN,
         "The server asks for more than 100000 iterations of SCRAM, which would hold "
         "up the probes of other servers.",
         "Name another mechanism in accounts.ini, such as auth = plain."},
    [PROBE_LOGIN_IMPOSTOR] =
        {"login.impostor", VERDICT_FAIL,
         "The server does not know the password, or says yes without proving that it "
         "does.",
         "Do not log in: it may not be the server that it says it is."},
    [PROBE_LOGIN_IMPOSSIBLE] = {"login.impossible", VERDICT_FAIL,
                                "The user name or secret cannot be sent.",
                                "Correct it in accounts.ini or where it comes from."},
    [PROBE_TOKEN_GRAPH] =
        {"token.graph", VERDICT_FAIL,
         "The token is for Microsoft Graph, not for mail servers.",
         "Ask for the scope with https://outlook.office.com/ in front."},
    [PROBE_TOKEN_AUDIENCE] = {"token.audience", VERDICT_FAIL,
                              "The token is for another service.",
                              "Ask for a scope of the mail server's resource."},
    [PROBE_TOKEN_EXPIRED] = {"token.expired", VERDICT_FAIL, "The token has expired.",
                             "Get a new one: waypost token."},
    [PROBE_TOKEN_NOT_YET] = {"token.not-yet-valid", VERDICT_FAIL,
                             "The token is not valid yet.", "Look at the clock."},
    [PROBE_TOKEN_SCOPE] =
        {"token.scope", VERDICT_FAIL, "The token lacks the scope of the protocol.",
         "Add the permission in the app registration, consent, and get a new token."},
    [PROBE_TOKEN_ROLES] =
        {"token.roles", VERDICT_FAIL,
         "The token of an application lacks the role of the protocol.",
         "Add the application permission and have an administrator consent to it."},
    [PROBE_TOKEN_TENANT] = {"token.tenant", VERDICT_FAIL,
                            "The token is of another tenant.",
                            "Name the mailbox's tenant when asking for the token."},
    [PROBE_TOKEN_USER] = {"token.user", VERDICT_WARN,
                          "The token is another user's than the one who logs in.",
                          "IMAP and POP3 take this with FullAccess, SMTP does not: log "
                          "in as the token's user there."},
    [PROBE_TOKEN_LARGE] = {"token.large", VERDICT_WARN,
                           "The token has more than 4096 characters, which POP3 at "
                           "Exchange Online does not take.",
                           "Fewer groups and optional claims in the app registration."},
    [PROBE_TOKEN_MISSING] = {"token.missing", VERDICT_FAIL,
                             "Nobody logged in: there is no token for the account.",
                             "Correct accounts.ini, or get a token: waypost token."},
    [PROBE_TOKEN_REFUSED] =
        {"token.refused", VERDICT_FAIL,
         "Nobody logged in: the authorization server gives no token.",
         "See what it says; waypost token tries it alone."},
    [PROBE_TOKEN_UNKNOWN] =
        {"token.unknown", VERDICT_UNKNOWN,
         "Nobody logged in: the authorization server could not be asked for a token.",
         "Try again."},
};
