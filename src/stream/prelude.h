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

enum prelude_state { PRELUDE_GOES_ON, PRELUDE_DONE, PRELUDE_FAILED };

/* The first member of the struct of a protocol. */
struct prelude {
	const struct prelude_ops *ops;
	enum fault fault; /* of a peer that ends, or says too much */
	size_t most;      /* bytes that the peer may say */
};

struct prelude_ops {
	/* Looks at the bytes that have come and were not taken so far, none
	 * the first time. Sets *taken to how many of them belong to the prelude
	 * and need not be shown again, and adds to out what is to be sent. Is
	 * called again at once if it has taken some, and others are there. Of
	 * the bytes behind the prelude it takes none. Returns PRELUDE_FAILED
	 * with err filled. */
	enum prelude_state (*step)(struct prelude *p, const unsigned char *in,
	    size_t len, size_t *taken, struct bytes *out, struct error *err);

	/* The peer has ended in the middle: fills err if what has come says
	 * why, and returns whether. NULL: it never does. */
	bool (*ended)(struct prelude *p, struct error *err);

	void (*free)(struct prelude *p);
};

/* The stream of the conversation over below, whose start speaks the prelude.
 * Both become its own. Its errors are predicates of the peer. The stream
 * settles to itself if bytes of the conversation have come with the end of the
 * prelude, which are read first; otherwise to the one below. */
struct stream *prelude_stream(struct stream *below, struct prelude *prelude);

#endif
