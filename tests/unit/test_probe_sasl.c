/* SPDX-License-Identifier: MIT */
#include "base/base64.h"
#include "expect.h"
#include "probe/sasl.h"

#include <stdio.h>
#include <string.h>

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

/* A login with its secret, freed together. */
struct scene {
    struct secret *secret, *out;
    struct sasl *sasl;
    struct error error;
};

static struct scene begin(enum sasl_mechanism mechanism, const char *user,
                          const char *secret)
{
    struct scene scene = {.secret = secret_new(SASL_LINE_MAX),
                          .out = secret_new(SASL_LINE_MAX)};
    secret_puts(scene.secret, secret);
    const struct sasl_login login = {mechanism, user, scene.secret,
                                     "server.example.com", 143};
    scene.sasl = sasl_new(&login, &scene.error);
    return scene;
}

static void end(struct scene *scene)
{
    sasl_free(scene->sasl);
    secret_free(scene->secret);
    secret_free(scene->out);
}

/* What is sent in answer to a challenge, or NULL. */
static const char *answer(struct scene *scene, const char *challenge)
{
    secret_reset(scene->out);
    if (!sasl_answer(scene->sasl, span_of(challenge), scene->out, &scene->error))
        return NULL;
    return secret_span(scene->out).at;
}

static void first_messages(void)
{
    static const struct {
        enum sasl_mechanism mechanism;
        const char *user, *secret, *message;
    } rows[] = {
        {SASL_PLAIN, "user@example.com", "pass", "AHVzZXJAZXhhbXBsZS5jb20AcGFzcw=="},
        {SASL_XOAUTH2, "test@contoso.onmicrosoft.com",
         "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA",
         "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFV"
         "RkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ=="},
        {SASL_OAUTHBEARER, "user@example.com",
         "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==",
         "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1"
         "dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(sasl_name(rows[i].mechanism));
        struct scene scene = begin(rows[i].mechanism, rows[i].user, rows[i].secret);
        EXPECT(sasl_initial(scene.sasl, scene.out));
        EXPECT_TEXT(secret_span(scene.out).at, rows[i].message);
        EXPECT(sasl_finish(scene.sasl, &scene.error));
        end(&scene);
        scene = begin(rows[i].mechanism, rows[i].user, rows[i].secret);
        EXPECT(!sasl_finish(scene.sasl, &scene.error));
        EXPECT_TEXT(answer(&scene, ""), rows[i].message);
        EXPECT(sasl_finish(scene.sasl, &scene.error));
        EXPECT(sasl_trouble(scene.sasl) == SASL_NONSENSE); /* of the early end */
        end(&scene);
    }
}

static void names_with_commas(void)
{
    struct scene scene = begin(SASL_OAUTHBEARER, "a=b,c", "token");
    char bytes[200] = "";
    size_t length = 0;
    EXPECT(sasl_initial(scene.sasl, scene.out));
    EXPECT(base64_decode(secret_span(scene.out), bytes, &length));
    EXPECT_TEXT(bytes, "n,a=a=3Db=2Cc,\001host=server.example.com\001port=143\001auth="
                       "Bearer token\001\001");
    end(&scene);
}

static void login_in_two_steps(void)
{
    struct scene scene = begin(SASL_LOGIN, "ann", "pass");
    EXPECT(!sasl_initial(scene.sasl, scene.out));
    EXPECT_TEXT(answer(&scene, "VXNlcm5hbWU6"), "YW5u");
    EXPECT(!sasl_finish(scene.sasl, &scene.error));
    EXPECT_TEXT(answer(&scene, "UGFzc3dvcmQ6"), "cGFzcw==");
    EXPECT(sasl_finish(scene.sasl, &scene.error));
    EXPECT_TEXT(answer(&scene, "TW9yZTo="), NULL);
    EXPECT_TEXT(scene.error.text,
                "the server asks for more than user name and password");
    end(&scene);
}

static void plain_has_said_all(void)
{
    struct scene scene = begin(SASL_PLAIN, "ann", "pass");
    EXPECT(sasl_initial(scene.sasl, scene.out));
    EXPECT_TEXT(answer(&scene, ""), NULL);
    EXPECT(sasl_trouble(scene.sasl) == SASL_NONSENSE);
    end(&scene);
}

/* Google's and RFC 7628's examples, and what else may stand there. */
static void refused_tokens(void)
{
    static const struct {
        enum sasl_mechanism mechanism;
        const char *challenge, *answer;
        struct sasl_failure failure;
    } rows[] = {
        {SASL_XOAUTH2,
         "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwu"
         "Z29vZ2xlLmNvbS8ifQ==",
         "",
         {"400", "https://mail.google.com/", "Bearer", ""}},
        {SASL_OAUTHBEARER,
         "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3Blbmlk"
         "LWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1j"
         "b25maWd1cmF0aW9uIn0=",
         "AQ==",
         {"invalid_token", "example_scope", "",
          "https://example.com/.well-known/openid-configuration"}},
        {SASL_OAUTHBEARER, "eyJzdGF0dXMiOjQwMX0=", "AQ==", {"401", "", "", ""}},
        {SASL_XOAUTH2, "bm90IGpzb24bWzMxbQ==", "", {"not json?[31m", "", "", ""}},
        {SASL_XOAUTH2, "", "", {"", "", "", ""}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].challenge);
        struct scene scene = begin(rows[i].mechanism, "ann", "token");
        EXPECT(sasl_initial(scene.sasl, scene.out));
        EXPECT(sasl_failure(scene.sasl) == NULL);
        EXPECT_TEXT(answer(&scene, rows[i].challenge), rows[i].answer);
        const struct sasl_failure *failure = sasl_failure(scene.sasl);
        EXPECT_TEXT(failure->status, rows[i].failure.status);
        EXPECT_TEXT(failure->scope, rows[i].failure.scope);
        EXPECT_TEXT(failure->schemes, rows[i].failure.schemes);
        EXPECT_TEXT(failure->configuration, rows[i].failure.configuration);
        EXPECT(!sasl_finish(scene.sasl, &scene.error));
        EXPECT_TEXT(answer(&scene, rows[i].challenge), NULL);
        end(&scene);
    }
}

