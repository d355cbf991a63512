/* SPDX-License-Identifier: MIT */
/* Usage: ask [--resolver ADDR]... [--rate N] [--group N] [--quiet] <QUESTIONS
 *
 * Asks through server/dns/ what stands on the lines "NAME TYPE [SERVER]", and prints
 * one line for each answer, its parts parted by tabs: name, type, result, server,
 * flags, chain, zone, ttl, milliseconds, records. --group: so many lines are one
 * asker's;
 * --quiet: only the totals, which are the last line: seconds, questions sent, answers
 * for certain, dead resolvers, the most memory in KiB. */
#include "base/memory.h"
#include "dns/dns.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { RESOLVERS = 40, LINE = 2048, GROUP_MAX = 1000 };

struct line {
    char *name, *server;
    enum dns_type type;
};

struct group {
    struct dns_asker *asker;
    size_t count;
    struct line lines[];
};

struct run {
    struct dns *dns;
    bool quiet;
    size_t group, certain;
};

static const char *const results[] = {
    "found",   "nodata",  "nxdomain",    "bogus",   "servfail",
    "refused", "timeout", "unreachable", "garbage", "badname",
};

static bool read_line(struct line *out)
{
    char text[LINE], name[LINE], type[16], server[64] = "";
    do {
        if (fgets(text, sizeof text, stdin) == NULL)
            return false;
    } while (sscanf(text, "%2047s %15s %63s", name, type, server) < 2);
    out->name = strdup(name);
    out->type = dns_type_parse(type);
    out->server = server[0] != '\0' ? strdup(server) : NULL;
    if (out->type == 0) {
        fprintf(stderr, "ask: %s: no such type\n", type);
        exit(2);
    }
    return true;
}

static void print_answer(const struct dns_answer *answer)
{
    struct buf data;
    printf("%s\t%s\t%s\t%s\t%s%s%s%s\t", answer->name, dns_type_name(answer->type),
           results[answer->result], answer->server, answer->looped ? "L" : "",
           answer->cut ? "C" : "", answer->authentic ? "D" : "",
           answer->authoritative ? "A" : "");
    for (size_t i = 0; i < answer->chain_count; i++)
        printf("%s%s", i > 0 ? "," : "", answer->chain[i]);
    printf("\t%s\t%u\t%u\t", answer->zone != NULL ? answer->zone : "-", answer->ttl,
           answer->milliseconds);
    buf_init(&data, 1 << 20);
    for (size_t i = 0; i < answer->record_count; i++) {
        buf_puts(&data, i > 0 ? "|" : "");
        dns_record_print(&answer->records[i], answer->type, &data);
    }
    puts(buf_text(&data));
    buf_clear(&data);
}

/* Whether all is known. */
static bool ask_all(struct run *run, struct group *group, bool print)
{
    bool is_known = true;
    for (size_t i = 0; i < group->count; i++) {
        const struct line *line = &group->lines[i];
        const struct dns_answer *answer =
            dns_ask(group->asker, line->server, line->name, line->type);
        is_known &= answer != NULL;
        if (answer == NULL || !print)
            continue;
        run->certain += dns_is_certain(answer);
        if (!run->quiet)
            print_answer(answer);
    }
    return is_known;
}

static void free_group(struct group *group)
{
    dns_asker_free(group->asker);
    for (size_t i = 0; i < group->count; i++) {
        free(group->lines[i].name);
        free(group->lines[i].server);
    }
    memory_free(group);
}

static bool begin_group(struct run *run)
{
    struct group *group = memory_new(sizeof *group + run->group * sizeof *group->lines);
    group->asker = dns_asker_new(run->dns, group);
    while (group->count < run->group && read_line(&group->lines[group->count]))
        group->count++;
    bool is_last = group->count < run->group;
    if (ask_all(run, group, false)) {
        ask_all(run, group, true);
        free_group(group);
    }
    return !is_last;
}

static void ask_everything(struct run *run)
{
    bool has_more = true;
    while (true) {
        while (has_more && !dns_is_busy(run->dns))
            has_more = begin_group(run);
        struct group *group = dns_wait(run->dns);
        if (group == NULL && !has_more)
            return;
        if (group == NULL)
            continue;
        if (!ask_all(run, group, true))
            abort();
        free_group(group);
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_totals(const struct run *run, double start)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%.3f\t%lu\t%zu\t", now() - start, dns_sent(run->dns), run->certain);
    for (size_t i = 0; dns_resolver(run->dns, i) != NULL; i++)
        if (dns_resolver_is_dead(run->dns, i))
            printf("%s ", dns_resolver(run->dns, i));
    printf("\t%ld\n", usage.ru_maxrss);
}

static bool read_options(int count, char *words[], struct dns_options *options,
                         struct run *run)
{
    static const char *resolvers[RESOLVERS];
    static const struct option known[] = {{"resolver", required_argument, NULL, 'r'},
                                          {"rate", required_argument, NULL, 'R'},
                                          {"group", required_argument, NULL, 'g'},
                                          {"quiet", no_argument, NULL, 'q'},
                                          {0}};
    int letter;
    options->resolvers = resolvers;
    run->group = 1;
    while ((letter = getopt_long(count, words, "", known, NULL)) != -1) {
        if (letter == 'r' && options->resolver_count < RESOLVERS)
            resolvers[options->resolver_count++] = optarg;
        else if (letter == 'R')
            options->rate = (unsigned)strtoul(optarg, NULL, 10);
        else if (letter == 'g')
            run->group = strtoul(optarg, NULL, 10);
        else if (letter == 'q')
            run->quiet = true;
        else
            return false;
    }
    return optind == count && run->group > 0 && run->group <= GROUP_MAX;
}

int main(int count, char *words[])
{
    struct dns_options options = {0};
    struct run run = {0};
    struct error error;
    if (!read_options(count, words, &options, &run))
        return 2;
    run.dns = dns_new(&options, &error);
    if (run.dns == NULL) {
        fprintf(stderr, "ask: %s\n", error.text);
        return 2;
    }
    double start = now();
    ask_everything(&run);
    print_totals(&run, start);
    dns_free(run.dns);
    return 0;
}
