/* SPDX-License-Identifier: MIT */
/* ping [-e] SIZE COUNT WRITES PORT             through a socket
 * ping [-e] SIZE COUNT WRITES -- PROGRAM...    through a program's streams
 * Sends SIZE bytes by that many writes, 0.2 ms apart, waits until they have
 * come back, and does it again. Prints round trips per second and the times of
 * one in microseconds. The first twentieth is not counted. -e: the program ends
 * by the end of its input; else it is killed. */
#include "harness.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct ping {
	int in, out;
	size_t size;
	long writes;
	char *question, *answer;
};

/* Starts the program; it reads what is written to in. */
static pid_t start(struct ping *p, char **program)
{
	int to[2];
	int from[2];
	pid_t pid;

	checked(pipe(to), "pipe");
	checked(pipe(from), "pipe");
	pid = (pid_t)checked(fork(), "fork");
	if (pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		execvp(program[0], program);
		fail(program[0]);
	}
	close(to[0]);
	close(from[1]);
	p->in = to[1];
	p->out = from[0];
	return pid;
}

static void ask(const struct ping *p)
{
	const struct timespec pause = { .tv_nsec = 200000 };
	size_t part = p->size / (size_t)p->writes;

	for (long i = 0; i < p->writes - 1; i++) {
		write_all(p->in, p->question + part * (size_t)i, part);
		nanosleep(&pause, NULL);
	}
	part *= (size_t)(p->writes - 1);
	write_all(p->in, p->question + part, p->size - part);
}

/* false: nothing came for five seconds, the end, or something else */
static bool is_answered(const struct ping *p)
{
	size_t held = 0;

	while (held < p->size) {
		struct pollfd out = { .fd = p->out, .events = POLLIN };
		ssize_t len;

		if (poll(&out, 1, 5000) <= 0)
			return false;
		len = read(p->out, p->answer + held, p->size - held);
		if (len <= 0)
			return false;
		held += (size_t)len;
	}
	return memcmp(p->question, p->answer, p->size) == 0;
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* How many round trips were made in 20 seconds at most; their times. */
static long play(const struct ping *p, long count, double *times, double *total)
{
	double end = seconds_now() + 20;
	double begin = 0;
	long done = 0;

	for (long i = -count / 20 - 1; i < count; i++) {
		double then = seconds_now();

		if (i == 0)
			begin = then;
		if (then > end)
			break;
		/* Each question differs from the one before. */
		p->question[0] = (char)('a' + (i & 15));
		ask(p);
		if (!is_answered(p)) {
			fprintf(stderr, "no answer, or a wrong one\n");
			break;
		}
		if (i >= 0)
			times[done++] = seconds_now() - then;
	}
	*total = seconds_now() - begin;
	return done;
}

int main(int argc, char **argv)
{
	struct ping p;
	pid_t pid = -1;
	bool ends_itself = argc > 1 && strcmp(argv[1], "-e") == 0;
	double total;
	double *times;
	long count;
	long done;

	argc -= ends_itself;
	argv += ends_itself;
	if (argc < 5)
		usage("ping [-e] SIZE COUNT WRITES PORT | -- PROGRAM...");
	signal(SIGPIPE, SIG_IGN);
	p.size = (size_t)number(argv[1]);
	count = number(argv[2]);
	p.writes = number(argv[3]);
	p.question = memory(p.size);
	memset(p.question, '.', p.size);
	p.answer = memory(p.size);
	if (strcmp(argv[4], "--") == 0)
		pid = start(&p, argv + 5);
	else
		p.in = p.out = tcp_connection(number(argv[4]));
	times = memory((size_t)count * sizeof(*times));

	done = play(&p, count, times, &total);
	if (pid > 0) {
		close(p.in);
		if (!ends_itself)
			kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	qsort(times, (size_t)done, sizeof(*times), by_time);
	printf("done=%ld rate=%.1f", done, (double)done / total);
	if (done > 0)
		printf(" p50=%.1f p99=%.1f", times[done / 2] * 1e6,
		    times[done * 99 / 100] * 1e6);
	printf("\n");
	return done == count ? 0 : 1;
}
