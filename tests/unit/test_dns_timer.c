/* SPDX-License-Identifier: MIT */
#include "dns/timer.h"
#include "expect.h"

enum { START = 123456780, MANY = 3000 };

struct rung {
    struct timers timers;
    uint64_t now;
    unsigned count;
    void *last;
};

static void note(void *context, void *owner)
{
    struct rung *rung = context;
    rung->count++;
    rung->last = owner;
}

static void begin(struct rung *rung)
{
    *rung = (struct rung){.now = START};
    rung->timers.ticks = START / TIMER_TICK_MS;
}

static void pass(struct rung *rung, unsigned milliseconds)
{
    rung->now += milliseconds;
    timers_turn(&rung->timers, rung->now, note, rung);
}

static void ringing(void)
{
    struct rung rung;
    struct timer timer = {.owner = &rung};
    begin(&rung);
    timer_set(&rung.timers, &timer, 250);
    pass(&rung, 240);
    EXPECT_UINT(rung.count, 0);
    pass(&rung, 10);
    EXPECT(rung.count == 1 && rung.last == &rung);
    pass(&rung, 100000);
    EXPECT_UINT(rung.count, 1);
}

static void stopping_and_setting_anew(void)
{
    struct rung rung;
    struct timer a = {.owner = &a}, b = {.owner = &b}, c = {.owner = &c};
    begin(&rung);
    timer_stop(&a);
    timer_set(&rung.timers, &a, 100);
    timer_set(&rung.timers, &b, 100);
    timer_set(&rung.timers, &c, 100);
    timer_set(&rung.timers, &a, 200);
    timer_stop(&b);
    timer_stop(&b);
    pass(&rung, 100);
    EXPECT(rung.count == 1 && rung.last == &c);
    pass(&rung, 100);
    EXPECT(rung.count == 2 && rung.last == &a);
}

static void bounds(void)
{
    struct rung rung;
    struct timer now = {0}, never = {0};
    begin(&rung);
    timer_set(&rung.timers, &now, 0);
    timer_set(&rung.timers, &never, 4000000000U);
    pass(&rung, TIMER_TICK_MS);
    EXPECT_UINT(rung.count, 1);
    pass(&rung, TIMER_TICK_MS * (TIMER_SLOTS - 2));
    EXPECT_UINT(rung.count, 2);
}

/* One that sets itself again rings with each tick that was missed, not for ever. */
static void set_again(void *context, void *owner)
{
    struct rung *rung = context;
    rung->count++;
    timer_set(&rung->timers, owner, 0);
}

static void setting_while_ringing(void)
{
    struct rung rung;
    struct timer timer = {.owner = &timer};
    begin(&rung);
    timer_set(&rung.timers, &timer, 0);
    timers_turn(&rung.timers, START + TIMER_TICK_MS * 700, set_again, &rung);
    EXPECT_UINT(rung.count, 700);
}

static void many(void)
{
    static struct timer timers[MANY];
    static struct rung rung;
    begin(&rung);
    for (unsigned i = 0; i < MANY; i++)
        timer_set(&rung.timers, &timers[i], i);
    for (unsigned i = 0; i < MANY; i += 3)
        timer_stop(&timers[i]);
    pass(&rung, MANY);
    EXPECT_UINT(rung.count, MANY * 2 / 3);
}

int main(void)
{
    RUN(ringing);
    RUN(stopping_and_setting_anew);
    RUN(bounds);
    RUN(setting_while_ringing);
    RUN(many);
    return expect_report();
}
