/* SPDX-License-Identifier: MIT */
#include "xml/tree.h"

#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>

struct listener {
    tree_trouble *trouble;
    void *context;
    bool told;
};

static void tell(struct listener *listener, int line, const char *text)
{
    listener->told = true;
    listener->trouble(listener->context, (unsigned)line, text);
}

/* libxml2's messages end in a newline and may quote the document. */
static void hear_error(void *parser, xmlError *error)
{
    struct listener *listener = ((xmlParserCtxt *)parser)->_private;
    char text[200];
    if (error->level < XML_ERR_ERROR || error->message == NULL)
        return;
    size_t length = strcspn(error->message, "\n");
    text_sanitise(error->message, length, text, sizeof text);
    tell(listener, error->line, text);
}

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    xmlParserCtxt *parser = context;
    tell(parser->_private, parser->input->line, "a DOCTYPE is not allowed");
    xmlStopParser(parser);
}

xmlDoc *tree_parse(const char *bytes, size_t length, tree_trouble *trouble,
                   void *context)
{
    struct listener listener = {trouble, context, false};
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL || length > INT32_MAX) {
        xmlFreeParserCtxt(parser);
        tell(&listener, 0, "too large to be read");
        return NULL;
    }
    parser->_private = &listener;
    parser->sax->serror = hear_error;
    parser->sax->internalSubset = refuse_doctype;
    xmlDoc *tree =
        xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL, XML_PARSE_NONET);
    xmlFreeParserCtxt(parser);
    if (tree == NULL && !listener.told)
        tell(&listener, 0, "not well-formed");
    return tree;
}

const char *tree_text(const xmlNode *element)
{
    const xmlNode *text = element->children;
    bool found = text != NULL &&
                 (text->type == XML_TEXT_NODE || text->type == XML_CDATA_SECTION_NODE);
    return found ? (const char *)text->content : "";
}

const char *tree_attribute(const xmlNode *element, const char *name)
{
    const xmlAttr *attribute = element->properties;
    while (attribute != NULL &&
           (attribute->ns != NULL || strcmp((const char *)attribute->name, name) != 0))
        attribute = attribute->next;
    if (attribute == NULL)
        return NULL;
    return attribute->children != NULL ? (const char *)attribute->children->content
                                       : "";
}

const xmlNode *tree_next(const xmlNode *root, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node != root ? node->next : NULL;
}

xmlNode *tree_element(xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNode *tree_child(const xmlNode *parent, const char *name)
{
    xmlNode *child = tree_element(parent->children);
    while (child != NULL && strcmp((const char *)child->name, name) != 0)
        child = tree_element(child->next);
    return child;
}

const char *tree_child_text(const xmlNode *parent, const char *name)
{
    const xmlNode *child = tree_child(parent, name);
    return child != NULL ? tree_text(child) : "";
}

bool tree_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

bool tree_is_leaf(const xmlNode *element)
{
    return tree_element(element->children) == NULL;
}
