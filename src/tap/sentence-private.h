/* SPDX-License-Identifier: MIT */
/* What the files of the sentences share. */
#ifndef TAP_SENTENCE_PRIVATE_H
#define TAP_SENTENCE_PRIVATE_H

#include "base/text.h"
#include "sys/credentials.h"
#include "tap/sentence.h"

/* Texts that live as long as the block. */
#define SIZE(bytes) text_size((char[TEXT_MEASURE]){ 0 }, bytes)
#define DURATION(us) text_duration((char[TEXT_MEASURE]){ 0 }, us)
#define ADDRESS(a)                                                             \
	((a) ? address_text((char[ADDRESS_TEXT]){ 0 }, a)                      \
	     : "an unknown address")
#define OWNER(c) credentials_text((char[CREDENTIALS_TEXT]){ 0 }, c)
#define COUNT(...) text_count((char[TEXT_COUNT]){ 0 }, __VA_ARGS__)

static inline const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

/* Adds to a line of SENTENCE_SIZE. */
void sentence_add(char *line, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Of datagrams. */
void sentence_datagram(char *line, const struct tap_event *e);
void sentence_datagrams(char *line, const struct tap_event *e);
void sentence_sent(char *line, const struct tap_event *e);
void sentence_received(char *line, const struct tap_event *e);
void sentence_unanswered(char *line, const struct tap_event *e);

/* Of bytes beside those that pass. */
void sentence_peeked(char *line, const struct tap_event *e);
void sentence_urgent(char *line, const struct tap_event *e);

/* Of TLS. */
void sentence_secured(char *line, const struct tap_event *e);
void sentence_secured_more(char *line, const struct tap_event *e);

#endif
