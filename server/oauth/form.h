/* SPDX-License-Identifier: MIT */
/* The body of a POST as authorization servers read it: x-www-form-urlencoded, every
 * value percent-encoded (RFC 6749, appendix B). Most of it is secret. */
#pragma once

#include "base/secret.h"
#include "base/text.h"

/* Appends percent-encoded bytes: what is not unreserved (RFC 3986 2.3) as %XX. */
void form_encode(struct secret *out, struct span bytes);

/* Appends "name=value", with & in front where something stands already; nothing when
 * `value` is NULL. */
void form_add(struct secret *form, const char *name, const char *value);

/* The same with a secret, which may be NULL. */
void form_add_secret(struct secret *form, const char *name, const struct secret *value);
