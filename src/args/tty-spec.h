/* SPDX-License-Identifier: MIT */
/* The text of tty:DEVICE[,WORD...] and pty:LINK[,once], behind the prefix. */
#ifndef ARGS_TTY_SPEC_H
#define ARGS_TTY_SPEC_H

#include "base/error.h"
#include "sys/tty/tty.h"

struct tty_spec {
	char *path; /* of the device, or of the link; owned */
	struct tty_settings settings;
	bool once; /* a pty: ends with the program that uses it */
};

/*
 * Understands a device with, in any order, a speed ("115200"), a frame ("8n1":
 * data bits; n, o, e, m or s for the parity; stop bits) and the flow control
 * ("none", "xonxoff" or "rtscts"). Returns 0, to be freed with tty_spec_free(),
 * or -1 with FAULT_USAGE.
 */
int tty_spec_parse(const char *text, struct tty_spec *out, struct error *err);

/* Understands a path, with ",once" behind it or not. Returns as the other. */
int tty_spec_parse_pty(
    const char *text, struct tty_spec *out, struct error *err);

void tty_spec_free(struct tty_spec *t);

#endif
