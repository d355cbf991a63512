/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "oauth/refusal.h"

#include <string.h>

struct row {
    const char *name;
    long status;
    enum fetch_result result;
    enum refusal_kind kind;
    const char *body, *text;
    long retry_after;
    const char *code, *sentence, *said; /* said NULL: nothing */
};

static const struct row rows[] = {
    {.name = "Microsoft",
     .status = 400,
     .body = "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error "
             "validating credentials.\\r\\nTrace ID: 1\",\"error_codes\":[50126]}",
     .kind = REFUSAL_FINAL,
     .code = "invalid_grant",
     .sentence = "the user name or the password is wrong",
     .said = "AADSTS50126: Error validating credentials.??Trace ID: 1"},
    {.name = "what support asks for",
     .status = 400,
     .body =
         "{\"error\":\"invalid_request\",\"error_description\":\"Correlation ID: c1\","
         "\"trace_id\":\"t\\u000a1\",\"correlation_id\":\"c1\"}",
     .kind = REFUSAL_FINAL,
     .code = "invalid_request",
     .sentence = "the server does not take the request",
     .said = "Correlation ID: c1 trace_id: t?1"},
    {.name = "a number that nobody knows",
     .status = 400,
     .body = "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS99: x\"}",
     .kind = REFUSAL_FINAL,
     .code = "invalid_grant",
     .sentence = "the login, or the password, is not valid or not valid any more",
     .said = "AADSTS99: x"},
    {.name = "pending by RFC 8628",
     .status = 400,
     .body = "{\"error\":\"authorization_pending\"}",
     .kind = REFUSAL_PENDING,
     .code = "authorization_pending",
     .sentence = "nobody has logged in yet"},
    {.name = "pending by Microsoft, which has a number that is temporary",
     .status = 400,
     .body = "{\"error\":\"authorization_pending\",\"error_description\":"
             "\"AADSTS70016: OAuth 2.0 device flow error.\"}",
     .kind = REFUSAL_PENDING,
     .code = "authorization_pending",
     .sentence = "nobody has logged in yet",
     .said = "AADSTS70016: OAuth 2.0 device flow error."},
    {.name = "slow down",
     .status = 400,
     .body = "{\"error\":\"slow_down\"}",
     .kind = REFUSAL_SLOW_DOWN,
     .code = "slow_down",
     .sentence = "the server is asked too often"},
    {.name = "slow down by status",
     .status = 429,
     .body = "{\"error\":\"slow_down\"}",
     .retry_after = 9,
     .kind = REFUSAL_SLOW_DOWN,
     .code = "slow_down",
     .sentence = "the server is asked too often"},
    {.name = "too many requests",
     .status = 429,
     .body = "<html>",
     .retry_after = 30,
     .kind = REFUSAL_TEMPORARY,
     .code = "",
     .sentence = "the server answers with HTTP status 429"},
    {.name = "a trouble that passes, by its number",
     .status = 400,
     .body = "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50033: x\"}",
     .kind = REFUSAL_TEMPORARY,
     .code = "invalid_grant",
     .sentence = "Entra ID has a trouble that will pass",
     .said = "AADSTS50033: x"},
    {.name = "HTML",
     .status = 500,
     .body = "<html>Internal Server Error",
     .kind = REFUSAL_TEMPORARY,
     .code = "",
     .sentence = "the server answers with HTTP status 500"},
    {.name = "no OAuth",
     .status = 404,
     .body = "[]",
     .kind = REFUSAL_FINAL,
     .code = "",
     .sentence =
         "the server answers with HTTP status 404 and nothing that OAuth knows"},
    {.name = "a code that nobody knows, with an escape",
     .status = 400,
     .body = "{\"error\":\"odd\\u001b[31m\"}",
     .kind = REFUSAL_FINAL,
     .code = "odd?[31m",
     .sentence = "the server refuses"},
    {.name = "silence",
     .result = FETCH_TEMPORARY,
     .text = "Connection timed out",
     .kind = REFUSAL_TEMPORARY,
     .code = "",
     .sentence = "the server cannot be reached: Connection timed out"},
    {.name = "a stranger's certificate",
     .result = FETCH_UNTRUSTED,
     .text = "self-signed",
     .kind = REFUSAL_FINAL,
     .code = "",
     .sentence = "the server's certificate does not hold: self-signed"},
};

static void answers(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct refusal refusal;
        struct fetch_answer answer = {.result = row->result,
                                      .status = row->status,
                                      .retry_after = row->retry_after,
                                      .text = row->text != NULL ? row->text : "",
                                      .body = secret_new(1024)};
        if (row->body != NULL)
            secret_puts(answer.body, row->body);
        expect_case(row->name);
        refusal_read(&refusal, &answer);
        EXPECT_UINT(refusal.kind, row->kind);
        EXPECT_TEXT(refusal.code, row->code);
        EXPECT_TEXT(refusal.sentence, row->sentence);
        EXPECT_TEXT(refusal.said, row->said != NULL ? row->said : "");
        EXPECT_UINT((unsigned long)refusal.retry_after,
                    (unsigned long)row->retry_after);
        fetch_answer_clear(&answer);
    }
}

int main(void)
{
    RUN(answers);
    return expect_report();
}
