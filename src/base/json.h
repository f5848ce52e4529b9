/* SPDX-License-Identifier: MIT */
/* Composing JSON (RFC 8259), one object a line. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/bytes.h"

/* Adds "name": before a value, and a comma before it if something stands
 * before it in the object. */
void json_name(struct bytes *out, const char *name);

/* Adds a string with what must be escaped escaped; the bytes are UTF-8. */
void json_string(struct bytes *out, const void *bytes, size_t len);

/* Add the name of a Unix socket, which may be any bytes: as "path" or
 * "abstract" if they are UTF-8 without NUL, else as "path_b64" or
 * "abstract_b64". */
void json_path(struct bytes *out, const void *bytes, size_t len);
void json_abstract(struct bytes *out, const void *bytes, size_t len);

/* Adds "len" and the bytes: as "text" if they are UTF-8 without NUL, else as
 * "b64" (RFC 4648). */
void json_payload(struct bytes *out, const void *bytes, size_t len);

#endif
