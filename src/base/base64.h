/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, section 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/bytes.h"

/* Adds the bytes in base64, padded, without line breaks. */
void base64_add(struct bytes *out, const void *bytes, size_t len);

#endif
