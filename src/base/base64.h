/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, section 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>

#include "base/bytes.h"

/* Adds the bytes in base64, padded, without line breaks. */
void base64_add(struct bytes *out, const void *bytes, size_t len);

/* Adds what a text in base64 means, which must be padded, without line breaks.
 * Returns false if the text is not base64; out may have some more bytes then.
 */
bool base64_decode(struct bytes *out, const void *text, size_t len);

#endif
