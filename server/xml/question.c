/* SPDX-License-Identifier: MIT */
/* Callbacks for the three or four elements that matter; no tree is built. Bounds are
 * kept here, since libxml2's own are made for documents and not for requests. */
#include "xml/question.h"

#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>

/* Real requests have 6 elements in 3 levels, SOAP ones up to 40 in 8. libxml2 compares
 * each attribute of a tag with all the others, so that 64 KiB of them take 30 ms; each
 * has an equals sign, and of those an honest request has some twenty. */
enum { DEPTH_MAX = 16, ELEMENTS_MAX = 256, EQUALS_MAX = 512, TEXT_SIZE = 512 };

/* An element whose text is wanted. */
enum field { FIELD_NONE, FIELD_ADDRESS, FIELD_SCHEMA, FIELD_LEGACY_DN };

struct field_name {
    const char *name;
    enum field field;
};

struct reader {
    xmlParserCtxt *parser;
    const struct field_name *names; /* ends with a NULL name */
    struct question *question;
    enum field field; /* that the parser is in */
    unsigned depth, elements;
    char text[TEXT_SIZE]; /* of the field */
    size_t length;
    bool text_cut;
    bool refused;
};

static const struct field_name pox_names[] = {
    {"EMailAddress", FIELD_ADDRESS},
    {"AcceptableResponseSchema", FIELD_SCHEMA},
    {"LegacyDN", FIELD_LEGACY_DN},
    {NULL, FIELD_NONE},
};

static const struct field_name soap_names[] = {
    {"Mailbox", FIELD_ADDRESS},
    {NULL, FIELD_NONE},
};

static void refuse(struct reader *reader)
{
    reader->refused = true;
    xmlStopParser(reader->parser);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span text)
{
    while (text.length > 0 && is_blank(text.at[text.length - 1]))
        text.length--;
    while (text.length > 0 && is_blank(text.at[0])) {
        text.at++;
        text.length--;
    }
    return text;
}

static bool ends_with(struct span text, const char *suffix)
{
    size_t length = strlen(suffix);
    if (text.length < length)
        return false;
    struct span end = {text.at + text.length - length, length};
    return span_equal(end, suffix) || span_equal_nocase(end, suffix);
}

/* Namespaces are copied from documentation that says https where clients say http. */
static enum question_schema read_schema(struct span text)
{
    if (text.length == 0)
        return QUESTION_SCHEMA_MISSING;
    if (ends_with(text, "outlook/responseschema/2006a"))
        return QUESTION_SCHEMA_OUTLOOK;
    if (ends_with(text, "mobilesync/responseschema/2006"))
        return QUESTION_SCHEMA_MOBILESYNC;
    return QUESTION_SCHEMA_UNKNOWN;
}

static void read_address(struct question *question, struct span text, bool cut)
{
    if (question->address[0] != '\0' || question->address_too_long)
        return; /* the first one counts */
    question->address_too_long = cut || text.length > ADDRESS_MAX;
    if (!question->address_too_long && text.length > 0) {
        memcpy(question->address, text.at, text.length);
        question->address[text.length] = '\0';
    }
}

static void end_field(struct reader *reader)
{
    struct question *question = reader->question;
    struct span text = trim((struct span){reader->text, reader->length});
    if (reader->field == FIELD_ADDRESS)
        read_address(question, text, reader->text_cut);
    else if (reader->field == FIELD_LEGACY_DN)
        question->has_legacy_dn |= text.length > 0;
    else if (question->schema == QUESTION_SCHEMA_MISSING)
        question->schema =
            reader->text_cut ? QUESTION_SCHEMA_UNKNOWN : read_schema(text);
}

static enum field find_field(const struct reader *reader, const char *name)
{
    const struct field_name *known = reader->names;
    while (known->name != NULL && strcmp(name, known->name) != 0 &&
           !text_equal_nocase(name, known->name))
        known++;
    return known->field;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libxml2's */
static void start_element(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count,
                          const xmlChar **namespaces, int attribute_count,
                          int default_count, const xmlChar **attributes)
{
    struct reader *reader = context;
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces;
    (void)attribute_count, (void)default_count, (void)attributes;
    if (++reader->depth > DEPTH_MAX || ++reader->elements > ELEMENTS_MAX ||
        reader->field != FIELD_NONE) {
        refuse(reader); /* an address has no elements in it */
        return;
    }
    reader->field = find_field(reader, (const char *)name);
    reader->length = 0;
    reader->text_cut = false;
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
    struct reader *reader = context;
    (void)name, (void)prefix, (void)uri;
    if (reader->field != FIELD_NONE)
        end_field(reader);
    reader->field = FIELD_NONE;
    reader->depth--;
}

static void characters(void *context, const xmlChar *text, int length)
{
    struct reader *reader = context;
    size_t room = TEXT_SIZE - reader->length;
    size_t count = (size_t)length < room ? (size_t)length : room;
    if (reader->field == FIELD_NONE)
        return;
    reader->text_cut |= count < (size_t)length;
    memcpy(reader->text + reader->length, text, count);
    reader->length += count;
}

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(context);
}

/* Keeps libxml2 from writing to stderr. */
static void ignore_error(void *context, xmlError *error)
{
    (void)context, (void)error;
}

static const xmlSAXHandler handlers = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = start_element,
    .endElementNs = end_element,
    .characters = characters,
    .ignorableWhitespace = characters,
    .cdataBlock = characters,
    .internalSubset = refuse_doctype,
    .serror = ignore_error,
};

static bool has_few_attributes(const char *body, size_t length)
{
    const char *end = body + length;
    unsigned count = 0;
    while (count <= EQUALS_MAX &&
           (body = memchr(body, '=', (size_t)(end - body))) != NULL) {
        body++;
        count++;
    }
    return count <= EQUALS_MAX;
}

/* Whether it can be XML in UTF-8 at all: libxml2 would guess UTF-16 and EBCDIC from the
 * first bytes and convert them. */
static bool is_eligible(const char *body, size_t length)
{
    static const char byte_order_mark = '\xEF';
    return length > 0 && length <= INT32_MAX &&
           (body[0] == '<' || body[0] == byte_order_mark || is_blank(body[0])) &&
           memchr(body, '\0', length) == NULL && has_few_attributes(body, length);
}

/* A new parser costs a quarter of a request's 20,000 instructions; keeping one for each
 * thread is not worth its clean-up. */
static bool read_question(const char *body, size_t length,
                          const struct field_name *names, struct question *out)
{
    struct reader reader = {.names = names, .question = out};
    memset(out, 0, sizeof *out);
    if (!is_eligible(body, length))
        return false;
    /* The handlers are copied, although they are not declared const. */
    reader.parser =
        xmlCreatePushParserCtxt((xmlSAXHandler *)&handlers, &reader, NULL, 0, NULL);
    if (reader.parser == NULL)
        return false;
    /* Whatever encoding is declared, the bytes must be UTF-8. */
    xmlCtxtUseOptions(reader.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlParseChunk(reader.parser, body, (int)length, 1);
    bool good = reader.parser->wellFormed && !reader.refused;
    xmlFreeParserCtxt(reader.parser);
    return good;
}

bool question_read_pox(const char *body, size_t length, struct question *out)
{
    return read_question(body, length, pox_names, out);
}

bool question_read_soap(const char *body, size_t length, struct question *out)
{
    return read_question(body, length, soap_names, out);
}
