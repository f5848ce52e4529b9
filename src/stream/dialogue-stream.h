/* SPDX-License-Identifier: MIT */
/* An end that plays one side of a dialogue, and judges the other side. */
#ifndef STREAM_DIALOGUE_STREAM_H
#define STREAM_DIALOGUE_STREAM_H

#include "dialogue/player.h"
#include "stream/stream.h"

struct dialogue_stream_opts {
	struct player_opts player; /* without passed and its context */
	bool carries_datagrams;
	struct tap *tap; /* is told of steps and of a mismatch */
	const struct tap_connection *connection; /* for observers, or NULL */
	/* Called when a dialogue may have begun or ended, and before the close.
	 * mismatch: why the dialogue is not as it should be; or NULL. May not
	 * close the stream. */
	void (*changed)(void *context, const struct mismatch *mismatch);
	void *context;
};

/* A mismatch is the failure of its check(), FAULT_UNMET. */
struct stream *dialogue_stream(const struct dialogue_stream_opts *opts);

#endif
