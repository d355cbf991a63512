/* SPDX-License-Identifier: MIT */
#include "dns/attempt.h"
#include "dns/server.h"
#include "expect.h"

enum { NOW = 1000, SHORT = 180, LONG = 400, MANY = 4000 };

/* Attempts by their number: those from `answered` to `sent` are open. */
struct talk {
    struct server *server;
    struct attempt attempts[MANY];
    size_t answered, sent;
};

static void begin(struct talk *talk)
{
    struct endpoint endpoint;
    EXPECT(endpoint_parse("127.0.0.1", &endpoint));
    *talk = (struct talk){.server = server_new(&endpoint, 0, true)};
}

static void send_all(struct talk *talk)
{
    while (server_room(talk->server) > 0) {
        struct attempt *attempt = &talk->attempts[talk->sent++];
        attempt->sent = NOW;
        talk->server->waiting++;
        server_sent(talk->server, attempt, NOW);
    }
}

static void answer(struct talk *talk, size_t number)
{
    talk->server->waiting--;
    server_replied(talk->server, &talk->attempts[number], NOW, true);
}

static void answer_in_order(struct talk *talk, size_t count)
{
    send_all(talk);
    for (size_t i = 0; i < count; i++) {
        answer(talk, talk->answered++);
        send_all(talk);
    }
}

/* The line grows until an answer overtakes another, and then is short for good. */
static void line(void)
{
    static struct talk talk;
    begin(&talk);
    answer_in_order(&talk, 200);
    EXPECT(talk.server->in_line >= SHORT && talk.server->in_line < LONG);
    answer_in_order(&talk, 1500);
    EXPECT_UINT(talk.server->in_line, LONG);
    answer(&talk, talk.answered + 1);
    answer(&talk, talk.answered);
    talk.answered += 2;
    answer_in_order(&talk, 1500);
    EXPECT_UINT(talk.server->in_line, SHORT);
    server_free(talk.server);
}

/* Where answers come out of order from the beginning, it may still grow later. */
static void line_of_the_cold(void)
{
    static struct talk talk;
    begin(&talk);
    send_all(&talk);
    answer(&talk, 1);
    answer(&talk, 0);
    talk.answered = 2;
    answer_in_order(&talk, 1700);
    EXPECT_UINT(talk.server->in_line, LONG);
    server_free(talk.server);
}

int main(void)
{
    RUN(line);
    RUN(line_of_the_cold);
    return expect_report();
}
