/* SPDX-License-Identifier: MIT */
/* Terminals as lines for bytes: a serial device, opened raw with the settings
 * of the line, which it had before when it is closed (termios(3)). */
#ifndef SYS_TTY_TTY_H
#define SYS_TTY_TTY_H

#include <stdbool.h>

#include "base/error.h"

enum tty_parity {
	TTY_PARITY_NONE,
	TTY_PARITY_ODD,
	TTY_PARITY_EVEN,
	TTY_PARITY_MARK,
	TTY_PARITY_SPACE,
};

enum tty_flow { TTY_FLOW_NONE, TTY_FLOW_XON_XOFF, TTY_FLOW_RTS_CTS };

struct tty_settings {
	unsigned speed;     /* bits a second; 0: as the device has it */
	unsigned data_bits; /* 5 to 8 */
	enum tty_parity parity;
	unsigned stop_bits; /* 1 or 2 */
	enum tty_flow flow;
};

/* 8n1, without flow control. */
#define TTY_SETTINGS_DEFAULT                                                   \
	{                                                                      \
		.data_bits = 8, .stop_bits = 1                                 \
	}

struct tty_state; /* what the kernel keeps */

struct tty {
	int fd;      /* non-blocking, close-on-exec */
	bool is_pty; /* its other end is a program, not a device */
	struct tty_state *before;
};

/*
 * Opens the device, which cannot control this process, does not wait for a
 * carrier, and locks it against other programs: by TIOCEXCL, and for root by
 * flock(2). Makes it raw, with the settings. Returns 0, or -1 with FAULT_IO,
 * which is transient if the device may come; or with FAULT_UNSUPPORTED if the
 * device cannot have the settings, which are as before then.
 */
int tty_open(struct tty *t, const char *device,
    const struct tty_settings *settings, struct error *err);

/* Whether this process has the device open, not counting its standard streams.
 * False also if /dev/fd does not list them. */
bool tty_is_open_here(const char *device);

/* Drops what is not sent, puts the settings back, and closes the device. */
void tty_close(struct tty *t);

/* How many bytes that were written are still to be sent. */
int tty_unsent(const struct tty *t);

/* Makes a terminal raw, with the default settings. Returns 0, or -1 with errno.
 */
int tty_make_raw(int fd);

#endif
