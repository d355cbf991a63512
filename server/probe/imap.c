/* SPDX-License-Identifier: MIT */
/* What is said to an IMAP server (RFC 9051). The mailbox is looked at with STATUS,
 * which changes nothing; SELECT would clear \Recent. */
#include "probe/judge.h"
#include "probe/login.h"
#include "probe/speech.h"
#include "probe/story.h"

#include <stdio.h>
#include <string.h>

/* Does something with an untagged reply. */
typedef void untagged_receiver(struct session *session, const struct imap_reply *reply);

static bool say(struct session *session, const char *command)
{
    char line[128];
    snprintf(line, sizeof line, "a%u %s", ++session->tag, command);
    speech_say(session, line);
    return true;
}

/* The reply without its tag or "* ". */
static struct span words_of(const struct imap_reply *reply)
{
    const char *end = reply->line.at + reply->line.length;
    const char *blank = memchr(reply->line.at, ' ', reply->line.length);
    return blank != NULL ? (struct span){blank + 1, (size_t)(end - blank - 1)}
                         : reply->line;
}

static bool is_own_tag(const struct session *session, struct span tag)
{
    char own[16];
    snprintf(own, sizeof own, "a%u", session->tag);
    return span_equal(tag, own);
}

/* The next reply, if it is one. */
static enum outcome next(struct session *session, struct imap_reply *reply)
{
    if (!imap_next(&session->imap, &session->link.inbox, reply))
        return OUTCOME_WAIT;
    speech_hear(session, reply->line);
    if (reply->kind == IMAP_RUBBISH ||
        (reply->kind == IMAP_TAGGED && !is_own_tag(session, reply->tag)))
        return story_rubbish(session, reply->line);
    return OUTCOME_DONE;
}

/* Waits for the reply that ends the command, or for a challenge. A BYE says more about
 * what is wrong than the close that follows it. */
static enum outcome await(struct session *session, untagged_receiver *receive,
                          struct imap_reply *reply)
{
    enum outcome outcome;
    while ((outcome = next(session, reply)) == OUTCOME_DONE) {
        if (reply->kind != IMAP_UNTAGGED)
            return OUTCOME_DONE;
        if (reply->status == IMAP_BYE && session_stage(session) != STAGE_LOGOUT)
            return story_refused(session, words_of(reply));
        if (receive != NULL)
            receive(session, reply);
    }
    return outcome;
}

