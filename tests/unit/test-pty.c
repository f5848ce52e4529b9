/* SPDX-License-Identifier: MIT */
/* A terminal that genet makes, as an end: its programs come and go. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "line.h"
#include "stream/pty-stream.h"
#include "tap.h"

static tcflag_t local_modes(int fd)
{
	struct termios t = { 0 };

	tcgetattr(fd, &t);
	return t.c_lflag;
}

static bool has_hung_up(int fd)
{
	struct pollfd p = { .fd = fd };

	return poll(&p, 1, 0) > 0;
}

static char link_name[64];

static struct stream *make_pty(bool ends_with_program)
{
	struct pty p;
	struct error err = ERROR_NONE;

	if (ok(pty_open(&p, link_name, ends_with_program, &err) == 0,
		"a terminal is made"))
		return pty_stream(&p, NULL);
	is_text(err.text, "", "it is not");
	exit(1);
}

static void test_program_comes_and_goes(void)
{
	struct stream *s = make_pty(false);
	struct error err = ERROR_NONE;
	char byte;

	is_int(stream_write(s, "early", 5, &err), 5, "bytes before a program");
	is_int(stream_read(s, &byte, 1, &err), STREAM_AGAIN, "none from it");
	int program = line_open(link_name);
	ok(!(local_modes(program) & (ICANON | ECHO)),
	    "it finds a raw terminal");
	is_text(line_hear(program, 5), "early", "it finds the bytes, too");
	line_say(program, "one\n");
	is_text(line_read(s, 4), "one\n", "its bytes come as they are");
	line_say(program, "two");
	close(program);
	is_text(line_read(s, 3), "two", "the last ones after it has closed");
	is_int(stream_read(s, &byte, 1, &err), STREAM_AGAIN,
	    "that is no end of it");
	ok(!has_hung_up(s->read_fd), "there is no hang-up");
	program = line_open(link_name);
	line_say(program, "three");
	is_text(line_read(s, 5), "three", "the next program is heard");
	is_int(stream_write(s, "x", 1, &err), 1, "it can be answered");
	is_text(line_hear(program, 1), "x", "and hears that");
	stream_close(s);
	is_int(read(program, &byte, 1), 0, "it sees the end of the terminal");
	close(program);
	ok(access(link_name, F_OK) < 0, "the link is gone");
}

static void test_unread(void)
{
	struct stream *s = make_pty(false);
	struct error err = ERROR_NONE;
	int unread = -1;

	is_int(s->ops->delivered(s, &unread, &err), 1, "nothing was written");
	stream_write(s, "abc", 3, &err);
	is_int(s->ops->delivered(s, &unread, &err), 0, "it is not read");
	is_int(unread, 3, "none of it");
	int program = line_open(link_name);
	line_hear(program, 2);
	is_int(s->ops->delivered(s, &unread, &err), 0, "it is read in part");
	is_int(unread, 1, "but for a byte");
	line_hear(program, 1);
	is_int(s->ops->delivered(s, &unread, &err), 1, "it is read");
	close(program);
	stream_close(s);
}

/* The room for what no program reads is limited. */
static void test_no_reader(void)
{
	struct stream *s = make_pty(false);
	struct error err = ERROR_NONE;
	static char block[4096];
	ssize_t n = 1;
	size_t written = 0, heard = 0;

	while (n > 0 && written < (1 << 20)) {
		n = stream_write(s, block, sizeof(block), &err);
		written += n > 0 ? (size_t)n : 0;
	}
	is_int(n, STREAM_AGAIN, "there is room for %zu bytes", written);
	int program = line_open(link_name);
	while (heard < written && line_awaits(program, POLLIN)) {
		n = read(program, block, sizeof(block));
		if (n <= 0)
			break;
		heard += (size_t)n;
	}
	is_int((long long)heard, (long long)written, "none of them is lost");
	ok(line_awaits(s->write_fd, POLLOUT), "there is room again");
	close(program);
	stream_close(s);
}

