/* SPDX-License-Identifier: MIT */
/* What the command line says about a Unix socket. */
#include "work/far/unix-options.h"

#include "net/address/unix-address.h"

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

int unix_options_settle(
    const struct config *cfg, struct spec *s, struct error *err)
{
	enum spec_kind wanted =
	    cfg->datagram ? SPEC_UNIX_DGRAM : SPEC_UNIX_SEQPACKET;

	if (cfg->seqpacket && cfg->datagram)
		return error_set(err, FAULT_USAGE,
		    "--seqpacket and --datagram contradict each other");
	if (!cfg->seqpacket && !cfg->datagram)
		return 0;
	if (s->kind != SPEC_UNIX && s->kind != SPEC_FD && s->kind != wanted)
		return error_set(err, FAULT_USAGE,
		    "%s and '%s' contradict each other",
		    cfg->datagram ? "--datagram" : "--seqpacket", s->name);
	s->kind = wanted;
	return 0;
}
