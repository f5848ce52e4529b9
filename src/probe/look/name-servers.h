/* SPDX-License-Identifier: MIT */
/* What each name server says of a name: each is asked by itself, one after the
 * other. */
#ifndef PROBE_LOOK_NAME_SERVERS_H
#define PROBE_LOOK_NAME_SERVERS_H

#include <stdbool.h>

#include "probe/look/look.h"
#include "probe/look/resolv-conf.h"
#include "sys/socket/address.h"

/* What a name server has said of one type of record. */
enum dns_answer {
	DNS_NOT_ASKED,
	DNS_SILENT,      /* until the time of a question was over */
	DNS_UNREACHABLE, /* no server there: .error says why */
	DNS_RUBBISH,     /* what came is no answer to the question */
	DNS_UNKNOWN,     /* no such name: NXDOMAIN */
	DNS_REFERS,      /* it points to other servers: no recursion */
	DNS_REFUSES,     /* it refuses to answer: REFUSED */
	DNS_FAILS,       /* SERVFAIL, or another code */
	DNS_NO_ADDRESS,  /* the name exists, without such a record */
	DNS_ADDRESSES,
};

#define DNS_ANSWERS (DNS_ADDRESSES + 1)

struct name_server {
	struct address address;
	enum dns_answer ipv4, ipv6;
	bool is_truncated;         /* the whole answer needs TCP */
	struct address_list found; /* without ports */
	char asked[NAME_ROOM];     /* the name with that answer: the full one,
	                              with a search domain */
	int64_t took_us;           /* of the questions for that name */
	int error;                 /* errno; or 0 */
};

struct name_servers {
	struct name_server items[NAME_SERVERS_MOST];
	unsigned count;
};

/* The answer for a family; AF_UNSPEC: the better one for both. */
enum dns_answer name_server_said(const struct name_server *s, int family);

/* Asks a server, whose address is set and all else zeros, for both families,
 * with the domains of the file, until it has answered or the deadline of the
 * look passes. Returns 0, or -1 with FAULT_SIGNAL. */
int name_server_ask(struct name_server *s, const struct resolv_conf *conf,
    const char *host, const struct look_opts *look, struct error *err);

/* Frees what is in it. */
void name_servers_free(struct name_servers *s);

#endif
