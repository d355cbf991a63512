/* SPDX-License-Identifier: MIT */
#include "probe/story.h"

#include "base/buf.h"
#include "oauth/claims.h"
#include "probe/speech.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FACT_SIZE = 512, MESSAGE_MAX = 6 * 1024, TOKEN_TEXT_SIZE = 1024 };

void story_fact(struct session *session, const char *format, ...)
{
    struct story *story = &session->story;
    char text[FACT_SIZE];
    va_list arguments;
    if (story->fact_count == SESSION_FACTS_MAX)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    story->facts[story->fact_count++] =
        speech_quote(session, (struct span){text, strlen(text)});
}

void story_note(struct session *session, enum probe_kind kind, const char *text)
{
    struct story *story = &session->story;
    if (story->note_count < SESSION_NOTES_MAX)
        story->notes[story->note_count++] = (struct note){&probe_kinds[kind], text};
}

/* What goes wrong while leaving is no failure: all that was looked for is known. */
static bool is_told(const struct session *session)
{
    return session->story.failure != NULL || session_stage(session) == STAGE_LOGOUT;
}

static enum outcome fail(struct session *session, const struct finding_kind *kind,
                         const char *text)
{
    struct story *story = &session->story;
    if (is_told(session))
        return OUTCOME_FAILED;
    story->failure = kind;
    story->failed = session_stage(session);
    story->text = text != NULL && text[0] != '\0' ? text : NULL;
    return OUTCOME_FAILED;
}

enum outcome story_fail(struct session *session, enum probe_kind kind, const char *text)
{
    return fail(session, &probe_kinds[kind], text);
}

enum outcome story_rubbish(struct session *session, struct span line)
{
    if (!is_told(session))
        session->story.said = speech_quote(session, line);
    return story_fail(session, PROBE_TALK_RUBBISH, NULL);
}

/* What was shown to the server until now. */
static enum credential shown_credential(const struct session *session)
{
    enum stage stage = session_stage(session);
    if (session->target->login == NULL ||
        (stage != STAGE_LOGIN && stage != STAGE_MAILBOX))
        return CREDENTIAL_NONE;
    return !session->plain_words && sasl_takes_token(session->mechanism)
               ? CREDENTIAL_TOKEN
               : CREDENTIAL_PASSWORD;
}

/* To STARTTLS servers say no in many words; a goodbye is none of them. */
static bool refuses_starttls(const struct session *session)
{
    const char *said = session->story.said;
    return session_stage(session) == STAGE_STARTTLS &&
           strcmp(said, DIAGNOSIS_CLOSED) != 0 && strncmp(said, "421", 3) != 0 &&
           strncmp(said, "BYE", 3) != 0;
}

/* What the token says of itself: servers that refuse it seldom say why. */
static void append_token(struct session *session, struct buf *text)
{
    char facts[TOKEN_TEXT_SIZE];
    struct claims claims;
    if (shown_credential(session) != CREDENTIAL_TOKEN ||
        !claims_read(session->target->login->secret, session->pool, &claims) ||
        claims_format(&claims, facts, sizeof facts)[0] == '\0')
        return;
    buf_printf(text, "%sThe token says: %s.", text->length > 0 ? " " : "", facts);
}

/* The causes in their order, and how long the server wants to be left alone. */
static const char *explain(struct session *session, const struct diagnosis *diagnosis)
{
    struct buf text;
    unsigned long *backoff = &session->story.backoff;
    buf_init(&text, MESSAGE_MAX);
    for (size_t i = 0; diagnosis->causes != NULL && diagnosis->causes[i] != NULL; i++)
        buf_printf(&text, "%s%zu. %s", i == 0 ? "Likely causes: " : " ", i + 1,
                   diagnosis->causes[i]);
    append_token(session, &text);
    if (diagnosis_backoff(session->story.said, backoff))
        buf_printf(&text, "%sIt wants to be left alone for %lu milliseconds.",
                   text.length > 0 ? " " : "", *backoff);
    const char *copy = pool_strdup(session->pool, buf_text(&text));
    buf_clear(&text);
    return copy;
}

/* The sentence as a comment, the lines to paste below it. */
static const char *cure(struct session *session, const struct diagnosis *diagnosis)
{
    const struct probe_login *login = session->target->login;
    struct claims claims = {.scope = NULL};
    if (login != NULL && shown_credential(session) == CREDENTIAL_TOKEN &&
        !claims_read(login->secret, session->pool, &claims))
        claims = (struct claims){.scope = NULL};
    const struct diagnosis_values values = {
        .mailbox = session->target->mailbox,
        .user = login != NULL ? login->user : NULL,
        .application = claims.application,
        .object = claims.is_application ? claims.object : NULL,
    };
    const char *lines = diagnosis_cure(diagnosis, &values, session->pool);
    if (lines == NULL)
        return NULL;
    return pool_printf(session->pool, "# %s\n%s", diagnosis->kind.remedy, lines);
}

