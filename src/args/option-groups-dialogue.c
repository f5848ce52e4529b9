/* SPDX-License-Identifier: MIT */
/* The option tables for dialogues. */
#include <limits.h>

#include "args/option-groups-private.h"
#include "args/option-groups.h"

/* clang-format off */
static const struct option_spec dialogue[] = {
	{ 0, "set", "NAME=VALUE", "the text of ${NAME} in the dialogues; can be repeated", OPTION_TEXTS, AT(dialogue.set), 0, 0, .is_common = true },
	{ 0, "step-timeout", "TIME", "limit for each step of the peer (default 5s)", OPTION_TIME, AT(dialogue.step_timeout_us), 1, 0, .is_common = true },
	{ 0, "max-step", "SIZE", "the most that a line, or a text up to another, has (default 1MiB)", OPTION_SIZE, AT(dialogue.max_step), 1, 1024L * 1024 * 1024 },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
};
GROUP(dialogue, "Dialogues");

static const struct option_spec talk[] = {
	{ 0, "jobs", "N", "play N dialogues at once (default 1)", OPTION_NUMBER, AT(dialogue.jobs), 1, INT_MAX, .is_common = true },
	{ 0, "format", "text|tap|junit", "how to print the results (default text)", OPTION_CHOICE, AT(dialogue.results), 0, 0, WORDS_RESULTS, .is_common = true },
};
GROUP(talk, "Talking");

static const struct option_spec mock[] = {
	{ 0, "once", "", "play each dialogue once, in their order, then end", OPTION_FLAG, AT(dialogue.once), 0, 0, .is_common = true },
	{ 0, "any-order", "", "the same in the order in which clients ask", OPTION_FLAG, AT(dialogue.any_order), 0, 0, .is_common = true },
	{ 0, "count", "N", "end after N dialogues", OPTION_NUMBER, AT(dialogue.count), 1, LONG_MAX, .is_common = true },
	{ 0, "strict", "", "status 8 if a dialogue was not played", OPTION_FLAG, AT(dialogue.strict), 0, 0, .is_common = true },
	{ 0, "for", "TIME", "end with success after TIME", OPTION_TIME, AT(for_us), 1, 0 },
};
GROUP(mock, "Mocking");
/* clang-format on */
