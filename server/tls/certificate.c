/* SPDX-License-Identifier: MIT */
#include "tls/certificate.h"

#include <ctype.h>
#include <string.h>

const char *certificate_fault_name(enum certificate_fault fault)
{
    static const char *const names[CERTIFICATE_FAULT_COUNT] = {
        [CERTIFICATE_GOOD] = "good",
        [CERTIFICATE_OTHER] = "invalid",
        [CERTIFICATE_WEAK] = "weak",
        [CERTIFICATE_PURPOSE] = "purpose",
        [CERTIFICATE_NOT_YET] = "not-yet-valid",
        [CERTIFICATE_EXPIRED] = "expired",
        [CERTIFICATE_NAME] = "name",
        [CERTIFICATE_INCOMPLETE] = "incomplete",
        [CERTIFICATE_UNTRUSTED] = "untrusted",
        [CERTIFICATE_SELF_SIGNED] = "self-signed",
    };
    return names[fault];
}

/* What such products write into the issuer of the certificates that they make up. A
 * public authority with one of these words in its name does not exist. */
static const struct {
    const char *mark, *product;
} inspectors[] = {
    {"fortinet", "Fortinet FortiGate"},
    {"fortigate", "Fortinet FortiGate"},
    {"zscaler", "Zscaler"},
    {"netskope", "Netskope"},
    {"goskope", "Netskope"},
    {"palo alto networks", "Palo Alto Networks"},
    {"prisma access", "Palo Alto Networks"},
    {"cisco umbrella", "Cisco Umbrella"},
    {"opendns", "Cisco Umbrella"},
    {"cisco secure access", "Cisco Secure Access"},
    {"check point", "Check Point"},
    {"checkpoint", "Check Point"},
    {"sophos", "Sophos"},
    {"watchguard", "WatchGuard Fireware"},
    {"fireware", "WatchGuard Fireware"},
    {"sonicwall", "SonicWall"},
    {"barracuda", "Barracuda"},
    {"blue coat", "Symantec Blue Coat"},
    {"bluecoat", "Symantec Blue Coat"},
    {"forcepoint", "Forcepoint"},
    {"websense", "Forcepoint"},
    {"mcafee web gateway", "Skyhigh (McAfee) Web Gateway"},
    {"skyhigh", "Skyhigh (McAfee) Web Gateway"},
    {"trend micro", "Trend Micro"},
    {"iboss", "iboss"},
    {"menlo security", "Menlo Security"},
    {"cloudflare for teams", "Cloudflare Gateway"},
    {"gateway ca - cloudflare", "Cloudflare Gateway"},
    {"lightspeed", "Lightspeed"},
    {"securly", "Securly"},
    {"untangle", "Untangle"},
    {"endian", "Endian"},
    {"securepoint", "Securepoint"},
    {"avast", "Avast"},
    {"avg technologies", "AVG"},
    {"avg web/mail shield", "AVG"},
    {"kaspersky", "Kaspersky"},
    {"eset ssl filter", "ESET"},
    {"eset, spol", "ESET"},
    {"bitdefender", "Bitdefender"},
    {"g data", "G DATA"},
    {"dr.web", "Dr.Web"},
    {"bullguard", "BullGuard"},
    {"adguard", "AdGuard"},
    {"mitmproxy", "mitmproxy"},
    {"portswigger", "Burp"},
    {"fiddler", "Fiddler"},
    {"charles proxy", "Charles"},
    {"squid", "Squid"},
};

/* Whether `mark` stands in the text where a word begins: "g data" is not in "Hosting
 * Data". */
static bool names_it(const char *text, const char *mark)
{
    for (const char *at = text; (at = strcasestr(at, mark)) != NULL; at++)
        if (at == text || !isalnum((unsigned char)at[-1]))
            return true;
    return false;
}

const char *certificate_inspector(const char *issuer)
{
    for (size_t i = 0; i < sizeof inspectors / sizeof *inspectors; i++)
        if (names_it(issuer, inspectors[i].mark))
            return inspectors[i].product;
    return NULL;
}
