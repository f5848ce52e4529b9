/* SPDX-License-Identifier: MIT */
/* Text for people: sizes and durations in words, and foreign bytes made
 * harmless. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdint.h>
#include <sys/types.h>

/* Room for any text_size() or text_duration(). */
#define TEXT_MEASURE 32

/* "0 B", "999 B", "1.23 MiB", "1000 KiB": binary units and three significant
 * digits, or four from 1000 to 1023. Returns buf. */
char *text_size(char buf[TEXT_MEASURE], uint64_t bytes);

/* "0.4 ms", "25 ms", "1.5 s", "2 m 5 s". Returns buf. */
char *text_duration(char buf[TEXT_MEASURE], int64_t duration_us);

/* "61 us", "2.14 ms", "1.5 s": to the microsecond below 1 ms, and three digits
 * below 1 s. Returns buf. */
char *text_precise(char buf[TEXT_MEASURE], int64_t duration_us);

/* Room for any text_count(). */
#define TEXT_COUNT 80

/* "1 of 2 datagrams", "no answers", "3 datagrams"; wanted 0: any number. The
 * noun is short. Returns buf. */
char *text_count(
    char buf[TEXT_COUNT], uint64_t count, uint64_t wanted, const char *noun);

/*
 * Copies len bytes into out (of size bytes, ended by NUL). What a terminal
 * could take for a command is written as \n, \t or \xHH: C0, DEL, C1 (also as
 * UTF-8), marks of direction, and bytes that are not UTF-8. Text that does not
 * fit ends in "...". Returns out.
 */
char *text_escape(char *out, size_t size, const void *bytes, size_t len);

/* The length of the UTF-8 sequence that begins at bytes; 0 if it is none
 * (RFC 3629); -1 if the len bytes are only its beginning. */
int text_utf8(const unsigned char *bytes, size_t len);

/* The same, but 0 also for control characters and marks of direction, which are
 * not safe to show. */
int text_sequence(const unsigned char *bytes, size_t len);

#endif
