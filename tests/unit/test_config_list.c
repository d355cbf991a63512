/* SPDX-License-Identifier: MIT */
/* Domains listed apart from domains.ini: what they come to, and what is said about a
 * broken list. */
#include "base/buf.h"
#include "config/config.h"
#include "expect.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 4 };

/* A list, against the domains.ini of the tests. */
struct row {
    const char *name;
    const char *names[NAMES_MAX];
    const char *lines;
    const char *template;
    const char *mistakes; /* "" or all of them */
    const char *domains;  /* "NAME TEMPLATE FILE:LINE" of each */
};

static const char ini[] = "tests/cli/domains.ini";

#define M365 .template = "microsoft365"

static const struct row rows[] = {
    {.name = "nothing", .mistakes = "", .domains = ""},
    {.name = "names",
     M365,
     .names = {"A.example.", "b\xC3\xBC.example"},
     .mistakes = "",
     .domains = "a.example microsoft365 -:0\nxn--b-eha.example microsoft365 -:0\n"},
    {.name = "lines",
     M365,
     .lines = "\xEF\xBB\xBF# mine\n\n  a.example # the first\r\nb.example",
     .mistakes = "",
     .domains = "a.example microsoft365 l.txt:3\nb.example microsoft365 l.txt:4\n"},
    {.name = "each once, where it stands first",
     M365,
     .names = {"b.example"},
     .lines = "a.example\nb.example\nA.EXAMPLE\n",
     .mistakes = "",
     .domains = "b.example microsoft365 -:0\na.example microsoft365 l.txt:1\n"},
    {.name = "as the config says",
     .names = {"example.edu", "x.campus.example"},
     .lines = "example.net\n",
     .mistakes = "",
     .domains = "example.edu imap ini:17\nx.campus.example imap ini:31\n"
                "example.net microsoft365 ini:11\n"},
    {.name = "template = none",
     .names = {"declined.example"},
     .mistakes = "",
     .domains = "declined.example none ini:28\n"},
    {.name = "the template comes before the config",
     M365,
     .names = {"example.edu"},
     .mistakes = "",
     .domains = "example.edu microsoft365 -:0\n"},
    {.name = "unknown to the config",
     .names = {"a.example"},
     .lines = "\nb.example\n",
     .mistakes = "command line: `a.example` is not in domains.ini, and no --template "
                 "says what it should be like\n"
                 "l.txt:2: `b.example` is not in domains.ini, and no --template says "
                 "what it should be like\n",
     .domains = ""},
    {.name = "no names",
     M365,
     .names = {"a..example", "*.a.example", "a", ""},
     .lines = "a b.example\n*\n192.0.2.1\n",
     .mistakes = "command line: `a..example` is no domain name\n"
                 "command line: `*.a.example` is a pattern; expected a domain\n"
                 "command line: `a` is no mail domain: it has one label only\n"
                 "command line: `` is no domain name\n"
                 "l.txt:1: `a b.example` is no domain name\n"
                 "l.txt:2: `*` is a pattern; expected a domain\n"
                 "l.txt:3: `192.0.2.1` is no mail domain: it has one label only\n",
     .domains = ""},
    {.name = "unknown template",
     .template = "microsoft356",
     .names = {"a.example"},
     .mistakes =
         "command line: there is no template `microsoft356` in templates (there: "
         "imap, microsoft365); did you mean `microsoft365`?\n",
     .domains = ""},
    {.name = "template without servers",
     .template = "imap",
     .names = {"a.example"},
     .mistakes = "command line: the template `imap` knows no server by itself; put the "
                 "domain into domains.ini, which names them\n",
     .domains = ""},
};

static const char *place(const struct settings *settings)
{
    if (settings->file == NULL)
        return "-";
    return strcmp(settings->file, ini) == 0 ? "ini" : settings->file;
}

static void print_domains(const struct catalog *catalog, struct buf *out)
{
    const struct settings *settings;
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        const char *name = catalog_get(catalog, i, &settings);
        const struct offer *offer = settings->offer;
        buf_printf(out, "%s %s %s:%u\n", name,
                   offer != NULL ? offer->template->name : "none", place(settings),
                   settings->line);
    }
}

