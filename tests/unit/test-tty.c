/* SPDX-License-Identifier: MIT */
/* A device as an end, for which a terminal of this process stands in. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "line.h"
#include "stream/tty-stream.h"
#include "tap.h"

static const struct tty_settings usual = TTY_SETTINGS_DEFAULT;

/* This process has its other end. */
struct device {
	int master;
	char name[64];
};

static struct device make_device(void)
{
	struct device d = { .master = posix_openpt(O_RDWR | O_NOCTTY) };

	ok(d.master >= 0 && grantpt(d.master) == 0 && unlockpt(d.master) == 0 &&
		ptsname_r(d.master, d.name, sizeof(d.name)) == 0,
	    "there is a device");
	return d;
}

/* The speed that the kernel has, of which struct termios has no member:
 * TCGETS2. */
static unsigned speed_of(int fd)
{
	struct {
		unsigned modes[4];
		unsigned char chars[20];
		unsigned in, out;
	} all = { 0 };

	ioctl(fd, _IOR('T', 0x2A, all), &all);
	return all.out;
}

static tcflag_t local_modes(int fd)
{
	struct termios t = { 0 };

	tcgetattr(fd, &t);
	return t.c_lflag;
}

static void test_line(void)
{
	struct device d = make_device();
	int kept = line_open(d.name);
	struct tty_settings settings = { 9600, 8, TTY_PARITY_NONE, 2,
		TTY_FLOW_XON_XOFF };
	struct termios modes;
	struct tty t;
	struct error err = ERROR_NONE;

	ok(tty_open(&t, d.name, &settings, &err) == 0, "it is opened");
	ok(t.is_pty, "behind it is a program");
	tcgetattr(kept, &modes);
	ok(!(modes.c_lflag & (ICANON | ECHO | ISIG)) &&
		!(modes.c_oflag & OPOST) && !(modes.c_iflag & ICRNL),
	    "it is raw");
	is_int(speed_of(kept), 9600, "its speed is set");
	ok(modes.c_cflag & CSTOPB, "its stop bits are set");
	is_int(modes.c_iflag & (IXON | IXOFF), IXON | IXOFF,
	    "its flow control is set");
	struct stream *s = tty_stream(&t, NULL);
	line_say(d.master, "a\r\n\003b");
	is_text(line_read(s, 5), "a\r\n\003b", "all bytes come as they are");
	ok(stream_read(s, &modes, 1, &err) == STREAM_AGAIN, "then none");
	is_int(stream_write(s, "x\n", 2, &err), 2, "bytes are written");
	is_text(line_hear(d.master, 2), "x\n", "and go as they are");
	ok(stream_finish(s, &err) == 0, "an end is no event");
	stream_close(s);
	ok(local_modes(kept) & ICANON, "its modes are back");
	tcgetattr(kept, &modes);
	ok(speed_of(kept) != 9600 && !(modes.c_cflag & CSTOPB),
	    "its line is as before");
	close(kept);
	close(d.master);
}

static void test_any_speed(void)
{
	struct device d = make_device();
	struct tty_settings settings = usual;
	struct tty t;
	struct error err = ERROR_NONE;

	settings.speed = 123456;
	ok(tty_open(&t, d.name, &settings, &err) == 0,
	    "a speed that has no name is taken");
	is_int(speed_of(t.fd), 123456, "it is set");
	tty_close(&t);
	close(d.master);
}

static void refuses_line(
    const char *name, const struct tty_settings *line, const char *why)
{
	struct tty t;
	struct error err = ERROR_NONE;

	is_int(tty_open(&t, name, line, &err), -1, "it is refused");
	has_text(err.text, why, "it says why");
}

static void test_refusals(void)
{
	struct device d = make_device();
	int kept = line_open(d.name);
	struct tty_settings even = usual;
	struct tty t;
	struct error err = ERROR_NONE;

	even.data_bits = 7;
	even.parity = TTY_PARITY_EVEN;
	refuses_line(
	    d.name, &even, "cannot have these data bits, parity and stop bits");
	ok(local_modes(kept) & ICANON, "its modes are as before");
	refuses_line("/dev/null", &usual, "cannot use '/dev/null' as a line");
	refuses_line("/dev/missing-device", &usual,
	    "cannot open '/dev/missing-device': no such file");
	ok(tty_open(&t, d.name, &usual, &err) == 0, "one opening");
	ok(tty_open(&(struct tty){ 0 }, d.name, &usual, &err) < 0,
	    "a second one is refused");
	has_text(err.text, "in use by another program", "it says why");
	ok(err.is_transient, "later it may be free");
	ok(tty_is_open_here(d.name), "this process has it");
	ok(!tty_is_open_here("/dev/missing-device"),
	    "not one that is not there");
	ok(!tty_is_open_here("/dev/zero"), "nor one that it has not opened");
	tty_close(&t);
	ok(tty_open(&t, d.name, &usual, &err) == 0, "it is");
	tty_close(&t);
	close(kept);
	close(d.master);
}

static void test_hang_up(void)
{
	struct device d = make_device();
	struct tty t;
	struct error err = ERROR_NONE;
	char byte;

	tty_open(&t, d.name, &usual, &err);
	struct stream *s = tty_stream(&t, NULL);
	line_say(d.master, "last");
	is_text(line_read(s, 4), "last", "what was said");
	close(d.master);
	ok(line_awaits(s->read_fd, POLLHUP), "the other end is gone");
	is_int(stream_read(s, &byte, 1, &err), 0, "that is the end");
	is_int(stream_write(s, "x", 1, &err), STREAM_ERROR,
	    "nothing can be written");
	is_text(err.text, "hung up", "it says why");
	ok(stream_is_pending(s), "nothing more is waited for");
	is_int(stream_read(s, &byte, 1, &err), 0, "not even input");
	stream_close(s);
}

static void test_unsent(void)
{
	struct device d = make_device();
	struct tty t;
	struct error err = ERROR_NONE;
	int unconfirmed = -1;

	tty_open(&t, d.name, &usual, &err);
	struct stream *s = tty_stream(&t, NULL);
	is_int(s->ops->delivered(s, &unconfirmed, &err), 1,
	    "nothing is to be sent");
	is_int(unconfirmed, 0, "no byte");
	stream_close(s);
	close(d.master);
}

int main(void)
{
	test_line();
	if (for_linux("any speed"))
		test_any_speed();
	test_refusals();
	test_hang_up();
	test_unsent();
	return plan();
}
