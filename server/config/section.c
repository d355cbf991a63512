/* SPDX-License-Identifier: MIT */
/* Keys are collected in arrays that are used again for the next section, so that a
 * million sections take no memory to read. */
#include "config/section.h"

#include "base/buf.h"
#include "base/memory.h"
#include "config/ini.h"

#include <stdint.h>
#include <string.h>

struct place {
    size_t key, value; /* offsets in the text, which moves as it grows */
    unsigned line;
};

struct collection {
    const char *file;
    struct mistakes *mistakes;
    section_receiver *receive;
    void *context;
    char name[INI_NAME_MAX + 1];
    unsigned line; /* 0: no section yet */
    struct buf text;
    struct place *places;
    size_t count, capacity;
    struct entry *entries;
    size_t entry_capacity;
};

static void deliver(struct collection *collection)
{
    if (collection->line == 0)
        return;
    for (size_t i = 0; i < collection->count; i++) {
        collection->entries =
            memory_grow(collection->entries, i, &collection->entry_capacity,
                        sizeof *collection->entries);
        const struct place *place = &collection->places[i];
        collection->entries[i] =
            (struct entry){collection->text.data + place->key,
                           collection->text.data + place->value, place->line};
    }
    collection->receive(collection->context, &(struct section){
                                                 .file = collection->file,
                                                 .name = collection->name,
                                                 .line = collection->line,
                                                 .entries = collection->entries,
                                                 .count = collection->count,
                                             });
    collection->count = 0;
    buf_reset(&collection->text);
}

static size_t keep(struct buf *text, const char *string)
{
    size_t offset = text->length;
    buf_append(text, string, strlen(string) + 1);
    return offset;
}

static void collect(void *context, const struct ini_line *line)
{
    struct collection *collection = context;
    if (line->section_line == 0) {
        mistakes_add(collection->mistakes, line->file, line->line,
                     "%s: stands before the first [section]", line->key);
        return;
    }
    if (line->section_line != collection->line) {
        deliver(collection);
        collection->line = line->section_line;
        memcpy(collection->name, line->section, strlen(line->section) + 1);
    }
    if (line->key == NULL)
        return;
    collection->places = memory_grow(collection->places, collection->count,
                                     &collection->capacity, sizeof *collection->places);
    collection->places[collection->count++] =
        (struct place){keep(&collection->text, line->key),
                       keep(&collection->text, line->value), line->line};
}

void section_read(FILE *stream, const char *file, struct mistakes *mistakes,
                  section_receiver *receive, void *context)
{
    struct collection collection = {
        .file = file, .mistakes = mistakes, .receive = receive, .context = context};
    buf_init(&collection.text, SIZE_MAX / 4);
    ini_read(stream, file, mistakes, collect, &collection);
    deliver(&collection);
    buf_clear(&collection.text);
    memory_free(collection.places);
    memory_free(collection.entries);
}

bool section_read_file(const char *path, struct mistakes *mistakes,
                       section_receiver *receive, void *context)
{
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        return false;
    section_read(stream, path, mistakes, receive, context);
    fclose(stream);
    return true;
}
