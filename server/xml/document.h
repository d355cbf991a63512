/* SPDX-License-Identifier: MIT */
/* Template documents: compiled once at load, rendered for each request by copying
 * pieces. docs/templates.md describes the notation. All values in a catalog are stored
 * fit for XML already; only the caller's address is escaped while rendering. */
#pragma once

#include "base/buf.h"
#include "base/mistakes.h"
#include "base/pool.h"
#include "mail/address.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stddef.h>

/* What a document is rendered about. */
struct rendering {
    const char *domain;              /* canonical name; for an error document NULL */
    const struct settings *settings; /* with an offer; for an error document NULL */
    struct span address;             /* the caller's, as sent; length 0: not known */
    const char *error_code;          /* error documents: "600", else NULL */
    const char *error_message;       /* error documents, plain ASCII */
    bool mobilesync; /* error documents: asked in the ActiveSync schema */
};

/* A template document as it is written. */
struct source {
    const char *name; /* the file, for mistakes and findings */
    struct span bytes;
    const struct template *template; /* whose variables may stand in it */
    bool for_everybody; /* the answer is the same whoever asks, so it names nobody */
};

/* Compiles a template document. The result lives in `pool`; NULL when mistakes were
 * added. */
const struct document *document_compile(const struct source *source, struct pool *pool,
                                        struct mistakes *mistakes);

/* The document with all done beforehand that depends on the offer alone, so that
 * rendering has less to do: it renders to the same bytes, for settings with this offer
 * only. It lives in `pool`. */
const struct document *document_bind(const struct document *document,
                                     const struct offer *offer, struct pool *pool);

/* The file that a document was compiled from. */
const char *document_name(const struct document *document);

/* Appends the rendered document to `out`: the same bytes for the same rendering,
 * always. */
void document_render(const struct document *document, const struct rendering *rendering,
                     struct buf *out);
