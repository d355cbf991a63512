/* SPDX-License-Identifier: MIT */
#include "xml/judge_leaves.h"

#include "base/text.h"
#include "xml/coercion.h"
#include "xml/tree.h"

#include <string.h>

enum { NAME_MAX_CHARACTERS = 60, SHORT_NAME_MAX_CHARACTERS = 20 };

/* Which leaf it is and what it says; NULL for none. */
static const char *quote(const struct reading *reading, const xmlNode *leaf)
{
    return leaf == NULL ? NULL
                        : pool_printf(reading->pool, "%s: %s",
                                      reading_place(reading, leaf), tree_text(leaf));
}

/* Help texts have attributes by their nature, and no program looks into them. */
static bool has_no_attributes(const xmlNode *leaf)
{
    return leaf->properties == NULL || tree_is(leaf, "descr") ||
           tree_is(leaf, "instruction");
}

const char *leaves_check_attributes(const struct reading *reading)
{
    return quote(reading, reading_unfit_leaf(reading->body, has_no_attributes));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* What is all blank is a matter of the rule about empty elements. */
static bool has_no_blanks_around(const xmlNode *leaf)
{
    const char *text = tree_text(leaf);
    size_t length = strlen(text);
    return strspn(text, " \t\n") == length ||
           (!is_blank(text[0]) && !is_blank(text[length - 1]));
}

const char *leaves_check_blanks(const struct reading *reading)
{
    return quote(reading, reading_unfit_leaf(reading->root, has_no_blanks_around));
}

static bool stays_text(const xmlNode *leaf)
{
    bool matters = tree_is(leaf, "username") || tree_is(leaf, "displayName") ||
                   tree_is(leaf, "displayShortName") || tree_is(leaf, "domain");
    return !matters || !text_is_coerced(tree_text(leaf));
}

const char *leaves_check_coercion(const struct reading *reading)
{
    return quote(reading, reading_unfit_leaf(reading->body, stays_text));
}

const char *leaves_cure_coercion(const struct reading *reading)
{
    const xmlNode *leaf = reading_unfit_leaf(reading->body, stays_text);
    const char *short_name = reading->answer->settings->short_name_xml;
    if (tree_is(leaf, "displayName"))
        return leaves_cure_name(reading);
    if (tree_is(leaf, "displayShortName"))
        return short_name != NULL && strcmp(tree_text(leaf), short_name) == 0
                   ? "short_name = NAME"
                   : NULL;
    return tree_is(leaf, "username") ? judge_cure_login(reading, tree_text(leaf))
                                     : NULL;
}

const char *leaves_check_name(const struct reading *reading)
{
    const char *name = tree_child_text(reading->body, "displayName");
    return text_count_characters(name) > NAME_MAX_CHARACTERS ? name : NULL;
}

/* Without a name of its own the domain is called by itself. */
const char *leaves_cure_name(const struct reading *reading)
{
    const struct answer *answer = reading->answer;
    const char *name = answer->settings->name;
    const char *text = tree_child_text(reading->body, "displayName");
    return strcmp(text, name != NULL ? name : answer->domain) == 0 ? "name = NAME"
                                                                   : NULL;
}

const char *leaves_check_short_name(const struct reading *reading)
{
    const char *name = tree_child_text(reading->body, "displayShortName");
    return text_count_characters(name) > SHORT_NAME_MAX_CHARACTERS ? name : NULL;
}

const char *leaves_check_password(const struct reading *reading)
{
    for (const xmlNode *node = reading->root; node != NULL;
         node = tree_next(reading->root, node))
        if (tree_is(node, "password"))
            return reading_place(reading, node);
    return NULL;
}

static bool is_on_the_web(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
}

/* The address of the first page that is none, or NULL. */
static const char *find_strange_page(const struct reading *reading)
{
    for (const xmlNode *node = reading->root; node != NULL;
         node = tree_next(reading->root, node)) {
        if (!tree_is(node, "documentation"))
            continue;
        const char *url = tree_attribute(node, "url");
        if (url == NULL || !is_on_the_web(url))
            return url != NULL ? url : "no url";
    }
    return NULL;
}

const char *leaves_check_documentation(const struct reading *reading)
{
    return find_strange_page(reading);
}

const char *leaves_cure_documentation(const struct reading *reading)
{
    const char *declared = reading_variable(reading, "documentation");
    bool same = declared != NULL && strcmp(declared, find_strange_page(reading)) == 0;
    return same ? "documentation = https://HOST/PAGE" : NULL;
}
