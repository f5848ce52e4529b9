/* SPDX-License-Identifier: MIT */
/* Composing JSON (RFC 8259), one object per line. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* Adds the name of a member, and a comma before it if it is not the first of
 * the object. */
void json_name(struct bytes *out, const char *name);

/* Begin an object, as a member, or by itself if the name is NULL; and end it.
 */
void json_open(struct bytes *out, const char *name);
void json_close(struct bytes *out);

/* Add a member: a whole number, a time as seconds with six decimals, true or
 * false, a word that needs no escape. */
void json_number(struct bytes *out, const char *name, int64_t number);
void json_seconds(struct bytes *out, const char *name, int64_t time_us);
void json_flag(struct bytes *out, const char *name, bool flag);
void json_word(struct bytes *out, const char *name, const char *word);

/* Adds a member that is a text for people: what a terminal could take for a
 * command is written as text_escape() does, and so is what is not UTF-8. */
void json_text(struct bytes *out, const char *name, const char *text);

/* Adds a member of any bytes: as "name" if they are UTF-8 without NUL, else as
 * "name_b64" (RFC 4648). */
void json_bytes(
    struct bytes *out, const char *name, const void *bytes, size_t len);

/* Adds a string, and escapes where that is needed; the bytes are UTF-8. */
void json_string(struct bytes *out, const void *bytes, size_t len);

/* Adds "len" and the bytes: as "text" if they are UTF-8 without NUL, else as
 * "b64" (RFC 4648). */
void json_payload(struct bytes *out, const void *bytes, size_t len);

#endif
