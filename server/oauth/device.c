/* SPDX-License-Identifier: MIT */
#include "oauth/device.h"

#include "oauth/members.h"
#include "oauth/post.h"

#include <string.h>
#include <time.h>

enum {
    CODE_MAX = 16 * 1024,
    INTERVAL_DEFAULT = 5, /* RFC 8628 3.2 */
    INTERVAL_MAX = 60,
    SLOW_DOWN_SECONDS = 5, /* RFC 8628 3.5 */
    SECONDS_DEFAULT = 900,
    SECONDS_MAX = 3600,
};

static bool copy(const struct members *members, const char *key, char *out, size_t size)
{
    const char *text = members_string(members, key);
    out[0] = '\0';
    if (text != NULL)
        text_sanitise(text, strlen(text), out, size);
    return out[0] != '\0';
}

static unsigned read_seconds(const struct members *members, const char *key,
                             unsigned otherwise, unsigned max)
{
    long long number;
    if (!members_integer(members, key, &number) || number < 1)
        return otherwise;
    return number < max ? (unsigned)number : max;
}

static bool fill(const struct members *members, struct device *out, struct error *error)
{
    const char *code = members_string(members, "device_code");
    if (code == NULL || code[0] == '\0' || strlen(code) > CODE_MAX)
        return error_set(error, ERROR_INPUT, "there is no device_code in the answer");
    secret_puts(out->code, code);
    /* Some servers have the name of the first drafts. */
    if (!copy(members, "user_code", out->user_code, sizeof out->user_code) ||
        (!copy(members, "verification_uri", out->url, sizeof out->url) &&
         !copy(members, "verification_url", out->url, sizeof out->url)))
        return error_set(error, ERROR_INPUT,
                         "there is no user_code or verification_uri in the answer");
    copy(members, "verification_uri_complete", out->complete_url,
         sizeof out->complete_url);
    copy(members, "message", out->message, sizeof out->message);
    out->interval = read_seconds(members, "interval", INTERVAL_DEFAULT, INTERVAL_MAX);
    out->seconds = read_seconds(members, "expires_in", SECONDS_DEFAULT, SECONDS_MAX);
    return true;
}

bool device_read(struct span json, struct device *out, struct error *error)
{
    AUTO(members) struct members *members = members_read(json, error);
    *out = (struct device){.code = secret_new(CODE_MAX)};
    return members != NULL && fill(members, out, error);
}

void device_clear(struct device *device)
{
    secret_free(device->code);
    *device = (struct device){.code = NULL};
}

static bool ask_for_code(const struct post *post, struct device *out,
                         struct refusal *refusal)
{
    struct fetch_answer answer;
    struct error error;
    bool done =
        post_send(post, post->client->authority->device_endpoint, &answer, refusal);
    if (done && !device_read(secret_span(answer.body), out, &error)) {
        refusal_set(refusal, REFUSAL_FINAL, NULL, "%s", error.text);
        done = false;
    }
    fetch_answer_clear(&answer);
    return done;
}

bool device_begin(const struct client *client, struct device *out,
                  struct refusal *refusal)
{
    struct post post;
    *out = (struct device){.code = NULL};
    if (client->authority->device_endpoint == NULL) {
        refusal_set(refusal, REFUSAL_FINAL, "Use oauth = code.",
                    "the issuer has no device flow");
        return false;
    }
    bool done = post_begin(&post, client, refusal);
    if (done) {
        post_add(&post, "scope", client->scope);
        done = ask_for_code(&post, out, refusal);
    }
    post_clear(&post);
    return done;
}

static struct grant *ask(const struct client *client, const struct device *device,
                         struct refusal *refusal)
{
    struct post post;
    struct grant *grant = NULL;
    if (post_begin(&post, client, refusal)) {
        post_add(&post, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        post_add_secret(&post, "device_code", device->code);
        grant = post_for_grant(&post, refusal);
    }
    post_clear(&post);
    return grant;
}

/* How long to wait after an answer; a server in trouble is asked less and less. */
static unsigned next_interval(unsigned interval, const struct refusal *refusal)
{
    if (refusal->kind == REFUSAL_SLOW_DOWN)
        interval += SLOW_DOWN_SECONDS;
    if (refusal->kind == REFUSAL_TEMPORARY)
        interval *= 2;
    if (refusal->retry_after > (long)interval)
        interval = refusal->retry_after < INTERVAL_MAX ? (unsigned)refusal->retry_after
                                                       : INTERVAL_MAX;
    return interval < INTERVAL_MAX ? interval : INTERVAL_MAX;
}

static long long read_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

struct grant *device_wait(const struct client *client, const struct device *device,
                          struct refusal *refusal)
{
    unsigned interval = device->interval;
    long long deadline = read_clock() + device->seconds;
    *refusal = (struct refusal){.kind = REFUSAL_PENDING};
    while (read_clock() + interval < deadline) {
        nanosleep(&(struct timespec){.tv_sec = interval}, NULL);
        struct grant *grant = ask(client, device, refusal);
        if (grant != NULL || refusal->kind == REFUSAL_FINAL ||
            refusal->kind == REFUSAL_OURS)
            return grant;
        interval = next_interval(interval, refusal);
    }
    if (refusal->kind != REFUSAL_TEMPORARY)
        refusal_explain(refusal, "expired_token", NULL);
    return NULL;
}
