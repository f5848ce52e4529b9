/* SPDX-License-Identifier: MIT */
/* The permissions of the file of a Unix socket. */
#include "work/far/socket-mode.h"

#include "net/address/unix-address.h"

#define DEFAULT_MODE 0600

int socket_mode_check(
    const struct config *cfg, const struct address *where, struct error *err)
{
	char text[ADDRESS_TEXT];

	if (cfg->mode < 0 || unix_address_path(where))
		return 0;
	return error_set(err, FAULT_USAGE,
	    "--mode has no effect with %s: an abstract name has no file",
	    address_text(text, where));
}

mode_t socket_mode(const struct config *cfg)
{
	return cfg->mode < 0 ? DEFAULT_MODE : (mode_t)cfg->mode;
}
