/* SPDX-License-Identifier: MIT */
/* Errors in the words of nc. */
#include "work/nc/nc-error.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

int nc_error_restate(const char *what, struct error *err)
{
	if (!err->sysno)
		return -1;
	return error_set(err, err->kind, "%s%s%s", what, *what ? ": " : "",
	    strerror(err->sysno));
}

int nc_error_of_lookup(
    const struct config *cfg, const char *port, struct error *err)
{
	const char *host = cfg->nc.listens ? NULL : cfg->nc.host;
	const char *why = gai_strerror(err->lookup);

	if (!host || strcmp(err->hint.subject, host) != 0)
		return error_set(err, FAULT_RESOLVE, "getaddrinfo: %s", why);
	return error_set(err, FAULT_RESOLVE,
	    "getaddrinfo for host \"%s\" port %s: %s", host, port, why);
}

int nc_error_of_tls(struct error *err)
{
	const struct error cause = *err;
	const char *why = cause.text + cause.tls_at;
	size_t skipped = strlen("failed: ");

	if (!cause.tls_at)
		return -1;
	if (strncmp(why, "failed: ", skipped) == 0)
		why += skipped;
	return error_set(err, FAULT_TLS, "tls handshake failed (%s)",
	    *why ? why : strerror(ETIMEDOUT));
}
