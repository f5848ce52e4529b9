/* SPDX-License-Identifier: MIT */
/* What addresses of socat say of serial lines and terminals. */
#ifndef FRONT_TRANSLATE_SOCAT_TTY_H
#define FRONT_TRANSLATE_SOCAT_TTY_H

#include "front/translate/translation.h"

/* Begins with all zeros. The texts are parts of that of the address. */
struct socat_tty {
	const char *speed, *link; /* NULL: not given */
	char data_bits;           /* '\0': not given */
	bool has_parity, is_odd, has_two_stops, has_rtscts, has_xonxoff;
	bool is_raw;
};

/* Whether the path of a file is that of a serial line. */
bool socat_tty_is_line(const char *path);

/* Takes an option that is about these. Returns whether it is one. */
bool socat_tty_option(
    struct socat_tty *tty, const char *name, const char *value);

/* The address of genet for the line. */
char *socat_tty_address(
    struct translation *t, const struct socat_tty *tty, const char *path);

#endif
