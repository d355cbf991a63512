/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include "cli/options.h"

#include <string.h>

enum { WORDS_MAX = 8 };

struct row {
    const char *name;
    const char *words[WORDS_MAX];
    const char *error; /* NULL: it is parsed */
    const char *config, *format;
    bool quiet, strict, help;
    const char *operands[WORDS_MAX];
};

static const struct row rows[] = {
    {.name = "nothing"},
    {.name = "operands", .words = {"a", "b"}, .operands = {"a", "b"}},
    {.name = "separate", .words = {"--format", "json"}, .format = "json"},
    {.name = "equals sign", .words = {"--format=json"}, .format = "json"},
    {.name = "equals sign inside", .words = {"--config=a=b"}, .config = "a=b"},
    {.name = "empty argument", .words = {"--format="}, .format = ""},
    {.name = "letter", .words = {"-f", "json"}, .format = "json"},
    {.name = "letter and argument", .words = {"-fjson"}, .format = "json"},
    {.name = "letters", .words = {"-qs"}, .quiet = true, .strict = true},
    {.name = "letters, then argument",
     .words = {"-qfjson", "-h"},
     .quiet = true,
     .format = "json",
     .help = true},
    {.name = "argument like an option", .words = {"-c", "-q"}, .config = "-q"},
    {.name = "the last one counts", .words = {"-cone", "-ctwo"}, .config = "two"},
    {.name = "options between operands",
     .words = {"a", "-q", "b", "--config=x", "c"},
     .quiet = true,
     .config = "x",
     .operands = {"a", "b", "c"}},
    {.name = "two dashes",
     .words = {"-q", "--", "-s", "--", "--nonsense"},
     .quiet = true,
     .operands = {"-s", "--", "--nonsense"}},
    {.name = "one dash", .words = {"-"}, .operands = {"-"}},
    {.name = "empty word", .words = {""}, .operands = {""}},
    {.name = "unknown", .words = {"--zebra"}, .error = "unknown option --zebra"},
    {.name = "near",
     .words = {"--fromat=json"},
     .error = "unknown option --fromat; did you mean --format?"},
    {.name = "unknown letter", .words = {"-qx"}, .error = "unknown option -x"},
    {.name = "no argument",
     .words = {"a", "--format"},
     .error = "option --format needs its argument FORMAT"},
    {.name = "no argument for a letter",
     .words = {"-qc"},
     .error = "option --config needs its argument FILE"},
    {.name = "argument to a switch",
     .words = {"--quiet=yes"},
     .error = "option --quiet takes no argument"},
    {.name = "control characters",
     .words = {"--\033[2J"},
     .error = "unknown option --?[2J"},
};

static const struct option_row *const offered[] = {&option_format, &option_quiet,
                                                   &option_strict, NULL};

static size_t count_words(const char *const *words)
{
    size_t count = 0;
    while (count < WORDS_MAX && words[count] != NULL)
        count++;
    return count;
}

static void check_result(const struct row *row, const struct options *options)
{
    EXPECT_TEXT(options->config, row->config);
    EXPECT_TEXT(options->format, row->format);
    EXPECT(options->quiet == row->quiet);
    EXPECT(options->strict == row->strict);
    EXPECT(options->help == row->help);
    EXPECT_UINT(options->operand_count, count_words(row->operands));
    for (size_t i = 0; i < options->operand_count; i++)
        EXPECT_TEXT(options->operands[i], row->operands[i]);
}

static void parse(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        char *words[WORDS_MAX + 1] = {NULL};
        struct options options = {.words = words};
        struct error error = {.kind = ERROR_NONE};
        expect_case(row->name);
        memcpy(words, row->words, sizeof row->words);
        bool parsed = options_parse_all(&options, offered, &error);
        EXPECT(parsed == (row->error == NULL));
        if (parsed)
            check_result(row, &options);
        else
            EXPECT_TEXT(error.text, row->error);
    }
}

static void leading_options_end_at_the_first_operand(void)
{
    char config[] = "--config", file[] = "file", lint[] = "lint", quiet[] = "-q";
    char *words[] = {config, file, lint, quiet, NULL};
    struct options options = {.words = words};
    struct error error;
    EXPECT(options_parse_leading(&options, NULL, &error));
    EXPECT_TEXT(options.config, "file");
    EXPECT_TEXT(*options.words, "lint");
    EXPECT(!options_parse_all(&options, NULL, &error));
    EXPECT_TEXT(error.text, "unknown option -q");
}

static const struct option_row option_item = {
    .name = "item",
    .letter = 'i',
    .argument = "ITEM",
    .repeats = true,
    .help = "one of several",
    .offset = offsetof(struct options, only),
};

static void repeated_options_keep_all_arguments(void)
{
    static const struct option_row *const rows_of_lists[] = {&option_item, NULL};
    char first[] = "--item=a", second[] = "-i", argument[] = "b", third[] = "-ic";
    char *words[] = {first, second, argument, third, NULL};
    struct options options = {.words = words};
    struct error error;
    EXPECT(options_parse_all(&options, rows_of_lists, &error));
    EXPECT_UINT(options.only.count, 3);
    EXPECT_TEXT(options.only.items[0], "a");
    EXPECT_TEXT(options.only.items[1], "b");
    EXPECT_TEXT(options.only.items[2], "c");
    EXPECT(options.only.items[3] == NULL);
    EXPECT_UINT(options.operand_count, 0);
}

static void repeated_options_are_bounded(void)
{
    static const struct option_row *const rows_of_lists[] = {&option_item, NULL};
    char word[] = "-ix";
    char *words[OPTION_LIST_MAX + 2] = {NULL};
    struct options good = {.words = words}, bad = {.words = words};
    struct error error;
    for (size_t i = 0; i < OPTION_LIST_MAX; i++)
        words[i] = word;
    EXPECT(options_parse_all(&good, rows_of_lists, &error));
    EXPECT_UINT(good.only.count, OPTION_LIST_MAX);
    EXPECT(good.only.items[OPTION_LIST_MAX] == NULL);
    words[OPTION_LIST_MAX] = word;
    EXPECT(!options_parse_all(&bad, rows_of_lists, &error));
    EXPECT_TEXT(error.text, "option --item: 64 of them are enough");
}

int main(void)
{
    RUN(parse);
    RUN(leading_options_end_at_the_first_operand);
    RUN(repeated_options_keep_all_arguments);
    RUN(repeated_options_are_bounded);
    return expect_report();
}
