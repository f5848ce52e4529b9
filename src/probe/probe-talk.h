/* SPDX-License-Identifier: MIT */
/* What probes do with a connection: nothing, or a question and its answer. */
#ifndef PROBE_PROBE_TALK_H
#define PROBE_PROBE_TALK_H

#include "probe/exchange.h"
#include "probe/probe-private.h"

struct probe_talk {
	bool goes_on;
	struct exchange exchange;
};

/* Takes the connected socket over, and closes it once the finding is there. */
enum probe_finding probe_talk_begin(
    struct probe_talk *talk, struct probe *p, int fd);
enum probe_finding probe_talk_service(struct probe_talk *talk, struct probe *p);
int64_t probe_talk_prepare(struct probe_talk *talk, struct waiting *w);

/* Breaks it off if it goes on, and says in p->cause how far it was. */
void probe_talk_end(struct probe_talk *talk, struct probe *p);

#endif
