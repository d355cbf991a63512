/* SPDX-License-Identifier: MIT */
/* What is said to a submission server (RFC 5321, RFC 6409, RFC 3207, RFC 4954). There
 * is no mailbox behind it to look at; that a command is answered after the login has to
 * do, for anything more would begin a mail. */
#include "probe/judge.h"
#include "probe/login.h"
#include "probe/speech.h"
#include "probe/story.h"

#include <stdio.h>
#include <string.h>

enum {
    REPLY_READY = 220,
    REPLY_BYE = 221,
    REPLY_LOGGED_IN = 235,
    REPLY_DONE = 250,
    REPLY_CHALLENGE = 334,
};

static bool say(struct session *session, const char *command)
{
    speech_say(session, command);
    return true;
}

static void hear(struct session *session, const struct smtp_reply *reply)
{
    struct span rest = reply->text, line;
    struct buf *whole = &session->smtp.line;
    while (smtp_next_line(&rest, &line)) {
        buf_reset(whole);
        if (reply->code != 0)
            buf_printf(whole, "%u%s", reply->code, rest.length > 0 ? "-" : " ");
        buf_append(whole, line.at, line.length);
        speech_hear(session, (struct span){buf_text(whole), whole->length});
    }
}

static enum outcome next(struct session *session, struct smtp_reply *reply)
{
    if (!smtp_next(&session->smtp, &session->link.inbox, reply))
        return OUTCOME_WAIT;
    hear(session, reply);
    return reply->code == 0 ? story_rubbish(session, reply->text) : OUTCOME_DONE;
}

/* Waits for a reply with this code. */
static enum outcome await_code(struct session *session, unsigned code,
                               struct smtp_reply *reply)
{
    enum outcome outcome = next(session, reply);
    if (outcome != OUTCOME_DONE || reply->code == code)
        return outcome;
    return story_refused(session, smtp_format(&session->smtp, reply));
}

static enum outcome take_greeting(struct session *session)
{
    struct smtp_reply reply;
    enum outcome outcome = await_code(session, REPLY_READY, &reply);
    if (outcome == OUTCOME_DONE)
        judge_greeting(session, smtp_format(&session->smtp, &reply));
    return outcome;
}

/* Who has no name says its address (RFC 5321, 4.1.3). */
static const char *own_name(const struct session *session, char *out, size_t size)
{
    struct ip_address address;
    char text[IP_TEXT_SIZE] = "127.0.0.1";
    if (session->options->ehlo != NULL)
        return session->options->ehlo;
    if (link_own_address(&session->link, &address))
        ip_format(&address, text);
    snprintf(out, size, "[%s%s]", strchr(text, ':') != NULL ? "IPv6:" : "", text);
    return out;
}

static bool send_ehlo(struct session *session)
{
    char command[320], name[IP_TEXT_SIZE + 8];
    snprintf(command, sizeof command, "EHLO %s", own_name(session, name, sizeof name));
    session->capabilities = (struct capabilities){.length = 0};
    return say(session, command);
}

/* The first line greets; each of the others is an extension. */
static enum outcome take_ehlo(struct session *session)
{
    struct smtp_reply reply;
    struct span line;
    enum outcome outcome = await_code(session, REPLY_DONE, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    bool greets = true;
    for (struct span rest = reply.text; smtp_next_line(&rest, &line); greets = false)
        if (!greets)
            capabilities_add_smtp(&session->capabilities, line);
    return judge_capabilities(session);
}

static bool send_starttls(struct session *session)
{
    return say(session, "STARTTLS");
}

static enum outcome take_starttls(struct session *session)
{
    struct smtp_reply reply;
    return await_code(session, REPLY_READY, &reply);
}

/* Always in two lines: a command may have 512 bytes only, a token has more. */
static bool send_auth(struct session *session)
{
    char command[64];
    if (!login_begin(session))
        return false;
    snprintf(command, sizeof command, "AUTH %s", sasl_name(session->mechanism));
    return say(session, command);
}

/* The challenge stands in the last line, and has but one. */
static struct span challenge_of(const struct smtp_reply *reply)
{
    struct span rest = reply->text, line = {"", 0};
    if (!smtp_next_line(&rest, &line))
        return line;
    return span_trim(line);
}

static enum outcome take_auth(struct session *session)
{
    struct smtp_reply reply;
    enum outcome outcome;
    while ((outcome = next(session, &reply)) == OUTCOME_DONE) {
        if (reply.code == REPLY_LOGGED_IN)
            return login_finish(session);
        if (reply.code != REPLY_CHALLENGE)
            return login_refused(session, smtp_format(&session->smtp, &reply));
        if (!login_answer(session, challenge_of(&reply)))
            return OUTCOME_FAILED;
    }
    return outcome;
}

static bool send_noop(struct session *session)
{
    return say(session, "NOOP");
}

static enum outcome take_noop(struct session *session)
{
    struct smtp_reply reply;
    return await_code(session, REPLY_DONE, &reply);
}

static bool send_quit(struct session *session)
{
    return say(session, "QUIT");
}

static enum outcome take_quit(struct session *session)
{
    struct smtp_reply reply;
    return await_code(session, REPLY_BYE, &reply);
}

const struct step smtp_steps[] = {
    {STAGE_GREETING, NULL, take_greeting},
    {STAGE_CAPABILITIES, send_ehlo, take_ehlo},
    {STAGE_STARTTLS, send_starttls, take_starttls},
    {STAGE_LOGIN, send_auth, take_auth},
    {STAGE_MAILBOX, send_noop, take_noop},
    {STAGE_LOGOUT, send_quit, take_quit},
    {STAGE_COUNT, NULL, NULL},
};
