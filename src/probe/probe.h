/* SPDX-License-Identifier: MIT */
/* Asking one address repeatedly, until it answers or is gone. */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "probe/exchange.h"
#include "sys/socket/address.h"
#include "sys/waiting.h"
#include "tap/tap.h"

/* How an address is asked. */
enum probe_kind {
	PROBE_TCP,   /* by connecting */
	PROBE_UDP,   /* by a question */
	PROBE_UNIX,  /* by connecting */
	PROBE_BOUND, /* by looking into the table of sockets of the kernel */
	PROBE_FILE,  /* whether it exists, and is not empty */
	PROBE_PID,   /* whether the process has ended */
};

struct probe_opts {
	enum probe_kind kind;
	const char *name; /* as the user wrote it, for messages */

	/* TCP, UDP, and BOUND of an internet socket; else port is NULL */
	const char *host, *port; /* host NULL, for BOUND: any address */
	int type;                /* SOCK_STREAM...; 0: any, of a Unix socket */
	int family;
	bool numeric;

	struct address unix_address; /* UNIX, and BOUND of a Unix socket */
	const char *path;            /* FILE */
	pid_t pid;                   /* PID */

	const struct exchange_opts *exchange; /* TCP, UNIX: or NULL; UDP */
	int64_t attempt_timeout_us;
	bool wants_gone;
	struct tap *tap;
};

/* The options and what they point to must live until probe_free(). */
struct probe *probe_new(const struct probe_opts *opts);
void probe_free(struct probe *p);

/* Does what can be done now; first called before the first wait. Returns 1 when
 * the address is as wanted, 0 if the caller has to wait, or -1 with err filled
 * if it never can be. */
int probe_service(struct probe *p, const struct waiting *w, struct error *err);

/* Adds what to wait for. Returns when to call probe_service() at the latest. */
int64_t probe_prepare(struct probe *p, struct waiting *w);

const char *probe_name(const struct probe *p);

/* The complaint about this probe: "did not answer". Returns buf. */
#define PROBE_COMPLAINT 128
char *probe_complaint(char buf[PROBE_COMPLAINT], const struct probe *p);

/* The same for several probes of this kind: "addresses did not answer". */
const char *probe_common_complaint(const struct probe *p);

/* Why the address is not as wanted, as far as that is known: "connection
 * refused". */
const char *probe_reason(struct probe *p);

#endif
