/* SPDX-License-Identifier: MIT */
/* When a socket is read in batches, and when not. */
#include "stream/low-water.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "moved-clock.h"
#include "tap.h"

#define LARGE (256 * 1024)
#define SMALL 1000

static int mark_of(int fd)
{
	int bytes = 0;
	socklen_t len = sizeof(bytes);

	getsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &bytes, &len);
	return bytes;
}

/* As if so much had just come, or over the last second. */
static void receive(struct low_water *l, int fd, size_t bytes, bool is_slow)
{
	if (is_slow)
		moved_clock_by(CLOCK_SECOND);
	for (size_t n = 0; n < bytes; n += LARGE)
		low_water_learn(l, fd, LARGE, NULL);
}

static void test_batches(int fd)
{
	struct low_water *l = low_water_new(fd);

	receive(l, fd, l->enough, true);
	is_int(mark_of(fd), 1, "what comes slowly is read as it comes");
	receive(l, fd, l->enough - LARGE, false);
	is_int(mark_of(fd), 1, "so is little");
	receive(l, fd, LARGE, false);
	ok(mark_of(fd) > SMALL, "bulk is read in batches");
	is_int(l->due, clock_after(CLOCK_SECOND / 1000),
	    "a batch is read within a millisecond, whatever has come");
	size_t enough = l->enough;
	low_water_learn(l, fd, SMALL, NULL);
	is_int(mark_of(fd), 1, "one that was not full is the last");
	ok(l->due == CLOCK_NEVER, "and nothing is due");
	is_int((long long)l->enough, (long long)(2 * enough),
	    "more is needed for the next one");
	receive(l, fd, l->enough, false);
	low_water_learn(l, fd, -2, NULL);
	is_int(mark_of(fd), 1, "nothing at all ends batches, too");
	receive(l, fd, l->enough, false);
	low_water_end(l, fd, NULL);
	is_int(mark_of(fd), 1, "they can be ended");
	free(l);
}

static void test_unix(int fd)
{
	struct low_water *l = low_water_new(fd);

	receive(l, fd, 64UL * 1024 * 1024, false);
	is_int(mark_of(fd), 1, "a Unix socket is read as it was");
	free(l);
}

int main(void)
{
	int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (tcp < 0 || local < 0)
		return EXIT_FAILURE;
	moved_clock_stop();
	test_batches(tcp);
	test_unix(local);
	close(tcp);
	close(local);
	return plan();
}
