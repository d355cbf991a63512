/* SPDX-License-Identifier: MIT */
/* Each record is put into one class, and each class but the right one is one fault:
 * what is wrong by its name is not looked up as well. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/names.h"
#include "check/presence.h"
#include "check/remedy.h"

#include <stdio.h>
#include <string.h>

enum { HOSTS_MAX = 32 };

/* Microsoft names hosts below these after the domain, in ways that cannot be worked
 * out; new ones of the first stand below mx.microsoft. */
static const char *const zones[] = {
    "mail.protection.outlook.com",
    "mail.protection.office365.us",
    "mail.protection.partner.outlook.cn",
};

/* Forefront Online Protection and the first Exchange Online. */
static const char *const legacy[] = {
    "mail.eo.outlook.com",
    "mail.messaging.microsoft.com",
};

enum standing {
    STANDING_RIGHT,
    STANDING_ALIAS, /* right, but by way of an alias */
    STANDING_NULL,
    STANDING_LEGACY,
    STANDING_CLOSED_CLOUD,
    STANDING_FOREIGN,
};

struct host {
    const struct dns_record *record;
    enum standing standing;
    const struct dns_answer *address; /* NULL: not known yet, or not asked for */
    const char *proper;               /* the host that an alias stands for */
};

struct reading {
    struct view *view;
    const struct dns_answer *answer;
    struct host hosts[HOSTS_MAX];
    size_t count;
    bool exact; /* the listed hosts are meant to the letter */
    bool faulty;
};

/* Takes the first label off; false if it is none of letters, digits and dashes, or all
 * there is. */
static bool skip_label(const char **name)
{
    size_t length = strspn(*name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (length == 0 || (*name)[length] != '.')
        return false;
    *name += length + 1;
    return true;
}

/* "example-com.o-v1.mx.microsoft" */
static bool is_new_form(const char *name)
{
    if (!skip_label(&name))
        return false;
    size_t length = strcspn(name, ".");
    return name_is_partition((struct span){name, length}) &&
           strcmp(name + length, ".mx.microsoft") == 0;
}

/* The zone of Microsoft that a listed host stands in, or NULL. The host may be one with
 * a hole. */
static const char *zone_of(const char *listed)
{
    const char *dot = strchr(listed, '.');
    for (size_t i = 0; dot != NULL && i < sizeof zones / sizeof *zones; i++)
        if (strcmp(dot + 1, zones[i]) == 0)
            return zones[i];
    return NULL;
}

static bool is_as_listed(const struct reading *reading, const char *listed,
                         const char *name)
{
    const char *zone = reading->exact ? NULL : zone_of(listed);
    if (zone == NULL)
        return strcmp(name, listed) == 0;
    const char *rest = name;
    return (skip_label(&rest) && strcmp(rest, zone) == 0) ||
           (zone == zones[0] && is_new_form(name));
}

static const struct expected_record *listed_mx(const struct reading *reading,
                                               size_t index)
{
    return expected_find(reading->view, "@", "MX", index);
}

/* Whether mail may go there; anywhere if the template lists nothing. */
static bool is_right(const struct reading *reading, const char *name)
{
    const struct expected_record *record;
    size_t count = 0;
    while ((record = listed_mx(reading, count)) != NULL) {
        if (is_as_listed(reading, expected_target(reading->view, record), name))
            return true;
        count++;
    }
    return count == 0;
}

static bool is_legacy(const char *name)
{
    for (size_t i = 0; i < sizeof legacy / sizeof *legacy; i++)
        if (name_is_below(name, legacy[i]))
            return true;
    return false;
}

/* A name that is not right may be an alias of one that is. */
static enum standing judge_chain(const struct reading *reading, struct host *host)
{
    const struct dns_answer *address = host->address;
    bool right = is_right(reading, host->record->host);
    if (address == NULL || address->chain_count == 0)
        return right ? STANDING_RIGHT : STANDING_FOREIGN;
    host->proper = dns_chain_end(address);
    for (size_t i = 0; i < address->chain_count; i++)
        if (!right && is_right(reading, address->chain[i])) {
            host->proper = address->chain[i];
            return STANDING_ALIAS;
        }
    return right ? STANDING_ALIAS : STANDING_FOREIGN;
}

static enum standing judge_host(const struct reading *reading, struct host *host)
{
    const char *name = host->record->host;
    if (name[0] == '\0')
        return STANDING_NULL;
    if (is_legacy(name))
        return STANDING_LEGACY;
    if (name_is_closed_cloud(name))
        return STANDING_CLOSED_CLOUD;
    host->address = view_ask(reading->view, name, DNS_A);
    return judge_chain(reading, host);
}

static void read_hosts(struct reading *reading)
{
    const struct dns_answer *answer = reading->answer;
    for (size_t i = 0; i < answer->record_count && i < HOSTS_MAX; i++) {
        struct host *host = &reading->hosts[reading->count++];
        host->record = &answer->records[i];
        host->standing = judge_host(reading, host);
    }
}

static size_t count_standing(const struct reading *reading, enum standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->count; i++)
        count += reading->hosts[i].standing == standing;
    return count;
}

