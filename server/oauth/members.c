/* SPDX-License-Identifier: MIT */
#include "oauth/members.h"

#include "base/wiped.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

/* struct members is jansson's json_t of an object; the name keeps jansson in here. */
static const json_t *inside(const struct members *members)
{
    return (const json_t *)members;
}

void members_wipe_memory(void)
{
    json_set_alloc_funcs(wiped_new, wiped_free);
}

struct members *members_read(struct span bytes, struct error *error)
{
    json_error_t where;
    if (bytes.length > MEMBERS_BYTES_MAX) {
        error_set(error, ERROR_INPUT, "JSON of more than %d bytes", MEMBERS_BYTES_MAX);
        return NULL;
    }
    json_t *value = json_loadb(bytes.at != NULL ? bytes.at : "", bytes.length,
                               JSON_REJECT_DUPLICATES, &where);
    if (value == NULL) {
        error_set(error, ERROR_INPUT, "no JSON: a mistake at byte %d", where.position);
        return NULL;
    }
    if (!json_is_object(value)) {
        json_decref(value);
        error_set(error, ERROR_INPUT, "JSON, but not an object");
        return NULL;
    }
    return (struct members *)value;
}

void members_free(struct members *members)
{
    json_decref((json_t *)members);
}

const char *members_string(const struct members *members, const char *key)
{
    return json_string_value(json_object_get(inside(members), key));
}

bool members_integer(const struct members *members, const char *key, long long *number)
{
    const json_t *value = json_object_get(inside(members), key);
    const char *text = json_string_value(value);
    char *end = NULL;
    if (json_is_integer(value)) {
        *number = json_integer_value(value);
        return true;
    }
    if (text == NULL || *text < '0' || *text > '9')
        return false;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0';
}

bool members_has(const struct members *members, const char *key)
{
    const json_t *value = json_object_get(inside(members), key);
    return value != NULL && !json_is_null(value);
}

const char *members_item(const struct members *members, const char *key, size_t index)
{
    const json_t *value = json_object_get(inside(members), key);
    if (json_is_string(value))
        return index == 0 ? json_string_value(value) : NULL;
    return json_string_value(json_array_get(value, index));
}

struct members *members_new(void)
{
    return (struct members *)json_object();
}

void members_set_string(struct members *members, const char *key, const char *text)
{
    if (text != NULL)
        json_object_set_new((json_t *)members, key, json_string(text));
}

void members_set_integer(struct members *members, const char *key, long long number)
{
    json_object_set_new((json_t *)members, key, json_integer(number));
}

static int append(const char *bytes, size_t length, void *out)
{
    secret_append(out, bytes, length);
    return 0;
}

void members_write(const struct members *members, struct secret *out)
{
    json_dump_callback(inside(members), append, out, JSON_COMPACT);
}
