/* SPDX-License-Identifier: MIT */
#include "tls/failure.h"

#include "base/text.h"
#include "tls/reason.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

/* Every TLS record opens with its kind, 20 to 24, and the 3 of its version. */
static bool begins_like_tls(const struct wire *wire)
{
    const unsigned char *bytes = (const unsigned char *)wire->beginning;
    return bytes[0] >= 20 && bytes[0] <= 24 && (wire->begun < 2 || bytes[1] == 3);
}

static bool is_plain_text(const struct wire *wire, bool established)
{
    return !established && wire->begun > 0 && !begins_like_tls(wire);
}

/* The alert that the server sent, or 0. */
static unsigned char alert_of(unsigned long code)
{
    int reason = ERR_GET_REASON(code);
    if (ERR_GET_LIB(code) != ERR_LIB_SSL || reason <= SSL_AD_REASON_OFFSET ||
        reason > SSL_AD_REASON_OFFSET + 255)
        return 0;
    return (unsigned char)(reason - SSL_AD_REASON_OFFSET);
}

static bool is_version(unsigned long code)
{
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) == ERR_LIB_SSL &&
           (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_WRONG_SSL_VERSION ||
            reason == SSL_R_WRONG_VERSION_NUMBER ||
            alert_of(code) == SSL_AD_PROTOCOL_VERSION);
}

static enum tls_fault find_fault(unsigned long code, const struct wire *wire,
                                 bool established)
{
    if (wire->error != 0)
        return TLS_FAULT_RESET;
    if (is_plain_text(wire, established))
        return TLS_FAULT_PLAIN_TEXT;
    if (is_version(code))
        return TLS_FAULT_VERSION;
    if (alert_of(code) != 0)
        return TLS_FAULT_ALERT;
    return wire->ended ? TLS_FAULT_CLOSED : TLS_FAULT_PROTOCOL;
}

/* The first line, or as much of it as was kept. */
static void quote(struct tls_failure *failure, struct wire *wire)
{
    wire_read_on(wire);
    size_t length = 0;
    while (length < wire->begun && wire->beginning[length] != '\r' &&
           wire->beginning[length] != '\n')
        length++;
    text_sanitise(wire->beginning, length, failure->said, sizeof failure->said);
}

static void write_sentence(struct tls_failure *failure, bool established)
{
    char *text = failure->text, reason[REASON_SIZE];
    size_t size = sizeof failure->text;
    switch (failure->fault) {
    case TLS_FAULT_PLAIN_TEXT:
        snprintf(text, size, "the server does not speak TLS here, but says \"%s\"",
                 failure->said);
        break;
    case TLS_FAULT_VERSION:
        snprintf(text, size, "the server knows no TLS newer than 1.1");
        break;
    case TLS_FAULT_ALERT:
        snprintf(text, size, "the server ended TLS with the alert \"%s\" (%d)",
                 SSL_alert_desc_string_long(failure->alert), failure->alert);
        break;
    case TLS_FAULT_CLOSED:
        snprintf(text, size, "the server closed the connection in the middle of %s",
                 established ? "the conversation" : "the TLS handshake");
        break;
    case TLS_FAULT_RESET:
        snprintf(text, size, "the connection broke: %s",
                 strerrordesc_np(failure->system));
        break;
    default:
        snprintf(text, size, "TLS failed: %s", reason_take(reason));
    }
}

void failure_explain(struct tls_failure *failure, struct wire *wire, bool established)
{
    unsigned long code = ERR_peek_error();
    failure->fault = find_fault(code, wire, established);
    failure->alert = alert_of(code);
    failure->system = wire->error;
    if (failure->fault == TLS_FAULT_PLAIN_TEXT)
        quote(failure, wire);
    write_sentence(failure, established);
    reason_clear();
}
