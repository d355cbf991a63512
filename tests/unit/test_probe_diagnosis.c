/* SPDX-License-Identifier: MIT */
/* What real servers say, and what it is taken for. Each row of the diagnoses is reached
 * by a line here, and what stands here reaches no other. */
#include "expect.h"
#include "probe/banner.h"
#include "probe/diagnosis.h"
#include "probe/kind.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 200 };

#define PASSWORD CREDENTIAL_PASSWORD
#define TOKEN CREDENTIAL_TOKEN
#define NONE CREDENTIAL_NONE

static const struct {
    enum protocol protocol;
    enum stage stage;
    enum credential credential;
    bool exchange;
    const char *line, *id;
} said[] = {
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, true, "NO AUTHENTICATE failed.",
     "imap.auth.basic-blocked"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, true, "NO LOGIN failed.",
     "imap.auth.basic-blocked"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO AUTHENTICATE failed. AuthFailed:LogonDenied-BasicAuthBlocked",
     "imap.auth.basic-blocked"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, true, "NO AUTHENTICATE failed.",
     "imap.auth.oauth-failed"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, true,
     "NO AUTHENTICATE failed. "
     "[Error=\"AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth "
     "Failed\"]",
     "imap.auth.oauth-failed"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false, "NO LOGIN failed.",
     "imap.login-failed"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [AUTHENTICATIONFAILED] Authentication failed.", "imap.login-failed"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, false,
     "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "login.token-refused"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, TOKEN, true,
     "BAD User is authenticated but not connected.", "imap.not-connected"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, PASSWORD, true,
     "BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds",
     "imap.throttled"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, true,
     "NO Request is throttled. Suggested Backoff Time: 12 milliseconds",
     "imap.throttled"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, TOKEN, true, "BYE Connection closed. 14",
     "imap.bye"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, TOKEN, true,
     "BYE Session invalidated - AccessTokenExpired", "imap.bye"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, false, "BYE Logging out", "imap.bye"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, true, "BAD Command Error. 10",
     "imap.bad-command"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, false, "BAD Error in IMAP command",
     "imap.bad-command"},
    {PROTOCOL_IMAP, STAGE_CAPABILITIES, NONE, false, "BAD what?", "imap.bad-command"},
    {PROTOCOL_IMAP, STAGE_LOGIN, NONE, true,
     "NO TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to "
     "support "
     "TLS 1.2. Visit https://aka.ms/popimap_tls.",
     "imap.tls-old"},
    {PROTOCOL_POP3, STAGE_LOGIN, NONE, true,
     "-ERR TLS 1.0 and 1.1 are not supported. Visit https://aka.ms/popimap_tls.",
     "imap.tls-old"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-11-21 10:00:00]",
     "imap.unavailable"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, TOKEN, true, "BAD Server Unavailable. 15",
     "imap.unavailable"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [ALERT] Application-specific password required: "
     "https://support.google.com/accounts/answer/185833 (Failure)",
     "imap.app-password"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [WEBALERT https://accounts.google.com/x] Web login required.",
     "imap.app-password"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail "
     "settings page and enable your account for IMAP access. (Failure)",
     "imap.disabled"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [CONTACTADMIN] Login disabled for this user", "imap.disabled"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) "
     "connections.",
     "imap.logindisabled"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, false,
     "NO Unsupported authentication mechanism.", "imap.no-mech"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [AUTHORIZATIONFAILED] User is disabled.", "imap.authorization"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, PASSWORD, false, "NO [NOPERM] Permission denied",
     "imap.authorization"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false, "NO [EXPIRED] Password expired.",
     "imap.expired"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false, "NO [CONTACTADMIN] no more",
     "imap.contact-admin"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, PASSWORD, false, "NO [OVERQUOTA] Quota exceeded",
     "imap.over-quota"},
    {PROTOCOL_IMAP, STAGE_LOGIN, PASSWORD, false,
     "NO [LIMIT] Maximum number of connections from user+IP exceeded", "imap.limit"},
    {PROTOCOL_IMAP, STAGE_LOGIN, TOKEN, false,
     "NO [ALERT] Too many simultaneous connections. (Failure)", "imap.limit"},
    {PROTOCOL_IMAP, STAGE_GREETING, NONE, false, "BYE Too many connections",
     "imap.greeting-bye"},
    {PROTOCOL_IMAP, STAGE_MAILBOX, PASSWORD, false, "NO Mailbox does not exist",
     "imap.mailbox-refused"},

    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true,
     "-ERR Authentication failure: unknown user name or bad password.",
     "pop.auth-failed"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, true,
     "-ERR Logon failure: unknown user name or bad password.", "pop.logon"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true, "-ERR Protocol error. 14",
     "pop.protocol"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true,
     "-ERR Protocol error. Connection is closed. 10", "pop.protocol"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true,
     "-ERR Command is not valid in this state.", "pop.state"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, false, "-ERR Unrecognized authentication type",
     "pop.unknown"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true, DIAGNOSIS_CLOSED, "pop.connreset"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false, "-ERR [IN-USE] Do you have another?",
     "pop.in-use"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false, "-ERR [LOGIN-DELAY] minimum time",
     "pop.in-use"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false, "-ERR [SYS/TEMP] later",
     "pop.in-use"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false,
     "-ERR [AUTH] Login disabled for this user", "pop.disabled"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false,
     "-ERR [SYS/PERM] Your account is not enabled for POP access.", "pop.disabled"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false, "-ERR [SYS/PERM] broken",
     "pop.system"},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, false, "-ERR [AUTH] Authentication failed.",
     "pop.login-failed"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, false, "-ERR [AUTH] Authentication failed.",
     "login.token-refused"},
    {PROTOCOL_POP3, STAGE_LOGIN, TOKEN, true,
     "-ERR Request is throttled. Suggested Backoff Time: 1000 milliseconds",
     "pop.throttled"},
    {PROTOCOL_POP3, STAGE_GREETING, NONE, false, "-ERR too many connections",
     "pop.greeting-refused"},
    {PROTOCOL_POP3, STAGE_MAILBOX, PASSWORD, false, "-ERR no maildrop",
     "pop.mailbox-refused"},

    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true,
     "535 5.7.3 Authentication unsuccessful [FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM "
     "2026-11-21T10:00:00.000Z 08DD]",
     "smtp.5.7.3"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.3 Authentication unsuccessful [FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM "
     "2026-11-21T10:00:00.000Z 08DD]",
     "smtp.5.7.3"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled "
     "for "
     "the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.",
     "smtp.tenant-disabled"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true,
     "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled "
     "for "
     "the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.",
     "smtp.mailbox-disabled"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, user is locked by your organization's "
     "security defaults policy. Contact your administrator.",
     "smtp.secdefaults"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
     "smtp.basic-disabled"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria "
     "to "
     "be authenticated successfully. Contact your administrator.",
     "smtp.criteria"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
     "smtp.badcreds"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, account is locked.", "smtp.locked"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "535 5.7.139 Authentication unsuccessful, the password has expired.",
     "smtp.pwexpired"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, true,
     "550 5.7.30 Basic authentication is not supported for Client Submission.",
     "smtp.basic-retired"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, NONE, true,
     "530 5.7.57 Client not authenticated to send mail.", "smtp.5.7.57"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, NONE, true,
     "530 5.7.1 SMTP; Client was not authenticated to send anonymous mail during MAIL "
     "FROM",
     "smtp.5.7.57"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, NONE, false, "530 5.7.0 Authentication required",
     "smtp.5.7.57"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "554 5.2.252 SendAsDenied; ann@example.com not allowed to send as bob@example.com",
     "smtp.5.7.60"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
     "smtp.5.7.60"},
    {PROTOCOL_SMTP, STAGE_LOGIN, NONE, false,
     "530 5.7.0 Must issue a STARTTLS command first", "smtp.starttls"},
    {PROTOCOL_SMTP, STAGE_LOGIN, NONE, true,
     "451 5.7.3 STARTTLS is required to send mail", "smtp.starttls"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true,
     "430 4.2.0 STOREDRV; mailbox logon failure; failed to open mailbox",
     "smtp.storedrv"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true,
     "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/x",
     "smtp.concurrent"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
     "smtp.concurrent"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "550 5.1.8 Access denied, bad outbound sender", "smtp.5.1.8"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "550 5.7.64 TenantAttribution; Relay Access Denied", "smtp.attribution"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "451 4.4.62 Mail sent to the wrong Office 365 region", "smtp.attribution"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, false,
     "454 4.7.0 Temporary authentication failure", "smtp.temp"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "451 4.7.0 Temporary server error. Please try again later.", "smtp.temp"},
    {PROTOCOL_SMTP, STAGE_GREETING, NONE, false, "421 4.7.0 Too many connections",
     "smtp.temp"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true,
     "504 5.7.4 Unrecognized authentication type", "smtp.mech"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, false, "554 5.2.2 mailbox full",
     "smtp.quota"},
    {PROTOCOL_SMTP, STAGE_MAILBOX, TOKEN, true,
     "550 5.1.90 Your message can't be sent because you've reached your daily limit",
     "smtp.quota"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, false, "500 5.5.0 Line too long",
     "smtp.linelen"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, false, "555 5.5.2 Syntax error, goodbye.",
     "smtp.linelen"},
    {PROTOCOL_SMTP, STAGE_GREETING, NONE, false,
     "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using Spamhaus",
     "smtp.banner-554"},
    {PROTOCOL_SMTP, STAGE_GREETING, NONE, false, "554 No SMTP service here",
     "smtp.banner-554"},
    {PROTOCOL_SMTP, STAGE_GREETING, NONE, false, "521 mail.example.com no mail",
     "smtp.greeting-refused"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, false,
     "534 5.7.9 Application-specific password required. For more information, go to",
     "smtp.app-password"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, false,
     "535 5.7.8 Error: authentication failed: (reason unavailable)",
     "smtp.login-failed"},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, false,
     "535 5.7.8 Username and Password not accepted.", "login.token-refused"},
    {PROTOCOL_SMTP, STAGE_CAPABILITIES, NONE, false, "502 5.5.1 no EHLO",
     "smtp.refused"},
    {PROTOCOL_SMTP, STAGE_LOGIN, PASSWORD, false, DIAGNOSIS_CLOSED, "talk.closed"},
    {PROTOCOL_POP3, STAGE_GREETING, NONE, false, DIAGNOSIS_CLOSED, "talk.closed"},

    {PROTOCOL_IMAP, STAGE_LOGIN, NONE, false, "OK Logged in.", NULL},
    {PROTOCOL_IMAP, STAGE_GREETING, NONE, false, "OK Dovecot ready.", NULL},
    {PROTOCOL_POP3, STAGE_LOGIN, PASSWORD, true, "+OK User successfully authenticated.",
     NULL},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true, "235 2.7.0 Authentication successful",
     NULL},
    {PROTOCOL_SMTP, STAGE_LOGIN, TOKEN, true, "", NULL},
};

