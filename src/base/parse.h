/* SPDX-License-Identifier: MIT */
/* Words to values: strict, without trailing junk, blanks, signs or overflow.
 * Pure functions; false means that the word is not one. */
#ifndef BASE_PARSE_H
#define BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits. */
bool parse_number(const char *text, uint64_t *out);

/* The value of a hexadecimal digit, or -1. */
int parse_hex_digit(char c);

/* The rights of a file: three octal digits, or four of which the first is 0. */
bool parse_mode(const char *text, long *out);

/* "250ms", "1.5s", "2m", "1h", a bare number of seconds, or "never", which is
 * CLOCK_NEVER. Microseconds. */
bool parse_time(const char *text, int64_t *out_us);

/* "64K" and "64KiB" are 65536, "64kB" is 64000; K to T; a bare number is
 * bytes. */
bool parse_size(const char *text, uint64_t *out);

/* Replaces \r \n \t \0 \xHH \\ by what they mean. out has room for as many
 * bytes as text has. Returns false at an unknown escape. */
bool parse_escapes(const char *text, char *out, size_t *out_len);

/* What a word says about a port. */
enum port_word { PORT_NUMBER, PORT_NAME, PORT_TOO_LARGE, PORT_NONSENSE };
enum port_word parse_port(const char *text);

#endif
