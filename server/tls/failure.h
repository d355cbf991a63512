/* SPDX-License-Identifier: MIT */
/* From OpenSSL's error queue and the bytes that came to a fault and a sentence. For the
 * files of this folder. */
#pragma once

#include "tls/connection.h"
#include "tls/wire.h"

/* Explains why the last call failed and empties the error queue. `established` says
 * whether the handshake was done before. */
void failure_explain(struct tls_failure *failure, struct wire *wire, bool established);
