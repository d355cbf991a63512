/* SPDX-License-Identifier: MIT */
#include "dns/timer.h"

void timer_stop(struct timer *timer)
{
    if (timer->link == NULL)
        return;
    *timer->link = timer->next;
    if (timer->next != NULL)
        timer->next->link = timer->link;
    timer->link = NULL;
}

void timer_set(struct timers *timers, struct timer *timer, unsigned milliseconds)
{
    uint64_t ticks = (milliseconds + TIMER_TICK_MS - 1) / TIMER_TICK_MS;
    if (ticks < 1)
        ticks = 1;
    if (ticks > TIMER_SLOTS - 1)
        ticks = TIMER_SLOTS - 1;
    timer_stop(timer);
    timer->link = &timers->slots[(timers->ticks + ticks) % TIMER_SLOTS];
    timer->next = *timer->link;
    if (timer->next != NULL)
        timer->next->link = &timer->next;
    *timer->link = timer;
}

void timers_turn(struct timers *timers, uint64_t now,
                 void (*ring)(void *context, void *owner), void *context)
{
    while (timers->ticks < now / TIMER_TICK_MS) {
        struct timer *timer;
        timers->ticks++;
        while ((timer = timers->slots[timers->ticks % TIMER_SLOTS]) != NULL) {
            timer_stop(timer);
            ring(context, timer->owner);
        }
    }
}
