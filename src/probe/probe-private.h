/* SPDX-License-Identifier: MIT */
/* What the kinds of probes have to do; only for them and for probe.c. */
#ifndef PROBE_PROBE_PRIVATE_H
#define PROBE_PROBE_PRIVATE_H

#include "net/address/lookup.h"
#include "probe/probe.h"

/* What an attempt has shown. */
enum probe_finding {
	PROBE_GOES_ON,  /* nothing yet */
	PROBE_THERE,    /* it is there */
	PROBE_ABSENT,   /* it is not */
	PROBE_UNCLEAR,  /* one or the other */
	PROBE_HOPELESS, /* it cannot be asked at all */
};

struct probe_words {
	/* "answered", "did not answer", "was still there", and why. */
	const char *there, *missing, *left, *reason_left;

	/* The same of several, with the noun: "addresses did not answer". */
	const char *all_missing, *all_left;
};

/* Of an address that is asked over the network or a Unix socket. */
extern const struct probe_words probe_address_words;

struct probe_ops {
	/* Begins an attempt. If there is a name to look up, its addresses are
	 * in p->targets by then, until the attempt ends. */
	enum probe_finding (*begin)(struct probe *p);

	/* Two that belong to attempts that go on; else NULL. */
	int64_t (*prepare)(struct probe *p, struct waiting *w);
	enum probe_finding (*service)(struct probe *p, const struct waiting *w);

	/* Ends an attempt, whether it goes on or not. If it does, says in
	 * p->cause how far it is. NULL: there is nothing to end. */
	void (*end)(struct probe *p);

	size_t state_size;    /* of what p->state points to; 0: none */
	bool is_patient;      /* an attempt may take as long as it likes */
	bool is_of_this_host; /* its addresses are looked up once */

	const struct probe_words *words;
};

struct probe {
	struct probe_opts opts;
	const struct probe_ops *ops;
	void *state;
	struct lookup *lookup;        /* NULL: nothing is looked up now */
	struct lookup_result targets; /* of the host and the port */
	bool is_trying;
	int64_t began, next_try, pause_us;
	int64_t deadline; /* of the attempt that goes on */

	/* By the kinds, for each finding but PROBE_GOES_ON and PROBE_THERE. */
	struct error cause;

	/* Whether asking is cheap, so that it can be done often. */
	bool is_cheap;
};

/* Looks the addresses up: begins, and goes on. Returns PROBE_THERE when they
 * are known, PROBE_GOES_ON, or what a failure shows. */
enum probe_finding probe_begin_lookup(struct probe *p);
enum probe_finding probe_look_up(struct probe *p);

/* Ends a lookup without an answer. That there is none yet is the cause only if
 * the attempt has had its time, or nothing else is known. */
void probe_end_lookup(struct probe *p);

/* Puts into p->cause why the addresses have not answered, such as "connection
 * refused"; with each address if the probe does not name the only one. */
void probe_explain(struct probe *p, enum fault kind,
    const char *(*why)(const struct probe *p, size_t address));

extern const struct probe_ops probe_tcp_ops, probe_udp_ops, probe_unix_ops,
    probe_bound_ops, probe_file_ops, probe_pid_ops;

#endif
