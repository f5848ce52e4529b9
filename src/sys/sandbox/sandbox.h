/* SPDX-License-Identifier: MIT */
/*
 * What this process gives up for the rest of its life: files and network by
 * landlock(7), system calls by seccomp(2). The threads of lookups that are
 * under way keep their files. Several calls add up: each takes more away.
 */
#ifndef SYS_SANDBOX_SANDBOX_H
#define SYS_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What a run still needs. */
enum sandbox_need {
	SANDBOX_DIALS = 1 << 0, /* new sockets that connect */
	SANDBOX_BINDS = 1 << 1, /* new sockets with addresses of their own */
	SANDBOX_LOOKS_UP = 1
	                   << 2, /* names: the files of the resolver, threads */
	SANDBOX_TRUSTS = 1 << 3, /* the certificates of authorities */
	SANDBOX_FILES = 1 << 4,  /* any files */
	SANDBOX_READS = 1 << 5,  /* any files, to read them */
	SANDBOX_PROGRAMS = 1 << 6, /* other programs */
	/* What /proc says of other processes, which landlock hides; so there
	 * is none. */
	SANDBOX_PROCESSES = 1 << 7,
	SANDBOX_DATAGRAMS = 1 << 8, /* new sockets, but none of TCP */
};

/* Most of each in a run. */
enum { SANDBOX_PLACES = 16, SANDBOX_PORTS = 16 };

struct sandbox_rules {
	unsigned needs; /* of enum sandbox_need */
	/* Directories, or files, where files are read, made and removed. */
	char *places[SANDBOX_PLACES];
	size_t place_count;
	/* With SANDBOX_DIALS: the ports of TCP; without any: all. */
	uint16_t ports[SANDBOX_PORTS];
	size_t port_count;
	bool reaches_abstract; /* connects to abstract Unix sockets */
	bool has_secrets;      /* the process writes no core dump */
	const char *advice;    /* lines for the user, after a forbidden call */
};

/* What is in force afterwards. */
struct sandbox_force {
	int landlock;         /* its version; 0: this kernel has none */
	bool calls;           /* whether system calls are limited */
	const char *not_here; /* why there is no sandbox at all; or NULL */
};

/* Why there can be no sandbox in this process: "built with sanitizers",
 * "valgrind". NULL: there can be one. */
const char *sandbox_impossible(void);

/* The version of landlock that this kernel has; 0: none. */
int sandbox_landlock(void);

/* Enters the sandbox, as far as this kernel has one. Returns 0, or -1 with err
 * filled if the kernel has refused what it knows. */
int sandbox_enter(const struct sandbox_rules *rules,
    struct sandbox_force *force, struct error *err);

#endif
