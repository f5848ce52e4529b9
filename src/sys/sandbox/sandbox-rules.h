/* SPDX-License-Identifier: MIT */
/* What a run still needs in its sandbox. */
#ifndef SYS_SANDBOX_SANDBOX_RULES_H
#define SYS_SANDBOX_SANDBOX_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sandbox_need {
	/* New sockets that connect, by kind. */
	SANDBOX_TCP = 1 << 0,
	SANDBOX_UDP = 1 << 1,
	SANDBOX_UNIX = 1 << 2,
	SANDBOX_OTHERS = 1 << 3, /* MPTCP, SCTP, vsock */
	/* Any of these. */
	SANDBOX_DIALS =
	    SANDBOX_TCP | SANDBOX_UDP | SANDBOX_UNIX | SANDBOX_OTHERS,
	SANDBOX_BINDS = 1 << 4, /* these have addresses of their own */
	/* Names: the files of the resolver, threads. */
	SANDBOX_LOOKS_UP = 1 << 5,
	SANDBOX_TRUSTS = 1 << 6,   /* the certificates of authorities */
	SANDBOX_READS = 1 << 7,    /* any files, to read them */
	SANDBOX_LISTENS = 1 << 8,  /* new sockets that listen */
	SANDBOX_PROGRAMS = 1 << 9, /* other programs */
	/* What /proc says of other processes, which landlock hides; so there
	 * is none. */
	SANDBOX_PROCESSES = 1 << 10,
	/* Sockets of UDP that find which address of this host senders see. */
	SANDBOX_DATAGRAMS = 1 << 11,
	SANDBOX_REFUSES = 1 << 12,    /* sockets that refuse senders by ICMP */
	SANDBOX_CONNECTS = 1 << 13,   /* sockets that are open already */
	SANDBOX_INTERFACES = 1 << 14, /* sockets of one interface */
	SANDBOX_SILENT = 1 << 15,     /* no socket sends to an address */
	SANDBOX_SERVICES = 1 << 16,   /* the names of ports */
};

/* What may be done in a directory and below it, or with a file. */
enum sandbox_right {
	SANDBOX_PLACE_LISTS = 1 << 0,   /* names of files are read */
	SANDBOX_PLACE_READS = 1 << 1,   /* files, too */
	SANDBOX_PLACE_WRITES = 1 << 2,  /* files */
	SANDBOX_PLACE_MAKES = 1 << 3,   /* regular files */
	SANDBOX_PLACE_REMOVES = 1 << 4, /* files of all kinds */
	SANDBOX_PLACE_LINKS = 1 << 5,   /* symbolic links are made */
	SANDBOX_PLACE_DEVICES = 1 << 6, /* ioctl(2) of devices */
};

struct sandbox_place {
	char *path;
	unsigned rights; /* of enum sandbox_right */
};

/* Most of each in a run: an address has up to 3 places, and a relay up to 16
 * addresses. */
enum { SANDBOX_PLACES = 64, SANDBOX_PORTS = 16 };

struct sandbox_rules {
	unsigned needs; /* of enum sandbox_need */
	struct sandbox_place places[SANDBOX_PLACES];
	size_t place_count;
	/* With SANDBOX_TCP: the ports to connect to; without any: all. */
	uint16_t ports[SANDBOX_PORTS];
	size_t port_count;
	bool reaches_abstract; /* connects to abstract Unix sockets */
	bool has_secrets;      /* the process writes no core dump */
	const char *advice;    /* lines for the user, after a forbidden call */
};

#endif
