/* SPDX-License-Identifier: MIT */
/* Line ends for peers that want CRLF. */
#include "stream/crlf.h"

size_t crlf_count(struct crlf *c, const char *in, size_t len)
{
	size_t count = len;

	for (size_t i = 0; i < len; i++) {
		count += in[i] == '\n' && !c->after_cr;
		c->after_cr = in[i] == '\r';
	}
	return count;
}

size_t crlf_expand(struct crlf *c, char *out, const char *in, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		char byte = in[i];
		if (byte == '\n' && !c->after_cr)
			out[used++] = '\r';
		out[used++] = byte;
		c->after_cr = byte == '\r';
	}
	return used;
}