static bool has_right(const struct reading *reading)
{
    return count_standing(reading, STANDING_RIGHT) +
               count_standing(reading, STANDING_ALIAS) >
           0;
}

static struct finding *blame(struct reading *reading, enum kind kind,
                             const char *message)
{
    struct view *view = reading->view;
    const struct expected_record *record;
    struct finding *finding = view_add(view, kind, view->domain, DNS_MX, message);
    for (size_t i = 0; (record = listed_mx(reading, i)) != NULL; i++)
        finding_expect(finding, record->data);
    finding_found_answer(view, finding, reading->answer);
    reading->faulty |= kinds[kind].verdict != VERDICT_OK;
    return finding;
}

static void remove_host(struct reading *reading, struct finding *finding,
                        const struct host *host)
{
    struct view *view = reading->view;
    if (reading->answer->chain_count > 0)
        remedy_remove_answer(view, finding, reading->answer);
    else
        remedy_remove(view, finding, view->domain, DNS_MX,
                      view_print(view, host->record, DNS_MX));
}

static bool is_published(const struct reading *reading,
                         const struct expected_record *listed)
{
    const char *target = expected_target(reading->view, listed);
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp(reading->hosts[i].record->host, target) == 0)
            return true;
    return false;
}

static void add_listed(struct reading *reading, struct finding *finding)
{
    const struct expected_record *record;
    for (size_t i = 0; (record = listed_mx(reading, i)) != NULL; i++)
        if (!is_published(reading, record))
            remedy_add_expected(reading->view, finding, record);
}

/* One fault for all records of a class. */
static void judge_class(struct reading *reading, enum standing standing, enum kind kind,
                        const char *message)
{
    if (count_standing(reading, standing) == 0)
        return;
    struct finding *finding = blame(reading, kind, message);
    for (size_t i = 0; i < reading->count; i++)
        if (reading->hosts[i].standing == standing)
            remove_host(reading, finding, &reading->hosts[i]);
    if (!has_right(reading))
        add_listed(reading, finding);
}

/* The preference of the first record that is right or not. */
static unsigned first_preference(const struct reading *reading, bool foreign)
{
    unsigned first = UINT16_MAX + 1;
    for (size_t i = 0; i < reading->count; i++) {
        enum standing standing = reading->hosts[i].standing;
        unsigned preference = reading->hosts[i].record->priority;
        bool wanted =
            foreign ? standing == STANDING_FOREIGN : standing <= STANDING_ALIAS;
        if (wanted && preference < first)
            first = preference;
    }
    return first;
}

static void judge_strangers(struct reading *reading)
{
    if (first_preference(reading, true) > first_preference(reading, false))
        judge_class(reading, STANDING_FOREIGN, KIND_MX_EXTRA,
                    "there is a further MX record, by which mail can get past the "
                    "filter");
    else
        judge_class(reading, STANDING_FOREIGN, KIND_MX_FOREIGN,
                    "mail goes to another server than the template says");
}

static void judge_alias(struct reading *reading, const struct host *host)
{
    struct view *view = reading->view;
    struct finding *finding =
        blame(reading, KIND_MX_ALIAS,
              pool_printf(view->pool,
                          "%s is an alias of %s; some servers do not "
                          "deliver to an alias",
                          host->record->host, host->proper));
    remove_host(reading, finding, host);
    if (host->address->result != DNS_NXDOMAIN)
        remedy_add(
            view, finding, view->domain, DNS_MX,
            pool_printf(view->pool, "%u %s.", host->record->priority, host->proper));
    if (!is_right(reading, host->proper))
        remedy_note(view, finding, "and set mx = %s in domains.ini", host->proper);
}

