/* SPDX-License-Identifier: MIT */
/* What the command line says of dialling. */
#include "work/far/dialling.h"

struct retry_opts dialling_retry(const struct run *run)
{
	const struct config *cfg = run->cfg;
	bool has_time_only =
	    cfg->retries == 0 &&
	    (cfg->retry_for_us != CLOCK_NEVER || cfg->reconnects);

	return (struct retry_opts){
		.connect_timeout_us = run->connect_timeout_us
		                          ? run->connect_timeout_us
		                          : cfg->connect_timeout_us,
		.deadline = run->deadline,
		.retries = has_time_only ? RETRY_FOREVER : cfg->retries,
		.retry_for_us = cfg->retry_for_us,
		.retry_delay_us = cfg->retry_delay_us,
		.tap = run->tap,
	};
}

struct inet_dial_opts dialling_inet(
    const struct run *run, const char *host, const char *port)
{
	const struct config *cfg = run->cfg;

	return (struct inet_dial_opts){
		.host = host,
		.port = port,
		.source = cfg->source,
		.source_port = cfg->source_port,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.sockopts = &cfg->sockopts,
		.retry = dialling_retry(run),
	};
}
