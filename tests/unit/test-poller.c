/* SPDX-License-Identifier: MIT */
/* The set of descriptors to wait for, and what wakes a wait, whichever backend
 * is built. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/clock-fd.h"
#include "sys/poller.h"
#include "sys/signals.h"
#include "sys/wakeup.h"
#include "tap.h"

/* How long something is given that must not happen, and what must. */
#define SILENCE (CLOCK_SECOND / 20)
#define PATIENCE (60 * CLOCK_SECOND)

/* More than one wait returns. */
#define MANY (POLLER_EVENTS + 40)

static struct poller_event found[POLLER_EVENTS];
static bool is_signalled;

static int wait_for(struct poller *p, int64_t duration)
{
	struct error err = ERROR_NONE;

	return poller_wait(
	    p, clock_after(duration), found, &is_signalled, &err);
}

static struct poller begin(void)
{
	struct poller p;
	struct error err = ERROR_NONE;

	if (poller_open(&p, &err) < 0)
		abort();
	return p;
}

static void open_pair(int ends[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
		ends) < 0)
		abort();
}

static void say(int fd)
{
	if (write(fd, "x", 1) != 1)
		abort();
}

static void hear(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		abort();
}

static void test_events(void)
{
	struct poller p = begin();
	int ends[2];

	open_pair(ends);
	is_int(poller_change(&p, ends[0], POLLER_OUT, POLLIN), 0, "one is in");
	is_int(wait_for(&p, SILENCE), 0, "nothing comes");
	say(ends[1]);
	is_int(wait_for(&p, PATIENCE), 1, "something comes");
	is_int(found[0].fd, ends[0], "for the descriptor");
	is_int(found[0].events, POLLIN, "as it was asked");
	is_int(wait_for(&p, PATIENCE), 1, "and lasts");
	poller_change(&p, ends[0], POLLIN, 0);
	is_int(wait_for(&p, SILENCE), 0, "it is not asked for any more");
	poller_change(&p, ends[0], 0, POLLOUT);
	is_int(wait_for(&p, PATIENCE), 1, "there is room");
	is_int(found[0].events, POLLOUT, "to write");
	poller_change(&p, ends[0], POLLOUT, 0);
	close(ends[1]);
	is_int(wait_for(&p, PATIENCE), 1, "a hang-up comes without a wish");
	ok(found[0].events & POLLHUP, "as such");
	poller_change(&p, ends[0], 0, POLLER_OUT);
	is_int(wait_for(&p, SILENCE), 0, "one that is out is silent");
	is_int(poller_change(&p, ends[0], POLLER_UNKNOWN, 0), 0,
	    "it may come back with what is not known");
	is_int(wait_for(&p, PATIENCE), 1, "and is not silent");
	poller_leave(&p, ends[0]);
	close(ends[0]);
	is_int(wait_for(&p, SILENCE), 0, "one that is closed is silent");
	poller_close(&p);
}

/* The number of a descriptor that was closed goes to the next file. */
static void test_numbers(void)
{
	struct poller p = begin();
	int ends[2], others[2];

	open_pair(ends);
	poller_change(&p, ends[0], POLLER_OUT, POLLIN | POLLER_SOLE);
	poller_leave(&p, ends[0]);
	close(ends[0]);
	open_pair(others);
	is_int(others[0], ends[0], "a number is used again");
	say(others[1]);
	is_int(wait_for(&p, SILENCE), 0, "for a file that is not waited for");
	is_int(
	    poller_change(&p, others[0], POLLER_OUT, POLLIN), 0, "until it is");
	is_int(wait_for(&p, PATIENCE), 1, "then it is found");
	poller_close(&p);
	close(ends[1]);
	close(others[0]);
	close(others[1]);
}

static void test_always_ready(void)
{
	struct poller p = begin();
	FILE *file = tmpfile();

	is_int(poller_change(&p, fileno(file), POLLER_OUT, POLLIN), -1,
	    "a regular file is refused");
	is_int(errno, EPERM, "as one that is always ready");
	is_int(poller_change(&p, 999, POLLER_OUT, POLLIN), -1,
	    "and so is what is not open");
	is_int(errno, EBADF, "as such");
	fclose(file);
	poller_close(&p);
}

