/* SPDX-License-Identifier: MIT */
#include "base/wiped.h"
#include "expect.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static void grows_and_shrinks(void)
{
    char *bytes = wiped_copy("secret");
    EXPECT_TEXT(bytes, "secret");
    bytes = wiped_resize(bytes, 4000);
    EXPECT_TEXT(bytes, "secret");
    bytes = wiped_resize(bytes, 3);
    EXPECT(memcmp(bytes, "sec", 3) == 0);
    wiped_free(bytes);
    wiped_free(wiped_resize(NULL, 5));
    wiped_free(NULL);
}

static void is_zeroed_and_aligned(void)
{
    static const char zeros[300];
    void *bytes = wiped_array(100, 3);
    EXPECT(memcmp(bytes, zeros, sizeof zeros) == 0);
    EXPECT_UINT((uintptr_t)bytes % alignof(max_align_t), 0);
    wiped_free(bytes);
}

int main(void)
{
    RUN(grows_and_shrinks);
    RUN(is_zeroed_and_aligned);
    return expect_report();
}
