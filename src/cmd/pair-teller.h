/* SPDX-License-Identifier: MIT */
/* Tells what the processes of pair-demo report, a line each. */
#ifndef CMD_PAIR_TELLER_H
#define CMD_PAIR_TELLER_H

#include <stdint.h>

#include "base/error.h"
#include "cmd/pair-report.h"
#include "cmd/pair-story.h"

/* What has been told of the two processes, for what refers to it later: 0 is
 * the writer or A, 1 the reader or B. Times are clock_now()'s; 0: it has not
 * happened. */
struct pair_teller {
	struct tap tap; /* shows socket calls of this process */
	const struct pair_story *story;
	int64_t started;
	struct party_counts counts[2];
	int64_t first_sent_at[2], last_sent_at[2];
	int64_t ended_at[2]; /* told the other: by shutdown, or a datagram */
	int64_t closed_at[2];
	int64_t noticed_at[2]; /* that the other has ended */
	int64_t silence_us[2]; /* after which it has given up */
};

/* Begins to count time now. */
struct pair_teller pair_teller_begin(const struct pair_story *story);

/* How the two sockets came to be connected. */
int pair_teller_connected(
    const struct pair_teller *teller, const int fds[2], struct error *err);

/* What a process reports: a line on standard output, or for a socket call on
 * standard error; nothing for a failure. Both return 0, or -1 as
 * pair_words_line(). */
int pair_teller_report(struct pair_teller *teller,
    const struct pair_report *report, struct error *err);

#endif
