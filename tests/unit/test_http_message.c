/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/message.h"

#include <string.h>

static void methods(void)
{
    static const struct {
        const char *text;
        enum method expected;
    } rows[] = {
        {"GET", METHOD_GET},         {"HEAD", METHOD_HEAD}, {"POST", METHOD_POST},
        {"OPTIONS", METHOD_OPTIONS}, {"PUT", METHOD_OTHER}, {"get", METHOD_OTHER},
        {"GETS", METHOD_OTHER},      {"", METHOD_OTHER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].text);
        EXPECT_UINT(method_parse(rows[i].text), rows[i].expected);
    }
}

static void routes_have_names(void)
{
    for (unsigned route = 0; route < ROUTE_COUNT; route++)
        EXPECT(route_name((enum route)route) != NULL);
}

/* What one request leaves must not be seen in the answer to the next. */
static void reset_forgets_all(void)
{
    struct response response, fresh;
    response_init(&response);
    response_init(&fresh);
    response_text(&response, 404, "not found");
    EXPECT_TEXT(buf_text(&response.body), "not found\n");
    response_text(&response, 503, "stopping");
    EXPECT_TEXT(buf_text(&response.body), "stopping\n");
    buf_puts(&response.location, "https://example.com/");
    response.route = ROUTE_ADMIN;
    response.cache_control = response.allow = "x";
    response.any_origin = response.close = true;
    memcpy(response.domain, "example.com", sizeof "example.com");
    response_reset(&response);
    EXPECT_UINT(response.route, fresh.route);
    EXPECT_UINT(response.status, fresh.status);
    EXPECT(response.content_type == NULL && response.cache_control == NULL);
    EXPECT(response.allow == NULL && !response.any_origin && !response.close);
    EXPECT_TEXT(response.domain, "");
    EXPECT_TEXT(buf_text(&response.location), "");
    EXPECT_TEXT(buf_text(&response.body), "");
    response_clear(&response);
    response_clear(&fresh);
}

int main(void)
{
    RUN(methods);
    RUN(routes_have_names);
    RUN(reset_forgets_all);
    return expect_report();
}
