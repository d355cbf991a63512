/* SPDX-License-Identifier: MIT */
#include "cli/load.h"

#include "base/buf.h"
#include "base/text.h"
#include "xml/document.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char fallback[] = "default"; /* the folder for what others lack */
static const char error_file[] = "autodiscover-error.xml";

enum { DOCUMENT_MAX = 256 * 1024, PATH_SIZE = 4096, BOUND_OFFERS_MAX = 4096 };

const char *load_default_path(const char *given)
{
    if (given != NULL)
        return given;
    return access("domains.ini", F_OK) == 0 ? "domains.ini"
                                            : "/etc/waypost/domains.ini";
}

/* The whole of an open file, or a mistake. */
static bool read_stream(FILE *stream, const char *path, struct mistakes *mistakes,
                        struct buf *out)
{
    char block[8192];
    size_t length;
    while (!out->overflowed && (length = fread(block, 1, sizeof block, stream)) > 0)
        buf_append(out, block, length);
    if (ferror(stream))
        mistakes_add(mistakes, path, 0, "cannot be read: %s", strerror(errno));
    else if (out->overflowed)
        mistakes_add(mistakes, path, 0, "larger than %d KiB, the most a document has",
                     DOCUMENT_MAX / 1024);
    return !ferror(stream) && !out->overflowed;
}

/* Reads a file; `out` is to be cleared even if it fails. */
static bool read_document(const char *path, struct mistakes *mistakes, struct buf *out)
{
    struct stat status;
    buf_init(out, DOCUMENT_MAX);
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        mistakes_add(mistakes, path, 0, "not a regular file");
        return false;
    }
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        mistakes_add(mistakes, path, 0, "cannot be read: %s", strerror(errno));
        return false;
    }
    bool done = read_stream(stream, path, mistakes, out);
    fclose(stream);
    return done;
}

/* The document of the template's own folder, else that of default/. */
static void find_document(const char *templates, const char *name,
                          enum document_kind kind, char *path)
{
    const char *file = document_file_name(kind);
    snprintf(path, PATH_SIZE, "%s/%s/%s", templates, name, file);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        snprintf(path, PATH_SIZE, "%s/%s/%s", templates, fallback, file);
}

/* Compiles the file source->name. */
static const struct document *load_document(struct source source, struct pool *pool,
                                            struct mistakes *mistakes)
{
    struct buf bytes;
    const struct document *document = NULL;
    if (read_document(source.name, mistakes, &bytes)) {
        source.bytes = (struct span){buf_text(&bytes), bytes.length};
        document = document_compile(&source, pool, mistakes);
    }
    buf_clear(&bytes);
    return document;
}

/* The error document of any folder but default/ would never be sent. */
static void refuse_error_document(const struct config *config, const char *name,
                                  struct mistakes *mistakes)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s/%s", config->templates, name, error_file);
    if (strcmp(name, fallback) != 0 && access(path, F_OK) == 0)
        mistakes_add(mistakes, path, 0,
                     "never sent, since an error belongs to no domain and so to no "
                     "template; change %s/%s/%s",
                     config->templates, fallback, error_file);
}

static void load_template(const struct config *config, struct template *template,
                          struct mistakes *mistakes)
{
    char path[PATH_SIZE];
    for (int kind = 0; kind < DOCUMENT_COUNT; kind++) {
        find_document(config->templates, template->name, kind, path);
        struct source source = {.name = path,
                                .template = template,
                                .for_everybody = kind == DOCUMENT_AUTOCONFIG};
        template->documents[kind] =
            load_document(source, catalog_pool(config->catalog), mistakes);
    }
    refuse_error_document(config, template->name, mistakes);
}

/* The answer to those whose domain is not served: no domain's, so no template's. */
static void load_error_document(const struct config *config, struct mistakes *mistakes)
{
    static const struct template none = {.name = fallback};
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s/%s", config->templates, fallback, error_file);
    catalog_site(config->catalog)->autodiscover_error =
        load_document((struct source){.name = path, .template = &none},
                      catalog_pool(config->catalog), mistakes);
}

/* Where domains.ini could not be read its template folder is a guess, and what is
 * missing there is no news. */
static void load_documents(const struct config *config, struct mistakes *mistakes)
{
    size_t count = catalog_template_count(config->catalog);
    for (size_t i = 0; i < count; i++)
        load_template(config, catalog_template(config->catalog, i), mistakes);
    if (count > 0 || mistakes_count(mistakes) == 0)
        load_error_document(config, mistakes);
}

/* An offer's documents are bound to it while there are not too many: some kilobytes
 * each are little for a thousand offers and too much for a million. */
static void set_documents(const struct offer *offer, bool bound, struct pool *pool)
{
    for (int kind = 0; kind < DOCUMENT_COUNT; kind++) {
        const struct document *document = offer->template->documents[kind];
        offer->documents[kind] =
            bound ? document_bind(document, offer, pool) : document;
    }
}

static void set_all_documents(struct catalog *catalog)
{
    const struct settings *settings;
    size_t offers = 0;
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        catalog_get(catalog, i, &settings);
        if (settings->offer != NULL && settings->offer->documents[0] == NULL)
            set_documents(settings->offer, offers++ < BOUND_OFFERS_MAX,
                          catalog_pool(catalog));
    }
}

bool load_catalog(const char *path, struct mistakes *mistakes, struct config **out)
{
    AUTO(config) struct config *config = config_load(path, mistakes);
    load_documents(config, mistakes);
    mistakes_sort(mistakes);
    *out = NULL;
    if (mistakes_count(mistakes) > 0)
        return false;
    set_all_documents(config->catalog);
    *out = TAKE(config);
    return true;
}

struct config *load_or_complain(const char *given)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    struct config *config;
    if (!load_catalog(load_default_path(given), mistakes, &config))
        load_print_mistakes(mistakes);
    return config;
}

void load_print_mistakes(const struct mistakes *mistakes)
{
    const struct mistake *mistake;
    char text[MISTAKE_TEXT_SIZE];
    size_t shown = 0;
    while ((mistake = mistakes_get(mistakes, shown)) != NULL) {
        fprintf(stderr, "%s\n", mistake_format(mistake, text));
        shown++;
    }
    if (shown < mistakes_count(mistakes))
        fprintf(stderr, "... and %zu more\n", mistakes_count(mistakes) - shown);
}
