/* SPDX-License-Identifier: MIT */
/* What a progress meter shows: a line of fixed columns for a terminal, or a
 * sentence for a log. */
#ifndef TAP_SPEED_METER_H
#define TAP_SPEED_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any line of a meter. */
#define METER_LINE 256

struct meter {
	uint64_t in, out; /* bytes */
	uint64_t size;    /* of the direction in which more moves; 0: unknown */
	uint64_t rate;    /* of that direction, in bytes a second */
	int64_t took_us;
	uint64_t datagrams; /* if has_datagrams */
	uint64_t clients;   /* at present, or in all, if has_clients */
	bool has_datagrams, has_clients;
	const char *stall; /* why nothing moves; or NULL */
	int64_t stalled_us;
};

/* Writes the line for a terminal of so many columns; "" if it is too narrow.
 * The last columns stay empty, so that the terminal does not begin a new line,
 * even after "^C". Returns line. */
char *meter_draw(char line[METER_LINE], const struct meter *m, int columns);

/* Writes the same as a sentence, such as "412 MiB in, 18 B out, 4.0 s, 103
 * MiB/s, 33 % of 1.20 GiB, 8 s left". Returns line. */
char *meter_say(char line[METER_LINE], const struct meter *m);

/* Writes the sums at the end, with the mean rate. Returns line. */
char *meter_say_total(char line[METER_LINE], const struct meter *m);

#endif