/* As login programs do, which root may. */
static int hang_up(void)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		setsid();
		signal(SIGHUP, SIG_IGN);
		_exit(open(link_name, O_RDWR) < 0 || vhangup() < 0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void test_hang_up_by_program(void)
{
	struct stream *s = make_pty(false);
	struct error err = ERROR_NONE;
	int unread = -1;
	char byte;

	if (hang_up() != 0) {
		ok(true, "# SKIP only root can hang a terminal up");
		stream_close(s);
		return;
	}
	is_int(stream_read(s, &byte, 1, &err), STREAM_AGAIN,
	    "a hang-up by a program is not the end");
	is_int(stream_write(s, "a\nb", 3, &err), 3, "bytes are taken");
	is_int(s->ops->delivered(s, &unread, &err), 0, "they are not read");
	int program = line_open(link_name);
	is_text(line_hear(program, 2), "a\n", "a later program reads them");
	close(program);
	stream_close(s);
}

static void test_once(void)
{
	struct pty p;
	struct error err = ERROR_NONE;
	char byte;

	pty_open(&p, link_name, true, &err);
	ok(!pty_is_used(&p), "no program has opened it");
	int program = line_open(link_name);
	ok(pty_is_used(&p), "one has");
	struct stream *s = pty_stream(&p, NULL);
	ok(!s->has_no_end, "it will end");
	is_int(stream_write(s, "abc", 3, &err), 3, "bytes for it");
	line_say(program, "bye");
	line_hear(program, 1);
	close(program);
	is_text(line_read(s, 3), "bye", "its last bytes");
	is_int(stream_read(s, &byte, 1, &err), 0, "the end");
	int unread = 0;
	is_int(s->ops->delivered(s, &unread, &err), -1, "it has not read all");
	is_text(err.text, "closed by its program, which has not read 2 B",
	    "it says what is lost");
	is_int(stream_write(s, "x", 1, &err), STREAM_ERROR, "it is closed");
	is_text(err.text, "closed by its program", "it says why");
	stream_close(s);

	pty_open(&p, link_name, true, &err);
	program = line_open(link_name);
	line_say(program, "quick");
	close(program);
	ok(pty_is_used(&p), "a program that was quick is noticed");
	s = pty_stream(&p, NULL);
	is_text(line_read(s, 5), "quick", "and heard");
	is_int(stream_read(s, &byte, 1, &err), 0, "up to its end");
	stream_close(s);
}

static void test_links(void)
{
	struct pty p, q;
	struct error err = ERROR_NONE;

	ok(symlink("/dev/pts/999999", link_name) == 0, "an old link");
	ok(pty_open(&p, link_name, false, &err) == 0, "is replaced");
	ok(pty_open(&q, link_name, false, &err) < 0, "one in use is not");
	has_text(err.text, "there is such a file already", "it says why");
	is_int(err.kind, FAULT_BIND, "it is like a port in use");
	unlink(link_name);
	ok(symlink("/dev/null", link_name) == 0, "another one is there");
	pty_close(&p);
	ok(access(link_name, F_OK) == 0, "it stays");
	ok(pty_open(&q, link_name, false, &err) < 0, "and is not replaced");
	ok(access(link_name, F_OK) == 0, "then neither");
	unlink(link_name);
	ok(pty_open(&q, "/missing/link", false, &err) < 0, "no directory");
	is_text(err.text,
	    "cannot make the link '/missing/link': no such file or directory",
	    "it says so");
}

int main(void)
{
	char directory[] = "/tmp/genet-test-XXXXXX";

	if (!mkdtemp(directory))
		return 1;
	snprintf(link_name, sizeof(link_name), "%s/tty", directory);
	test_program_comes_and_goes();
	test_unread();
	test_no_reader();
	test_hang_up_by_program();
	test_once();
	test_links();
	ok(rmdir(directory) == 0, "nothing is left behind");
	return plan();
}