static void rubbish_in_challenges(void)
{
    struct scene scene = begin(SASL_XOAUTH2, "ann", "token");
    EXPECT(sasl_initial(scene.sasl, scene.out));
    EXPECT_TEXT(answer(&scene, "no base64!"), NULL);
    EXPECT_TEXT(scene.error.text, "the server's challenge is no base64, or too long");
    end(&scene);
    static char huge[100 * 1024];
    memset(huge, 'A', sizeof huge - 4);
    scene = begin(SASL_SCRAM_SHA_256, "ann", "pass");
    EXPECT(sasl_initial(scene.sasl, scene.out));
    EXPECT_TEXT(answer(&scene, huge), NULL);
    EXPECT(sasl_trouble(scene.sasl) == SASL_NONSENSE);
    end(&scene);
}

/* The sums are scram's; here it is about who says what when. */
static void scram_has_to_end(void)
{
    struct scene scene = begin(SASL_SCRAM_SHA_256, "ann", "pass");
    char first[200] = "", challenge[300], encoded[400];
    size_t length = 0;
    EXPECT(sasl_initial(scene.sasl, scene.out));
    EXPECT(base64_decode(secret_span(scene.out), first, &length));
    EXPECT(!sasl_finish(scene.sasl, &scene.error));
    EXPECT(sasl_trouble(scene.sasl) == SASL_IMPOSTOR);
    snprintf(challenge, sizeof challenge, "%ssrv,s=W22Z,i=4096", strstr(first, "r="));
    encoded[base64_encode(span_of(challenge), encoded)] = '\0';
    EXPECT(answer(&scene, encoded) != NULL);
    EXPECT(!sasl_finish(scene.sasl, &scene.error));
    EXPECT_TEXT(scene.error.text,
                "the server says yes without proving that it knows the password");
    EXPECT_TEXT(answer(&scene,
                       "dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5"
                       "NUc0PQ=="),
                NULL);
    EXPECT(sasl_trouble(scene.sasl) == SASL_IMPOSTOR);
    EXPECT_TEXT(answer(&scene, ""), NULL);
    end(&scene);
}

static void what_cannot_be_sent(void)
{
    static char long_user[SASL_USER_MAX + 2], long_secret[SASL_SECRET_MAX + 2];
    memset(long_user, 'u', sizeof long_user - 1);
    memset(long_secret, 't', sizeof long_secret - 1);
    static const struct {
        enum sasl_mechanism mechanism;
        const char *user, *secret, *sentence;
    } rows[] = {
        {SASL_XOAUTH2, "ann", "token\n", "the token holds a line break"},
        {SASL_XOAUTH2, "ann", "to ken",
         "the token holds a byte that no token may have"},
        {SASL_OAUTHBEARER, "ann", "to\001ken",
         "the token holds a byte that no token may have"},
        {SASL_XOAUTH2, "ann", "", "the token is empty"},
        {SASL_PLAIN, "ann", "", "the password is empty"},
        {SASL_PLAIN, "", "pass", "the user name has 0 bytes; 1 to 512 can be sent"},
        {SASL_PLAIN, long_user, "pass",
         "the user name has 513 bytes; 1 to 512 can be sent"},
        {SASL_PLAIN, "a\001b", "pass", "the user name holds a control character"},
        {SASL_XOAUTH2, "ann", long_secret, "the token has more than 32768 bytes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].sentence);
        struct scene scene = begin(rows[i].mechanism, rows[i].user, rows[i].secret);
        EXPECT(scene.sasl == NULL);
        EXPECT(scene.error.kind == ERROR_INPUT);
        EXPECT_TEXT(scene.error.text, rows[i].sentence);
        end(&scene);
    }
    long_secret[SASL_SECRET_MAX] = '\0';
    struct scene scene = begin(SASL_XOAUTH2, "ann", long_secret);
    EXPECT(sasl_initial(scene.sasl, scene.out) && !secret_overflowed(scene.out));
    end(&scene);
    scene = begin(SASL_PLAIN, "\xC3\xA4nn", " p\xC3\xA4ss word ");
    EXPECT(scene.sasl != NULL);
    end(&scene);
}

static void mechanism_names(void)
{
    enum sasl_mechanism mechanism = SASL_PLAIN;
    EXPECT(sasl_find(span_of("scram-sha-256"), &mechanism));
    EXPECT(mechanism == SASL_SCRAM_SHA_256);
    EXPECT(sasl_find(span_of("XOAuth2"), &mechanism) && mechanism == SASL_XOAUTH2);
    EXPECT(!sasl_find(span_of("SCRAM-SHA-256-PLUS"), &mechanism));
    EXPECT(!sasl_find(span_of(""), &mechanism));
    EXPECT(sasl_takes_token(SASL_OAUTHBEARER) && !sasl_takes_token(SASL_LOGIN));
}

int main(void)
{
    RUN(first_messages);
    RUN(names_with_commas);
    RUN(login_in_two_steps);
    RUN(plain_has_said_all);
    RUN(refused_tokens);
    RUN(rubbish_in_challenges);
    RUN(scram_has_to_end);
    RUN(what_cannot_be_sent);
    RUN(mechanism_names);
    return expect_report();
}