/* With edges a byte that is not read is told once, or after a pause. */
static void test_edges(void)
{
	struct poller p = begin();
	int ends[2], other[2], told = 0;

	open_pair(ends);
	open_pair(other);
	poller_change(&p, ends[0], POLLER_OUT, POLLIN | POLLER_EDGE);
	poller_change(&p, other[0], POLLER_OUT, POLLER_EDGE);
	say(ends[1]);
	is_int(wait_for(&p, PATIENCE), 1, "an edge is told");
	int64_t end = clock_after(4 * POLLER_EDGE_PAUSE);
	while (clock_now() < end)
		told += wait_for(&p, POLLER_EDGE_PAUSE);
	ok(told <= 6, "and not again and again");
	say(ends[1]);
	is_int(wait_for(&p, PATIENCE), 1, "what is added is told");
	close(other[1]);
	told = 0;
	end = clock_after(PATIENCE);
	while (clock_now() < end && told == 0)
		for (int i = wait_for(&p, PATIENCE); i-- > 0;)
			told += found[i].fd == other[0];
	is_int(told, 1, "a hang-up is told");
	hear(ends[0]);
	hear(ends[0]);
	wait_for(&p, 0);
	is_int(wait_for(&p, SILENCE), 0, "once");
	poller_close(&p);
	close(ends[0]);
	close(ends[1]);
	close(other[0]);
}

/* Those that found no room in the first answer are in the next ones. */
static void test_many(void)
{
	struct poller p = begin();
	int ends[MANY][2], times[MANY] = { 0 }, missing = 0;

	for (int i = 0; i < MANY; i++) {
		open_pair(ends[i]);
		poller_change(&p, ends[i][0], POLLER_OUT, POLLIN);
		say(ends[i][1]);
	}
	is_int(wait_for(&p, PATIENCE), POLLER_EVENTS, "one wait has its limit");
	for (int round = 0; round < 3; round++)
		for (int n = wait_for(&p, 0); n-- > 0;)
			for (int i = 0; i < MANY; i++)
				times[i] += ends[i][0] == found[n].fd;
	for (int i = 0; i < MANY; i++)
		missing += times[i] == 0;
	is_int(missing, 0, "nobody waits for ever");
	poller_close(&p);
	for (int i = 0; i < MANY; i++) {
		close(ends[i][0]);
		close(ends[i][1]);
	}
}

static void test_clock(void)
{
	struct poller p = begin();
	int fd = clock_fd_open();
	int64_t before = clock_now();

	poller_change(&p, fd, POLLER_OUT, POLLIN);
	is_int(wait_for(&p, SILENCE), 0, "a clock that is not set is silent");
	clock_fd_set(fd, SILENCE);
	int n = 0;
	while (n == 0 && clock_now() < before + PATIENCE)
		n = wait_for(&p, PATIENCE);
	is_int(n, 1, "one that is set rings");
	ok(clock_now() - before >= 2 * SILENCE, "not before its time");
	is_int(wait_for(&p, 0), 1, "until it is set again");
	clock_fd_set(fd, PATIENCE);
	is_int(wait_for(&p, 0), 0, "which silences it");
	poller_change(&p, fd, POLLIN, POLLER_OUT);
	clock_fd_close(fd);
	poller_close(&p);
}

static void test_wakeup(void)
{
	struct poller p = begin();
	struct wakeup w;

	is_int(wakeup_open(&w), 0, "a wakeup is made");
	poller_change(&p, w.fd, POLLER_OUT, POLLIN);
	is_int(wait_for(&p, 0), 0, "it is silent");
	for (int i = 0; i < 100000; i++)
		wakeup_raise(&w);
	is_int(wait_for(&p, PATIENCE), 1, "any number of calls wakes it");
	wakeup_clear(&w);
	is_int(wait_for(&p, 0), 0, "one silences it again");
	poller_change(&p, w.fd, POLLIN, POLLER_OUT);
	wakeup_close(&w);
	poller_close(&p);
}

/* A process that ends, as the owner, asks for the end. */
static void test_owner(void)
{
	struct error err = ERROR_NONE;
	int told[2];

	if (pipe(told) < 0)
		abort();
	pid_t child = fork();
	if (child == 0) {
		char byte;
		close(told[1]);
		_exit(read(told[0], &byte, 1) == 0 ? 0 : 1);
	}
	close(told[0]);
	is_int(signals_end_with(child), 0, "a process is watched");
	struct poller p = begin();
	is_int(wait_for(&p, SILENCE), 0, "while it lives");
	close(told[1]);
	waitpid(child, NULL, 0);
	int n = 0;
	int64_t end = clock_after(PATIENCE);
	while (n == 0 && clock_now() < end)
		n = poller_wait(
		    &p, clock_after(PATIENCE), found, &is_signalled, &err);
	is_int(n, -1, "its end ends a wait");
	is_int(err.signal, SIGTERM, "as SIGTERM does");
	poller_close(&p);
}

int main(void)
{
	struct error err = ERROR_NONE;

	if (signals_install(&err) < 0)
		abort();
	test_events();
	test_numbers();
	test_always_ready();
	test_edges();
	test_many();
	test_clock();
	test_wakeup();
	test_owner();
	return plan();
}
