/* SPDX-License-Identifier: MIT */
/* What is said to a POP3 server (RFC 1939, RFC 2449, RFC 2595, RFC 5034). The maildrop
 * is looked at with STAT; without DELE nothing changes, and RSET makes sure of it. */
#include "probe/judge.h"
#include "probe/login.h"
#include "probe/reply_pop3.h"
#include "probe/speech.h"
#include "probe/story.h"

#include <stdio.h>

static bool say(struct session *session, const char *command)
{
    speech_say(session, command);
    return true;
}

/* The next reply, or the first line of one. */
static enum outcome next(struct session *session, struct pop3_reply *reply)
{
    struct span line;
    if (!inbox_take_line(&session->link.inbox, &line))
        return OUTCOME_WAIT;
    speech_hear(session, line);
    pop3_parse(line, reply);
    return reply->kind == POP3_RUBBISH ? story_rubbish(session, line) : OUTCOME_DONE;
}

static enum outcome await_ok(struct session *session)
{
    struct pop3_reply reply;
    enum outcome outcome = next(session, &reply);
    if (outcome != OUTCOME_DONE || reply.kind == POP3_OK)
        return outcome;
    return reply.kind == POP3_ERR ? story_refused(session, reply.line)
                                  : story_rubbish(session, reply.line);
}

static enum outcome take_greeting(struct session *session)
{
    struct pop3_reply reply;
    enum outcome outcome = next(session, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    judge_greeting(session, reply.line);
    if (reply.kind == POP3_ERR)
        return story_refused(session, reply.line);
    return reply.kind == POP3_OK ? OUTCOME_DONE : story_rubbish(session, reply.line);
}

static bool send_capa(struct session *session)
{
    session->in_body = false;
    session->capabilities = (struct capabilities){.length = 0};
    return say(session, "CAPA");
}

/* A server without CAPA is older than 1998, and knows USER at best. */
static enum outcome take_capa(struct session *session)
{
    struct pop3_reply reply;
    struct span line;
    if (!session->in_body) {
        enum outcome outcome = next(session, &reply);
        if (outcome != OUTCOME_DONE)
            return outcome;
        session->in_body = reply.kind == POP3_OK;
        session->capabilities.user = !session->in_body;
    }
    while (session->in_body) {
        if (!inbox_take_line(&session->link.inbox, &line))
            return OUTCOME_WAIT;
        speech_hear(session, line);
        session->in_body = pop3_body_line(&line);
        if (session->in_body)
            capabilities_add_pop3(&session->capabilities, line);
    }
    return judge_capabilities(session);
}

static bool send_stls(struct session *session)
{
    return say(session, "STLS");
}

/* Always in two lines: Exchange takes no initial response, and RFC 5034 allows a line
 * of 255 bytes only. */
static bool send_auth(struct session *session)
{
    char command[SASL_USER_MAX + 8];
    if (!login_begin(session))
        return false;
    if (session->plain_words)
        snprintf(command, sizeof command, "USER %s", session->target->login->user);
    else
        snprintf(command, sizeof command, "AUTH %s", sasl_name(session->mechanism));
    return say(session, command);
}

static enum outcome take_auth(struct session *session)
{
    struct pop3_reply reply;
    enum outcome outcome;
    while ((outcome = next(session, &reply)) == OUTCOME_DONE) {
        if (reply.kind == POP3_ERR)
            return login_refused(session, reply.line);
        if (reply.kind == POP3_OK && session->plain_words)
            return OUTCOME_DONE;
        if (reply.kind == POP3_OK)
            return login_finish(session);
        if (session->plain_words || !login_answer(session, reply.text))
            return story_rubbish(session, reply.line);
    }
    return outcome;
}

/* The second half of USER and PASS; nothing to do after AUTH. */
static bool send_pass(struct session *session)
{
    if (session->plain_words)
        speech_say_secret(session, "PASS ", session->target->login->secret);
    return true;
}

static enum outcome take_pass(struct session *session)
{
    struct pop3_reply reply;
    enum outcome outcome = OUTCOME_DONE;
    if (!session->plain_words)
        return outcome;
    outcome = next(session, &reply);
    if (outcome == OUTCOME_DONE && reply.kind == POP3_OK)
        return login_finish(session);
    return outcome == OUTCOME_DONE ? login_refused(session, reply.line) : outcome;
}

static bool send_stat(struct session *session)
{
    return say(session, "STAT");
}

static enum outcome take_stat(struct session *session)
{
    struct pop3_reply reply;
    struct span word;
    enum outcome outcome = next(session, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (reply.kind != POP3_OK)
        return story_refused(session, reply.line);
    if (span_next_word(&reply.text, &word))
        story_fact(session, "maildrop: %s messages", speech_quote(session, word));
    return OUTCOME_DONE;
}

static bool send_rset(struct session *session)
{
    return say(session, "RSET");
}

static bool send_quit(struct session *session)
{
    return say(session, "QUIT");
}

const struct step pop3_steps[] = {
    {STAGE_GREETING, NULL, take_greeting},
    {STAGE_CAPABILITIES, send_capa, take_capa},
    {STAGE_STARTTLS, send_stls, await_ok},
    {STAGE_LOGIN, send_auth, take_auth},
    {STAGE_LOGIN, send_pass, take_pass},
    {STAGE_MAILBOX, send_stat, take_stat},
    {STAGE_MAILBOX, send_rset, await_ok},
    {STAGE_LOGOUT, send_quit, await_ok},
    {STAGE_COUNT, NULL, NULL},
};