enum outcome story_refused(struct session *session, struct span line)
{
    if (is_told(session))
        return OUTCOME_FAILED;
    session->story.said = speech_quote(session, line);
    const struct diagnosis_question question = {
        .protocol = session->target->protocol,
        .stage = session_stage(session),
        .credential = shown_credential(session),
        .exchange_online = session->exchange_online,
        .line = session->story.said,
    };
    if (refuses_starttls(session))
        return story_fail(session, PROBE_TLS_STARTTLS_REFUSED, NULL);
    const struct diagnosis *diagnosis = diagnosis_find(&question);
    if (diagnosis == NULL)
        return story_fail(session, PROBE_TALK_REFUSED, NULL);
    session->story.remedy = cure(session, diagnosis);
    return fail(session, &diagnosis->kind, explain(session, diagnosis));
}

/* What is told of one owner. */
struct telling {
    const struct session *session;
    struct pool *pool;
    struct note notes[SESSION_NOTES_MAX + 1];
    size_t note_count;
    const struct finding_kind *kind;
};

static const struct finding_kind *kind_of_success(const struct probe_target *target)
{
    if (target->policy != NULL)
        return &probe_kinds[PROBE_POLICY_BROKEN];
    if (target->login != NULL)
        return &probe_kinds[PROBE_WORKS];
    return &probe_kinds[target->unadvertised != NULL ? PROBE_LOGIN_UNADVERTISED
                                                     : PROBE_NO_LOGIN];
}

/* What is not offered, or what the server itself says no to; not what we would not do.
 * Who is let in and then finds no mailbox does not use this protocol. */
static bool is_refusal(const struct session *session)
{
    const struct story *story = &session->story;
    const struct finding_kind *kind = story->failure;
    bool shuts_mailbox =
        session->target->may_be_absent && story->failed == STAGE_MAILBOX;
    if (kind == &probe_kinds[PROBE_LOGIN_NO_AUTH] ||
        kind == &probe_kinds[PROBE_LOGIN_NO_MECHANISM])
        return true;
    return (story->failed == STAGE_LOGIN || shuts_mailbox) && story->said != NULL &&
           kind->verdict == VERDICT_FAIL && kind != &probe_kinds[PROBE_TALK_RUBBISH];
}

static bool holds_policy(const struct session *session)
{
    const struct probe_target *target = session->target;
    const struct story *story = &session->story;
    bool absent =
        story->failed <= STAGE_CONNECT && story->failure->verdict == VERDICT_FAIL;
    return target->policy != NULL &&
           (is_refusal(session) || (target->may_be_absent && absent));
}

/* The gravest of the notes, or that all is well. */
static void choose_kind(struct telling *telling)
{
    const struct session *session = telling->session;
    telling->kind = kind_of_success(session->target);
    for (size_t i = 0; i < telling->note_count; i++)
        if (telling->notes[i].kind->verdict > telling->kind->verdict)
            telling->kind = telling->notes[i].kind;
    if (session->story.failure != NULL)
        telling->kind = holds_policy(session) ? &probe_kinds[PROBE_POLICY_HOLDS]
                                              : session->story.failure;
}

/* Owners share the notes of the session, but each has a name of its own. */
static void gather_notes(struct telling *telling, const struct probe_owner *owner)
{
    const struct story *story = &telling->session->story;
    const struct stage_result *judged = &story->stages[STAGE_CERTIFICATE];
    memcpy(telling->notes, story->notes, story->note_count * sizeof *story->notes);
    telling->note_count = story->note_count;
    if (owner->alias == NULL || judged->skipped || judged->verdict != VERDICT_OK ||
        tls_connection_covers(telling->session->link.tls, owner->alias))
        return;
    telling->notes[telling->note_count++] =
        (struct note){&probe_kinds[PROBE_CERTIFICATE_ALIAS],
                      pool_printf(telling->pool, "the alias is %s", owner->alias)};
}

