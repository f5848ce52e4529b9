/* SPDX-License-Identifier: MIT */
/*
 * What is said on a connection before the conversation: the words for a proxy,
 * for STARTTLS, or the header of the PROXY protocol. The protocol itself is
 * decoded and encoded in memory, by its own functions (struct prelude_ops); the
 * stream here carries the bytes.
 */
#ifndef STREAM_PRELUDE_H
#define STREAM_PRELUDE_H

#include "base/bytes.h"
#include "stream/stream.h"

/* PRELUDE_FAILED is what error_set() and its like return. */
enum prelude_state { PRELUDE_FAILED = -1, PRELUDE_GOES_ON, PRELUDE_DONE };

/* The first member of the struct of a protocol. */
struct prelude {
	const struct prelude_ops *ops;
};

struct prelude_ops {
	enum fault fault; /* of a peer that ends, or says too much */
	size_t most;      /* bytes that the peer may say */

	/* Looks at the bytes that have come, none the first time. Drops a part
	 * of them that belongs to the prelude and need not be shown again, a
	 * line for example, and adds to out what is to be sent. Of the bytes
	 * behind the prelude it drops none. Returns PRELUDE_FAILED with err
	 * filled. */
	enum prelude_state (*step)(struct prelude *p, struct bytes *in,
	    struct bytes *out, struct error *err);

	/* The peer has ended in the middle: fills err if what has come says
	 * why, and returns whether. NULL: it never does. */
	bool (*ended)(struct prelude *p, struct error *err);

	/* Frees what the struct points to. NULL: there is nothing. */
	void (*release)(struct prelude *p);
};

/* Takes steps until nothing more is dropped, or none is left. Returns as the
 * last of them. */
enum prelude_state prelude_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err);

/* Frees the struct with all that it points to. Accepts NULL. */
void prelude_free(struct prelude *p);

/* The stream of the conversation over below, whose start speaks the prelude.
 * Both become its own. Its errors are predicates of the peer. The stream
 * settles to itself if bytes of the conversation have come with the end of the
 * prelude, which are read first; otherwise to the one below. */
struct stream *prelude_stream(struct stream *below, struct prelude *prelude);

#endif
