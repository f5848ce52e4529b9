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

static const tcflag_t sizes[] = { [5] = CS5, [6] = CS6, [7] = CS7, [8] = CS8 };

/* Without TTY_PARITY_MARK and TTY_PARITY_SPACE. */
static const tcflag_t parities[TTY_PARITY_SPACE + 1] = {
	[TTY_PARITY_ODD] = PARENB | PARODD,
	[TTY_PARITY_EVEN] = PARENB,
};

#define FRAME (CSIZE | CSTOPB | PARENB | PARODD)

static tcflag_t frame_of(const struct tty_settings *s)
{
	return sizes[s->data_bits] | parities[s->parity] |
	       (s->stop_bits == 2 ? CSTOPB : 0);
}

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

void tty_modes_make_raw(struct tty_modes *modes)
{
	struct termios *m = &modes->kernel;

	m->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP |
				  INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY);
	m->c_oflag &= ~(tcflag_t)OPOST;
	m->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	m->c_cflag |= CREAD | CLOCAL;
	m->c_cc[VMIN] = 1;
	m->c_cc[VTIME] = 0;
}

static const struct speed *find_speed(unsigned number)
{
	for (size_t i = 0; i < SPEEDS; i++)
		if (speeds[i].number == number)
			return &speeds[i];
	return NULL;
}

void tty_modes_take(struct tty_modes *modes, const struct tty_settings *s)
{
	struct termios *m = &modes->kernel;
	const struct speed *speed = find_speed(s->speed);

	m->c_cflag &= ~(tcflag_t)(FRAME | CRTSCTS);
	m->c_cflag |= frame_of(s);
	if (s->parity != TTY_PARITY_NONE)
		m->c_iflag |= INPCK;
	if (s->flow == TTY_FLOW_RTS_CTS)
		m->c_cflag |= CRTSCTS;
	if (s->flow == TTY_FLOW_XON_XOFF)
		m->c_iflag |= IXON | IXOFF;
	if (!speed)
		return;
	cfsetispeed(m, speed->code);
	cfsetospeed(m, speed->code);
}

/* A driver leaves out what it cannot do, without an error. */
const char *tty_modes_lack(
    const struct tty_modes *modes, const struct tty_settings *s)
{
	const struct termios *m = &modes->kernel;
	const struct speed *speed = find_speed(s->speed);

	if (s->speed && (!speed || cfgetospeed(m) != speed->code))
		return "this speed";
	if (s->parity >= TTY_PARITY_MARK || (m->c_cflag & FRAME) != frame_of(s))
		return "these data bits, parity and stop bits";
	if (s->flow == TTY_FLOW_RTS_CTS && !(m->c_cflag & CRTSCTS))
		return "flow control by RTS and CTS";
	return NULL;
}
