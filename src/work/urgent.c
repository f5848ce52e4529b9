/* SPDX-License-Identifier: MIT */
/* What the command line says of urgent data. */
#include "work/urgent.h"

#include "args/choice.h"
#include "stream/crlf.h"

int urgent_check(const struct config *cfg, bool is_encrypted, bool is_stream,
    struct error *err)
{
	const struct choice rows[] = {
		{ !is_stream, "datagrams have no urgent data: --urgent is for "
			      "TCP" },
		{ is_encrypted, "--urgent and TLS contradict each other: the "
				"urgent byte would be missing from what is "
				"encrypted" },
		{ cfg->recv_only,
		    "--urgent and --recv-only contradict each other" },
		{ cfg->sockopts.fast_open,
		    "--urgent and --fast-open contradict each other: data in "
		    "the first packet cannot be urgent" },
		{ cfg->sockopts.mptcp,
		    "--urgent and --mptcp contradict each other: Multipath TCP "
		    "has no urgent data" },
	};

	const char *why = cfg->urgent.bytes ? CHOICE_FIRST(rows) : NULL;

	return why ? error_set(err, FAULT_USAGE, "%s", why) : 0;
}

uint64_t urgent_at(const struct config *cfg)
{
	struct crlf line_ends = { 0 };

	if (!cfg->urgent.bytes)
		return 0;
	if (!cfg->crlf)
		return cfg->data.len + cfg->urgent.len;
	return crlf_count(&line_ends, cfg->data.bytes, cfg->data.len) +
	       crlf_count(&line_ends, cfg->urgent.bytes, cfg->urgent.len);
}
