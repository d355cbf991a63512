/* SPDX-License-Identifier: MIT */
/* A compiled document: an array of operations, each of which copies its text and then
 * does one thing. Loops and conditions are jumps, so rendering is one pass without
 * recursion. */
#pragma once

#include "base/text.h"
#include "mail/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements of a document stand in as many others at most. */
enum { DOCUMENT_DEPTH_MAX = 32 };

/* What a value takes more or less: host names and usernames are shorter. */
enum { VALUE_ROOM = 32 };

/* What ${name} stands for. */
enum value {
    VALUE_NONE, /* the name is a condition only */
    VALUE_DOMAIN,
    VALUE_NAME,
    VALUE_SHORT_NAME,
    VALUE_ERROR_CODE,
    VALUE_ERROR_MESSAGE,
    VALUE_TYPE, /* from here on: of the service in hand */
    VALUE_TYPE_UPPER,
    VALUE_HOST,
    VALUE_USERNAME,
    VALUE_SOCKET_TYPE,
    VALUE_ENCRYPTION,
    VALUE_AUTH,
    VALUE_READY, /* those above are at hand as text, those below are made each time */
    VALUE_PORT = VALUE_READY,
    VALUE_LOGIN,
    VALUE_ADDRESS,
    VALUE_VARIABLE, /* one of the template's own */
};

/* What w:if asks. */
enum condition {
    CONDITION_NONE, /* the name is a value only */
    CONDITION_ADDRESS,
    CONDITION_SHORT_NAME,
    CONDITION_MOBILESYNC,
    CONDITION_IMAP, /* inside a service: it is one; elsewhere: one is offered */
    CONDITION_POP3,
    CONDITION_SMTP,
    CONDITION_PASSWORD,
    CONDITION_OAUTH2,
    CONDITION_VARIABLE, /* one of the template's own is not empty */
};

/* Where a name may stand, and in which loops the compiler is: bits. */
enum scope { SCOPE_ANYWHERE = 0, SCOPE_SERVICE = 1, SCOPE_AUTH = 2 };

struct variable {
    uint8_t value;       /* enum value */
    uint8_t condition;   /* enum condition */
    uint8_t scope;       /* the loops that it needs around it */
    uint16_t index;      /* among the template's own */
    const char *instead; /* NULL, or it names the person who asks: what to write where
                          * nobody may be named */
};

enum action {
    ACTION_NONE,
    ACTION_VALUE,        /* append `value` */
    ACTION_SKIP,         /* go to `target` unless `condition` holds */
    ACTION_EACH_SERVICE, /* take the first service of `protocols`, or go to `target` */
    ACTION_NEXT_SERVICE, /* take the next one and go to `target`, if there is one */
    ACTION_EACH_AUTH,    /* the same for the auth methods of the service */
    ACTION_NEXT_AUTH,
    ACTION_THIS_SERVICE, /* take the service number `target`: in bound documents */
    ACTION_END,
};

struct operation {
    struct span text;
    uint32_t target;
    uint8_t action;    /* enum action */
    uint8_t value;     /* enum value */
    uint8_t condition; /* enum condition */
    uint8_t protocols; /* bit 1 << enum protocol */
    uint16_t variable; /* index of the template's own variable */
    bool negated;      /* the condition must not hold */
};

struct document {
    const struct operation *operations; /* the last one is ACTION_END */
    size_t room;                        /* that a usual rendering needs */
    const char *name;
};

/* Finds a name of the notation, or of the template's own variables. */
bool variable_find(const struct template *template, struct span name,
                   struct variable *out);

/* The known name most like `name`, for "did you mean"; NULL when none is near. */
const char *variable_nearest(const struct template *template, struct span name);
