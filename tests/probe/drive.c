/* SPDX-License-Identifier: MIT */
/* Usage: drive
 *        drive HOST PORT ANSWER ALIAS CA_FILE USERS ROUNDS < PASSWORD
 * Runs probes over IMAP and TLS without the command line. Without arguments: prints the
 * ids of all that probe can find. ANSWER is what the DNS says of HOST: an address,
 * nxdomain or nodata; ALIAS another name of HOST, or "". USERS log in at once, as
 * many0@example.com and so on, ROUNDS times. Prints each finding, and after each round
 * how many descriptors and bytes are in use. */
#include "base/pool.h"
#include "probe/diagnosis.h"
#include "probe/kind.h"
#include "probe/probe.h"

#include <dirent.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 60 };

static void print_ids(void)
{
    for (size_t i = 0; i < PROBE_KIND_COUNT; i++)
        puts(probe_kinds[i].id);
    for (size_t i = 0; diagnoses[i].kind.id != NULL; i++)
        puts(diagnoses[i].kind.id);
}

static void answer(void *context, const char *host, struct resolution *out)
{
    const char *text = context;
    (void)host;
    *out = (struct resolution){.status = RESOLUTION_FOUND, .count = 1};
    if (strcmp(text, "nxdomain") == 0)
        out->status = RESOLUTION_NXDOMAIN;
    else if (!ip_parse(text, strlen(text), &out->addresses[0]))
        out->status = RESOLUTION_NODATA;
}

static void print_finding(void *context, const struct finding *finding)
{
    (void)context;
    printf("%s %s\n", finding->id, finding->message);
}

static size_t count_descriptors(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL)
        return 0;
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static struct secret *read_password(void)
{
    char line[100] = "";
    struct secret *password = secret_new(sizeof line);
    if (fgets(line, sizeof line, stdin) != NULL)
        secret_append(password, line, strcspn(line, "\n"));
    return password;
}

/* The target again and again, for one user each. */
static void log_in(const struct probe_target *target, size_t users, size_t rounds,
                   const struct probe_options *options, struct error *error)
{
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(secret) struct secret *password = read_password();
    struct probe_target *targets = pool_alloc(pool, users * sizeof *targets);
    struct probe_login *logins = pool_alloc(pool, users * sizeof *logins);
    for (size_t i = 0; i < users; i++) {
        logins[i] =
            (struct probe_login){.user = pool_printf(pool, "many%zu@example.com", i),
                                 .secret = password,
                                 .mechanisms = {SASL_PLAIN},
                                 .mechanism_count = 1};
        targets[i] = *target;
        targets[i].login = &logins[i];
    }
    for (size_t i = 0; i < rounds && probe_run(targets, users, options, error); i++)
        printf("descriptors %zu\nbytes %zu\n", count_descriptors(),
               mallinfo2().uordblks);
}

static int run(char **words)
{
    struct error error = {.text = ""};
    const struct tls_trust trust = {.file = words[5]};
    AUTO(tls_context) struct tls_context *tls = tls_context_new(&trust, &error);
    const struct probe_options options = {.tls = tls,
                                          .resolve = answer,
                                          .resolver_context = words[3],
                                          .seconds = SECONDS,
                                          .jobs = PROBE_JOBS_MAX,
                                          .sink = print_finding};
    const struct probe_owner owner = {
        .domain = "example.com",
        .alias = words[4][0] != '\0' ? words[4] : NULL,
    };
    const struct probe_target target = {
        .protocol = PROTOCOL_IMAP,
        .security = SECURITY_TLS,
        .host = words[1],
        .port = (uint16_t)strtoul(words[2], NULL, 10),
        .owners = &owner,
    };
    if (tls != NULL)
        log_in(&target, strtoul(words[6], NULL, 10), strtoul(words[7], NULL, 10),
               &options, &error);
    fputs(error.text, stderr);
    return error.text[0] != '\0';
}

int main(int count, char **words)
{
    signal(SIGPIPE, SIG_IGN);
    if (count == 1)
        print_ids();
    else if (count == 8)
        return run(words);
    return 0;
}
