/* SPDX-License-Identifier: MIT */
/* The name servers of this host, and what is tried for a short name:
 * resolv.conf(5). */
#ifndef PROBE_LOOK_RESOLV_CONF_H
#define PROBE_LOOK_RESOLV_CONF_H

#include <stdbool.h>
#include <stdio.h>

#include "sys/socket/address.h"

/* As the C library has it: further ones are ignored. */
#define NAME_SERVERS_MOST 3

/* Further domains are not looked at. */
#define SEARCH_MOST 6

/* Room for any name. */
#define NAME_ROOM 256

/* The names that are tried for one: each domain, and the name alone. */
#define CANDIDATES_MOST (SEARCH_MOST + 1)

#define RESOLV_CONF "/etc/resolv.conf"

struct resolv_conf {
	int error; /* errno of reading the file; or 0 */
	/* With port 53. Without a line of that kind the only one is this host.
	 */
	struct address servers[NAME_SERVERS_MOST];
	unsigned server_count;
	bool has_servers;  /* there is such a line */
	unsigned bad_line; /* the first whose server is no address; 0: none */
	unsigned ignored;  /* servers behind the last that is asked */
	char search[SEARCH_MOST][NAME_ROOM];
	unsigned search_count;
	unsigned dots; /* a name with fewer is tried with the domains first */
	bool searches_all; /* others are tried with the domains after that */
};

/* Fills out. read takes the file of this host, and its host name if the file
 * names no domain; parse another one, which may be NULL. */
void resolv_conf_read(struct resolv_conf *out);
void resolv_conf_parse(FILE *file, struct resolv_conf *out);

/* Fills names with what is asked for the host, in this order. Returns how many
 * names that are. */
unsigned resolv_conf_candidates(const struct resolv_conf *conf,
    const char *host, char names[CANDIDATES_MOST][NAME_ROOM]);

#endif
