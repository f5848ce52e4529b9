/* SPDX-License-Identifier: MIT */
/* Programs, terminals, and what genet does itself, in conversations: what
 * arrives where, and how that ends. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/signals.h"
#include "talk.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)

static void test_programs(void)
{
	talk_put("a", "source");
	talk_check(
	    "file:a", "exec:tee b", "6 B came for 'a', which is only read");
	is_text(talk_get("b"), "source", "a program receives");
	talk_check("exec:echo  'x  y'", "file:b", "");
	is_text(talk_get("b"), "x  y\n", "a program sends");
	talk_check("sh:echo $((1 + 1)); echo x", "file:b", "");
	is_text(talk_get("b"), "2\nx\n", "so does a shell");
	talk_check("sh:cat; echo y >c", "exec:echo z", "");
	is_text(talk_get("c"), "y\n", "programs talk to each other");

	struct error err = ERROR_NONE;
	ok(!talk_make("exec:missing-program x", END_RIGHT, &err),
	    "a wrong name");
	is_int(err.kind, FAULT_NOT_FOUND, "is found before the conversation");
}

static void test_own(void)
{
	int pair[2];
	char text[32] = "", left[8];
	struct talk t;

	talk_put("a", "source");
	talk_check("file:a", "echo:", "6 B came for 'a', which is only read");
	talk_check("file:a,read", "echo:", "");
	talk_check("file:a", "discard:", "");
	talk_check("echo:", "discard:", "");

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	snprintf(left, sizeof(left), "fd:%d", pair[0]);
	ok(write(pair[1], "hello", 5) == 5, "a peer speaks");
	shutdown(pair[1], SHUT_WR);
	talk_check(left, "echo:", "");
	is_int(read(pair[1], text, sizeof(text)), 5, "and is answered");
	is_text(text, "hello", "by an echo");
	is_int(read(pair[1], text, sizeof(text)), 0, "up to the end");
	close(pair[1]);

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	snprintf(left, sizeof(left), "fd:%d", pair[0]);
	talk_start(&t, left, "discard:");
	is_text(talk_converse(&t, "", "", 50 * MS),
	    "it timed out: nothing "
	    "moved for 50 ms (0 B received, 0 B sent)",
	    "an end that gives nothing does not end the other");
	talk_stop(&t);
	close(pair[1]);
}

/* A program that opens the terminal once it is there, and reads a word. */
static pid_t start_reader(const char *terminal, const char *word)
{
	pid_t child = fork();
	char text[32] = "";
	size_t used = 0;
	int fd;

	if (child > 0)
		return child;
	while ((fd = open(terminal, O_RDWR | O_NOCTTY)) < 0)
		poll(NULL, 0, 5);
	while (used < strlen(word)) {
		ssize_t n = read(fd, text + used, sizeof(text) - used);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	_exit(strcmp(text, word) != 0 || read(fd, text, 1) > 0);
}

static void test_terminals(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), status = -1;
	char right[64], text[8] = "";

	talk_put("a", "source");
	ok(grantpt(master) == 0 && unlockpt(master) == 0, "a device");
	snprintf(right, sizeof(right), "tty:%s", ptsname(master));
	talk_check("file:a", right, "");
	is_int(read(master, text, 7), 6, "has received");
	is_text(text, "source", "a file, and its end did not");
	close(master);

	pid_t reader = start_reader("line", "source");
	talk_check("file:a", "pty:line", "");
	is_int(waitpid(reader, &status, 0), reader, "a program has ended");
	is_int(status, 0, "it has read all, and then the end");
	ok(access("line", F_OK) < 0, "its terminal is gone");

	talk_check("pty:once,once",
	    "discard:", "no program has opened the terminal 'once' in time");
	ok(access("once", F_OK) < 0, "a terminal without a program is gone");
}

int main(void)
{
	char directory[] = "/tmp/genet-test-XXXXXX";
	static const char *const files[] = { "a", "b", "c" };
	struct error err = ERROR_NONE;

	signals_install(&err);
	if (!mkdtemp(directory) || chdir(directory) < 0)
		return 1;
	test_programs();
	test_own();
	test_terminals();
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(files[i]);
	ok(rmdir(directory) == 0, "nothing else is left behind");
	return plan();
}