static void judge_address(struct reading *reading, const struct host *host)
{
    struct view *view = reading->view;
    const struct dns_answer *unknown;
    enum presence presence = view_has_address(view, host->record->host, &unknown);
    if (presence == PRESENCE_UNKNOWN)
        reading->faulty |= view_is_unknown(view, KIND_MX_UNKNOWN, unknown);
    if (presence != PRESENCE_NO)
        return;
    struct finding *finding =
        blame(reading, KIND_MX_UNRESOLVED,
              pool_printf(view->pool, "%s has no address", host->record->host));
    const struct expected_record *listed = listed_mx(reading, 0);
    if (listed == NULL || is_published(reading, listed))
        return;
    remove_host(reading, finding, host);
    add_listed(reading, finding);
}

/* Hosts that are listed to the letter are all meant. */
static void judge_missing(struct reading *reading)
{
    const struct expected_record *record;
    for (size_t i = 0; (record = listed_mx(reading, i)) != NULL; i++) {
        bool exact =
            reading->exact || zone_of(expected_target(reading->view, record)) == NULL;
        if (!exact || !has_right(reading) || record->missing != NULL ||
            is_published(reading, record))
            continue;
        struct finding *finding =
            blame(reading, KIND_MX_MISSING,
                  pool_printf(reading->view->pool, "%s is not among the MX records",
                              expected_target(reading->view, record)));
        remedy_add_expected(reading->view, finding, record);
    }
}

static void judge_live(struct reading *reading)
{
    read_hosts(reading);
    judge_class(reading, STANDING_NULL, KIND_MX_NULL,
                "the domain says that it takes no mail");
    judge_class(reading, STANDING_LEGACY, KIND_MX_LEGACY,
                "mail goes to a name that Microsoft has given up");
    judge_class(reading, STANDING_CLOSED_CLOUD, KIND_MX_CLOSED_CLOUD,
                "mail goes to Microsoft Cloud Deutschland, which was closed in 2021");
    judge_strangers(reading);
    judge_missing(reading);
    for (size_t i = 0; i < reading->count; i++) {
        const struct host *host = &reading->hosts[i];
        if (host->standing == STANDING_ALIAS)
            judge_alias(reading, host);
        else if (host->standing == STANDING_RIGHT)
            judge_address(reading, host);
    }
    if (!reading->faulty)
        blame(reading, KIND_MX_HOST, "mail goes where it belongs");
}

static void judge_absent(struct reading *reading)
{
    if (listed_mx(reading, 0) == NULL) {
        blame(reading, KIND_MX_IMPLICIT,
              "there is no MX record: mail goes to the domain's own address, if it "
              "has one");
        return;
    }
    struct finding *finding =
        blame(reading, KIND_MX_MISSING, "there is no MX record: no mail arrives");
    if (reading->answer->chain_count > 0)
        remedy_remove_answer(reading->view, finding, reading->answer);
    add_listed(reading, finding);
}

static void judge_parked(struct reading *reading)
{
    const struct dns_answer *answer = reading->answer;
    if (answer->record_count == 1 && answer->records[0].host[0] == '\0' &&
        answer->records[0].priority == 0) {
        blame(reading, KIND_MX_HOST, "the domain says that it takes no mail");
        return;
    }
    struct finding *finding =
        blame(reading, KIND_MX_NOT_NULL,
              "the domain is parked, and does not say that it takes no mail");
    remedy_remove_answer(reading->view, finding, answer);
    remedy_add_expected(reading->view, finding, listed_mx(reading, 0));
}

void check_mx(struct view *view)
{
    struct reading reading = {
        .view = view,
        .answer = view_ask_below(view, "@", DNS_MX),
        .exact = offer_says(view->settings->offer, "mx"),
    };
    if (reading.answer == NULL ||
        view_is_unknown(view, KIND_MX_UNKNOWN, reading.answer))
        return;
    if (expected_is_parked(view))
        judge_parked(&reading);
    else if (reading.answer->result == DNS_FOUND)
        judge_live(&reading);
    else
        judge_absent(&reading);
}
