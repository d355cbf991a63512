/* SPDX-License-Identifier: MIT */
#include "probe/speech.h"

#include "base/buf.h"
#include "probe/redact.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_MAX = 500, LINE_MAX_SHOWN = 8 * 1024, SECRETS = 2 + REDACT_DISGUISES };

static void show(const struct session *session, char speaker, const char *line)
{
    const struct probe_options *options = session->options;
    if (options->transcript != NULL)
        options->transcript(options->transcript_context, session->target, speaker,
                            line);
}

void speech_say(struct session *session, const char *command)
{
    show(session, 'C', command);
    secret_puts(session->link.outbox, command);
    secret_puts(session->link.outbox, "\r\n");
}

void speech_say_secret(struct session *session, const char *before,
                       const struct secret *secret)
{
    char line[SASL_USER_MAX * 2 + 128];
    struct span bytes = secret_span(secret);
    snprintf(line, sizeof line, "%s<secret, %zu bytes>", before, bytes.length);
    show(session, 'C', bytes.length > 0 ? line : before);
    secret_puts(session->link.outbox, before);
    secret_append(session->link.outbox, bytes.at, bytes.length);
    secret_puts(session->link.outbox, "\r\n");
    secret_append(session->sent, bytes.at, bytes.length);
}

/* Appends a line without our secrets. */
static void append_redacted(struct session *session, struct span line, struct buf *out)
{
    const struct probe_login *login = session->target->login;
    const struct secret *secrets[SECRETS] = {login != NULL ? login->secret : NULL,
                                             session->sent};
    memcpy(secrets + SECRETS - REDACT_DISGUISES, session->disguises,
           sizeof session->disguises);
    buf_init(out, (size_t)INBOX_PHASE_MAX * 2);
    redact(line, secrets, SECRETS, out);
}

void speech_hear(struct session *session, struct span line)
{
    struct buf text;
    char shown[LINE_MAX_SHOWN];
    if (session->options->transcript == NULL)
        return;
    append_redacted(session, line, &text);
    show(session, 'S',
         text_sanitise(buf_text(&text), text.length, shown, sizeof shown));
    buf_clear(&text);
}

const char *speech_quote(struct session *session, struct span line)
{
    struct buf text;
    char shown[SHOWN_MAX];
    append_redacted(session, line, &text);
    text_sanitise(buf_text(&text), text.length, shown, sizeof shown);
    buf_clear(&text);
    return pool_strdup(session->pool, shown);
}
