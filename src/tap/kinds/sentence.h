/* SPDX-License-Identifier: MIT */
/* What happened, in words. */
#ifndef TAP_KINDS_SENTENCE_H
#define TAP_KINDS_SENTENCE_H

#include "tap/event/event.h"

#define SENTENCE_SIZE 1056

/* Writes the sentence of an event whose kind has one (struct kind). Text from
 * peers and files is not escaped. The connection is named where there can be
 * more than one. */
void sentence_write(char line[SENTENCE_SIZE], const struct tap_event *e);

#endif
