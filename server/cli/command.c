/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    &command_serve, &command_lint,  &command_render, &command_zone,
    &command_check, &command_probe, &command_token,
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static int print_version(void)
{
    printf("waypost %s\n", WAYPOST_VERSION);
    return STATUS_FINE;
}

static int print_help(void)
{
    printf("Usage: waypost COMMAND [OPTION...]\n"
           "\n"
           "Tells mail programs where a person's mailbox is.\n"
           "\n"
           "Commands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
    printf("\nOptions:\n");
    options_print_help(NULL, stdout);
    printf("\nwaypost COMMAND --help says more.\n");
    return STATUS_FINE;
}

static int print_command_help(const struct command *command)
{
    printf("Usage: waypost %s [OPTION...]%s%s\n"
           "\n"
           "waypost %s %s.\n",
           command->name, command->operands[0] != '\0' ? " " : "", command->operands,
           command->name, command->summary);
    if (command->explain != NULL)
        command->explain(stdout);
    printf("\nOptions:\n");
    options_print_help(command->options, stdout);
    return STATUS_FINE;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int refuse_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i]->name;
    const char *nearest = text_nearest(name, names, COMMAND_COUNT);
    if (nearest != NULL)
        output_complain("unknown command %s; did you mean %s?", name, nearest);
    else
        output_complain("unknown command %s; waypost --help lists them", name);
    return STATUS_USAGE;
}

static int run_command(const struct command *command, struct options *options)
{
    struct error error;
    if (!options_parse_all(options, command->options, &error)) {
        output_complain("%s: %s", command->name, error.text);
        return STATUS_USAGE;
    }
    if (options->help)
        return print_command_help(command);
    if (options->version)
        return print_version();
    int count = (int)options->operand_count;
    if (count < command->operands_min ||
        (command->operands_max != OPERANDS_ANY && count > command->operands_max)) {
        output_complain(
            "%s: %s, expected: waypost %s [OPTION...]%s%s", command->name,
            count < command->operands_min ? "something is missing" : "too many words",
            command->name, command->operands[0] != '\0' ? " " : "", command->operands);
        return STATUS_USAGE;
    }
    return command->run(options);
}

int command_run(char **words)
{
    struct options options = {.words = words};
    struct error error;
    if (!options_parse_leading(&options, NULL, &error)) {
        output_complain("%s", error.text);
        return STATUS_USAGE;
    }
    if (options.version)
        return print_version();
    if (options.help)
        return print_help();
    if (*options.words == NULL) {
        output_complain("no command given; waypost --help lists them");
        return STATUS_USAGE;
    }
    const struct command *command = find_command(*options.words);
    if (command == NULL)
        return refuse_command(*options.words);
    options.words++;
    return run_command(command, &options);
}