static void lines(void)
{
    bool reached[ROWS_MAX] = {false};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const struct diagnosis_question question = {said[i].protocol, said[i].stage,
                                                    said[i].credential,
                                                    said[i].exchange, said[i].line};
        const struct diagnosis *found = diagnosis_find(&question);
        expect_case(said[i].line);
        EXPECT_TEXT(found != NULL ? found->kind.id : NULL, said[i].id);
        if (found != NULL && found - diagnoses < ROWS_MAX)
            reached[found - diagnoses] = true;
    }
    for (size_t i = 0; diagnoses[i].kind.id != NULL; i++) {
        expect_case(diagnoses[i].kind.id);
        EXPECT(i < ROWS_MAX && reached[i]);
    }
}

static unsigned lowest(unsigned bits, unsigned otherwise)
{
    return bits != 0 ? (unsigned)__builtin_ctz(bits) : otherwise;
}

/* A piece of text, said where its row looks for it, leads to the row's meaning: no row
 * above hides it. */
static void nothing_is_hidden(void)
{
    for (const struct diagnosis *row = diagnoses; row->kind.id != NULL; row++)
        for (size_t i = 0; i < DIAGNOSIS_TEXTS_MAX && row->texts[i] != NULL; i++) {
            char line[100];
            const struct diagnosis_question question = {
                .protocol = (enum protocol)lowest(row->protocols, PROTOCOL_SMTP),
                .stage = (enum stage)lowest(row->stages, STAGE_LOGIN),
                .credential = row->credential,
                .exchange_online = row->exchange_online,
                .line = line};
            snprintf(line, sizeof line, "%s",
                     row->texts[i] + (row->texts[i][0] == '^'));
            for (char *star; (star = strchr(line, '*')) != NULL;)
                *star = ' ';
            const struct diagnosis *found = diagnosis_find(&question);
            expect_case(row->texts[i]);
            EXPECT_TEXT(found != NULL ? found->kind.id : NULL, row->kind.id);
        }
}

