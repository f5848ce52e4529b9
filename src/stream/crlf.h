/* SPDX-License-Identifier: MIT */
/* Line ends for peers that want CRLF. */
#ifndef STREAM_CRLF_H
#define STREAM_CRLF_H

#include <stdbool.h>
#include <stddef.h>

/* Begin with all zeros. */
struct crlf {
	bool after_cr; /* the last byte was a CR */
};

/* Makes each LF a CRLF unless it is one. The len bytes of in stand at the end
 * of a room at least twice as long, which begins at out: the writing can never
 * overtake the reading. Returns the new length. */
size_t crlf_expand(struct crlf *c, char *out, const char *in, size_t len);

/* How many bytes that makes of the len bytes of in. */
size_t crlf_count(struct crlf *c, const char *in, size_t len);

#endif
