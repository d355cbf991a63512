/* SPDX-License-Identifier: MIT */
#include "dns/hosts.h"

#include "base/memory.h"
#include "base/pool.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { HOSTS_MAX = 100000, HOSTS_LINE_SIZE = 4096 };

struct host {
    const char *name;
    struct ip_address address;
};

struct hosts {
    struct pool *pool;
    struct host *list;
    size_t count, capacity;
};

/* ADDRESS NAME... # comment */
static void read_line(struct hosts *hosts, const char *line)
{
    struct span rest = {line, strcspn(line, "#\r\n")}, word;
    struct ip_address address;
    if (!span_next_word(&rest, &word) || !ip_parse(word.at, word.length, &address))
        return;
    while (span_next_word(&rest, &word) && hosts->count < HOSTS_MAX) {
        hosts->list = memory_grow(hosts->list, hosts->count, &hosts->capacity,
                                  sizeof *hosts->list);
        hosts->list[hosts->count++] = (struct host){
            .name = pool_copy(hosts->pool, word.at, word.length), .address = address};
    }
}

struct hosts *hosts_read(const char *path, struct error *error)
{
    char line[HOSTS_LINE_SIZE];
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        error_set(error, ERROR_INPUT, "%s: cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    struct hosts *hosts = memory_new(sizeof *hosts);
    hosts->pool = pool_new();
    while (fgets(line, sizeof line, stream) != NULL)
        read_line(hosts, line);
    fclose(stream);
    return hosts;
}

void hosts_free(struct hosts *hosts)
{
    if (hosts == NULL)
        return;
    pool_free(hosts->pool);
    memory_free(hosts->list);
    memory_free(hosts);
}

void hosts_resolve(void *context, const char *host, struct resolution *out)
{
    const struct hosts *hosts = context;
    *out = (struct resolution){.status = RESOLUTION_FOUND};
    if (ip_parse(host, strlen(host), &out->addresses[0])) {
        out->count = 1;
        return;
    }
    for (size_t i = 0; hosts != NULL && i < hosts->count; i++)
        if (out->count < RESOLUTION_MAX && text_equal_nocase(hosts->list[i].name, host))
            out->addresses[out->count++] = hosts->list[i].address;
    if (out->count > 0)
        return;
    out->status = RESOLUTION_UNKNOWN;
    snprintf(out->text, sizeof out->text, "no file of hosts has the name");
}
