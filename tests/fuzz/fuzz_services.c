/* SPDX-License-Identifier: MIT */
/* Any bytes as the services.ini of a template, as lines of domains.ini and as a
 * domains_file, parted by lines "%%": a config comes out or mistakes do, and what comes
 * out has records. */
#include "config/config.h"
#include "mail/records.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char parting[] = "\n%%\n";
enum { PARTING = sizeof parting - 1 };

static char folder[] = "/tmp/waypost-fuzz-XXXXXX";
static char domains[64], services[64], names[64];

static void remove_folder(void)
{
    static const char *const inner[] = {"templates/own", "templates", "."};
    char path[64];
    unlink(domains);
    unlink(services);
    unlink(names);
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, inner[i]);
        rmdir(strcmp(inner[i], ".") == 0 ? folder : path);
    }
}

/* Once, with the first input. */
static void make_folder(void)
{
    char path[64];
    if (domains[0] != '\0')
        return;
    if (mkdtemp(folder) == NULL || atexit(remove_folder) != 0)
        abort();
    snprintf(domains, sizeof domains, "%s/domains.ini", folder);
    snprintf(services, sizeof services, "%s/templates/own/services.ini", folder);
    snprintf(names, sizeof names, "%s/names", folder);
    snprintf(path, sizeof path, "%s/templates", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/templates/own", folder);
    mkdir(path, 0700);
}

/* Writes what stands before the parting and returns what stands behind. */
static const uint8_t *write_part(const char *path, const char *head,
                                 const uint8_t *data, const uint8_t *end)
{
    size_t left = (size_t)(end - data);
    const uint8_t *part = left > 0 ? memmem(data, left, parting, PARTING) : NULL;
    size_t length = part != NULL ? (size_t)(part - data) : left;
    FILE *file = fopen(path, "we");
    if (file == NULL || fputs(head, file) < 0 ||
        fwrite(data, 1, length, file) != length)
        abort();
    fclose(file);
    return part != NULL ? part + PARTING : end;
}

static void list_records(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        const struct settings *settings;
        struct expected_records records;
        AUTO(pool) struct pool *pool = pool_new();
        const char *name = catalog_get(catalog, i, &settings);
        if (settings->offer != NULL)
            records_expected(catalog_get_site(catalog), name, settings, pool, &records);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    const uint8_t *end = data + size;
    make_folder();
    data = write_part(services, "", data, end);
    data = write_part(domains, "[a-b.example]\ntemplate = own\n", data, end);
    write_part(names, "", data, end);
    AUTO(config) struct config *config = config_load(domains, mistakes);
    if (mistakes_count(mistakes) == 0)
        list_records(config->catalog);
    return 0;
}
