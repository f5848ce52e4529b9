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

static const tcflag_t sizes[] = { [5] = CS5, [6] = CS6, [7] = CS7, [8] = CS8 };

static const tcflag_t parities[] = {
	[TTY_PARITY_NONE] = 0,
	[TTY_PARITY_ODD] = PARENB | PARODD,
	[TTY_PARITY_EVEN] = PARENB,
	[TTY_PARITY_MARK] = PARENB | CMSPAR | PARODD,
	[TTY_PARITY_SPACE] = PARENB | CMSPAR,
};

#define FRAME (CSIZE | CSTOPB | PARENB | PARODD | CMSPAR)

static tcflag_t frame_of(const struct tty_settings *s)
{
	return sizes[s->data_bits] | parities[s->parity] |
	       (s->stop_bits == 2 ? CSTOPB : 0);
}

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

void tty_modes_make_raw(struct tty_modes *modes)
{
	struct termios2 *m = &modes->kernel;

	m->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP |
				  INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY);
	m->c_oflag &= ~(tcflag_t)OPOST;
	m->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	m->c_cflag |= CREAD | CLOCAL;
	m->c_cc[VMIN] = 1;
	m->c_cc[VTIME] = 0;
}

void tty_modes_take(struct tty_modes *modes, const struct tty_settings *s)
{
	struct termios2 *m = &modes->kernel;

	m->c_cflag &= ~(tcflag_t)(FRAME | CRTSCTS);
	m->c_cflag |= frame_of(s);
	if (s->parity != TTY_PARITY_NONE)
		m->c_iflag |= INPCK;
	if (s->flow == TTY_FLOW_RTS_CTS)
		m->c_cflag |= CRTSCTS;
	if (s->flow == TTY_FLOW_XON_XOFF)
		m->c_iflag |= IXON | IXOFF;
	if (s->speed == 0)
		return;
	m->c_cflag &= ~(tcflag_t)(CBAUD | CIBAUD);
	m->c_cflag |= BOTHER;
	m->c_ispeed = m->c_ospeed = s->speed;
}

/* A driver leaves out what it cannot do, without an error. */
const char *tty_modes_lack(
    const struct tty_modes *modes, const struct tty_settings *s)
{
	const struct termios2 *m = &modes->kernel;
	unsigned speed = s->speed ? s->speed : m->c_ospeed;
	unsigned off =
	    speed > m->c_ospeed ? speed - m->c_ospeed : m->c_ospeed - speed;

	if (off > speed / SPEED_TOLERANCE)
		return "this speed";
	if ((m->c_cflag & FRAME) != frame_of(s))
		return "these data bits, parity and stop bits";
	if (s->flow == TTY_FLOW_RTS_CTS && !(m->c_cflag & CRTSCTS))
		return "flow control by RTS and CTS";
	return NULL;
}
