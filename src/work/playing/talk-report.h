/* SPDX-License-Identifier: MIT */
/* The results of dialogues with a server, on standard output. */
#ifndef WORK_PLAYING_TALK_REPORT_H
#define WORK_PLAYING_TALK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "dialogue/repertoire.h"
#include "work/run.h"

/* Of one dialogue. */
struct talk_result {
	bool is_known;
	int64_t took_us;
	struct error *failure; /* allocated; NULL: it has passed */
};

struct talk_report {
	const struct run *run;
	const struct repertoire *repertoire;
	struct talk_result *results; /* one for each dialogue */
	size_t reported;             /* so many, in their order */
	size_t failed;
};

struct talk_report talk_report_make(
    const struct run *run, const struct repertoire *repertoire);
void talk_report_free(struct talk_report *r);

/* Notes the result of a dialogue; failure NULL: it has passed. Prints what can
 * be printed in order. Returns 0, or -1 with err filled. */
int talk_report_note(struct talk_report *r, size_t i, int64_t took_us,
    const struct error *failure, struct error *err);

/* Prints the rest when all results are known. Returns 0 if all have passed, or
 * -1 with err filled. */
int talk_report_end(struct talk_report *r, struct error *err);

#endif
