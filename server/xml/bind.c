/* SPDX-License-Identifier: MIT */
/* Runs a document for an offer and nobody in particular. What depends on who asks is
 * written down as an operation, to be done for each of them; all else becomes text. */
#include "base/memory.h"
#include "xml/cursor.h"

#include <string.h>

/* A condition that only a rendering can answer, until what it is about has been run. */
struct skip {
    uint32_t target; /* in the document */
    size_t at;       /* in the bound one */
};

struct binder {
    struct cursor cursor;
    struct buf text; /* since the last operation */
    struct pool *pool;
    struct operation *operations;
    size_t count, capacity;
    size_t room;
    struct skip skips[DOCUMENT_DEPTH_MAX];
    size_t depth;
};

static bool is_personal(const struct operation *operation)
{
    switch ((enum action)operation->action) {
    case ACTION_VALUE:
        return operation->value < VALUE_TYPE || operation->value == VALUE_LOGIN ||
               operation->value == VALUE_ADDRESS;
    case ACTION_SKIP:
        return operation->condition <= CONDITION_MOBILESYNC;
    default:
        return false;
    }
}

/* Ends the text with an operation. */
static void emit(struct binder *binder, struct operation operation)
{
    struct buf *text = &binder->text;
    cursor_leave(&binder->cursor);
    operation.text.at = pool_copy(binder->pool, buf_text(text), text->length);
    operation.text.length = text->length;
    binder->operations = memory_grow(binder->operations, binder->count,
                                     &binder->capacity, sizeof *binder->operations);
    binder->operations[binder->count++] = operation;
    binder->room += text->length + (operation.action == ACTION_VALUE ? VALUE_ROOM : 0);
    buf_reset(text);
    cursor_enter(&binder->cursor, text);
}

/* Comes to where conditions may end that are open, the innermost first. */
static void close_skips(struct binder *binder, ptrdiff_t place)
{
    while (binder->depth > 0 && binder->skips[binder->depth - 1].target == place) {
        emit(binder, (struct operation){.action = ACTION_NONE});
        size_t at = binder->skips[--binder->depth].at;
        binder->operations[at].target = (uint32_t)binder->count;
    }
}

/* Does an operation or writes it down; the one to go on with. */
static const struct operation *advance(struct binder *binder,
                                       const struct operation *operation,
                                       const struct operation *operations)
{
    const struct cursor *cursor = &binder->cursor;
    if (!is_personal(operation))
        return cursor_step(&binder->cursor, operation, operations);
    if (operation->value == VALUE_LOGIN) {
        uint32_t index = (uint32_t)(cursor->service - cursor->offer->services);
        emit(binder,
             (struct operation){.action = ACTION_THIS_SERVICE, .target = index});
    }
    if (operation->action == ACTION_SKIP)
        binder->skips[binder->depth++] =
            (struct skip){.target = operation->target, .at = binder->count};
    emit(binder, *operation);
    return operation + 1;
}

static void bind(struct binder *binder, const struct operation *operations)
{
    const struct operation *operation = operations;
    for (;;) {
        close_skips(binder, operation - operations);
        cursor_put(&binder->cursor, operation->text);
        if (operation->action == ACTION_END)
            break;
        operation = advance(binder, operation, operations);
    }
    emit(binder, *operation);
}

const struct document *document_bind(const struct document *document,
                                     const struct offer *offer, struct pool *pool)
{
    const struct settings settings = {.offer = offer};
    const struct rendering nobody = {.settings = &settings};
    struct binder binder = {.pool = pool};
    buf_init(&binder.text, SIZE_MAX / 4);
    buf_reserve(&binder.text, document->room);
    cursor_start(&binder.cursor, &nobody);
    cursor_enter(&binder.cursor, &binder.text);
    bind(&binder, document->operations);
    size_t size = binder.count * sizeof *binder.operations;
    struct document *bound = pool_alloc(pool, sizeof *bound);
    *bound = (struct document){
        .operations = memcpy(pool_alloc(pool, size), binder.operations, size),
        .room = binder.room,
        .name = document->name,
    };
    memory_free(binder.operations);
    buf_clear(&binder.text);
    return bound;
}
