/* SPDX-License-Identifier: MIT */
#include "probe/sasl.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/memory.h"
#include "oauth/members.h"
#include "probe/scram.h"

#include <stdio.h>
#include <string.h>

enum { CHALLENGE_MAX = 16 * 1024 };

struct sasl {
    struct sasl_login login;
    struct scram *scram;
    struct sasl_failure failure;
    enum sasl_trouble trouble;
    bool is_refused; /* the server has sent its JSON */
    unsigned sent;   /* how many messages */
};

static const char *const names[SASL_MECHANISM_COUNT] = {
    [SASL_PLAIN] = "PLAIN",
    [SASL_LOGIN] = "LOGIN",
    [SASL_SCRAM_SHA_256] = "SCRAM-SHA-256",
    [SASL_XOAUTH2] = "XOAUTH2",
    [SASL_OAUTHBEARER] = "OAUTHBEARER",
};

const char *sasl_name(enum sasl_mechanism mechanism)
{
    return names[mechanism];
}

bool sasl_find(struct span name, enum sasl_mechanism *mechanism)
{
    for (int i = 0; i < SASL_MECHANISM_COUNT; i++)
        if (span_equal_nocase(name, names[i])) {
            *mechanism = (enum sasl_mechanism)i;
            return true;
        }
    return false;
}

bool sasl_takes_token(enum sasl_mechanism mechanism)
{
    return mechanism == SASL_XOAUTH2 || mechanism == SASL_OAUTHBEARER;
}

/* Control characters part the fields of every mechanism. */
static bool check_user(const char *user, struct error *error)
{
    size_t length = strlen(user);
    if (length == 0 || length > SASL_USER_MAX)
        return error_set(error, ERROR_INPUT,
                         "the user name has %zu bytes; 1 to %d can "
                         "be sent",
                         length, SASL_USER_MAX);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)user[i] < 0x20 || user[i] == 0x7F)
            return error_set(error, ERROR_INPUT,
                             "the user name holds a control character");
    return true;
}

/* RFC 6750, 2.1 has fewer characters for tokens; some servers' tokens have more. */
static bool check_token(struct span token, struct error *error)
{
    for (size_t i = 0; i < token.length; i++) {
        if (token.at[i] == '\r' || token.at[i] == '\n')
            return error_set(error, ERROR_INPUT, "the token holds a line break");
        if (token.at[i] <= 0x20 || token.at[i] >= 0x7F)
            return error_set(error, ERROR_INPUT,
                             "the token holds a byte that no token may have");
    }
    return true;
}

static bool check_secret(const struct sasl_login *login, struct error *error)
{
    const char *what = sasl_takes_token(login->mechanism) ? "token" : "password";
    struct span secret = secret_span(login->secret);
    if (secret.length == 0)
        return error_set(error, ERROR_INPUT, "the %s is empty", what);
    if (secret.length > SASL_SECRET_MAX)
        return error_set(error, ERROR_INPUT, "the %s has more than %d bytes", what,
                         SASL_SECRET_MAX);
    if (sasl_takes_token(login->mechanism))
        return check_token(secret, error);
    if (memchr(secret.at, '\0', secret.length) != NULL)
        return error_set(error, ERROR_INPUT, "the password holds a zero byte");
    return true;
}

struct sasl *sasl_new(const struct sasl_login *login, struct error *error)
{
    if (!check_user(login->user, error) || !check_secret(login, error))
        return NULL;
    struct sasl *sasl = memory_new(sizeof *sasl);
    sasl->login = *login;
    if (login->mechanism == SASL_SCRAM_SHA_256)
        sasl->scram = scram_new(login->user, login->secret, NULL);
    return sasl;
}

void sasl_free(struct sasl *sasl)
{
    if (sasl == NULL)
        return;
    scram_free(sasl->scram);
    memory_free(sasl);
}

static void append_secret(struct secret *out, const struct sasl_login *login)
{
    struct span secret = secret_span(login->secret);
    secret_append(out, secret.at, secret.length);
}

static void append_plain(struct secret *out, const struct sasl_login *login)
{
    secret_append(out, "", 1);
    secret_puts(out, login->user);
    secret_append(out, "", 1);
    append_secret(out, login);
}

static void append_xoauth2(struct secret *out, const struct sasl_login *login)
{
    secret_puts(out, "user=");
    secret_puts(out, login->user);
    secret_puts(out, "\001auth=Bearer ");
    append_secret(out, login);
    secret_puts(out, "\001\001");
}

/* RFC 5801, 4: saslname has no "," and no "=". */
static void append_saslname(struct secret *out, const char *name)
{
    for (; *name != '\0'; name++) {
        if (*name == '=')
            secret_puts(out, "=3D");
        else if (*name == ',')
            secret_puts(out, "=2C");
        else
            secret_append(out, name, 1);
    }
}

static void append_oauthbearer(struct secret *out, const struct sasl_login *login)
{
    struct buf server;
    buf_init(&server, 512);
    buf_printf(&server, ",\001host=%s\001port=%u\001auth=Bearer ", login->host,
               login->port);
    secret_puts(out, "n,a=");
    append_saslname(out, login->user);
    secret_append(out, server.data, server.length);
    append_secret(out, login);
    secret_puts(out, "\001\001");
    buf_clear(&server);
}

/* The first message of those mechanisms in which the client speaks first. */
static void append_first(struct sasl *sasl, struct secret *out)
{
    switch (sasl->login.mechanism) {
    case SASL_PLAIN:
        append_plain(out, &sasl->login);
        break;
    case SASL_XOAUTH2:
        append_xoauth2(out, &sasl->login);
        break;
    case SASL_OAUTHBEARER:
        append_oauthbearer(out, &sasl->login);
        break;
    default:
        scram_first(sasl->scram, out);
    }
}

