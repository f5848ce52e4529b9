/* SPDX-License-Identifier: MIT */
/* The modes of a line, by the ioctls that know speeds of any number
 * (ioctl_tty(2), TCGETS2), whose headers exclude <termios.h>. */
#include "sys/tty/tty-modes.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "sys/linux/tty-requests.h"
#include "sys/tty/tty.h"

/* The speed that a device has may differ from the one asked for by one part in
 * so many: lines tolerate more. */
#define SPEED_TOLERANCE 33

struct tty_modes {
	struct termios2 kernel;
};

#define PARITY (PARENB | PARODD | CMSPAR)

static const tcflag_t parities[] = {
	[TTY_PARITY_NONE] = 0,
	[TTY_PARITY_ODD] = PARENB | PARODD,
	[TTY_PARITY_EVEN] = PARENB,
	[TTY_PARITY_MARK] = PARENB | CMSPAR | PARODD,
	[TTY_PARITY_SPACE] = PARENB | CMSPAR,
};

#include "sys/tty/tty-flags.h"

struct tty_modes *tty_modes_get(int fd)
{
	struct tty_modes *m = xmalloc(sizeof(*m));

	if (ioctl(fd, TCGETS2, &m->kernel) == 0)
		return m;
	free(m);
	return NULL;
}

int tty_modes_set(int fd, const struct tty_modes *m)
{
	return ioctl(fd, TCSETS2, &m->kernel);
}

void tty_modes_take(struct tty_modes *m, const struct tty_settings *s)
{
	take_frame(m, s);
	if (s->speed == 0)
		return;
	m->kernel.c_cflag &= ~(tcflag_t)(CBAUD | CIBAUD);
	m->kernel.c_cflag |= BOTHER;
	m->kernel.c_ispeed = m->kernel.c_ospeed = s->speed;
}

/* A driver leaves out what it cannot do, without an error. */
const char *tty_modes_lack(
    const struct tty_modes *m, const struct tty_settings *s)
{
	unsigned is = m->kernel.c_ospeed, wanted = s->speed ? s->speed : is;
	unsigned off = wanted > is ? wanted - is : is - wanted;

	return off > wanted / SPEED_TOLERANCE ? "this speed"
	                                      : lack_of_frame(m, s);
}
