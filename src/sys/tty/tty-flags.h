/* SPDX-License-Identifier: MIT */
/*
 * What both forms of tty-modes.c share, written by the flags of either's
 * header, since these exclude each other. Each includes it after that header,
 * and after its PARITY (all flags of parity), parities (those of each kind) and
 * struct tty_modes.
 */
#ifndef SYS_TTY_TTY_FLAGS_H
#define SYS_TTY_TTY_FLAGS_H

#include "sys/tty/tty-modes.h"
#include "sys/tty/tty.h"

#define FRAME (CSIZE | CSTOPB | PARITY)
#define NO_FRAME "these data bits, parity and stop bits"

static const tcflag_t sizes[] = { [5] = CS5, [6] = CS6, [7] = CS7, [8] = CS8 };

static tcflag_t frame_of(const struct tty_settings *s)
{
	return sizes[s->data_bits] | parities[s->parity] |
	       (s->stop_bits == 2 ? CSTOPB : 0);
}

void tty_modes_make_raw(struct tty_modes *m)
{
	m->kernel.c_iflag &=
	    ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP | INLCR |
			IGNCR | ICRNL | IXON | IXOFF | IXANY);
	m->kernel.c_oflag &= ~(tcflag_t)OPOST;
	m->kernel.c_lflag &=
	    ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	m->kernel.c_cflag |= CREAD | CLOCAL;
	m->kernel.c_cc[VMIN] = 1;
	m->kernel.c_cc[VTIME] = 0;
}

/* All but the speed. */
static void take_frame(struct tty_modes *m, const struct tty_settings *s)
{
	m->kernel.c_cflag &= ~(tcflag_t)(FRAME | CRTSCTS);
	m->kernel.c_cflag |= frame_of(s);
	if (s->parity != TTY_PARITY_NONE)
		m->kernel.c_iflag |= INPCK;
	if (s->flow == TTY_FLOW_RTS_CTS)
		m->kernel.c_cflag |= CRTSCTS;
	if (s->flow == TTY_FLOW_XON_XOFF)
		m->kernel.c_iflag |= IXON | IXOFF;
}

/* As tty_modes_lack(), for all but the speed. */
static const char *lack_of_frame(
    const struct tty_modes *m, const struct tty_settings *s)
{
	if ((m->kernel.c_cflag & FRAME) != frame_of(s))
		return NO_FRAME;
	if (s->flow == TTY_FLOW_RTS_CTS && !(m->kernel.c_cflag & CRTSCTS))
		return "flow control by RTS and CTS";
	return NULL;
}

#endif
