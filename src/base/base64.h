/* SPDX-License-Identifier: MIT */
/* Bytes as letters (RFC 4648, section 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/bytes.h"

/* Adds what the bytes are in base64, padded, without line breaks. */
void base64_add(struct bytes *out, const void *bytes, size_t len);

#endif
