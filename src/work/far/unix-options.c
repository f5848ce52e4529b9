/* SPDX-License-Identifier: MIT */
/* What the command line says about a Unix socket. */
#include "work/far/unix-options.h"

#include <sys/socket.h>

#include "net/address/unix-address.h"
#include "work/datagram-options.h"

#define DEFAULT_MODE 0600

int unix_options_check_mode(
    const struct config *cfg, const struct address *where, struct error *err)
{
	char text[ADDRESS_TEXT];

	if (cfg->mode < 0 || unix_address_path(where))
		return 0;
	return error_set(err, FAULT_USAGE,
	    "--mode has no effect with %s: an abstract name has no file",
	    address_text(text, where));
}

mode_t unix_options_mode(const struct config *cfg)
{
	return cfg->mode < 0 ? DEFAULT_MODE : (mode_t)cfg->mode;
}

int unix_options_type(const struct config *cfg, struct error *err)
{
	if (cfg->seqpacket && cfg->datagram)
		return error_set(err, FAULT_USAGE,
		    "--seqpacket and --datagram contradict each other");
	if (!cfg->datagram)
		return cfg->seqpacket ? SOCK_SEQPACKET : SOCK_STREAM;
	return datagram_options_check(cfg, err) < 0 ? -1 : SOCK_DGRAM;
}
