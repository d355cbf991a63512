/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "expect.h"
#include "oauth/device.h"

#include <string.h>

#define CODES "\"device_code\":\"d\",\"user_code\":\"U-1\""

struct row {
    const char *name, *json;
    const char *wrong; /* NULL: it holds */
    unsigned interval, seconds;
    const char *url, *message;
};

static const struct row rows[] = {
    {.name = "the least",
     .json = "{" CODES ",\"verification_uri\":\"https://x\"}",
     .interval = 5,
     .seconds = 900,
     .url = "https://x",
     .message = ""},
    {.name = "Microsoft",
     .json = "{" CODES ",\"verification_uri\":\"https://microsoft.com/devicelogin\","
             "\"expires_in\":600,\"interval\":7,\"message\":\"To sign in\\u001b[2J\"}",
     .interval = 7,
     .seconds = 600,
     .url = "https://microsoft.com/devicelogin",
     .message = "To sign in?[2J"},
    {.name = "the name of the drafts",
     .json = "{" CODES ",\"verification_url\":\"https://x\",\"interval\":0}",
     .interval = 5,
     .seconds = 900,
     .url = "https://x",
     .message = ""},
    {.name = "for ever, and never",
     .json = "{" CODES ",\"verification_uri\":\"x\",\"expires_in\":999999999999,"
             "\"interval\":86400}",
     .interval = 60,
     .seconds = 3600,
     .url = "x",
     .message = ""},
    {.name = "no device code",
     .json = "{\"user_code\":\"U\",\"verification_uri\":\"x\"}",
     .wrong = "there is no device_code in the answer"},
    {.name = "no URL",
     .json = "{" CODES "}",
     .wrong = "there is no user_code or verification_uri in the answer"},
    {.name = "no JSON", .json = "<html>", .wrong = "no JSON: a mistake at byte 1"},
};

static void answers(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct device device;
        struct error error = {.text = ""};
        expect_case(row->name);
        bool holds =
            device_read((struct span){row->json, strlen(row->json)}, &device, &error);
        EXPECT(holds == (row->wrong == NULL));
        EXPECT_TEXT(error.text, row->wrong != NULL ? row->wrong : "");
        if (holds) {
            EXPECT_TEXT(secret_span(device.code).at, "d");
            EXPECT_TEXT(device.user_code, "U-1");
            EXPECT_TEXT(device.url, row->url);
            EXPECT_TEXT(device.message, row->message);
            EXPECT_UINT(device.interval, row->interval);
            EXPECT_UINT(device.seconds, row->seconds);
        }
        device_clear(&device);
    }
}

int main(void)
{
    RUN(answers);
    return expect_report();
}
