/* SPDX-License-Identifier: MIT */
/* Reading a whole document into a libxml2 tree, for what happens at load and in lint:
 * no DTD, no entities but the predefined ones, no network, nothing on stderr. */
#pragma once

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* Receives what is wrong with the document; `text` is one line fit to be shown. */
typedef void tree_trouble(void *context, unsigned line, const char *text);

/* The tree, to be given to xmlFreeDoc; NULL when it is not well-formed or has a
 * DOCTYPE, which `trouble` was told. Namespace errors are told too, with a tree. */
xmlDoc *tree_parse(const char *bytes, size_t length, tree_trouble *trouble,
                   void *context);

/* The text of an element that holds nothing else; "" if it is empty. Borrowed. */
const char *tree_text(const xmlNode *element);

/* The value of an attribute in no namespace, or NULL. Borrowed. */
const char *tree_attribute(const xmlNode *element, const char *name);

/* The node after `node` in document order within `root`, or NULL. */
const xmlNode *tree_next(const xmlNode *root, const xmlNode *node);

/* The next element from `node` on among its siblings, itself included, or NULL. */
xmlNode *tree_element(xmlNode *node);

/* The first child element of this name, or NULL. */
xmlNode *tree_child(const xmlNode *parent, const char *name);

/* The text of the child of this name; "" if there is none. */
const char *tree_child_text(const xmlNode *parent, const char *name);

/* Whether a node is an element of this name. */
bool tree_is(const xmlNode *node, const char *name);

/* Whether an element has no elements in it. */
bool tree_is_leaf(const xmlNode *element);
