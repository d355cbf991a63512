/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "mail/catalog.h"

#include <stdio.h>
#include <string.h>

static void matching(void)
{
    static const struct {
        const char *domain;
        size_t expected; /* the index of a name below, or 9 for none */
    } rows[] = {
        {"example.com", 0},       {"a.example.com", 1}, {"b.a.example.com", 2},
        {"a.b.a.example.com", 2}, {"other.org", 9},     {"com", 9},
    };
    static const char *const names[] = {"example.com", "*.example.com",
                                        "*.a.example.com"};
    static struct settings settings[3];
    AUTO(catalog) struct catalog *catalog = catalog_new();
    EXPECT(catalog_find(catalog, "example.com") == NULL);
    for (size_t i = 0; i < 3; i++)
        EXPECT(catalog_add(catalog, names[i], &settings[i]) == NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct settings *found = catalog_find(catalog, rows[i].domain);
        expect_case(rows[i].domain);
        EXPECT(found == (rows[i].expected < 9 ? &settings[rows[i].expected] : NULL));
    }
}

static void everything_else(void)
{
    static struct settings some, all;
    AUTO(catalog) struct catalog *catalog = catalog_new();
    EXPECT(catalog_add(catalog, "example.com", &some) == NULL);
    EXPECT(catalog_find(catalog, "example.org") == NULL);
    EXPECT(catalog_add(catalog, "*", &all) == NULL);
    EXPECT(catalog_find(catalog, "example.org") == &all);
    EXPECT(catalog_find(catalog, "a.example.com") == &all);
    EXPECT(catalog_find(catalog, "example.com") == &some);
}

static void adding(void)
{
    static struct settings first, second;
    const struct settings *settings;
    AUTO(catalog) struct catalog *catalog = catalog_new();
    EXPECT(catalog_add(catalog, "example.com", &first) == NULL);
    EXPECT(catalog_add(catalog, "example.com", &second) == &first);
    EXPECT_UINT(catalog_count(catalog), 1);
    EXPECT_TEXT(catalog_get(catalog, 0, &settings), "example.com");
    EXPECT(settings == &first);
}

static void many(void)
{
    enum { COUNT = 10000 };
    static struct settings settings[COUNT];
    AUTO(catalog) struct catalog *catalog = catalog_new();
    char name[32];
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "d%zu.example", i);
        EXPECT(catalog_add(catalog, name, &settings[i]) == NULL);
    }
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "d%zu.example", i);
        EXPECT(catalog_find(catalog, name) == &settings[i]);
    }
    EXPECT(catalog_find(catalog, "d10000.example") == NULL);
}

int main(void)
{
    RUN(matching);
    RUN(everything_else);
    RUN(adding);
    RUN(many);
    return expect_report();
}
