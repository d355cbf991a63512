/* SPDX-License-Identifier: MIT */
#include "xml/compiler.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SERVICES_USUAL = 3, AUTHS_USUAL = 2, SHOWN_SIZE = 64 };

void compiler_complain(struct compiler *compiler, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    mistakes_add(compiler->mistakes, compiler->source->name, compiler->line, "%s",
                 text);
}

bool compiler_permits(struct compiler *compiler, const struct variable *variable,
                      const char *before, struct span name, const char *after)
{
    bool permitted = variable->instead == NULL || !compiler->source->for_everybody;
    if (!permitted)
        compiler_complain(compiler,
                          "%s%.*s%s names the person who asks, but the answer to "
                          "autoconfig is the same for everybody; write %s",
                          before, (int)name.length, name.at, after, variable->instead);
    return permitted;
}

/* How often the operations in hand run in a usual rendering. */
static size_t usual_repeats(const struct compiler *compiler)
{
    size_t services = compiler->scope & SCOPE_SERVICE ? SERVICES_USUAL : 1;
    size_t auths = compiler->scope & SCOPE_AUTH ? AUTHS_USUAL : 1;
    return services * auths;
}

size_t compiler_emit(struct compiler *compiler, enum action action)
{
    size_t length = compiler->text.length;
    size_t value = action == ACTION_VALUE ? VALUE_ROOM : 0;
    compiler->operations =
        memory_grow(compiler->operations, compiler->count, &compiler->capacity,
                    sizeof *compiler->operations);
    compiler->operations[compiler->count] = (struct operation){
        .text = {pool_copy(compiler->pool, buf_text(&compiler->text), length), length},
        .action = (uint8_t)action,
    };
    compiler->room += (length + value) * usual_repeats(compiler);
    buf_reset(&compiler->text);
    return compiler->count++;
}

static void flush_indent(struct compiler *compiler)
{
    buf_append(&compiler->text, compiler->indent.at, compiler->indent.length);
    compiler->indent.length = 0;
}

void compiler_put(struct compiler *compiler, const char *text)
{
    flush_indent(compiler);
    buf_puts(&compiler->text, text);
}

/* Unlike buf_append_xml this leaves apostrophes alone: some readers lose what stands
 * before a reference, so there are no more than must be. */
static void put_escaped(struct compiler *compiler, struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '&' || c == '<' || c == '>' || c == '"')
            buf_append_xml(&compiler->text, &c, 1);
        else
            buf_append(&compiler->text, &c, 1);
    }
}

static void complain_about_name(struct compiler *compiler, struct span name)
{
    char shown[SHOWN_SIZE];
    const char *nearest = variable_nearest(compiler->source->template, name);
    text_sanitise(name.at, name.length, shown, sizeof shown);
    if (nearest != NULL)
        compiler_complain(compiler, "unknown variable ${%s}; did you mean ${%s}?",
                          shown, nearest);
    else
        compiler_complain(compiler, "unknown variable ${%s}", shown);
}

static void put_variable(struct compiler *compiler, struct span name)
{
    struct variable variable;
    if (!variable_find(compiler->source->template, name, &variable)) {
        complain_about_name(compiler, name);
    } else if (variable.value == VALUE_NONE) {
        compiler_complain(compiler, "%.*s is a condition and has no value",
                          (int)name.length, name.at);
    } else if (variable.scope & ~compiler->scope) {
        compiler_complain(compiler, "${%.*s} has a value inside of w:each=\"%s\" only",
                          (int)name.length, name.at,
                          variable.scope & SCOPE_AUTH ? "auth" : "services");
    } else if (compiler_permits(compiler, &variable, "${", name, "}")) {
        size_t at = compiler_emit(compiler, ACTION_VALUE);
        compiler->operations[at].value = variable.value;
        compiler->operations[at].variable = variable.index;
    }
}

static void put_with_variables(struct compiler *compiler, struct span text)
{
    const char *hole;
    while ((hole = memmem(text.at, text.length, "${", 2)) != NULL) {
        size_t before = (size_t)(hole - text.at);
        put_escaped(compiler, (struct span){text.at, before});
        text = (struct span){hole + 2, text.length - before - 2};
        const char *end = memchr(text.at, '}', text.length);
        if (end == NULL) {
            compiler_complain(compiler, "\"${\" without its \"}\"");
            return;
        }
        struct span name = {text.at, (size_t)(end - text.at)};
        put_variable(compiler, name);
        text = (struct span){end + 1, text.length - name.length - 1};
    }
    put_escaped(compiler, text);
}

void compiler_put_attribute(struct compiler *compiler, const char *value)
{
    put_with_variables(compiler, (struct span){value, strlen(value)});
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

void compiler_put_text(struct compiler *compiler, const char *text)
{
    size_t length = strlen(text), solid = length;
    while (solid > 0 && is_blank(text[solid - 1]))
        solid--;
    flush_indent(compiler);
    put_with_variables(compiler, (struct span){text, solid});
    compiler->indent = (struct span){text + solid, length - solid};
}
