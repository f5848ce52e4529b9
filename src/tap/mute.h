/* SPDX-License-Identifier: MIT */
/* An observer that passes events on to others, but for one kind. */
#ifndef TAP_MUTE_H
#define TAP_MUTE_H

#include "tap/tap.h"

struct mute {
	struct tap tap;
	struct tap *others;
	enum tap_kind kind;
};

/* Passes all but that kind on to the others, which live as long. */
struct mute mute_make(struct tap *others, enum tap_kind kind);

#endif
