/* SPDX-License-Identifier: MIT */
/* An answer of another protocol than that of the proxy. */
#include <string.h>

#include "base/text.h"
#include "net/proxy/proxy.h"

/* Room for what is shown of the answer. */
#define SHOWN 60

/* The length of the first line. */
static size_t line_length(const unsigned char *in, size_t len)
{
	const unsigned char *end = memchr(in, '\n', len);
	size_t line = end ? (size_t)(end - in) : len;

	return line > 0 && in[line - 1] == '\r' ? line - 1 : line;
}

enum prelude_state proxy_answer_is_foreign(const char *protocol,
    const unsigned char *in, size_t len, struct error *err)
{
	char shown[SHOWN];

	text_escape(shown, sizeof(shown), in, line_length(in, len));
	error_set(err, FAULT_PROXY, "does not answer as %s proxy does: '%s'",
	    protocol, shown);
	/* An answer of SOCKS 4 begins with 0, one of SOCKS 5 with 5. */
	if (len > 0 && in[0] == 'H')
		error_suggest(err, HINT_PROXY_HTTP, NULL);
	else if (len > 0 && (in[0] == 5 || in[0] == 0))
		error_suggest(err, HINT_PROXY_SOCKS, NULL);
	return PRELUDE_FAILED;
}
