/* SPDX-License-Identifier: MIT */
/* What events say of dialogues. */
#ifndef TAP_EVENT_DIALOGUED_H
#define TAP_EVENT_DIALOGUED_H

#include "dialogue/dialogue.h"
#include "dialogue/mismatch.h"

/* A step that was said, or has come as expected. */
struct tap_dialogue_step {
	const struct dialogue *dialogue;
	const struct dialogue_step *step;
};

#endif