static void print_mistakes(const struct mistakes *mistakes, struct buf *out)
{
    const struct mistake *mistake;
    char text[MISTAKE_TEXT_SIZE];
    for (size_t i = 0; (mistake = mistakes_get(mistakes, i)) != NULL; i++)
        buf_printf(out, "%s\n", mistake_format(mistake, text));
}

static FILE *open_lines(const char *text, size_t length)
{
    FILE *stream = tmpfile();
    fwrite(text, 1, length, stream);
    rewind(stream);
    return stream;
}

static void one_list(const struct row *row, const struct config *config)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    struct config_list list = {.names = row->names,
                               .file = "l.txt",
                               .place = "l.txt",
                               .template = row->template};
    struct buf got;
    while (list.name_count < NAMES_MAX && row->names[list.name_count] != NULL)
        list.name_count++;
    if (row->lines != NULL)
        list.stream = open_lines(row->lines, strlen(row->lines));
    AUTO(catalog) struct catalog *catalog = config_list(config, &list, mistakes);
    buf_init(&got, 8192);
    print_mistakes(mistakes, &got);
    EXPECT_TEXT(buf_text(&got), row->mistakes);
    buf_reset(&got);
    print_domains(catalog, &got);
    EXPECT_TEXT(buf_text(&got), row->domains);
    buf_clear(&got);
    if (list.stream != NULL)
        fclose(list.stream);
}

static void lists(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config) struct config *config = config_load(ini, mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    config->templates = "templates";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].name);
        one_list(&rows[i], config);
    }
}

/* The tests run in the root of the repository, where templates/ is. */
static void without_a_file(void)
{
    static const char *const names[] = {"a.example"};
    const struct config_list list = {
        .names = names, .name_count = 1, .template = "microsoft365"};
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config) struct config *config = config_load(NULL, mistakes);
    AUTO(catalog) struct catalog *catalog = config_list(config, &list, mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT_TEXT(config->templates, "templates");
    EXPECT_UINT(catalog_count(config->catalog), 0);
    EXPECT_UINT(catalog_count(catalog), 1);
    EXPECT(catalog_get_site(config->catalog)->host == NULL);
}

/* No line ends, as in a disk or a device that somebody takes for a list. */
static void endless_line(void)
{
    enum { LENGTH = 200 * 1000 };
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config) struct config *config = config_load(NULL, mistakes);
    struct buf text;
    buf_init(&text, LENGTH);
    while (text.length < LENGTH)
        buf_append(&text, "", 1);
    const struct config_list list = {.stream = open_lines(text.data, text.length),
                                     .file = "standard input",
                                     .template = "microsoft365"};
    AUTO(catalog) struct catalog *catalog = config_list(config, &list, mistakes);
    EXPECT_UINT(catalog_count(catalog), 0);
    EXPECT_UINT(mistakes_count(mistakes), 1);
    EXPECT_TEXT(mistakes_get(mistakes, 0)->text,
                "the line is longer than 1024 bytes; expected one domain a line");
    EXPECT(ftell(list.stream) < LENGTH / 2);
    fclose(list.stream);
    buf_clear(&text);
}

/* Domains from nowhere share one piece of settings; those of a file have a line each.
 */
static void many(void)
{
    enum { COUNT = 100000 };
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    AUTO(config) struct config *config = config_load(NULL, mistakes);
    struct buf text;
    buf_init(&text, SIZE_MAX / 4);
    for (unsigned i = 0; i < COUNT; i++)
        buf_printf(&text, "customer%u.example.net\n", i);
    struct config_list list = {.stream = open_lines(text.data, text.length),
                               .file = "standard input",
                               .template = "microsoft365"};
    AUTO(catalog) struct catalog *piped = config_list(config, &list, mistakes);
    EXPECT_UINT(catalog_count(piped), COUNT);
    EXPECT(pool_bytes(catalog_pool(piped)) < COUNT * 32 + 1024 * 1024);
    rewind(list.stream);
    list.place = list.file = "list.txt";
    AUTO(catalog) struct catalog *read = config_list(config, &list, mistakes);
    EXPECT_UINT(catalog_count(read), COUNT);
    EXPECT(pool_bytes(catalog_pool(read)) < COUNT * 110 + 1024 * 1024);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    fclose(list.stream);
    buf_clear(&text);
}

int main(void)
{
    RUN(lists);
    RUN(without_a_file);
    RUN(endless_line);
    RUN(many);
    return expect_report();
}
