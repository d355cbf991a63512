/* SPDX-License-Identifier: MIT */
#include "check/kind.h"

#include "base/text.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* A row: id, verdict, when, remedy. What tells wrong from merely unusual is what mail
 * programs and mail servers make of it, not taste. */
const struct finding_kind kinds[KIND_COUNT] = {
    [KIND_RESOLVER_DEAD] = {"resolver.dead", VERDICT_INFO,
                            "One of several resolvers never answers.",
                            "Take it out of --resolver or /etc/resolv.conf."},

    [KIND_ZONE_EXISTS] = {"zone.exists", VERDICT_OK, "The domain is in the DNS.", NULL},
    [KIND_ZONE_MISSING] = {"zone.missing", VERDICT_FAIL,
                           "The domain does not exist; nothing else is looked at.",
                           "Register or delegate it, or correct its spelling in "
                           "domains.ini."},
    [KIND_ZONE_BOGUS] = {"zone.bogus", VERDICT_FAIL,
                         "The DNSSEC signatures of the domain, or of one name that it "
                         "needs, do not hold: validating resolvers refuse it, and "
                         "mail with it.",
                         "Sign the zone again, or correct the DS record at the "
                         "registrar."},
    [KIND_ZONE_DISAGREE] = {"zone.disagree", VERDICT_WARN,
                            "The zone's name servers give different answers "
                            "(--authoritative).",
                            "Look at the serial numbers and at the transfer to the "
                            "servers that are behind."},
    [KIND_ZONE_LAME] = {"zone.lame", VERDICT_WARN,
                        "A name server of the zone does not answer for it "
                        "(--authoritative).",
                        "Set it up for the zone, or take its NS record away, here and "
                        "at the registrar."},
    [KIND_ZONE_WILDCARD] = {"zone.wildcard", VERDICT_WARN,
                            "Names that nobody entered have an answer, so that "
                            "mistakes in names go unnoticed.",
                            "Enter the names that are meant and remove the wildcard."},
    [KIND_ZONE_UNKNOWN] = {"zone.unknown", VERDICT_UNKNOWN,
                           "Whether the domain exists could not be found out; nothing "
                           "else is looked at.",
                           "Try again, with another --resolver if need be."},

    [KIND_ALIAS_TARGET] = {"alias.target", VERDICT_OK,
                           "A name such as imap.<domain> leads to the right server.",
                           NULL},
    [KIND_ALIAS_MISSING] = {"alias.missing", VERDICT_FAIL,
                            "The name does not exist. Mail programs and people who "
                            "guess find nothing.",
                            "Add the record."},
    [KIND_ALIAS_NO_DOT] = {"alias.no-dot", VERDICT_FAIL,
                           "The target ends in the name of its own zone: the dot at "
                           "its end is missing in the zone file.",
                           "Put a dot behind the target."},
    [KIND_ALIAS_WRONG_NAME] = {"alias.wrong-name", VERDICT_FAIL,
                               "The target is a name that is often written for the "
                               "right one, and is not a server for this mailbox.",
                               "Correct the target."},
    [KIND_ALIAS_ELSEWHERE] = {"alias.elsewhere", VERDICT_FAIL,
                              "The name leads to some other server.",
                              "Correct the target."},
    [KIND_ALIAS_PINNED] = {"alias.pinned", VERDICT_FAIL,
                           "The name has an address of its own instead of a CNAME; "
                           "the provider moves its addresses without notice.",
                           "Replace the address by the CNAME."},
    [KIND_ALIAS_DANGLING] = {"alias.dangling", VERDICT_FAIL,
                             "The alias leads to a name that does not exist. Whoever "
                             "registers it gets the passwords.",
                             "Correct the target."},
    [KIND_ALIAS_LOOP] = {"alias.loop", VERDICT_FAIL,
                         "The aliases lead back to themselves.", "Correct the target."},
    [KIND_ALIAS_TOO_LONG] = {"alias.too-long", VERDICT_FAIL,
                             "More than 16 aliases follow each other; resolvers give "
                             "up.",
                             "Lead to the server directly."},
    [KIND_ALIAS_LEGACY_TLS] = {"alias.legacy-tls", VERDICT_FAIL,
                               "The target is one of Microsoft's names for programs "
                               "with TLS 1.0, which end in 2026.",
                               "Lead to the ordinary name."},
    [KIND_ALIAS_CLOSED_CLOUD] = {"alias.closed-cloud", VERDICT_FAIL,
                                 "The target belongs to Microsoft Cloud Deutschland, "
                                 "closed in 2021.",
                                 "Lead to the server of the present cloud."},
    [KIND_ALIAS_OTHER_NAME] = {"alias.other-name", VERDICT_INFO,
                               "The name leads to the right server by way of another "
                               "of its names.",
                               "Lead to the documented name."},
    [KIND_ALIAS_CERTIFICATE] = {"alias.certificate", VERDICT_INFO,
                                "The server's certificate cannot cover the alias, so "
                                "that mail programs must be given the server's own "
                                "name; waypost does so.",
                                NULL},
    [KIND_ALIAS_UNKNOWN] = {"alias.unknown", VERDICT_UNKNOWN,
                            "Where the name leads could not be found out.",
                            "Try again, with another --resolver if need be."},

    [KIND_AUTOCONFIG_TARGET] = {"autoconfig.target", VERDICT_OK,
                                "autoconfig.<domain> leads to this service.", NULL},
    [KIND_AUTOCONFIG_MISSING] = {"autoconfig.missing", VERDICT_FAIL,
                                 "autoconfig.<domain> does not exist: Thunderbird "
                                 "does not find this service.",
                                 "Add the record."},
    [KIND_AUTOCONFIG_ELSEWHERE] = {"autoconfig.elsewhere", VERDICT_FAIL,
                                   "Another server answers for autoconfig.<domain>, "
                                   "such as the web host of the domain.",
                                   "Replace the record."},
    [KIND_AUTOCONFIG_UNKNOWN] = {"autoconfig.unknown", VERDICT_UNKNOWN,
                                 "Where autoconfig.<domain> leads could not be found "
                                 "out.",
                                 "Try again, with another --resolver if need be."},

    [KIND_AUTODISCOVER_TARGET] = {"autodiscover.target", VERDICT_OK,
                                  "autodiscover.<domain> leads where it belongs.",
                                  NULL},
    [KIND_AUTODISCOVER_MISSING] = {"autodiscover.missing", VERDICT_FAIL,
                                   "autodiscover.<domain> does not exist: Outlook "
                                   "finds no settings.",
                                   "Add the record."},
    [KIND_AUTODISCOVER_ELSEWHERE] = {"autodiscover.elsewhere", VERDICT_FAIL,
                                     "Another server answers for "
                                     "autodiscover.<domain>.",
                                     "Replace the record."},
    [KIND_AUTODISCOVER_SRV] = {"autodiscover.srv", VERDICT_WARN,
                               "There is an SRV record for Autodiscover, which at "
                               "Exchange Online leads Outlook astray.",
                               "Remove it."},
    [KIND_AUTODISCOVER_UNKNOWN] = {"autodiscover.unknown", VERDICT_UNKNOWN,
                                   "Where autodiscover.<domain> leads could not be "
                                   "found out.",
                                   "Try again, with another --resolver if need be."},

    [KIND_APEX_WEB] = {"apex.web", VERDICT_INFO,
                       "A web host answers for the bare domain. Outlook asks there "
                       "first, Thunderbird asks there too; a page where there should "
                       "be a 404 hides this service.",
                       "Let the web host answer 404, or pass on to this service, for "
                       "/autodiscover/ and /.well-known/autoconfig/."},

    [KIND_MSOID_ABSENT] = {"msoid.absent", VERDICT_OK,
                           "There is no msoid.<domain>, but for a wildcard at most.",
                           NULL},
    [KIND_MSOID_PRESENT] = {"msoid.present", VERDICT_FAIL,
                            "There is an msoid.<domain>, which keeps Microsoft 365 "
                            "Apps from being activated.",
                            "Remove it."},
    [KIND_MSOID_UNKNOWN] = {"msoid.unknown", VERDICT_UNKNOWN,
                            "Whether there is an msoid.<domain> could not be found "
                            "out.",
                            "Try again, with another --resolver if need be."},

    [KIND_SRV_RECORD] = {"srv.record", VERDICT_OK,
                         "The SRV record of a service (RFC 6186) says what is "
                         "advertised.",
                         NULL},
    [KIND_SRV_MISSING] = {"srv.missing", VERDICT_WARN,
                          "The SRV record of a service is missing.", "Add the record."},
    [KIND_SRV_WRONG] = {"srv.wrong", VERDICT_WARN,
                        "The SRV record says something else than what is advertised, "
                        "or a service is announced that is not offered.",
                        "Replace the record."},
    [KIND_SRV_ALIAS] = {"srv.alias", VERDICT_INFO,
                        "The target of the SRV record is an alias, against RFC 2782; "
                        "all mail programs follow it.",
                        NULL},
    [KIND_SRV_UNKNOWN] = {"srv.unknown", VERDICT_UNKNOWN,
                          "The SRV record could not be looked up.",
                          "Try again, with another --resolver if need be."},

    [KIND_RECORD_FOUND] = {"record.found", VERDICT_OK,
                           "A record that the template lists is there.", NULL},
    [KIND_RECORD_MISSING] = {"record.missing", VERDICT_FAIL,
                             "A record that the template lists is missing.",
                             "Add the record."},
    [KIND_RECORD_WRONG] = {"record.wrong", VERDICT_FAIL,
                           "A record that the template lists has another value.",
                           "Replace the record."},
    [KIND_RECORD_UNKNOWN] = {"record.unknown", VERDICT_UNKNOWN,
                             "A record that the template lists could not be looked "
                             "up.",
                             "Try again, with another --resolver if need be."},

    [KIND_MX_HOST] = {"mx.host", VERDICT_OK, "Mail goes where it belongs.", NULL},
    [KIND_MX_MISSING] = {"mx.missing", VERDICT_FAIL,
                         "There is no MX record, or one of those named with mx = is "
                         "not there: mail does not arrive at the provider.",
                         "Add the record; the exact host stands in the admin centre."},
    [KIND_MX_IMPLICIT] = {"mx.implicit", VERDICT_WARN,
                          "There is no MX record: mail goes to the domain's own "
                          "address, if it has one.",
                          "Add an MX record."},
    [KIND_MX_FOREIGN] = {"mx.foreign", VERDICT_FAIL,
                         "Mail goes to somebody else's server.",
                         "Correct the MX record, or name the gateway with mx = in "
                         "domains.ini."},
    [KIND_MX_EXTRA] = {"mx.extra", VERDICT_WARN,
                       "There is a further MX record, by which mail gets past the "
                       "filter.",
                       "Remove it, or name it with mx = in domains.ini."},
    [KIND_MX_ALIAS] = {"mx.alias", VERDICT_FAIL,
                       "The target of the MX record is an alias (RFC 2181 10.3); some "
                       "servers do not deliver then.",
                       "Name the host itself."},
    [KIND_MX_UNRESOLVED] = {"mx.unresolved", VERDICT_FAIL,
                            "The target of the MX record has no address.",
                            "Correct the target."},
    [KIND_MX_LEGACY] = {"mx.legacy", VERDICT_FAIL,
                        "Mail goes to a name that Microsoft has given up.",
                        "Correct the target; it stands in the admin centre."},
    [KIND_MX_CLOSED_CLOUD] = {"mx.closed-cloud", VERDICT_FAIL,
                              "Mail goes to Microsoft Cloud Deutschland, closed in "
                              "2021.",
                              "Correct the target; it stands in the admin centre."},
    [KIND_MX_NULL] = {"mx.null", VERDICT_FAIL,
                      "The domain says that it takes no mail (RFC 7505).",
                      "Replace the record, or set parked = yes in domains.ini."},
    [KIND_MX_NOT_NULL] = {"mx.not-null", VERDICT_WARN,
                          "A parked domain does not say that it takes no mail "
                          "(RFC 7505).",
                          "Make \"0 .\" its only MX record."},
    [KIND_MX_UNKNOWN] = {"mx.unknown", VERDICT_UNKNOWN,
                         "The MX records could not be looked up.",
                         "Try again, with another --resolver if need be."},

    [KIND_SPF_RECORD] = {"spf.record", VERDICT_OK, "The SPF record is in order.", NULL},
    [KIND_SPF_MISSING] = {"spf.missing", VERDICT_WARN,
                          "There is no SPF record; mail from the domain lands in junk "
                          "more easily.",
                          "Add the record."},
    [KIND_SPF_MULTIPLE] =
        {"spf.multiple", VERDICT_FAIL,
         "There is more than one SPF record, which is as good as none "
         "(RFC 7208 4.5).",
         "Put them together into one."},
    [KIND_SPF_SPOILED] = {"spf.spoiled", VERDICT_FAIL,
                          "A text was meant as SPF but is none, for it does not begin "
                          "with \"v=spf1\".",
                          "Take away what stands before it."},
    [KIND_SPF_SYNTAX] = {"spf.syntax", VERDICT_FAIL,
                         "The SPF record, or one that it includes, cannot be read "
                         "(RFC 7208 4.6) or is not there (5.2): all of it counts as "
                         "broken.",
                         "Correct the term."},
    [KIND_SPF_INCLUDE] = {"spf.include", VERDICT_FAIL,
                          "The SPF record lacks the provider's include: mail sent "
                          "there fails SPF.",
                          "Add the include."},
    [KIND_SPF_QUALIFIER] = {"spf.qualifier", VERDICT_FAIL,
                            "The provider's include has a qualifier that refuses its "
                            "servers instead of letting them pass.",
                            "Write it without the qualifier."},
    [KIND_SPF_ALLOWS_ALL] = {"spf.allows-all", VERDICT_FAIL,
                             "The SPF record lets everybody send.",
                             "End it with -all."},
    [KIND_SPF_NEUTRAL] = {"spf.neutral", VERDICT_WARN,
                          "The SPF record says nothing about servers that it does "
                          "not list.",
                          "End it with -all, or with ~all beside DMARC."},
    [KIND_SPF_LOOKUPS] =
        {"spf.lookups", VERDICT_FAIL,
         "The SPF record takes more than 10 look-ups, includes itself, "
         "or names an mx with more than 10 hosts, so that it counts as "
         "broken (RFC 7208 4.6.4).",
         "Take includes away, or write addresses instead."},
    [KIND_SPF_VOID] = {"spf.void", VERDICT_WARN,
                       "More than two look-ups of the SPF record find nothing; many "
                       "receivers count it as broken (RFC 7208 4.6.4).",
                       "Take away the terms that find nothing."},
    [KIND_SPF_PARKED] = {"spf.parked", VERDICT_WARN,
                         "The SPF record of a parked domain lets servers send.",
                         "Make it \"v=spf1 -all\"."},
    [KIND_SPF_UNKNOWN] = {"spf.unknown", VERDICT_UNKNOWN,
                          "The SPF record, or one that it includes, could not be "
                          "looked up, or depends on who sends (a macro).",
                          "Try again, with another --resolver if need be."},

    [KIND_DKIM_SELECTOR] = {"dkim.selector", VERDICT_OK,
                            "The selector leads to the provider's key.", NULL},
    [KIND_DKIM_MISSING] = {"dkim.missing", VERDICT_WARN,
                           "A DKIM selector is missing: mail is not signed for the "
                           "domain.",
                           "Add the record."},
    [KIND_DKIM_TEXT] = {"dkim.text", VERDICT_FAIL,
                        "The provider's host name stands in a TXT record instead of a "
                        "CNAME.",
                        "Make it a CNAME."},
    [KIND_DKIM_ELSEWHERE] = {"dkim.elsewhere", VERDICT_WARN,
                             "A DKIM selector leads to another provider.",
                             "Replace the record."},
    [KIND_DKIM_NO_KEY] = {"dkim.no-key", VERDICT_WARN,
                          "No selector leads to a key: signing is not switched on at "
                          "the provider, or the key is withdrawn.",
                          "Switch DKIM on in the Defender portal, or with "
                          "New-DkimSigningConfig."},
    [KIND_DKIM_NOT_YET] = {"dkim.not-yet", VERDICT_INFO,
                           "One selector has no key before the keys are rotated for "
                           "the first time.",
                           NULL},
    [KIND_DKIM_UNKNOWN] = {"dkim.unknown", VERDICT_UNKNOWN,
                           "A DKIM selector could not be looked up.",
                           "Try again, with another --resolver if need be."},

    [KIND_DMARC_RECORD] = {"dmarc.record", VERDICT_OK, "The DMARC record is in order.",
                           NULL},
    [KIND_DMARC_MISSING] = {"dmarc.missing", VERDICT_WARN,
                            "There is no DMARC record for the domain or above it; "
                            "anybody can send in its name.",
                            "Add the record."},
    [KIND_DMARC_MULTIPLE] =
        {"dmarc.multiple", VERDICT_FAIL,
         "There is more than one DMARC record, which is as good as none.", "Keep one."},
    [KIND_DMARC_SYNTAX] = {"dmarc.syntax", VERDICT_FAIL,
                           "The DMARC record cannot be read, so that it counts for "
                           "nothing (RFC 9989).",
                           "Correct the tag."},
    [KIND_DMARC_NONE] = {"dmarc.none", VERDICT_WARN,
                         "The policy is none: what fails is delivered all the same.",
                         "Go to p=quarantine and then p=reject."},
    [KIND_DMARC_PARKED] = {"dmarc.parked", VERDICT_WARN,
                           "The DMARC policy of a parked domain is weaker than reject.",
                           "Make it \"v=DMARC1; p=reject\"."},
    [KIND_DMARC_OBSOLETE] = {"dmarc.obsolete", VERDICT_INFO,
                             "The record has tags that RFC 9989 took away (pct, rf, "
                             "ri); they are ignored.",
                             "Take them away."},
    [KIND_DMARC_REPORTS] = {"dmarc.reports", VERDICT_WARN,
                            "Reports go to another domain that does not say that it "
                            "wants them (RFC 9990), or to no address at all, so that "
                            "none are sent.",
                            "Let the other domain publish the record, or correct the "
                            "address."},
    [KIND_DMARC_UNKNOWN] = {"dmarc.unknown", VERDICT_UNKNOWN,
                            "The DMARC record could not be looked up.",
                            "Try again, with another --resolver if need be."},

    [KIND_MTASTS_RECORD] = {"mtasts.record", VERDICT_OK,
                            "There is a record for MTA-STS, and it is in order.", NULL},
    [KIND_MTASTS_INVALID] = {"mtasts.invalid", VERDICT_WARN,
                             "The MTA-STS record cannot be read, stands there twice, "
                             "or the host of its policy is missing (RFC 8461).",
                             "Correct it."},
    [KIND_TLSRPT_RECORD] = {"tlsrpt.record", VERDICT_OK,
                            "There is a record for TLS reports, and it is in order.",
                            NULL},
    [KIND_TLSRPT_INVALID] = {"tlsrpt.invalid", VERDICT_WARN,
                             "The record for TLS reports cannot be read, or stands "
                             "there twice (RFC 8460).",
                             "Correct it."},
    [KIND_CAA_RESTRICTS] = {"caa.restricts", VERDICT_INFO,
                            "Only the named CAs may issue certificates for "
                            "autoconfig.<domain> (RFC 8659).",
                            "Add the CA that issues for this service if it is not "
                            "among them."},
};

bool kind_fits_any(const char *const *patterns, const char *id)
{
    for (size_t i = 0; patterns[i] != NULL; i++)
        if (fnmatch(patterns[i], id, 0) == 0)
            return true;
    return false;
}

bool kind_next_pattern(const char **list, char *out)
{
    struct span rest = {*list, strlen(*list)}, word;
    if (!span_next_word(&rest, &word))
        return false;
    snprintf(out, KIND_PATTERN_SIZE, "%.*s", (int)word.length, word.at);
    *list = rest.at;
    return true;
}
