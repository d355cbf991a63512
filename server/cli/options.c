/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "base/text.h"

#include <string.h>

const struct option_row option_format = {
    .name = "format",
    .letter = 'f',
    .argument = "FORMAT",
    .help = "text|json|ndjson|junit|sarif|github|nagios|prometheus",
    .offset = offsetof(struct options, format),
};

const struct option_row option_quiet = {
    .name = "quiet",
    .letter = 'q',
    .help = "leave out of the text what is ok",
    .offset = offsetof(struct options, quiet),
};

const struct option_row option_strict = {
    .name = "strict",
    .letter = 's',
    .help = "a warning counts as wrong in the exit status",
    .offset = offsetof(struct options, strict),
};

const struct option_row option_list = {
    .name = "list",
    .letter = 'l',
    .help = "print what can be found, with verdicts and remedies",
    .offset = offsetof(struct options, list),
};

static const struct option_row config = {
    .name = "config",
    .letter = 'c',
    .argument = "FILE",
    .help = "instead of domains.ini or /etc/waypost/domains.ini",
    .offset = offsetof(struct options, config),
};

static const struct option_row help = {
    .name = "help",
    .letter = 'h',
    .help = "print this text",
    .offset = offsetof(struct options, help),
};

static const struct option_row version = {
    .name = "version",
    .letter = 'V',
    .help = "print the version",
    .offset = offsetof(struct options, version),
};

static const struct option_row *const common[] = {&config, &help, &version, NULL};

enum { ROWS_MAX = 32 };

/* The rows of a command and the common ones in one list. */
struct row_list {
    const struct option_row *rows[ROWS_MAX];
    size_t count;
};

static void add_rows(struct row_list *list, const struct option_row *const *rows)
{
    for (; rows != NULL && *rows != NULL && list->count < ROWS_MAX; rows++)
        list->rows[list->count++] = *rows;
}

static struct row_list list_rows(const struct option_row *const *rows)
{
    struct row_list list = {.count = 0};
    add_rows(&list, rows);
    add_rows(&list, common);
    return list;
}

static const struct option_row *find_name(const struct row_list *list, struct span name)
{
    for (size_t i = 0; i < list->count; i++)
        if (span_equal(name, list->rows[i]->name))
            return list->rows[i];
    return NULL;
}

static const struct option_row *find_letter(const struct row_list *list, char letter)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i]->letter == letter)
            return list->rows[i];
    return NULL;
}

static bool refuse_name(const struct row_list *list, struct span name,
                        struct error *error)
{
    char word[64];
    const char *names[ROWS_MAX];
    for (size_t i = 0; i < list->count; i++)
        names[i] = list->rows[i]->name;
    text_sanitise(name.at, name.length, word, sizeof word);
    const char *nearest = text_nearest(word, names, list->count);
    if (nearest != NULL)
        return error_set(error, ERROR_INPUT, "unknown option --%s; did you mean --%s?",
                         word, nearest);
    return error_set(error, ERROR_INPUT, "unknown option --%s", word);
}

/* A pointer into `options`, by the offset of the row. */
static void *field(struct options *options, const struct option_row *row)
{
    return (char *)options + row->offset;
}

static bool store_item(struct option_list *list, const struct option_row *row,
                       const char *value, struct error *error)
{
    if (list->count == OPTION_LIST_MAX)
        return error_set(error, ERROR_INPUT, "option --%s: %d of them are enough",
                         row->name, OPTION_LIST_MAX);
    list->items[list->count++] = value;
    return true;
}

/* Stores an argument: `value`, or the next word when that is NULL. */
static bool store_argument(struct options *options, const struct option_row *row,
                           const char *value, struct error *error)
{
    if (value == NULL && *options->words == NULL)
        return error_set(error, ERROR_INPUT, "option --%s needs its argument %s",
                         row->name, row->argument);
    if (value == NULL)
        value = *options->words++;
    if (row->repeats)
        return store_item(field(options, row), row, value, error);
    *(const char **)field(options, row) = value;
    return true;
}

/* Takes "--name", "--name=value" or "--name" "value"; `word` is without its dashes. */
static bool take_long(struct options *options, const struct row_list *list,
                      const char *word, struct error *error)
{
    struct span name = {word, strcspn(word, "=")};
    const char *value = word[name.length] == '=' ? word + name.length + 1 : NULL;
    const struct option_row *row = find_name(list, name);
    if (row == NULL)
        return refuse_name(list, name, error);
    if (row->argument != NULL)
        return store_argument(options, row, value, error);
    if (value != NULL)
        return error_set(error, ERROR_INPUT, "option --%s takes no argument",
                         row->name);
    *(bool *)field(options, row) = true;
    return true;
}

/* Takes "-q", "-qs", "-cFILE" or "-c" "FILE"; `word` is without its dash. */
static bool take_short(struct options *options, const struct row_list *list,
                       const char *word, struct error *error)
{
    for (; *word != '\0'; word++) {
        const struct option_row *row = find_letter(list, *word);
        if (row == NULL)
            return error_set(error, ERROR_INPUT, "unknown option -%c", *word);
        if (row->argument != NULL)
            return store_argument(options, row, word[1] != '\0' ? word + 1 : NULL,
                                  error);
        *(bool *)field(options, row) = true;
    }
    return true;
}

/* "-" is an operand, and "--" ends the options. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && strcmp(word, "--") != 0;
}

static bool take_option(struct options *options, const struct row_list *list,
                        struct error *error)
{
    const char *word = *options->words++;
    return word[1] == '-' ? take_long(options, list, word + 2, error)
                          : take_short(options, list, word + 1, error);
}

bool options_parse_leading(struct options *options,
                           const struct option_row *const *rows, struct error *error)
{
    struct row_list list = list_rows(rows);
    while (*options->words != NULL && is_option(*options->words))
        if (!take_option(options, &list, error))
            return false;
    return true;
}

bool options_parse_all(struct options *options, const struct option_row *const *rows,
                       struct error *error)
{
    struct row_list list = list_rows(rows);
    bool over = false;
    options->operands = options->words; /* never ahead of what is parsed */
    for (char *word; (word = *options->words) != NULL;) {
        if (!over && is_option(word)) {
            if (!take_option(options, &list, error))
                return false;
            continue;
        }
        bool ends = !over && strcmp(word, "--") == 0;
        if (!ends)
            options->operands[options->operand_count++] = word;
        over |= ends;
        options->words++;
    }
    return true;
}

static void print_row(const struct option_row *row, FILE *stream)
{
    char left[32];
    snprintf(left, sizeof left, "--%s%s%s", row->name, row->argument != NULL ? " " : "",
             row->argument != NULL ? row->argument : "");
    if (row->letter != '\0')
        fprintf(stream, "  -%c, %-18s %s\n", row->letter, left, row->help);
    else
        fprintf(stream, "      %-18s %s\n", left, row->help);
}

void options_print_help(const struct option_row *const *rows, FILE *stream)
{
    struct row_list list = list_rows(rows);
    for (size_t i = 0; i < list.count; i++)
        print_row(list.rows[i], stream);
}
