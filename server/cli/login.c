/* SPDX-License-Identifier: MIT */
#include "cli/login.h"

#include "http/loopback.h"
#include "oauth/code.h"
#include "oauth/device.h"

#include <stdio.h>
#include <string.h>

enum { BROWSER_SECONDS = 900, PAGE_SIZE = 64 };

static void show_device(const struct device *device)
{
    if (device->message[0] != '\0')
        fprintf(stderr, "%s\n", device->message);
    else
        fprintf(stderr, "To log in, open %s in a browser and enter the code %s\n",
                device->url, device->user_code);
    if (device->complete_url[0] != '\0')
        fprintf(stderr, "or open %s\n", device->complete_url);
    fprintf(stderr, "The code is valid for %u minutes.\n", (device->seconds + 59) / 60);
}

static struct grant *ask_by_device(const struct applicant *applicant,
                                   struct refusal *refusal)
{
    struct device device;
    struct grant *grant = NULL;
    if (device_begin(&applicant->client, &device, refusal)) {
        show_device(&device);
        grant = device_wait(&applicant->client, &device, refusal);
    }
    device_clear(&device);
    return grant;
}

/* What the browser brought back. */
static struct grant *take_visit(const struct applicant *applicant,
                                const struct code_login *login,
                                const struct loopback_visit *visit,
                                struct refusal *refusal)
{
    if (visit->error[0] != '\0') {
        refusal_explain(refusal, visit->error, visit->description);
        return NULL;
    }
    if (secret_span(visit->code).length == 0)
        return refusal_set(refusal, REFUSAL_FINAL, NULL,
                           "the browser brought back neither a code nor an error");
    return code_finish(&applicant->client, login, visit->code, refusal);
}

static struct grant *wait_for_browser(const struct applicant *applicant,
                                      const struct code_login *login,
                                      struct loopback *loopback,
                                      struct refusal *refusal)
{
    struct loopback_visit visit;
    struct error error;
    struct grant *grant = NULL;
    fprintf(stderr, "To log in, open this in a browser on this machine:\n%s\n",
            login->url);
    if (loopback_wait(loopback, login->state, BROWSER_SECONDS, &visit, &error))
        grant = take_visit(applicant, login, &visit, refusal);
    else
        refusal_set(refusal, REFUSAL_TEMPORARY,
                    "Begin anew; where there is no browser, use oauth = device.", "%s",
                    error.text);
    loopback_visit_clear(&visit);
    return grant;
}

static struct grant *ask_by_code(const struct applicant *applicant,
                                 struct refusal *refusal)
{
    struct code_login login;
    struct error error;
    struct grant *grant = NULL;
    char redirect[PAGE_SIZE];
    AUTO(loopback) struct loopback *loopback = loopback_open(&error);
    if (loopback == NULL)
        return refusal_set(refusal, REFUSAL_OURS, NULL, "%s", error.text);
    snprintf(redirect, sizeof redirect, "http://%s:%u",
             applicant->authority.redirect_host, loopback_port(loopback));
    if (code_begin(&applicant->client, redirect, applicant->pool, &login, refusal))
        grant = wait_for_browser(applicant, &login, loopback, refusal);
    code_clear(&login);
    return grant;
}

struct grant *login_ask(const struct applicant *applicant, struct refusal *refusal)
{
    if (applicant->user->account->oauth.flow == FLOW_DEVICE)
        return ask_by_device(applicant, refusal);
    return ask_by_code(applicant, refusal);
}