/* Of one id there is one meaning. */
static void kinds_agree(void)
{
    for (size_t i = 0; diagnoses[i].kind.id != NULL; i++) {
        const struct finding_kind *kind = &diagnoses[i].kind;
        expect_case(kind->id);
        EXPECT(kind->when != NULL && kind->remedy != NULL);
        EXPECT(kind->verdict == VERDICT_FAIL || kind->verdict == VERDICT_UNKNOWN);
        EXPECT(diagnoses[i].texts[0] != NULL);
        for (size_t j = 0; j < i; j++)
            if (strcmp(kind->id, diagnoses[j].kind.id) == 0)
                EXPECT(kind->verdict == diagnoses[j].kind.verdict);
        for (size_t j = 0; j < PROBE_KIND_COUNT; j++)
            EXPECT(strcmp(kind->id, probe_kinds[j].id) != 0);
    }
    for (size_t i = 0; i < PROBE_KIND_COUNT; i++) {
        expect_case(probe_kinds[i].id);
        EXPECT(probe_kinds[i].when != NULL);
        for (size_t j = 0; j < i; j++)
            EXPECT(strcmp(probe_kinds[i].id, probe_kinds[j].id) != 0);
    }
}

static const struct diagnosis *find_cure(const char *line, enum protocol protocol)
{
    const struct diagnosis_question question = {protocol, STAGE_LOGIN, CREDENTIAL_TOKEN,
                                                true, line};
    return diagnosis_find(&question);
}

