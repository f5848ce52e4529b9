/* SPDX-License-Identifier: MIT */
/* What the kinds of probes implement; only for probe/. */
#ifndef PROBE_PROBE_PRIVATE_H
#define PROBE_PROBE_PRIVATE_H

#include "net/address/lookup.h"
#include "probe/probe.h"

/* The result of an attempt. */
enum probe_finding {
	PROBE_GOES_ON,  /* none yet */
	PROBE_THERE,    /* the target is there */
	PROBE_ABSENT,   /* the target is not there */
	PROBE_UNCLEAR,  /* either is possible */
	PROBE_HOPELESS, /* the target cannot be asked at all */
};

struct probe_words {
	/* "answered", "did not answer", "was still there", and why. */
	const char *there, *missing, *left, *reason_left;

	/* The same for several, with the noun: "addresses did not answer". */
	const char *all_missing, *all_left;
};

/* For kinds that ask over the network or a Unix socket. */
extern const struct probe_words probe_address_words;

struct probe_ops {
	/* Begins an attempt. If there is a name to look up, its addresses are
	 * in p->targets by then, until the attempt ends. */
	enum probe_finding (*begin)(struct probe *p);

	/* For attempts that go on; NULL if none ever does. */
	int64_t (*prepare)(struct probe *p, struct waiting *w);
	enum probe_finding (*service)(struct probe *p, const struct waiting *w);

	/* Ends an attempt in any state. If it goes on, sets p->cause to how
	 * far it is. NULL: nothing has to be done. */
	void (*end)(struct probe *p);

	size_t state_size;    /* of what p->state points to; 0: none */
	bool is_patient;      /* attempts have no limit of time */
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

	/* Set by the kinds. */
	struct error cause; /* with any finding but GOES_ON and THERE */
	bool is_cheap;      /* an attempt is, and can be made often */
};

/* Begin to look up the addresses, and continue. Return PROBE_THERE when they
 * are known, PROBE_GOES_ON, or the finding of a failure. */
enum probe_finding probe_begin_lookup(struct probe *p);
enum probe_finding probe_look_up(struct probe *p);

/* Ends the lookup. That there is no answer yet becomes the cause only if the
 * time of the attempt is over, or no other cause is known. */
void probe_end_lookup(struct probe *p);

/* Sets p->cause to why the addresses have not answered: "connection refused".
 * With the addresses, unless the only one is the host of the probe. */
void probe_explain(struct probe *p, enum fault kind,
    const char *(*why)(const struct probe *p, size_t address));

extern const struct probe_ops probe_tcp_ops, probe_udp_ops, probe_unix_ops,
    probe_bound_ops, probe_file_ops, probe_pid_ops;

#endif
