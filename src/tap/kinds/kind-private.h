/* SPDX-License-Identifier: MIT */
/* What the files of the kinds share. */
#ifndef TAP_KINDS_KIND_PRIVATE_H
#define TAP_KINDS_KIND_PRIVATE_H

#include "tap/kinds/event-json.h"
#include "tap/kinds/event-parts.h"
#include "tap/kinds/kinds.h"
#include "tap/kinds/sentence.h"
#include "tap/words.h"

/* Adds to a sentence. */
#define SAY(line, ...) words_add(line, SENTENCE_SIZE, __VA_ARGS__)

/* A value of an enum of tap/event/code.h, for programs and for people. */
struct kind_code {
	const char *name, *words;
};

/* By enum tap_direction. */
extern const char *const kind_directions[2];

/* Adds the members of a connection, without its number. */
void kind_add_connection(struct bytes *out, const struct tap_connection *c);

/* The same as a member: the target of a relay. */
void kind_add_target(struct bytes *out, const struct tap_connection *c);

/* Adds "A, B" to a sentence, each by address_text() or address_host(). */
void kind_say_addresses(char *line, const struct address_list *list,
    char *(*say)(char buf[ADDRESS_TEXT], const struct address *a));

/* Adds the text of the event. */
void kind_say_text(char *line, const struct tap_event *e);

#endif
