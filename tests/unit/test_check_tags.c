/* SPDX-License-Identifier: MIT */
#include "check/tags.h"
#include "expect.h"

#include <stdio.h>
#include <string.h>

static struct span text(const char *text)
{
    return (struct span){text, strlen(text)};
}

/* "name=value|name|..." with what stands there. */
static const char *list(const char *list, char *out, size_t size)
{
    struct span rest = text(list);
    struct tag tag;
    size_t used = 0;
    out[0] = '\0';
    while (tags_next(&rest, &tag) && used < size)
        used += (size_t)snprintf(
            out + used, size - used, "%.*s%s%.*s|", (int)tag.name.length, tag.name.at,
            tag.value.at != NULL ? "=" : "", (int)tag.value.length, tag.value.at);
    return out;
}

static void tags_are_taken_one_by_one(void)
{
    static const struct {
        const char *list, *tags;
    } rows[] = {
        {"", ""},
        {"   ", ""},
        {"v=DMARC1", "v=DMARC1|"},
        {"v=DMARC1;", "v=DMARC1|"},
        {"v=DMARC1; ", "v=DMARC1|"},
        {" v = DMARC1 ;\tp\t=  none ; ", "v=DMARC1|p=none|"},
        {"v=DMARC1;p=none;rua=mailto:a@b.example",
         "v=DMARC1|p=none|rua=mailto:a@b.example|"},
        {"a=b=c;d", "a=b=c|d|"},
        {"a=;=b;=", "a=|=b|=|"},
        {";;a", "||a|"},
    };
    char out[512];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].list);
        EXPECT_TEXT(list(rows[i].list, out, sizeof out), rows[i].tags);
    }
}

static void a_tag_is_found_by_its_name(void)
{
    struct span value;
    EXPECT(tags_find(text("v=DKIM1; k=rsa; p=abc"), "p", &value));
    EXPECT(span_equal(value, "abc"));
    EXPECT(tags_find(text("P=first; p=second"), "p", &value));
    EXPECT(span_equal(value, "first"));
    EXPECT(tags_find(text("p="), "p", &value));
    EXPECT_UINT(value.length, 0);
    EXPECT(!tags_find(text("sp=none; p"), "p", &value));
    EXPECT(!tags_find(text(""), "p", &value));
}

static void versions_are_told_from_spoiled_ones(void)
{
    static const struct {
        const char *text;
        bool good, spoiled;
    } rows[] = {
        {"v=DMARC1", true, false},
        {"v=DMARC1;p=none", true, false},
        {"V = DMARC1 ; p=none", true, false},
        {"v=dmarc1; p=none", false, true},
        {" v=DMARC1; p=none", false, true},
        {"\"v=DMARC1; p=none\"", false, true},
        {"\xEF\xBB\xBFv=DMARC1; p=none", false, true},
        {"DMARC1; p=none", false, true},
        {"=DMARC1; p=none", false, true},
        {"v=DMARC1, p=none", false, true},
        {"v=DMARC1 p=none", false, true},
        {"v:DMARC1; p=none", false, true},
        {"v=DMARC", false, false},
        {"v=spf1 -all", false, false},
        {"p=none; v=DMARC1", false, false},
        {"", false, false},
        {"v", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].text);
        EXPECT(tags_is_version(text(rows[i].text), "DMARC1") == rows[i].good);
        EXPECT(tags_is_spoiled_version(text(rows[i].text), "DMARC1") ==
               rows[i].spoiled);
    }
}

static void a_list_is_judged(void)
{
    static const struct {
        const char *list, *mistake;
    } rows[] = {
        {"v=STSv1; id=20260101;", ""},
        {"v=STSv1; id=1; x-y.z_0=ok", ""},
        {"v=STSv1;; id=1", "there are two semicolons in a row"},
        {"v=STSv1; id", "\"id\" is no NAME=VALUE"},
        {"v=STSv1; i d=1", "\"i d\" is no name of a tag"},
        {"v=STSv1; =1", "\"\" is no name of a tag"},
        {"v=STSv1; id=1; id=2", "id= stands there twice"},
        {"v=STSv1; id=\xC3\xA4", "id= holds a character beyond ASCII"},
        {"v=STSv1; \x01=\x02", "\"?\" is no name of a tag"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.text = ""};
        expect_case(rows[i].list);
        EXPECT(tags_check(text(rows[i].list), &error) == (rows[i].mistake[0] == '\0'));
        EXPECT_TEXT(error.text, rows[i].mistake);
    }
}

static void there_are_not_too_many(void)
{
    char many[1024] = "";
    struct error error;
    for (size_t i = 0; i < 63; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many), "a%zu=1;", i);
    EXPECT(tags_check(text(many), &error));
    snprintf(many + strlen(many), sizeof many - strlen(many), "last=1");
    EXPECT(!tags_check(text(many), &error));
    EXPECT_TEXT(error.text, "there are more than 63 tags");
}

static void values_are_taken_one_by_one(void)
{
    struct span rest = text(" mailto:a@b.example ,,https://c.example/"), value;
    EXPECT(tags_next_value(&rest, ',', &value));
    EXPECT(span_equal(value, "mailto:a@b.example"));
    EXPECT(tags_next_value(&rest, ',', &value));
    EXPECT_UINT(value.length, 0);
    EXPECT(tags_next_value(&rest, ',', &value));
    EXPECT(span_equal(value, "https://c.example/"));
    EXPECT(!tags_next_value(&rest, ',', &value));
}

int main(void)
{
    RUN(tags_are_taken_one_by_one);
    RUN(a_tag_is_found_by_its_name);
    RUN(versions_are_told_from_spoiled_ones);
    RUN(a_list_is_judged);
    RUN(there_are_not_too_many);
    RUN(values_are_taken_one_by_one);
    return expect_report();
}