static void cures(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct diagnosis *row = find_cure("NO AUTHENTICATE failed.", PROTOCOL_IMAP);
    const struct diagnosis_values values = {.mailbox = "o'hara@example.com",
                                            .object = "1-2"};
    EXPECT_TEXT(diagnosis_cure(row, &values, pool),
                "New-ServicePrincipal -AppId '<application id>' -ObjectId '1-2'\n"
                "Add-MailboxPermission -Identity 'o''hara@example.com' -User '1-2' "
                "-AccessRights FullAccess");
    row = find_cure("550 5.7.60 no", PROTOCOL_SMTP);
    EXPECT_TEXT(diagnosis_cure(row, &values, pool),
                "Add-RecipientPermission 'o''hara@example.com' -Trustee "
                "'o''hara@example.com' -AccessRights SendAs");
    row = find_cure("421 later", PROTOCOL_SMTP);
    EXPECT_TEXT(diagnosis_cure(row, &values, pool), NULL);
}

static void backoffs(void)
{
    unsigned long wait = 0;
    EXPECT(diagnosis_backoff("BAD Request is throttled. Suggested Backoff Time: 299961 "
                             "milliseconds",
                             &wait));
    EXPECT_UINT(wait, 299961);
    EXPECT(diagnosis_backoff("suggested backoff time:7", &wait) && wait == 7);
    EXPECT(diagnosis_backoff("Suggested Backoff Time: 99999999999999999999999", &wait));
    EXPECT_UINT(wait, 86400000);
    EXPECT(!diagnosis_backoff("Suggested Backoff Time: soon", &wait));
    EXPECT(!diagnosis_backoff("NO AUTHENTICATE failed.", &wait));
}

