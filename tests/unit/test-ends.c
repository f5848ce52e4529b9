/* SPDX-License-Identifier: MIT */
/* Files, FIFOs and descriptors in conversations: what arrives where, and how
 * that ends. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/signals.h"
#include "talk.h"
#include "tap.h"
#include "work/ends/fd-end.h"

#define MS (CLOCK_SECOND / 1000)

static void test_files(void)
{
	struct talk t;

	talk_put("a", "source");
	talk_put("b", "something that is longer");
	talk_check("file:a", "file:b", "");
	is_text(talk_get("b"), "source",
	    "a file is copied, and was emptied before");
	talk_check("file:a", "file:new", "");
	is_text(talk_get("new"), "source", "a file is created");
	talk_check("file:a", "file:b,append", "");
	is_text(talk_get("b"), "sourcesource", "a file is added to");
	talk_check(
	    "file:a", "file:b,both", "12 B came for 'a', which is only read");
	is_text(
	    talk_get("b"), "sourcesourcesource", "one is read and added to");
	talk_put("b", "answer");
	talk_check("file:a,read", "file:b,both", "");
	is_text(
	    talk_get("b"), "answersource", "what comes back is thrown away");
	talk_check("file:a,both", "discard:", "");
	is_text(talk_get("a"), "source", "a file that is read for both stays");
	talk_check("file:missing", "file:b",
	    "cannot open 'missing': no such file or directory");
	is_text(talk_get("b"), "answersource", "the other one stays");
	talk_check("file:.", "discard:", "cannot open '.': is a directory");
	talk_check("file:a", "file:missing/b",
	    "cannot open 'missing/b': no such file or directory");
	talk_check("file:a", "file:/dev/full",
	    "cannot write to /dev/full: no space left on device");
	talk_check("file:/dev/null", "file:b", "");
	is_text(talk_get("b"), "", "an empty source empties the other");

	talk_start(&t, "file:a", "file:b");
	talk_converse(&t, "", "", CLOCK_SECOND);
	talk_converse(&t, "", "", CLOCK_SECOND);
	is_text(talk_get("b"), "sourcesource", "a second conversation adds");
	talk_stop(&t);
}

/* A conversation in one process and its FIFO's other end in another. */
static void test_fifos(void)
{
	struct talk t;

	mkfifo("q", 0600);
	talk_put("a", "source");
	talk_check("file:a", "fifo:q",
	    "cannot open 'q': no process has opened this FIFO for reading in "
	    "time");
	talk_check("fifo:a", "discard:", "cannot open 'a': not a FIFO");
	talk_check("fifo:none",
	    "discard:", "cannot open 'none': no such file or directory");
	talk_start(&t, "fifo:q", "file:b");
	is_text(talk_converse(&t, "", "", 50 * MS),
	    "it timed out: nothing "
	    "moved for 50 ms (0 B received, 0 B sent)",
	    "a FIFO that has no writer is not at its end");
	talk_stop(&t);
	pid_t writer = fork();
	if (writer == 0) {
		int fd = open("q", O_WRONLY);
		_exit(write(fd, "queue", 5) != 5);
	}
	talk_check("fifo:q", "file:b", "");
	is_text(
	    talk_get("b"), "queue", "it is read up to the end of its writer");
	is_int(waitpid(writer, NULL, 0), writer, "which has ended");
	pid_t reader = fork();
	if (reader == 0) {
		char text[8];
		int fd = open("q", O_RDONLY);
		_exit(read(fd, text, 8) != 6 || read(fd, text, 8) != 0);
	}
	struct retry_opts patient = talk_no_retry;
	patient.connect_timeout_us = 20 * CLOCK_SECOND;
	talk_start(&t, "file:a", "fifo:q");
	talk_open(t.left, "a", &t.far, &t.err);
	int status =
	    dial_run(ready_end_dial(t.right, "q", &patient), &t.near, &t.err);
	ok(status == 0 && talk_run(&t, CLOCK_SECOND) == 0, "a reader is found");
	talk_stop(&t);
	waitpid(reader, &status, 0);
	is_int(status, 0, "it reads up to the end");
}

static void test_descriptors(void)
{
	struct error err = ERROR_NONE;
	struct talk t;
	int pipes[2];
	char left[8];

	ok(!fd_end(987, &err), "no descriptor");
	is_text(err.text, "cannot use descriptor 987: not an open descriptor",
	    "it says so");
	int lone = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ok(!fd_end(lone, &err), "a socket without a peer");
	has_text(err.text, "a socket that is not connected", "it says so");

	ok(pipe2(pipes, O_CLOEXEC) == 0, "a pipe");
	ok(write(pipes[1], "piped", 5) == 5, "with something in it");
	close(pipes[1]);
	snprintf(left, sizeof(left), "fd:%d", pipes[0]);
	talk_start(&t, left, "file:b");
	is_text(talk_converse(&t, left, "", CLOCK_SECOND), "", "it is read");
	is_text(talk_get("b"), "piped", "to its end");
	has_text(talk_converse(&t, left, "", CLOCK_SECOND),
	    "cannot be opened again: another connection has it",
	    "but once only");
	talk_stop(&t);
	ok(fcntl(pipes[0], F_GETFD) < 0, "it is closed");
}

int main(void)
{
	char directory[] = "/tmp/genet-test-XXXXXX";
	static const char *const files[] = { "a", "b", "new", "q" };
	struct error err = ERROR_NONE;

	signals_install(&err);
	if (!mkdtemp(directory) || chdir(directory) < 0)
		return 1;
	test_files();
	test_fifos();
	test_descriptors();
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(files[i]);
	ok(rmdir(directory) == 0, "nothing else is left behind");
	return plan();
}
