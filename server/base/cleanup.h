/* SPDX-License-Identifier: MIT */
/* Locals that free themselves, and a visible hand-over. The only function-like macros
 * outside the tests: without them every early return needs its own clean-up. */
#pragma once

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* AUTO(thing) struct thing *x = ...; calls thing_free(x) when x goes out of scope. */
#define AUTO(thing) __attribute__((cleanup(thing##_auto_free)))
#define DEFINE_AUTO(thing)                                                             \
    static inline void thing##_auto_free(struct thing **pointer)                       \
    {                                                                                  \
        thing##_free(*pointer);                                                        \
    }

/* The value of a pointer, which becomes NULL: ownership leaves this scope here. */
#define TAKE(pointer)                                                                  \
    __extension__({                                                                    \
        __typeof__(pointer) taken_ = (pointer);                                        \
        (pointer) = NULL;                                                              \
        taken_;                                                                        \
    })
