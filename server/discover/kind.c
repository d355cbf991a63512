/* SPDX-License-Identifier: MIT */
#include "discover/kind.h"

#include <stddef.h>

/* A row: id, verdict, when, remedy. Of a single door little is worth more than an info,
 * for most are closed at most domains; what they come to together is. */
const struct finding_kind discover_kinds[DISCOVER_KIND_COUNT] = {
    [DISCOVER_DOOR_SETTINGS] = {"door.settings", VERDICT_OK,
                                "Mail programs get settings here.", NULL},
    [DISCOVER_DOOR_DIFFERS] =
        {"door.differs", VERDICT_FAIL,
         "Mail programs get other settings here than those of domains.ini.",
         "Let the name lead to waypost (waypost zone), or mend domains.ini."},
    [DISCOVER_DOOR_USELESS] = {"door.useless", VERDICT_FAIL,
                               "Mail programs drop the document they get here.",
                               "Mend it, or let the name lead to waypost."},
    [DISCOVER_DOOR_RUBBISH] =
        {"door.rubbish", VERDICT_WARN,
         "The door says yes (200) and then something that is no document.",
         "Answer 404 where there is no document: some mail programs look no further "
         "after a yes."},
    [DISCOVER_DOOR_LOGIN] =
        {"door.login", VERDICT_WARN, "The door asks for a login, or forbids.",
         "Answer without a login, or 404: mail programs tell people that their "
         "password is wrong."},
    [DISCOVER_DOOR_EXCHANGE] =
        {"door.exchange", VERDICT_INFO,
         "Exchange answers here; it says more only to who logs in.", NULL},
    [DISCOVER_DOOR_ONWARD] = {"door.onward", VERDICT_INFO,
                              "The door sends mail programs on to another one.", NULL},
    [DISCOVER_DOOR_CLOSED] = {"door.closed", VERDICT_INFO, "There is nothing here.",
                              NULL},
    [DISCOVER_DOOR_UNTRUSTED] =
        {"door.untrusted", VERDICT_INFO,
         "The certificate does not hold here, so no mail program goes in.", NULL},
    [DISCOVER_DOOR_SILENT] = {"door.silent", VERDICT_INFO,
                              "What is here could not be found out.", NULL},
    [DISCOVER_DOOR_SLOW] = {"door.slow", VERDICT_WARN,
                            "There are settings here, but not within the 5 seconds "
                            "that Thunderbird waits.",
                            "Look what the server waits for."},
    [DISCOVER_TAKEN] = {"discover.taken", VERDICT_OK,
                        "Mail programs find settings by themselves.", NULL},
    [DISCOVER_UNPROTECTED] =
        {"discover.unprotected", VERDICT_WARN,
         "Mail programs find settings only where anybody on the way may change them, "
         "in "
         "clear or by an SRV record; nobody logs in at what they name.",
         "Get a certificate for the name autoconfig of the domain."},
    [DISCOVER_HIDDEN] =
        {"discover.hidden", VERDICT_WARN,
         "Settings are hidden from some mail programs: a door that comes before says "
         "yes without having any.",
         "Answer 404 there."},
    [DISCOVER_NOTHING] =
        {"discover.nothing", VERDICT_FAIL,
         "No door has settings: mail programs can only guess.",
         "Publish them: waypost serve, and the names of waypost zone."},
    [DISCOVER_UNKNOWN] = {"discover.unknown", VERDICT_UNKNOWN,
                          "Whether mail programs find settings could not be found out.",
                          "Try again, or look at the doors that do not answer."},
};
