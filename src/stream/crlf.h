/* SPDX-License-Identifier: MIT */
/* Line ends for peers that want CRLF. */
#ifndef STREAM_CRLF_H
#define STREAM_CRLF_H

#include <stdbool.h>
#include <stddef.h>

/* Begins with zeros. */
struct crlf {
	bool after_cr; /* the last byte was a CR */
};

/* Makes each LF a CRLF, unless it is one. in is the end of a room of at least
 * twice len bytes that begins at out, so that no byte is overwritten before it
 * is read. Returns the new length. */
size_t crlf_expand(struct crlf *c, char *out, const char *in, size_t len);

/* How many bytes crlf_expand() would make of the len bytes of in. */
size_t crlf_count(struct crlf *c, const char *in, size_t len);

#endif
