/* SPDX-License-Identifier: MIT */
#include "xml/start.h"

#include <libxml/parser.h>

void xml_start(void)
{
    xmlInitParser();
}

void xml_stop(void)
{
    xmlCleanupParser();
}
