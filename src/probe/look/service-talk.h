/* SPDX-License-Identifier: MIT */
/* A connection to a server that is looked at; only for probe/look/. */
#ifndef PROBE_LOOK_SERVICE_TALK_H
#define PROBE_LOOK_SERVICE_TALK_H

#include "probe/look/service-facts.h"
#include "stream/stream.h"
#include "sys/socket/address.h"

struct tls_context;

/* Begin with all zeros. */
struct service_talk {
	struct tap tap; /* notes what is told of TLS */
	struct tap *observers;
	struct service_facts *facts;
	struct stream *stream; /* NULL: there is no connection */
	struct tls_context *context;
};

/* Connects, unless that fails: then there is no stream. Returns 0, or -1 with
 * FAULT_SIGNAL. */
int service_connect(struct service_talk *t, const struct address *target,
    const struct service_look_opts *opts, struct service_facts *facts,
    struct error *err);

/* Sends len bytes, perhaps none, and waits for an answer until the deadline.
 * failure says why a stream has failed. Returns 0, or -1 with FAULT_SIGNAL. */
int service_ask(struct service_talk *t, const char *bytes, size_t len,
    int64_t deadline, struct service_answer *out, struct error *failure,
    struct error *err);

/* Shakes hands for TLS: what is asked after that goes through TLS. Fills .tls,
 * .failure, .secured and .tls_took_us. Returns 0, or -1 with FAULT_SIGNAL. */
int service_secure(struct service_talk *t, const struct service_look_opts *opts,
    unsigned port, struct error *err);

/* Notes why TLS has failed, in .tls and .failure. */
void service_note_failure(
    struct service_facts *facts, const struct error *failure);

void service_hang_up(struct service_talk *t);

#endif
