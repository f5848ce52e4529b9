/* SPDX-License-Identifier: MIT */
/* Reaching one address: the layers over what its family dials. */
#include "work/ends/reach.h"

#include <assert.h>
#include <sys/socket.h>

#include "work/ends/reach-private.h"
#include "work/urgent.h"

static const struct reach_family *const families[SPEC_KINDS] = {
	[SPEC_TCP] = &reach_tcp,
	[SPEC_TLS] = &reach_tcp,
	[SPEC_UDP] = &reach_udp,
	[SPEC_UNIX] = &reach_unix,
	[SPEC_UNIX_SEQPACKET] = &reach_unix,
	[SPEC_UNIX_DGRAM] = &reach_unix,
	[SPEC_FD] = &reach_ready,
	[SPEC_STDIO] = &reach_ready,
	[SPEC_EXEC] = &reach_ready,
	[SPEC_SH] = &reach_ready,
	[SPEC_FILE] = &reach_ready,
	[SPEC_FIFO] = &reach_ready,
	[SPEC_TTY] = &reach_ready,
	[SPEC_PTY] = &reach_ready,
	[SPEC_ECHO] = &reach_ready,
	[SPEC_DISCARD] = &reach_ready,
	[SPEC_VSOCK] = &reach_vsock,
	[SPEC_SCTP] = &reach_sctp,
};

int reach_open(struct reach *r, const struct run *run, const struct spec *spec,
    struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct secure_peer peer = {
		.host = spec->endpoint.host,
		.port = spec->endpoint.port,
		.what = spec_trait(spec->kind)->what,
		.is_stream = spec_type(spec) == SOCK_STREAM,
		.wants_tls = spec->kind == SPEC_TLS || cfg->tls.is_asked,
	};

	*r = (struct reach){
		.run = run,
		.spec = spec,
		.family = spec->role == SPEC_LISTENS ? &reach_listen
		                                     : families[spec->kind],
		.own.fd = -1,
	};
	assert(r->family);
	if (urgent_check(cfg, peer.wants_tls, peer.is_stream, err) < 0 ||
	    secure_open(&r->secure, run, &peer, err) < 0)
		return -1;
	if (!r->family->open || r->family->open(r, err) == 0)
		return 0;
	reach_close(r);
	return -1;
}

struct dial *reach_dial(struct reach *r, const struct proxy_header *client)
{
	return secure_dial(&r->secure, r->run, r->family->dial(r), client);
}

void reach_close(struct reach *r)
{
	if (r->family->close)
		r->family->close(r);
	secure_close(&r->secure);
}
