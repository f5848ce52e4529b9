/* SPDX-License-Identifier: MIT */
/* Lines for readers that are there, slow, or gone. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/output/line-writer.h"
#include "tap.h"

#define LINE 65536

static char big[LINE];

static size_t read_all(int fd)
{
	static char buffer[65536];
	size_t total = 0;
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		total += (size_t)n;
	return total;
}

static void test_pipe(void)
{
	struct line_writer w = { .fd = -1 };
	int fds[2];
	char text[16] = "";

	ok(!line_writer_put(&w, "one\n", 4, LINE_KEPT), "without a descriptor");
	if (pipe(fds) < 0)
		return;
	w.fd = fds[1];
	ok(line_writer_put(&w, "one\n", 4, LINE_DROPPED), "a line is taken");
	is_int(read(fds[0], text, sizeof(text)), 4, "and written at once");
	is_text(text, "one\n", "as it is");
	is_int(fcntl(fds[1], F_GETFL) & O_NONBLOCK, 0,
	    "the description of others stays as it is");
	close(fds[0]);
	ok(!line_writer_put(&w, "two\n", 4, LINE_KEPT), "a reader may be gone");
	is_int(w.failure, EPIPE, "which is a failure");
	ok(!line_writer_drain(&w, clock_after(CLOCK_SECOND)), "for ever");
	line_writer_close(&w);
	close(fds[1]);
}

/* Until lines of that rank are dropped. Returns how many were taken. */
static unsigned fill(struct line_writer *w, enum line_rank rank)
{
	unsigned count = 0;

	while (line_writer_put(w, big, sizeof(big), rank))
		count++;
	return count;
}

static void test_slow(const char *what, int reader, int writer)
{
	struct line_writer w = { .fd = writer };
	size_t most = LINE_WRITER_MOST / LINE;

	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = '\n';
	unsigned first = fill(&w, LINE_FIRST_DROPPED);
	ok(first >= most / 2, "%s: half of the memory is used", what);
	unsigned second = fill(&w, LINE_DROPPED);
	ok(second >= most / 2 - 2 && second <= most / 2 + 2,
	    "%s: other lines have the other half", what);
	is_int((long long)w.dropped, 2, "%s: the rest is dropped", what);
	ok(line_writer_put(&w, "last\n", 5, LINE_KEPT),
	    "%s: the last line never", what);
	ok(!line_writer_drain(&w, clock_after(1000)), "%s: time may run out",
	    what);
	is_int(w.failure, ETIMEDOUT, "%s: which is a failure", what);
	w.failure = 0;
	fcntl(reader, F_SETFL, O_NONBLOCK);
	size_t total = read_all(reader);
	while (!line_writer_flush(&w) && !w.failure)
		total += read_all(reader);
	total += read_all(reader);
	is_int((long long)total, (long long)(first + second) * LINE + 5,
	    "%s: what was taken arrives", what);
	line_writer_close(&w);
	close(reader);
	close(writer);
}

static void test_file(void)
{
	char name[] = "/tmp/genet-test-XXXXXX";
	struct line_writer w = { .fd = mkstemp(name), .is_own = true };
	int full = open("/dev/full", O_WRONLY);

	ok(line_writer_put(&w, "one\n", 4, LINE_DROPPED), "to a file");
	is_int(lseek(w.fd, 0, SEEK_END), 4, "all of it");
	dup2(full, w.fd);
	ok(!line_writer_put(&w, "two\n", 4, LINE_KEPT),
	    "what the descriptor is may change");
	is_int(w.failure, ENOSPC, "a disk may be full");
	line_writer_close(&w);
	is_int(w.fd, -1, "what is its own is closed");
	close(full);
	unlink(name);
}

int main(void)
{
	int fds[2];

	signal(SIGPIPE, SIG_IGN);
	test_pipe();
	if (pipe(fds) == 0)
		test_slow("a pipe", fds[0], fds[1]);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0)
		test_slow("a socket", fds[0], fds[1]);
	test_file();
	return plan();
}
