/* SPDX-License-Identifier: MIT */
#include "check/expected.h"

#include "base/text.h"
#include "check/names.h"

#include <string.h>

const char *expected_label(const struct view *view,
                           const struct expected_record *record)
{
    size_t owner = strlen(record->owner), domain = strlen(view->domain) + 1;
    if (owner <= domain)
        return "@";
    return pool_copy(view->pool, record->owner, owner - domain - 1);
}

const char *expected_target(const struct view *view,
                            const struct expected_record *record)
{
    const char *blank = strrchr(record->data, ' ');
    const char *name = blank != NULL ? blank + 1 : record->data;
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == '.')
        length--;
    char *target = pool_copy(view->pool, name, length);
    for (size_t i = 0; i < length; i++)
        target[i] = text_lower(target[i]);
    return target;
}

/* Without making a string of the owner. */
static bool is_at(const struct view *view, const struct expected_record *record,
                  const char *label)
{
    size_t length = strlen(label);
    if (strcmp(label, "@") == 0)
        return strlen(record->owner) == strlen(view->domain) + 1;
    return strncmp(record->owner, label, length) == 0 && record->owner[length] == '.' &&
           strncmp(record->owner + length + 1, view->domain, strlen(view->domain)) == 0;
}

const struct expected_record *expected_find(const struct view *view, const char *label,
                                            const char *type)
{
    for (size_t i = 0; i < view->records.count; i++)
        if (strcmp(view->records.items[i].type, type) == 0 &&
            is_at(view, &view->records.items[i], label))
            return &view->records.items[i];
    return NULL;
}

bool expected_is_microsoft(const struct view *view)
{
    const struct offer *offer = view->settings->offer;
    for (size_t i = 0; i < offer->service_count; i++)
        if (name_is_microsoft(offer->services[i].host))
            return true;
    for (size_t i = 0; i < view->records.count; i++)
        if (strcmp(view->records.items[i].type, "TXT") != 0 &&
            name_is_microsoft(expected_target(view, &view->records.items[i])))
            return true;
    return false;
}
