/* SPDX-License-Identifier: MIT */
#include "cli/discovering.h"

#include "base/memory.h"
#include "cli/output.h"
#include "xml/foreign.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_url(const char *from)
{
    return strncmp(from, "https://", 8) == 0 || strncmp(from, "http://", 7) == 0;
}

/* More than a document may have is not read. */
static bool read_file(struct discovering *discovering)
{
    char block[4096];
    size_t length;
    FILE *stream = fopen(discovering->origin, "re");
    if (stream == NULL) {
        output_complain("probe: --from: %s cannot be read: %s; expected config, net, a "
                        "URL or a file",
                        discovering->origin, strerror(errno));
        return false;
    }
    while (discovering->document.length <= FOREIGN_BYTES_MAX &&
           (length = fread(block, 1, sizeof block, stream)) > 0)
        buf_append(&discovering->document, block, length);
    bool good = !ferror(stream);
    if (!good)
        output_complain("probe: --from: %s cannot be read", discovering->origin);
    fclose(stream);
    return good;
}

bool discovering_begin(struct discovering *discovering, const char *from)
{
    discovering->pool = pool_new();
    buf_init(&discovering->document, (size_t)2 * FOREIGN_BYTES_MAX);
    if (strcmp(from, "net") == 0)
        return true;
    discovering->origin = from;
    discovering->is_file = !is_url(from);
    return !discovering->is_file || read_file(discovering);
}

void discovering_clear(struct discovering *discovering)
{
    pool_free(discovering->pool);
    buf_clear(&discovering->document);
}

static bool is_same_domain(const struct discovery *discovery, const struct wish *wish)
{
    if (discovery->domain == NULL || wish->domain == NULL)
        return discovery->domain == wish->domain;
    return strcmp(discovery->domain, wish->domain) == 0;
}

static size_t find(const struct discovery *list, size_t count, const struct wish *wish)
{
    size_t i = 0;
    while (i < count && !is_same_domain(&list[i], wish))
        i++;
    return i;
}

/* A domain is asked for once, by the first address that is known in it. `of` says which
 * discovery is that of which wish. */
static size_t list_domains(const struct discovering *discovering,
                           const struct wishes *wishes, struct discovery *list,
                           size_t *of)
{
    size_t count = 0;
    for (size_t i = 0; i < wishes->count; i++) {
        const struct wish *wish = &wishes->list[i];
        of[i] = find(list, count, wish);
        if (of[i] < count)
            continue;
        list[count++] = (struct discovery){
            .domain = wish->domain,
            .address = wish->address,
            .settings = wish->settings,
            .url = discovering->origin,
        };
    }
    return count;
}

static bool discover(struct discovering *discovering, struct discovery *list,
                     size_t count, const struct discover_options *options)
{
    const struct buf *document = &discovering->document;
    struct error error;
    for (size_t i = 0; discovering->is_file && i < count; i++)
        discover_read(&list[i], (struct span){buf_text(document), document->length},
                      discovering->origin, options, discovering->pool);
    if (discovering->is_file ||
        discover_run(list, count, options, discovering->pool, &error))
        return true;
    output_complain("probe: %s", error.text);
    return false;
}

/* Nobody logs in where somebody on the way may have sent us. */
static void grant(struct wish *wish, const struct discovery *discovery)
{
    wish->services = discovery->services;
    wish->service_count = discovery->service_count;
    if (discovery->is_unprotected)
        wish->user = NULL;
}

bool discovering_run(struct discovering *discovering, struct wishes *wishes,
                     const struct discover_options *options)
{
    struct discovery *list = memory_new((wishes->count + 1) * sizeof *list);
    size_t *of = memory_new((wishes->count + 1) * sizeof *of);
    size_t count = list_domains(discovering, wishes, list, of);
    bool done = discover(discovering, list, count, options);
    for (size_t i = 0; i < wishes->count; i++)
        grant(&wishes->list[i], &list[of[i]]);
    memory_free(list);
    memory_free(of);
    return done;
}
