/* SPDX-License-Identifier: MIT */
/* Compiles a template document: libxml2 reads it into a tree, and one walk over the
 * tree writes the operations. */
#include "xml/document.h"

#include "base/memory.h"
#include "xml/compiler.h"
#include "xml/tree.h"

#include <string.h>

enum { PIECE_MAX = 1024 * 1024 };

static const char notation[] = "urn:waypost:template";

/* An open element: what is to be patched when it closes. */
struct frame {
    size_t loop, condition; /* index + 1 of its operation; 0: none */
    enum scope scope;       /* what its loop adds to the scope */
};

struct walk {
    struct compiler compiler;
    struct frame frames[DOCUMENT_DEPTH_MAX];
    size_t depth;
};

/* What w:each can name. */
static const struct loop {
    const char *name;
    enum scope scope;
    unsigned protocols;
} loops[] = {
    {"services", SCOPE_SERVICE,
     1U << PROTOCOL_IMAP | 1U << PROTOCOL_POP3 | 1U << PROTOCOL_SMTP},
    {"incoming", SCOPE_SERVICE, 1U << PROTOCOL_IMAP | 1U << PROTOCOL_POP3},
    {"outgoing", SCOPE_SERVICE, 1U << PROTOCOL_SMTP},
    {"auth", SCOPE_AUTH, 0},
};

static const struct loop *find_loop(const char *name)
{
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
        if (strcmp(loops[i].name, name) == 0)
            return &loops[i];
    return NULL;
}

static bool is_notation(const xmlNs *namespace)
{
    return namespace != NULL && namespace->href != NULL &&
           strcmp((const char *)namespace->href, notation) == 0;
}

/* Attribute values have no entities here, so they are one piece of text. */
static const char *attribute_value(const xmlAttr *attribute)
{
    return attribute->children != NULL ? (const char *)attribute->children->content
                                       : "";
}

static const char *find_directive(const xmlNode *element, const char *name)
{
    const xmlAttr *attribute = element->properties;
    while (attribute != NULL && (!is_notation(attribute->ns) ||
                                 strcmp((const char *)attribute->name, name) != 0))
        attribute = attribute->next;
    return attribute != NULL ? attribute_value(attribute) : NULL;
}

/* Whether a loop may stand here; a mistake if not. */
static bool check_loop(struct compiler *c, const char *name, const struct loop *loop)
{
    if (loop == NULL)
        compiler_complain(
            c, "w:each=\"%s\": expected services, incoming, outgoing or auth", name);
    else if (loop->scope & c->scope)
        compiler_complain(c, "w:each=\"%s\" inside of another loop of its kind", name);
    else if (loop->scope == SCOPE_AUTH && !(c->scope & SCOPE_SERVICE))
        compiler_complain(c, "w:each=\"auth\" has a meaning inside of "
                             "w:each=\"services\" only");
    else
        return true;
    return false;
}

static void begin_loop(struct compiler *c, struct frame *frame, const char *name)
{
    const struct loop *loop = find_loop(name);
    if (!check_loop(c, name, loop))
        return;
    size_t at = compiler_emit(c, loop->scope == SCOPE_AUTH ? ACTION_EACH_AUTH
                                                           : ACTION_EACH_SERVICE);
    c->operations[at].protocols = (uint8_t)loop->protocols;
    c->scope |= loop->scope;
    frame->scope = loop->scope;
    frame->loop = at + 1;
}

static void end_loop(struct compiler *c, const struct frame *frame)
{
    size_t at = compiler_emit(c, frame->scope == SCOPE_AUTH ? ACTION_NEXT_AUTH
                                                            : ACTION_NEXT_SERVICE);
    struct operation *first = &c->operations[frame->loop - 1];
    c->operations[at].protocols = first->protocols;
    c->operations[at].target = (uint32_t)frame->loop;
    first->target = (uint32_t)c->count;
    c->scope &= ~(unsigned)frame->scope;
}

static void complain_about_condition(struct compiler *c, struct span name)
{
    const char *nearest = variable_nearest(c->source->template, name);
    if (nearest != NULL)
        compiler_complain(c, "unknown condition \"%.*s\"; did you mean \"%s\"?",
                          (int)name.length, name.at, nearest);
    else
        compiler_complain(c, "unknown condition \"%.*s\"", (int)name.length, name.at);
}

static void begin_condition(struct compiler *c, struct frame *frame, const char *text)
{
    static const char negation[] = "not ";
    struct variable variable;
    bool negated = strncmp(text, negation, sizeof negation - 1) == 0;
    if (negated)
        text += sizeof negation - 1;
    struct span name = {text, strlen(text)};
    if (!variable_find(c->source->template, name, &variable)) {
        complain_about_condition(c, name);
    } else if (variable.condition == CONDITION_NONE) {
        compiler_complain(c, "\"%s\" is always there and no condition", text);
    } else if (variable.scope & ~c->scope) {
        compiler_complain(
            c, "the condition \"%s\" has a meaning inside of w:each=\"services\" only",
            text);
    } else if (compiler_permits(c, &variable, "w:if=\"", name, "\"")) {
        size_t at = compiler_emit(c, ACTION_SKIP);
        c->operations[at].condition = variable.condition;
        c->operations[at].variable = variable.index;
        c->operations[at].negated = negated;
        frame->condition = at + 1;
    }
}

static void end_condition(struct compiler *c, const struct frame *frame)
{
    if (c->text.length > 0)
        compiler_emit(c, ACTION_NONE);
    c->operations[frame->condition - 1].target = (uint32_t)c->count;
}

