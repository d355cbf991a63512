/* SPDX-License-Identifier: MIT */
/* The small JSON objects that mail servers and authorization servers send, and that we
 * send and keep: bounded, and never quoted in an error, for there may be a token in
 * them. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { MEMBERS_BYTES_MAX = 64 * 1024 };

struct members;

/* Lets jansson, which keeps what it reads in memory of its own, overwrite what it
 * frees, in the whole process: to be called before anything else uses it. */
void members_wipe_memory(void);

/* An object, to be given to members_free. NULL with ERROR_INPUT when the bytes are
 * none, name a member twice, or are more than MEMBERS_BYTES_MAX. */
MUST_CHECK struct members *members_read(struct span bytes, struct error *error);

/* Frees; NULL is fine. */
void members_free(struct members *members);
DEFINE_AUTO(members)

/* The string at a key, or NULL. Strings live as long as the object and hold no NUL. */
const char *members_string(const struct members *members, const char *key);

/* Whether there is a whole number at a key, or a string that is one. */
bool members_integer(const struct members *members, const char *key, long long *number);

/* Whether there is anything but null at a key. */
bool members_has(const struct members *members, const char *key);

/* The string number `index` of the array at a key; a string that stands there without
 * an array is number 0. NULL past the end. */
const char *members_item(const struct members *members, const char *key, size_t index);

/* An empty object to be filled, to be given to members_free. */
struct members *members_new(void);

/* Sets a string, which has to be UTF-8; NULL sets nothing. */
void members_set_string(struct members *members, const char *key, const char *text);

/* Sets a whole number. */
void members_set_integer(struct members *members, const char *key, long long number);

/* Appends the object as JSON in one line. */
void members_write(const struct members *members, struct secret *out);
