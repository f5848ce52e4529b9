/* SPDX-License-Identifier: MIT */
/* The option tables for what a run gives up. */
#include "args/option-groups-private.h"
#include "args/option-groups.h"

/* clang-format off */
static const struct option_spec sandbox[] = {
	{ 0, "sandbox", "HOW", "give up what is not needed: on (default), off or strict", OPTION_CHOICE, AT(sandbox), 0, 0, WORDS_SANDBOX },
};
GROUP(sandbox, "Safety");

static const struct option_spec privileges[] = {
	{ 0, "user", "USER", "become this user once addresses are bound", OPTION_TEXT, AT(user), 0, 0 },
	{ 0, "chroot", "DIR", "see no files but those in DIR; needs --user", OPTION_TEXT, AT(chroot), 0, 0 },
};
GROUP(privileges, "Privileges");
/* clang-format on */
