/* SPDX-License-Identifier: MIT */
/* What OpenSSL has noted, in words. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stream/tls-setup.h"

static const char *reason_of(unsigned long code)
{
	const char *reason = tls_lib.ERR_reason_error_string(code);

	return reason ? reason : "no reason is known";
}

int tls_fail(const struct tls *t, struct error *err)
{
	unsigned long code = tls_lib.ERR_peek_error();

	if (t->doubt) {
		*err = *t->doubt;
		return -1;
	}
	return error_set(err, FAULT_TLS, "failed: %s", reason_of(code));
}

int tls_fail_local(enum fault kind, const char *what, struct error *err)
{
	return error_set(
	    err, kind, "%s: %s", what, reason_of(tls_lib.ERR_peek_error()));
}
