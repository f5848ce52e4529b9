/* SPDX-License-Identifier: MIT */
/* Where a URL leads to: SCHEME://[USER@]HOST[:PORT][/...] (RFC 3986). */
#ifndef ARGS_URL_H
#define ARGS_URL_H

#include <stdbool.h>

struct url {
	char *host;     /* without brackets; may be empty; allocated */
	char *port;     /* that of the scheme if none is written; allocated, or
	                   NULL if the scheme is not known */
	bool is_secure; /* the scheme is one over TLS, such as "https" */
};

/* Whether the word has the form of a URL. */
bool url_is(const char *word);

/* Takes such a word apart. Returns the parts, to be freed with url_free(). */
struct url url_split(const char *word);
void url_free(struct url *url);

#endif