static void check_directives(struct compiler *c, const xmlNode *element)
{
    if (is_notation(element->ns))
        compiler_complain(c, "unknown element w:%s", (const char *)element->name);
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        if (is_notation(attribute->ns) && strcmp(name, "if") != 0 &&
            strcmp(name, "each") != 0)
            compiler_complain(c, "unknown attribute w:%s; there are w:if and w:each",
                              name);
    }
}

static void put_name(struct compiler *c, const xmlNs *namespace, const xmlChar *name)
{
    if (namespace != NULL && namespace->prefix != NULL) {
        compiler_put(c, (const char *)namespace->prefix);
        compiler_put(c, ":");
    }
    compiler_put(c, (const char *)name);
}

static void put_namespaces(struct compiler *c, const xmlNode *element)
{
    for (const xmlNs *ns = element->nsDef; ns != NULL; ns = ns->next) {
        if (is_notation(ns))
            continue;
        compiler_put(c, ns->prefix != NULL ? " xmlns:" : " xmlns");
        compiler_put(c, ns->prefix != NULL ? (const char *)ns->prefix : "");
        compiler_put(c, "=\"");
        compiler_put_attribute(c, ns->href != NULL ? (const char *)ns->href : "");
        compiler_put(c, "\"");
    }
}

static void put_attributes(struct compiler *c, const xmlNode *element)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next) {
        if (is_notation(attribute->ns))
            continue;
        compiler_put(c, " ");
        put_name(c, attribute->ns, attribute->name);
        compiler_put(c, "=\"");
        compiler_put_attribute(c, attribute_value(attribute));
        compiler_put(c, "\"");
    }
}

static void open_element(struct walk *walk, const xmlNode *element)
{
    struct compiler *c = &walk->compiler;
    struct frame *frame = &walk->frames[walk->depth++];
    const char *each = find_directive(element, "each");
    const char *condition = find_directive(element, "if");
    *frame = (struct frame){0};
    check_directives(c, element);
    if (walk->depth == 1 && (each != NULL || condition != NULL))
        compiler_complain(c, "the root element stands once and always");
    if (each != NULL)
        begin_loop(c, frame, each);
    if (condition != NULL)
        begin_condition(c, frame, condition);
    compiler_put(c, "<");
    put_name(c, element->ns, element->name);
    put_namespaces(c, element);
    put_attributes(c, element);
    compiler_put(c, element->children != NULL ? ">" : " />");
}

static void close_element(struct walk *walk, const xmlNode *element)
{
    struct compiler *c = &walk->compiler;
    const struct frame *frame = &walk->frames[--walk->depth];
    if (element->children != NULL) {
        compiler_put(c, "</");
        put_name(c, element->ns, element->name);
        compiler_put(c, ">");
    }
    if (frame->condition > 0)
        end_condition(c, frame);
    if (frame->loop > 0)
        end_loop(c, frame);
}

/* Whether the walk is to go into the node's children. */
static bool visit(struct walk *walk, const xmlNode *node)
{
    struct compiler *c = &walk->compiler;
    c->line = (unsigned)xmlGetLineNo(node);
    switch (node->type) {
    case XML_ELEMENT_NODE:
        if (walk->depth == DOCUMENT_DEPTH_MAX) {
            compiler_complain(c, "elements nest deeper than %d", DOCUMENT_DEPTH_MAX);
            return false;
        }
        open_element(walk, node);
        if (node->children != NULL)
            return true;
        close_element(walk, node);
        return false;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        compiler_put_text(c, (const char *)node->content);
        return false;
    case XML_COMMENT_NODE:
        c->indent.length = 0;
        return false;
    default:
        compiler_complain(c, "only elements, text and comments may stand here");
        return false;
    }
}

static void walk_tree(struct walk *walk, const xmlNode *root)
{
    const xmlNode *node = root;
    while (node != NULL) {
        if (visit(walk, node)) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            close_element(walk, node);
        }
        node = node != root ? node->next : NULL;
    }
}

/* The operations as a document in the pool. */
static const struct document *finish(struct compiler *c)
{
    struct document *document = pool_alloc(c->pool, sizeof *document);
    size_t size = c->count * sizeof *c->operations;
    struct operation *operations = pool_alloc(c->pool, size);
    memcpy(operations, c->operations, size);
    *document =
        (struct document){operations, c->room, pool_strdup(c->pool, c->source->name)};
    return document;
}

static void hear_trouble(void *context, unsigned line, const char *text)
{
    struct compiler *c = context;
    c->line = line;
    compiler_complain(c, "%s", text);
}

const struct document *document_compile(const struct source *source, struct pool *pool,
                                        struct mistakes *mistakes)
{
    struct walk walk = {
        .compiler = {.source = source, .pool = pool, .mistakes = mistakes}};
    struct compiler *c = &walk.compiler;
    size_t before = mistakes_count(mistakes);
    buf_init(&c->text, PIECE_MAX);
    xmlDoc *tree = tree_parse(source->bytes.at, source->bytes.length, hear_trouble, c);
    if (tree != NULL) {
        compiler_put(c, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        walk_tree(&walk, xmlDocGetRootElement(tree));
        compiler_put(c, "\n");
        compiler_emit(c, ACTION_END);
    }
    const struct document *document =
        mistakes_count(mistakes) == before ? finish(c) : NULL;
    xmlFreeDoc(tree);
    memory_free(c->operations);
    buf_clear(&c->text);
    return document;
}

const char *document_name(const struct document *document)
{
    return document->name;
}
