/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "expect.h"

#include <string.h>

static void appending(void)
{
    struct buf buf;
    buf_init(&buf, 1000);
    EXPECT_TEXT(buf_text(&buf), "");
    buf_puts(&buf, "a");
    buf_append(&buf, "bcd", 2);
    buf_printf(&buf, "-%s-%d-", "x", 7);
    buf_append_uint(&buf, 0);
    buf_append_uint(&buf, 18446744073709551615U);
    EXPECT_TEXT(buf_text(&buf), "abc-x-7-018446744073709551615");
    buf_reset(&buf);
    EXPECT_TEXT(buf_text(&buf), "");
    buf_append_xml(&buf, "a<b>&\"'c", 8);
    EXPECT_TEXT(buf_text(&buf), "a&lt;b&gt;&amp;&quot;&#39;c");
    EXPECT(!buf.overflowed);
    buf_clear(&buf);
}

static void limits(void)
{
    struct buf buf;
    buf_init(&buf, 5);
    buf_reserve(&buf, 1000);
    buf_puts(&buf, "12345");
    EXPECT(!buf.overflowed);
    buf_puts(&buf, "6");
    EXPECT(buf.overflowed);
    EXPECT_TEXT(buf_text(&buf), "12345");
    buf_printf(&buf, "%d", 7);
    EXPECT_UINT(buf.length, 5);
    buf_clear(&buf);
    EXPECT(!buf.overflowed && buf.data == NULL);
}

static void growing(void)
{
    struct buf buf;
    buf_init(&buf, 100000);
    for (unsigned i = 0; i < 10000; i++)
        buf_puts(&buf, "0123456789");
    EXPECT_UINT(buf.length, 100000);
    EXPECT_UINT(strlen(buf_text(&buf)), 100000);
    buf_clear(&buf);
}

int main(void)
{
    RUN(appending);
    RUN(limits);
    RUN(growing);
    return expect_report();
}
