/* SPDX-License-Identifier: MIT */
/* A stream that does what a script says, with everything that real ones do
 * seldom: short counts, "not now", errors. */
#ifndef UNIT_FAKE_STREAM_H
#define UNIT_FAKE_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/stream.h"

/* What read answers: result bytes from bytes (in pieces if the reader has less
 * room), or 0, STREAM_AGAIN, STREAM_ERROR. */
struct fake_read {
	ssize_t result;
	const char *bytes;
};

/* The scripts are the caller's. Behind its end a script goes on with
 * STREAM_AGAIN for reads, and all that is wanted for write and finish. */
struct fake_script {
	const struct fake_read *reads;
	size_t read_count;
	const ssize_t *writes; /* the most each takes, or AGAIN or ERROR */
	size_t write_count;
	const int *finishes; /* what each finish returns */
	size_t finish_count;
};

struct fake_stream {
	struct stream stream;
	struct fake_script script;
	size_t reads_done, read_offset, writes_done, finishes_done;

	/* what was done to it */
	char *written;
	size_t written_len;
	int read_calls, write_calls, finish_calls;
	bool has_ended;   /* a read returned 0 */
	bool is_finished; /* a finish returned 0 */
	bool is_closed;
	bool was_misused; /* used where the contract forbids it */
};

void fake_stream_init(struct fake_stream *f, const struct fake_script *script);
void fake_stream_free(struct fake_stream *f);

/* The text of errors from fake streams. */
#define FAKE_READ_FAILED "the script lets this read fail"
#define FAKE_WRITE_FAILED "the script lets this write fail"
#define FAKE_FINISH_FAILED "the script lets this finish fail"

#endif
