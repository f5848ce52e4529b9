/* SPDX-License-Identifier: MIT */
/*
 * What a parser is tried with by libFuzzer (make fuzz), and by the inputs that
 * were found (make check). A harness defines LLVMFuzzerTestOneInput(), and
 * links with the main of libFuzzer or with replay.c.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "stream/prelude.h"

/* The parser meets the bytes. Ends the process if what has to be true of any
 * input is not true of these. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process unless the condition is true. */
#define FUZZ_MUST(condition)                                                   \
	((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))

_Noreturn void fuzz_broken(const char *file, int line, const char *condition);

/* The next byte of the input, 0 behind its end. */
uint8_t fuzz_byte(const uint8_t **data, size_t *size);

/* The number of the next two bytes. */
unsigned fuzz_number(const uint8_t **data, size_t *size);

/* The next bytes up to the one that ends them, or all, as a text up to its
 * first NUL. Both are taken. Allocated. */
char *fuzz_text(const uint8_t **data, size_t *size, char end);

/* Takes the rest as lines, each a word, at most so many. Returns how many, and
 * in *words the list, which ends in NULL, to be freed with xfree_texts(). */
int fuzz_words(const uint8_t *data, size_t size, int most, char ***words);

/* Takes a word off a line as a shell reads it, with '...' and $'...', and the
 * blank behind it. Allocated. */
char *fuzz_unquote(const char **line);

/* What is said of an error has a kind and a text. The text may have what the
 * user wrote, which is escaped when it is shown. */
void fuzz_check_refusal(const struct error *err);

/* What is said of an error is text, harmless for a terminal. */
void fuzz_check_error(const struct error *err);

/* Shows preludes, which make() makes, each time the same, all the bytes, at
 * once and in pieces that the number chooses: what becomes of it must be the
 * same. Does not use make's context itself. */
struct fuzz_maker {
	struct prelude *(*make)(const void *context);
	const void *context;
};

void fuzz_prelude(const struct fuzz_maker *maker, uint8_t number,
    const uint8_t *data, size_t size);

#endif
