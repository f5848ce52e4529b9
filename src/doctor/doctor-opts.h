/* SPDX-License-Identifier: MIT */
/* What an examination is about. */
#ifndef DOCTOR_DOCTOR_OPTS_H
#define DOCTOR_DOCTOR_OPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/output/palette.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

struct doctor_target {
	const char *name; /* as its user wrote it */
	/* A port of a host; else port is NULL */
	const char *host, *port;
	/* A Unix socket; else len is 0 */
	struct address unix_address;
	int type; /* SOCK_STREAM ...; 0: any, of a Unix socket */
	bool wants_tls;
	const char *tls_ca, *tls_name; /* as struct tls_opts; or NULL */
};

struct doctor_opts {
	struct doctor_target target;
	int family; /* AF_UNSPEC: both */
	bool numeric;
	int64_t deadline; /* of all: a point of clock_now() */
	int64_t wait_us;  /* of a port to listen on: for a client; 0: no wait */
	struct tap *tap;
	bool is_silent; /* observers print, by TAP_EXAMINED and TAP_CONCLUDED */
	bool is_brief;  /* prints the conclusion only */
	enum palette_when color;
};

#endif
