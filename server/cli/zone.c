/* SPDX-License-Identifier: MIT */
/* waypost zone: the DNS records to publish, as lines of a zone file with absolute
 * names, so that they can be pasted into any zone. One domain at a time is held in
 * memory, however many there are. */
#include "base/pool.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "mail/hostname.h"
#include "mail/records.h"

#include <stdio.h>
#include <string.h>

struct columns {
    size_t owner, type;
};

static void widen(size_t *column, const char *text)
{
    size_t length = strlen(text);
    if (length > *column)
        *column = length;
}

static struct columns measure(const struct expected_records *records)
{
    struct columns columns = {0, 0};
    for (size_t i = 0; i < records->count; i++)
        if (records->items[i].missing == NULL) {
            widen(&columns.owner, records->items[i].owner);
            widen(&columns.type, records->items[i].type);
        }
    return columns;
}

static void print_record(const struct expected_record *record,
                         const struct columns *columns)
{
    printf("%-*s %u IN %-*s %s\n", (int)columns->owner, record->owner, record->ttl,
           (int)columns->type, record->type, record->data);
}

/* One that cannot be said yet, as a comment that names what it takes. */
static void print_missing(const struct expected_record *record)
{
    printf("; set \"%s\" in domains.ini to get: %s %u IN %s %s\n", record->missing,
           record->owner, record->ttl, record->type, record->data);
}

static void print_domain(const struct catalog *catalog, const char *domain,
                         const struct settings *settings)
{
    if (settings->offer == NULL) {
        printf("; %s (template = none): no records\n", domain);
        return;
    }
    AUTO(pool) struct pool *pool = pool_new();
    struct expected_records records;
    records_expected(catalog_get_site(catalog), domain, settings, pool, &records);
    struct columns columns = measure(&records);
    printf("; %s (%s)\n", domain, settings->offer->template->name);
    for (size_t i = 0; i < records.count; i++)
        if (records.items[i].missing == NULL)
            print_record(&records.items[i], &columns);
        else
            print_missing(&records.items[i]);
}

/* Stops early when nobody reads on. */
static int print_catalog(const struct catalog *catalog)
{
    const struct settings *settings;
    for (size_t i = 0; i < catalog_count(catalog) && !ferror(stdout); i++) {
        const char *name = catalog_get(catalog, i, &settings);
        if (i > 0)
            printf("\n");
        if (name[0] == '*')
            printf("; %s stands for names that are not listed: waypost zone NAME\n",
                   name);
        else
            print_domain(catalog, name, settings);
    }
    return STATUS_FINE;
}

/* `printed` counts the domains, for the blank lines between them. */
static int print_named(const struct catalog *catalog, const char *text,
                       unsigned *printed)
{
    char domain[HOSTNAME_SIZE];
    if (!hostname_normalise(text, strlen(text), domain)) {
        output_complain("zone: %s is no domain name", text);
        return STATUS_USAGE;
    }
    const struct settings *settings = catalog_find(catalog, domain);
    if (settings == NULL) {
        output_complain("zone: %s is not in domains.ini", domain);
        return STATUS_WRONG;
    }
    if ((*printed)++ > 0)
        printf("\n");
    print_domain(catalog, domain, settings);
    return STATUS_FINE;
}

static int run_zone(const struct options *options)
{
    AUTO(config) struct config *config = load_or_complain(options->config);
    if (config == NULL)
        return STATUS_USAGE;
    if (options->operand_count == 0)
        return print_catalog(config->catalog);
    int worst = STATUS_FINE;
    unsigned printed = 0;
    for (size_t i = 0; i < options->operand_count; i++) {
        int status = print_named(config->catalog, options->operands[i], &printed);
        worst = status > worst ? status : worst;
    }
    return worst;
}

const struct command command_zone = {
    .name = "zone",
    .operands = "[DOMAIN...]",
    .summary = "prints the DNS records to publish, as a zone file",
    .operands_max = OPERANDS_ANY,
    .run = run_zone,
};