static const char imap_banner[] =
    "* OK The Microsoft Exchange IMAP4 service is ready. "
    "[RgBSADAAUAAyADgAMQBDAEEAMAAxADUA"
    "NwAuAEQARQBVAFAAMgA4ADEALgBQAFIATwBEAC4ATwBVAFQATABPAE8ASwAuAEMATwBNAA==]";

static void banners(void)
{
    char host[256];
    EXPECT(banner_exchange_host(imap_banner, host, sizeof host));
    EXPECT_TEXT(host, "FR0P281CA0157.DEUP281.PROD.OUTLOOK.COM");
    EXPECT(!banner_exchange_host(imap_banner, host, 10));
    static const char *const none[] = {
        "* OK The Microsoft Exchange IMAP4 service is ready.",
        "* OK The Microsoft Exchange IMAP4 service is ready. [RgBS",
        "* OK The Microsoft Exchange IMAP4 service is ready. [no base64]",
        "* OK The Microsoft Exchange IMAP4 service is ready. []",
        "* OK The Microsoft Exchange IMAP4 service is ready. [AAA=]",
        "* OK The Microsoft Exchange IMAP4 service is ready. [RgEbAA==]",
        "* OK Dovecot ready. [RgBSAA==]",
        ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        expect_case(none[i]);
        EXPECT(!banner_exchange_host(none[i], host, sizeof host));
    }
}

static void exchange_online(void)
{
    static const struct {
        const char *host, *greeting;
        bool is_online;
    } rows[] = {
        {"outlook.office365.com", NULL, true},
        {"smtp.office365.com", "220 anything", true},
        {"outlook.office365.us", NULL, true},
        {"partner.outlook.cn", NULL, true},
        {"imap.example.com", NULL, false},
        {"imap.example.com", imap_banner, true},
        {"smtp.example.com",
         "220 FR0P281CA0157.outlook.office365.com Microsoft ESMTP MAIL Service ready",
         true},
        {"pop.example.com",
         "+OK Microsoft Exchange POP3 server ready (tcpproxy/15.20.0)", true},
        {"imap.example.com",
         "* OK The Microsoft Exchange IMAP4 service is ready. "
         "[RQBYADEALgBsAG8AYwBhAGwA]",
         false},
        {"smtp.example.com", "220 ex1.example.com Microsoft ESMTP MAIL Service ready",
         false},
        {"notoffice365.com", NULL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].greeting != NULL ? rows[i].greeting : rows[i].host);
        EXPECT(banner_is_exchange_online(rows[i].host, rows[i].greeting) ==
               rows[i].is_online);
    }
}

static void stages(void)
{
    EXPECT_TEXT(stage_name(STAGE_RESOLVE), "resolve");
    EXPECT_TEXT(stage_name(STAGE_LOGOUT), "logout");
}

int main(void)
{
    RUN(lines);
    RUN(nothing_is_hidden);
    RUN(kinds_agree);
    RUN(cures);
    RUN(backoffs);
    RUN(banners);
    RUN(exchange_online);
    RUN(stages);
    return expect_report();
}
