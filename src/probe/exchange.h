/* SPDX-License-Identifier: MIT */
/* A question to a server over a stream, and the answer that shows that it is at
 * work. */
#ifndef PROBE_EXCHANGE_H
#define PROBE_EXCHANGE_H

#include "base/bytes.h"
#include "stream/stream.h"
#include "sys/waiting.h"

struct exchange_opts {
	const char *send; /* NULL: nothing */
	size_t send_len;
	const char *expect; /* anywhere in what comes; NULL: nothing */
	size_t expect_len;
	bool wants_any; /* whatever comes is the answer, if nothing is expected
	                 */
};

/* Begin with all zeros. */
struct exchange {
	const struct exchange_opts *opts; /* NULL: there is none */
	struct stream *stream;            /* owned */
	size_t sent;
	bool was_asked, has_answer;
	struct bytes received;   /* the latest of it */
	uint64_t received_bytes; /* how many there were in all */
};

/* Begins over a stream, which it then owns; the options live as long. Returns
 * as exchange_service(). */
int exchange_begin(struct exchange *e, const struct exchange_opts *opts,
    struct stream *stream, struct error *err);

/* Adds what to wait for. Returns when to be served at the latest. */
int64_t exchange_prepare(const struct exchange *e, struct waiting *w);

/* Does what can be done now. Returns 1 when the question is sent and the answer
 * is there, 0 if the caller has to wait, or -1 with err filled: "connected,
 * received nothing, then the end". */
int exchange_service(struct exchange *e, struct error *err);

/* Fills err with what has come so far: "connected, received nothing". */
void exchange_explain(
    const struct exchange *e, enum fault kind, struct error *err);

/* Closes the stream, in any state; also if there is no exchange. */
void exchange_close(struct exchange *e);

#endif
