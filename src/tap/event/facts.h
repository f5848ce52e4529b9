/* SPDX-License-Identifier: MIT */
/* What events say of connections, programs and socket calls. */
#ifndef TAP_EVENT_FACTS_H
#define TAP_EVENT_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "sys/socket/tcp-facts.h"
#include "tap/event/code.h"
#include "tap/event/connection.h"
#include "tap/event/traffic.h"

struct tap_closed {
	enum tap_outcome outcome;
	bool is_counted; /* the bytes passed through genet */
	bool has_tcp;
	bool resets_peer; /* as a dialogue says, or since bytes are unread */
	bool peer_reset;  /* the connection, as a dialogue may expect */
	int status;
	struct tap_traffic traffic;
	struct tcp_facts tcp; /* if has_tcp */
	uint64_t unconfirmed; /* bytes that the peer's kernel has not
	                         acknowledged; if has_tcp */
	const struct error *cause;
	/* Of what is relayed; NULL: nothing is, or there is no target yet. */
	const struct tap_connection *target;
	enum tap_first first; /* if there is a target */
};

struct tap_listening {
	const struct address_list *addresses;
	const char *tls_pin; /* of the certificate; NULL: without TLS */
	bool is_needed;      /* people see it also without -v */
};

struct tap_attempt {
	unsigned number;   /* from 1 on */
	bool is_impatient; /* the attempt before has no answer yet */
	const struct address *remote;
	const struct error *cause;
	int64_t took_us;
};

struct tap_exec {
	const char *program;
	pid_t pid;
	enum tap_role role;
	int status;
};

struct tap_retry {
	const struct error *cause;
	int64_t pause_us;
};

struct tap_proxied {
	const char *proxy;  /* "http://p.test:3128" */
	const char *target; /* "db.test:443" */
	int64_t took_us;
};

/* A socket call as C code, and its reason, or NULL. */
struct tap_call {
	const char *text, *why;
	long result;
	int sysno;     /* of a result below 0 */
	bool is_shown; /* another observer has shown it to people */
	/* Of a call that has carried data: */
	const char *name; /* a literal, such as "recv"; NULL: of another call */
	int fd;
	uint64_t bytes;
};

#endif
