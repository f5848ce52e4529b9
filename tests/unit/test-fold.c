/* SPDX-License-Identifier: MIT */
/* Calls that carry data, folded. */
#include "tap/fold.h"

#include "tap.h"

static bool take(struct folds *f, const char *name, int fd, int64_t at)
{
	const struct tap_call call = {
		.text = name,
		.result = 10,
		.name = name,
		.fd = fd,
		.bytes = 10,
	};

	return fold_take(f, &call, at);
}

static void test_repeats(void)
{
	struct folds f = { 0 };
	char why[FOLD_WHY];

	ok(!take(&f, "recv", 3, 100), "the first call is shown");
	ok(fold_next(&f) == CLOCK_NEVER, "then nothing is due");
	ok(!take(&f, "recv", 4, 100), "so is that on another descriptor");
	ok(!take(&f, "send", 3, 100), "and another one on the same");
	ok(take(&f, "recv", 3, 200), "the second of the same is folded");
	is_int(fold_next(&f), 100 + FOLD_TIME,
	    "the second is due a second after the first was shown");
	ok(!fold_due(&f, 99 + FOLD_TIME), "not before");
	struct fold *row = fold_due(&f, 100 + FOLD_TIME);
	ok(row != NULL, "but then");
	struct tap_call told = fold_tell(row, why, 100 + FOLD_TIME);
	is_text(told.why, NULL, "a single call is told as what it is");
	ok(!fold_due(&f, CLOCK_NEVER), "a call is told once");

	take(&f, "recv", 3, 2 * FOLD_TIME);
	take(&f, "recv", 3, 2 * FOLD_TIME);
	told = fold_tell(fold_due(&f, CLOCK_NEVER), why, 3 * FOLD_TIME);
	is_text(told.why, "the last of 2 more, 20 bytes",
	    "several calls have a number and a sum");
	is_text(told.text, "recv", "and the words of the last");
	is_int(told.result, 10, "and its result");
	fold_forget(&f);
	ok(!take(&f, "recv", 3, 3 * FOLD_TIME),
	    "after something else the next call is a first one");
}

static void test_order(void)
{
	struct folds f = { 0 };
	char why[FOLD_WHY];

	take(&f, "recv", 3, 1);
	take(&f, "send", 3, 2);
	take(&f, "send", 3, 3);
	take(&f, "recv", 3, 4);
	struct tap_call told = fold_tell(fold_due(&f, CLOCK_NEVER), why, 5);
	is_text(told.text, "send", "the earlier call is told first");
	told = fold_tell(fold_due(&f, CLOCK_NEVER), why, 5);
	is_text(told.text, "recv", "then the later one");
}

static void test_crowd(void)
{
	struct folds f = { 0 };
	struct tap_call call = { .text = "recv", .name = "recv", .bytes = 1 };
	char why[FOLD_WHY];

	for (int fd = 0; fd < FOLD_ROWS; fd++)
		take(&f, "recv", fd, fd + 1);
	take(&f, "recv", 0, 100);
	call.fd = 0;
	ok(!fold_in_the_way(&f, &call), "a known call is not in the way");
	call.fd = FOLD_ROWS;
	ok(!fold_in_the_way(&f, &call),
	    "a new one takes the row without untold calls");
	for (int fd = 1; fd < FOLD_ROWS; fd++)
		take(&f, "recv", fd, 100 + fd);
	struct fold *row = fold_in_the_way(&f, &call);
	ok(row && row->fd == 0, "or that which has been silent for longest");
	fold_tell(row, why, 200);
	ok(!take(&f, "recv", FOLD_ROWS, 200), "the new one is shown");
	ok(!take(&f, "recv", 0, 200), "and the old one is new then");
}

int main(void)
{
	test_repeats();
	test_order();
	test_crowd();
	return plan();
}
