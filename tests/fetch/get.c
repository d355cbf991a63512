/* SPDX-License-Identifier: MIT */
/* Usage: get CA_FILE HOSTS_FILE SECONDS URL...
 * Fetches all URLs at once, following redirections, and prints an object of JSON for
 * each. BODY in the environment: posts it, and with USER: as USER with the password
 * BODY. */
#include "fetch/fetch.h"

#include "dns/hosts.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URLS_MAX = 64 };

static const char *const names[] = {"answered",  "no-host",   "refused",
                                    "untrusted", "too-long",  "redirected",
                                    "temporary", "impossible"};

/* A test's answers hold neither quotes nor control characters. */
static void print(const struct fetch_answer *answer)
{
    struct span body = secret_span(answer->body);
    printf("{\"result\": \"%s\", \"status\": %ld, \"url\": \"%s\", \"type\": \"%s\", "
           "\"location\": \"%s\", \"bytes\": %zu, \"body\": \"%.*s\", \"retry\": %ld, "
           "\"text\": \"%s\", \"milliseconds\": %u}\n",
           names[answer->result], answer->status, answer->url, answer->content_type,
           answer->location, body.length, body.length < 200 ? (int)body.length : 0,
           body.at, answer->retry_after, answer->text, answer->milliseconds);
}

static struct fetch_request make_request(const char *url, const struct secret *body)
{
    return (struct fetch_request){.url = url,
                                  .body = body,
                                  .content_type = "text/plain",
                                  .accept = "application/json",
                                  .user_agent = "waypost",
                                  .basic_user = getenv("USER"),
                                  .basic_password = body,
                                  .follows = true};
}

static int fetch(const struct fetch_options *options, char *urls[], size_t count)
{
    struct fetch_request requests[URLS_MAX];
    struct fetch_answer answers[URLS_MAX];
    struct error error;
    AUTO(secret) struct secret *body = secret_new(4096);
    if (getenv("BODY") != NULL)
        secret_puts(body, getenv("BODY"));
    for (size_t i = 0; i < count; i++)
        requests[i] = make_request(urls[i], getenv("BODY") != NULL ? body : NULL);
    bool done = fetch_run(requests, count, options, answers, &error);
    for (size_t i = 0; i < count; i++) {
        print(&answers[i]);
        fetch_answer_clear(&answers[i]);
    }
    return done ? 0 : 1;
}

int main(int argc, char *argv[])
{
    struct error error;
    signal(SIGPIPE, SIG_IGN);
    if (argc < 5 || argc - 4 > URLS_MAX)
        return 2;
    AUTO(hosts) struct hosts *hosts = hosts_read(argv[2], &error);
    const struct fetch_options options = {.ca_file = argv[1],
                                          .seconds =
                                              (unsigned)strtoul(argv[3], NULL, 10),
                                          .resolve = hosts_resolve,
                                          .resolver_context = hosts};
    return hosts != NULL ? fetch(&options, argv + 4, (size_t)argc - 4) : 1;
}