/* The same where only OK is good. */
static enum outcome await_ok(struct session *session, untagged_receiver *receive)
{
    struct imap_reply reply;
    enum outcome outcome = await(session, receive, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (reply.kind == IMAP_CONTINUATION)
        return story_rubbish(session, reply.line);
    return reply.status == IMAP_OK ? OUTCOME_DONE
                                   : story_refused(session, words_of(&reply));
}

static void set_capabilities(struct session *session, struct span words)
{
    session->capabilities = (struct capabilities){.length = 0};
    capabilities_add_imap(&session->capabilities, words);
}

/* From CAPABILITY, or from the response code of a greeting or a login. */
static void take_capabilities(struct session *session, const struct imap_reply *reply)
{
    static const size_t word = sizeof "CAPABILITY" - 1;
    if (reply->status == IMAP_DATA && span_equal_nocase(reply->word, "CAPABILITY"))
        set_capabilities(session, reply->text);
    else if (imap_code_is(reply, "CAPABILITY"))
        set_capabilities(
            session, (struct span){reply->code.at + word, reply->code.length - word});
}

static enum outcome take_greeting(struct session *session)
{
    struct imap_reply reply;
    enum outcome outcome = next(session, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (reply.kind != IMAP_UNTAGGED || reply.status == IMAP_DATA)
        return story_rubbish(session, reply.line);
    judge_greeting(session, words_of(&reply));
    if (reply.status == IMAP_PREAUTH)
        return story_fail(session, PROBE_GREETING_PREAUTH, NULL);
    if (reply.status != IMAP_OK)
        return story_refused(session, words_of(&reply));
    take_capabilities(session, &reply);
    return OUTCOME_DONE;
}

static bool send_capability(struct session *session)
{
    return say(session, "CAPABILITY");
}

static enum outcome take_capability(struct session *session)
{
    enum outcome outcome = await_ok(session, take_capabilities);
    return outcome == OUTCOME_DONE ? judge_capabilities(session) : outcome;
}

static bool send_starttls(struct session *session)
{
    return say(session, "STARTTLS");
}

static enum outcome take_starttls(struct session *session)
{
    return await_ok(session, NULL);
}

/* As a quoted string (RFC 9051 4.3). */
static void put_quoted(struct secret *out, struct span text)
{
    secret_puts(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            secret_puts(out, "\\");
        secret_append(out, text.at + i, 1);
    }
    secret_puts(out, "\"");
}

static bool send_login(struct session *session)
{
    const struct probe_login *login = session->target->login;
    AUTO(secret) struct secret *before = secret_new(SASL_USER_MAX * 2 + 32);
    AUTO(secret) struct secret *password = secret_new(SASL_LINE_MAX);
    char command[32];
    snprintf(command, sizeof command, "a%u LOGIN ", ++session->tag);
    secret_puts(before, command);
    put_quoted(before, (struct span){login->user, strlen(login->user)});
    secret_puts(before, " ");
    put_quoted(password, secret_span(login->secret));
    speech_say_secret(session, secret_span(before).at, password);
    return true;
}

/* With the initial response where the server takes it; a token may make a line of many
 * kilobytes, which servers of IMAP have to stand. */
static bool send_authenticate(struct session *session)
{
    char command[64];
    if (!login_begin(session))
        return false;
    if (session->plain_words)
        return send_login(session);
    snprintf(command, sizeof command, "AUTHENTICATE %s", sasl_name(session->mechanism));
    if (session->capabilities.sasl_ir) {
        char before[80];
        snprintf(before, sizeof before, "a%u %s ", session->tag + 1, command);
        if (login_send_initial(session, before)) {
            session->tag++;
            return true;
        }
    }
    return say(session, command);
}

static enum outcome take_authenticate(struct session *session)
{
    struct imap_reply reply;
    enum outcome outcome;
    while ((outcome = await(session, take_capabilities, &reply)) == OUTCOME_DONE) {
        if (reply.kind == IMAP_TAGGED && reply.status != IMAP_OK)
            return login_refused(session, words_of(&reply));
        if (reply.kind == IMAP_TAGGED) {
            take_capabilities(session, &reply);
            return login_finish(session);
        }
        if (session->plain_words)
            return story_rubbish(session, reply.line);
        if (!login_answer(session, reply.text))
            return OUTCOME_FAILED;
    }
    return outcome;
}

static bool send_status(struct session *session)
{
    return say(session, "STATUS INBOX (MESSAGES UIDVALIDITY)");
}

static void take_counts(struct session *session, const struct imap_reply *reply)
{
    unsigned long messages, validity;
    if (imap_status_number(reply, "MESSAGES", &messages) &&
        imap_status_number(reply, "UIDVALIDITY", &validity))
        story_fact(session, "INBOX: %lu messages, UIDVALIDITY %lu", messages, validity);
}

static enum outcome take_status(struct session *session)
{
    enum outcome outcome = await_ok(session, take_counts);
    if (outcome == OUTCOME_DONE)
        story_fact(session, session->capabilities.idle ? "IDLE offered" : "no IDLE");
    return outcome;
}

static bool send_logout(struct session *session)
{
    return say(session, "LOGOUT");
}

static enum outcome take_logout(struct session *session)
{
    return await_ok(session, NULL);
}

const struct step imap_steps[] = {
    {STAGE_GREETING, NULL, take_greeting},
    {STAGE_CAPABILITIES, send_capability, take_capability},
    {STAGE_STARTTLS, send_starttls, take_starttls},
    {STAGE_LOGIN, send_authenticate, take_authenticate},
    {STAGE_MAILBOX, send_status, take_status},
    {STAGE_LOGOUT, send_logout, take_logout},
    {STAGE_COUNT, NULL, NULL},
};
