/* SPDX-License-Identifier: MIT */
/*
 * What is said on a connection before the conversation: the request to a proxy,
 * the dialogue of STARTTLS, or the header of the PROXY protocol. A protocol
 * (struct prelude_ops) decodes and encodes in memory; the stream made here
 * carries its bytes.
 */
#ifndef STREAM_PRELUDE_H
#define STREAM_PRELUDE_H

#include "base/bytes.h"
#include "stream/stream.h"

/* PRELUDE_FAILED is the -1 that error_set() returns. */
enum prelude_state { PRELUDE_FAILED = -1, PRELUDE_GOES_ON, PRELUDE_DONE };

/* The first member of the struct of a protocol. */
struct prelude {
	const struct prelude_ops *ops;
};

struct prelude_ops {
	enum fault fault; /* when the peer ends early, or sends too much */
	size_t most;      /* bytes that the peer may send */

	/* Decodes the next part, such as a line, of the bytes received, drops
	 * it from in, and adds to out what is to be sent. The first call has no
	 * bytes. Bytes behind the prelude stay in in. If it fails, it fills
	 * err, and what it has added to out is sent if that takes no time. */
	enum prelude_state (*step)(struct prelude *p, struct bytes *in,
	    struct bytes *out, struct error *err);

	/* The peer has ended early: if the bytes received say why, fills err
	 * and returns true. NULL: they never do. */
	bool (*ended)(struct prelude *p, struct error *err);

	/* Frees what the struct owns; NULL: it owns nothing. */
	void (*release)(struct prelude *p);
};

/* Repeats step until it drops nothing more, or no bytes are left. Returns as
 * the last step. */
enum prelude_state prelude_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err);

/* Frees the struct, with all that it owns. Accepts NULL. */
void prelude_free(struct prelude *p);

/* Makes a stream that owns both. Its start speaks the prelude; errors are
 * predicates of the peer. It settles to itself if bytes of the conversation
 * came together with the end of the prelude, which are then read first;
 * otherwise to the stream below. */
struct stream *prelude_stream(struct stream *below, struct prelude *prelude);

#endif
