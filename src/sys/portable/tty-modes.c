/* SPDX-License-Identifier: MIT */
/* The modes of a line, by termios(3): with the speeds that have names. */
#include "sys/tty/tty-modes.h"

#include <stdlib.h>
#include <termios.h>

#include "base/xalloc.h"
#include "sys/tty/tty.h"

struct tty_modes {
	struct termios kernel;
};

static const struct speed {
	unsigned number;
	speed_t code;
} speeds[] = {
	{ 50, B50 },
	{ 75, B75 },
	{ 110, B110 },
	{ 134, B134 },
	{ 150, B150 },
	{ 200, B200 },
	{ 300, B300 },
	{ 600, B600 },
	{ 1200, B1200 },
	{ 1800, B1800 },
	{ 2400, B2400 },
	{ 4800, B4800 },
	{ 9600, B9600 },
	{ 19200, B19200 },
	{ 38400, B38400 },
	{ 57600, B57600 },
	{ 115200, B115200 },
	{ 230400, B230400 },
};

#define SPEEDS (sizeof(speeds) / sizeof(speeds[0]))

#define PARITY (PARENB | PARODD)

/* Without TTY_PARITY_MARK and TTY_PARITY_SPACE. */
static const tcflag_t parities[TTY_PARITY_SPACE + 1] = {
	[TTY_PARITY_ODD] = PARENB | PARODD,
	[TTY_PARITY_EVEN] = PARENB,
};

#include "sys/tty/tty-flags.h"

struct tty_modes *tty_modes_get(int fd)
{
	struct tty_modes *m = xmalloc(sizeof(*m));

	if (tcgetattr(fd, &m->kernel) == 0)
		return m;
	free(m);
	return NULL;
}

int tty_modes_set(int fd, const struct tty_modes *m)
{
	return tcsetattr(fd, TCSANOW, &m->kernel);
}

static const struct speed *find_speed(unsigned number)
{
	for (size_t i = 0; i < SPEEDS; i++)
		if (speeds[i].number == number)
			return &speeds[i];
	return NULL;
}

void tty_modes_take(struct tty_modes *m, const struct tty_settings *s)
{
	const struct speed *speed = find_speed(s->speed);

	take_frame(m, s);
	if (!speed)
		return;
	cfsetispeed(&m->kernel, speed->code);
	cfsetospeed(&m->kernel, speed->code);
}

/* A driver leaves out what it cannot do, without an error. */
const char *tty_modes_lack(
    const struct tty_modes *m, const struct tty_settings *s)
{
	const struct speed *speed = find_speed(s->speed);

	if (s->speed && (!speed || cfgetospeed(&m->kernel) != speed->code))
		return "this speed";
	return s->parity >= TTY_PARITY_MARK ? NO_FRAME : lack_of_frame(m, s);
}