/* Sentences come from errors as well, which begin small and have no full stop. */
static void append_sentence(struct buf *text, const char *sentence)
{
    size_t length = strlen(sentence);
    if (length == 0)
        return;
    bool small = sentence[0] >= 'a' && sentence[0] <= 'z';
    buf_printf(text, "%s%c%s%s", text->length > 0 ? " " : "",
               small ? sentence[0] - 'a' + 'A' : sentence[0], sentence + 1,
               strchr(".!?", sentence[length - 1]) != NULL ? "" : ".");
}

static void append_notes(struct buf *text, const struct telling *telling)
{
    for (size_t i = 0; i < telling->note_count; i++) {
        const struct note *note = &telling->notes[i];
        if (note->kind != telling->kind)
            append_sentence(text, note->kind->when);
        if (note->text != NULL)
            append_sentence(text, note->text);
    }
}

/* Where nothing has to be mended, what was seen is the news. */
static void append_facts(struct buf *text, const struct story *story)
{
    for (size_t i = 0; i < story->fact_count; i++)
        buf_printf(text, "%s%s", i > 0 ? "; " : " Seen: ", story->facts[i]);
    if (story->fact_count > 0)
        buf_puts(text, ".");
}

static void append_policy(struct buf *text, const struct telling *telling)
{
    if (telling->kind == &probe_kinds[PROBE_POLICY_HOLDS] ||
        telling->kind == &probe_kinds[PROBE_POLICY_BROKEN])
        buf_printf(text, " Policy: %s.", telling->session->target->policy);
}

static const char *write_message(const struct telling *telling)
{
    const struct story *story = &telling->session->story;
    const char *unadvertised = telling->session->target->unadvertised;
    struct buf text;
    buf_init(&text, MESSAGE_MAX);
    append_sentence(&text, telling->kind->when);
    append_policy(&text, telling);
    if (telling->kind == &probe_kinds[PROBE_LOGIN_UNADVERTISED])
        append_sentence(&text, unadvertised);
    if (telling->kind == &probe_kinds[PROBE_POLICY_HOLDS]) {
        append_sentence(&text, story->failure->when);
    } else if (story->text != NULL) {
        append_sentence(&text, story->text);
    }
    append_notes(&text, telling);
    if (telling->kind->verdict < VERDICT_WARN)
        append_facts(&text, story);
    const char *message = pool_strdup(telling->pool, buf_text(&text));
    buf_clear(&text);
    return message;
}

/* "imaps://mail.example.com:993 as ann@example.com" */
static const char *write_subject(const struct probe_target *target, struct pool *pool)
{
    static const char *const schemes[PROTOCOL_COUNT][2] = {
        [PROTOCOL_IMAP] = {"imaps", "imap"},
        [PROTOCOL_POP3] = {"pop3s", "pop3"},
        [PROTOCOL_SMTP] = {"submissions", "submission"},
    };
    bool six = strchr(target->host, ':') != NULL;
    return pool_printf(pool, "%s://%s%s%s:%u%s%s",
                       schemes[target->protocol][target->security == SECURITY_STARTTLS],
                       six ? "[" : "", target->host, six ? "]" : "", target->port,
                       target->login != NULL ? " as " : "",
                       target->login != NULL ? target->login->user : "");
}

static void add_found(const struct story *story, struct finding *out)
{
    size_t count = 0;
    if (story->said != NULL)
        out->found[count++] = story->said;
    for (size_t i = 0; i < story->fact_count; i++)
        out->found[count++] = story->facts[i];
}

/* That of the kind, unless the story has one that fits better. */
static const char *remedy_of(const struct telling *telling)
{
    const struct story *story = &telling->session->story;
    bool of_failure = telling->kind == story->failure && story->remedy != NULL;
    return of_failure ? story->remedy : telling->kind->remedy;
}

void story_finding(const struct session *session, const struct probe_owner *owner,
                   struct pool *pool, struct finding *out)
{
    const struct story *story = &session->story;
    struct telling telling = {.session = session, .pool = pool};
    gather_notes(&telling, owner);
    choose_kind(&telling);
    *out = (struct finding){
        .id = telling.kind->id,
        .verdict = telling.kind->verdict,
        .domain = owner->domain,
        .subject = write_subject(session->target, pool),
        .expected = {story->expected},
        .message = write_message(&telling),
        .remedy = remedy_of(&telling),
        .file = owner->file,
        .line = owner->line,
        .stage = telling.kind->verdict > VERDICT_OK && story->failure != NULL
                     ? stage_name(story->failed)
                     : NULL,
        .stages = story->stages,
        .stage_count = STAGE_COUNT,
    };
    add_found(story, out);
    for (size_t i = 0; i < STAGE_COUNT; i++)
        out->milliseconds += story->stages[i].milliseconds;
}
