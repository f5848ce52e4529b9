/* SPDX-License-Identifier: MIT */
/* What the files of this host say of a name, and of who is asked about names:
 * hosts(5), nsswitch.conf(5). */
#ifndef PROBE_LOOK_NAME_FILES_H
#define PROBE_LOOK_NAME_FILES_H

#include <stdbool.h>
#include <stdio.h>

#include "sys/socket/address.h"

#define HOSTS_FILE "/etc/hosts"

/* What the file has for a name. Begin with all zeros. */
struct hosts_entry {
	unsigned line;             /* the first with the name; 0: none */
	struct address_list found; /* without ports; to be freed */
	char near[256];            /* a name that is much alike; or empty */
	unsigned near_line;
};

/* Adds what the file, which may be NULL, says of the name. Cases of letters are
 * the same. */
void name_hosts_find(FILE *file, const char *name, struct hosts_entry *out);

/* Who is asked about the names of hosts, and in which order. */
struct name_sources {
	char words[128];  /* as the file has them, cut to what fits */
	bool asks_files;  /* hosts(5) */
	bool asks_dns;    /* "dns", or "resolve", a service that asks DNS */
	bool asks_mdns;   /* multicast DNS, for names in .local */
	bool files_first; /* before DNS */
};

/* Fills out. The file may be NULL: then what the C library does without it. */
void name_sources_parse(FILE *file, struct name_sources *out);

/* The same for this host; a C library that does not read the file always asks
 * the hosts file, and then DNS. */
void name_sources_read(struct name_sources *out);

#endif
