/* SPDX-License-Identifier: MIT */
/* The words of lines for people. */
#ifndef TAP_WORDS_H
#define TAP_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "sys/socket/credentials.h"

/* Texts that live as long as the block. */
#define SIZE(bytes) text_size((char[TEXT_MEASURE]){ 0 }, bytes)
#define DURATION(us) text_duration((char[TEXT_MEASURE]){ 0 }, us)
#define COUNT(...) text_count((char[TEXT_COUNT]){ 0 }, __VA_ARGS__)
#define OWNER(c) credentials_text((char[CREDENTIALS_TEXT]){ 0 }, c)
#define ADDRESS(a)                                                             \
	((a) ? address_text((char[ADDRESS_TEXT]){ 0 }, a)                      \
	     : "an unknown address")

static inline const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

/* Adds to a line, which has room for size bytes with its NUL. */
void words_add(char *line, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
