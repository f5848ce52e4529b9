/* SPDX-License-Identifier: MIT */
/* sessions COUNT PROGRAM...: runs the program COUNT times, one after the other.
 * Each has one line as its input and has to print that line. Prints how many
 * did, and sessions per second.
 * sessions -COUNT PROGRAM...: only starts it, and waits for its end. */
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Reads to the end; true: it was the line. */
static bool is_line(int fd, const char *line, size_t len)
{
	char bytes[256];
	size_t held = 0;
	ssize_t got;

	while (held < sizeof(bytes) &&
	       (got = read(fd, bytes + held, sizeof(bytes) - held)) > 0)
		held += (size_t)got;
	return held == len && memcmp(bytes, line, len) == 0;
}

static bool session(char **program, long id)
{
	posix_spawn_file_actions_t actions;
	char line[32];
	int len = snprintf(line, sizeof(line), "session %ld\n", id);
	int in[2];
	int out[2];
	int status;
	bool is_good;
	pid_t pid;

	checked(pipe2(in, O_CLOEXEC), "pipe2");
	checked(pipe2(out, O_CLOEXEC), "pipe2");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	errno =
	    posix_spawnp(&pid, program[0], &actions, NULL, program, environ);
	if (errno)
		fail(program[0]);
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	write_all(in[1], line, (size_t)len);
	close(in[1]);
	is_good = is_line(out[0], line, (size_t)len);
	close(out[0]);
	checked(waitpid(pid, &status, 0), "waitpid");
	return is_good && status == 0;
}

/* Without input, output and messages. */
static bool start(char **program)
{
	posix_spawn_file_actions_t actions;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(
		    &actions, fd, "/dev/null", O_RDWR, 0);
	errno =
	    posix_spawnp(&pid, program[0], &actions, NULL, program, environ);
	if (errno)
		fail(program[0]);
	posix_spawn_file_actions_destroy(&actions);
	checked(waitpid(pid, &status, 0), "waitpid");
	return WIFEXITED(status) && WEXITSTATUS(status) < 126;
}

int main(int argc, char **argv)
{
	bool is_start;
	double begin;
	long count;
	long good = 0;
	long done;

	if (argc < 3)
		usage("sessions [-]COUNT PROGRAM...");
	count = number(argv[1]);
	is_start = count < 0;
	if (is_start)
		count = -count;
	begin = seconds_now();
	for (done = 0; done < count && seconds_now() < begin + 30; done++)
		good += is_start ? start(argv + 2) : session(argv + 2, done);
	printf("done=%ld good=%ld rate=%.1f\n", done, good,
	    (double)good / (seconds_now() - begin));
	return good == count ? 0 : 1;
}