static void send_first(struct sasl *sasl, struct secret *out)
{
    AUTO(secret) struct secret *message = secret_new(SASL_LINE_MAX);
    append_first(sasl, message);
    base64_append(out, secret_span(message));
}

bool sasl_initial(struct sasl *sasl, struct secret *out)
{
    if (sasl->login.mechanism == SASL_LOGIN)
        return false;
    sasl->sent++;
    send_first(sasl, out);
    return true;
}

static bool give_up(struct sasl *sasl, enum sasl_trouble trouble, struct error *error,
                    const char *sentence)
{
    sasl->trouble = trouble;
    return error_set(error, ERROR_TEMPORARY, "%s", sentence);
}

/* What the prompts say differs between servers; their order does not. */
static bool answer_login(struct sasl *sasl, struct secret *out, struct error *error)
{
    struct span user = {sasl->login.user, strlen(sasl->login.user)};
    if (sasl->sent > 2)
        return give_up(sasl, SASL_NONSENSE, error,
                       "the server asks for more than user name and password");
    base64_append(out, sasl->sent == 1 ? user : secret_span(sasl->login.secret));
    return true;
}

static void copy_member(const struct members *members, const char *key, char *out,
                        size_t size)
{
    const char *text = members_string(members, key);
    long long number;
    if (text != NULL)
        text_sanitise(text, strlen(text), out, size);
    else if (members_integer(members, key, &number))
        snprintf(out, size, "%lld", number);
}

/* Only shown, so that a server that sends something else in its place is no trouble. */
static void read_failure(struct sasl_failure *failure, struct span text)
{
    struct error error;
    AUTO(members) struct members *members = members_read(text, &error);
    if (members == NULL) {
        text_sanitise(text.at, text.length, failure->status, sizeof failure->status);
        return;
    }
    copy_member(members, "status", failure->status, sizeof failure->status);
    copy_member(members, "scope", failure->scope, sizeof failure->scope);
    copy_member(members, "schemes", failure->schemes, sizeof failure->schemes);
    copy_member(members, "openid-configuration", failure->configuration,
                sizeof failure->configuration);
}

/* RFC 7628, 3.2.3 wants a ^A, Google an empty line. */
static bool answer_refusal(struct sasl *sasl, struct span challenge, struct secret *out,
                           struct error *error)
{
    if (sasl->is_refused)
        return give_up(sasl, SASL_NONSENSE, error,
                       "the server goes on after having refused the token");
    sasl->is_refused = true;
    read_failure(&sasl->failure, challenge);
    if (sasl->login.mechanism == SASL_OAUTHBEARER)
        base64_append(out, (struct span){"\001", 1});
    return true;
}

static bool answer_scram(struct sasl *sasl, struct span challenge, struct secret *out,
                         struct error *error)
{
    AUTO(secret) struct secret *message = secret_new(SASL_LINE_MAX);
    if (sasl->sent == 2)
        sasl->trouble = scram_final(sasl->scram, challenge, message, error);
    else if (sasl->sent == 3)
        sasl->trouble = scram_verify(sasl->scram, challenge, error);
    else
        return give_up(sasl, SASL_NONSENSE, error,
                       "the server goes on after its proof");
    base64_append(out, secret_span(message));
    return sasl->trouble == SASL_FINE;
}

static bool answer_decoded(struct sasl *sasl, struct span challenge, struct secret *out,
                           struct error *error)
{
    if (sasl_takes_token(sasl->login.mechanism))
        return answer_refusal(sasl, challenge, out, error);
    if (sasl->login.mechanism == SASL_SCRAM_SHA_256)
        return answer_scram(sasl, challenge, out, error);
    return give_up(sasl, SASL_NONSENSE, error,
                   "the server asks for more than PLAIN has to say");
}

bool sasl_answer(struct sasl *sasl, struct span challenge, struct secret *out,
                 struct error *error)
{
    char bytes[CHALLENGE_MAX];
    size_t length = 0;
    sasl->sent++;
    if (sasl->login.mechanism == SASL_LOGIN)
        return answer_login(sasl, out, error);
    if (sasl->sent == 1) {
        send_first(sasl, out);
        return true;
    }
    if (base64_decoded_size(challenge.length) > sizeof bytes ||
        !base64_decode(challenge, bytes, &length))
        return give_up(sasl, SASL_NONSENSE, error,
                       "the server's challenge is no base64, or too long");
    return answer_decoded(sasl, (struct span){bytes, length}, out, error);
}

bool sasl_finish(struct sasl *sasl, struct error *error)
{
    static const unsigned wanted[SASL_MECHANISM_COUNT] = {
        [SASL_PLAIN] = 1,   [SASL_LOGIN] = 2,       [SASL_SCRAM_SHA_256] = 3,
        [SASL_XOAUTH2] = 1, [SASL_OAUTHBEARER] = 1,
    };
    if (sasl->is_refused)
        return give_up(sasl, SASL_NONSENSE, error,
                       "the server first refused the token and then took it");
    if (sasl->sent >= wanted[sasl->login.mechanism])
        return true;
    if (sasl->login.mechanism == SASL_SCRAM_SHA_256)
        return give_up(
            sasl, SASL_IMPOSTOR, error,
            "the server says yes without proving that it knows the password");
    return give_up(sasl, SASL_NONSENSE, error,
                   "the server says yes before it has seen the password");
}

enum sasl_trouble sasl_trouble(const struct sasl *sasl)
{
    return sasl->trouble;
}

const struct sasl_failure *sasl_failure(const struct sasl *sasl)
{
    return sasl->is_refused ? &sasl->failure : NULL;
}
