/* SPDX-License-Identifier: MIT */
/* Alarms for many at once: setting, stopping and ringing take the same time however
 * many there are. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { TIMER_TICK_MS = 10, TIMER_SLOTS = 512 };

/* Embedded in what waits. All zero: not set. */
struct timer {
    struct timer *next, **link;
    void *owner;
};

/* One slot for each tick to come. All zero, but for `ticks`, at the beginning. */
struct timers {
    struct timer *slots[TIMER_SLOTS];
    uint64_t ticks; /* that are over, of TIMER_TICK_MS */
};

/* Rings in `milliseconds`, a tick at least and all slots at most; a timer that is set
 * is set anew. */
void timer_set(struct timers *timers, struct timer *timer, unsigned milliseconds);

/* Does not ring any more; one that is not set is fine. */
void timer_stop(struct timer *timer);

/* Rings all whose time has come at `now` (milliseconds): each is stopped and its owner
 * handed to `ring`, which may set and stop any. */
void timers_turn(struct timers *timers, uint64_t now,
                 void (*ring)(void *context, void *owner), void *context);
