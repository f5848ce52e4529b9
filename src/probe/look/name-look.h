/* SPDX-License-Identifier: MIT */
/* Who knows a name: the resolver of the C library, the file of hosts, and each
 * name server by itself (resolv.conf(5), nsswitch.conf(5), hosts(5)). */
#ifndef PROBE_LOOK_NAME_LOOK_H
#define PROBE_LOOK_NAME_LOOK_H

#include <stdbool.h>

#include "probe/look/look.h"
#include "probe/look/name-files.h"
#include "probe/look/name-servers.h"
#include "probe/look/resolv-conf.h"
#include "sys/socket/address.h"

struct name_facts {
	/* What the C library says, and clients get. */
	bool is_known;
	struct error failure;          /* if it is not */
	struct address_list addresses; /* with the port, in order of trying */
	int64_t took_us;

	bool is_literal;   /* an address, which nobody was asked about */
	bool is_disguised; /* "10.1", "0x7f.1", "010.0.0.1": as inet_aton(3)
	                      reads addresses */
	bool is_own;       /* the name of this host */

	/* Of a name; else all zeros. */
	struct name_sources sources;
	struct hosts_entry hosts;    /* what the file of hosts says */
	struct hosts_entry undotted; /* the same, without the last dot */
	struct resolv_conf resolv;
	struct name_servers servers;
};

struct name_look_opts {
	struct look_opts look;
	const char *host, *port;
	int family, type;
	bool numeric;
	int64_t server_timeout_us; /* for the answers of one server */
	int64_t lookup_timeout_us; /* for the C library, if no server answers */
};

/* Fills out, to be freed by name_facts_free(). Returns 0, also if the name is
 * not known; or -1 with err filled, FAULT_SIGNAL or what has failed on this
 * host, and nothing to be freed. */
int name_look(const struct name_look_opts *opts, struct name_facts *out,
    struct error *err);
void name_facts_free(struct name_facts *f);

/* Whether the answer is that of the file of hosts. */
bool name_is_by_hosts(const struct name_facts *f);

/* The server that has an address which the C library has found; NULL: none. */
const struct name_server *name_source(const struct name_facts *f);

#endif
