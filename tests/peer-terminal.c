/* SPDX-License-Identifier: MIT */
/*
 * A terminal for the tests, and the shell on it: runs a program as a job, and
 * does one after the other what its arguments say. What does not go as said
 * ends it with status 1 and a line. Prints in the end all that the terminal
 * has shown, without carriage returns.
 *
 *   peer-terminal ACTION... -- PROGRAM ARG...
 *
 * The program runs in the foreground from "start" on. Its descriptors above 2
 * are those of the caller.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "peer-socket.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

enum { PATIENCE_MS = 20000, ROOM = 1 << 20 };

static int master, terminal;
static pid_t job;
static char shown[ROOM]; /* all of it, and how far it was expected */
static size_t shown_len, seen;
static bool is_gone; /* the job */
static int status;
static char **program;

static void fail(const char *what)
{
	fwrite(shown, 1, shown_len, stdout);
	fflush(stdout);
	errno = 0;
	peer_die(what);
}

/* Reads what the terminal shows, for at most that long. Returns whether there
 * was any. */
static bool look(int timeout_ms)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	char buf[4096];

	if (poll(&p, 1, timeout_ms) <= 0)
		return false;
	ssize_t n = read(master, buf, sizeof(buf));
	for (ssize_t i = 0; i < n; i++)
		if (buf[i] != '\r' && shown_len < ROOM)
			shown[shown_len++] = buf[i];
	return n > 0;
}

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The actions. What stands behind the colon is TEXT, its value is N. */

static void do_type(struct talk *t, const char *text, long n)
{
	if (write(master, text, strlen(text)) == -1)
		peer_die("cannot type");
}

/* The text is shown now, or at last, behind what was expected before. */
static void do_expect(struct talk *t, const char *text, long n)
{
	long end = now_ms() + PATIENCE_MS;
	size_t len = strlen(text);
	char *at;

	while (!(at = memmem(shown + seen, shown_len - seen, text, len)))
		if (!look(10) && now_ms() > end)
			fail(text);
	seen = at - shown + len;
}

static bool wait_for_change(int flags)
{
	int state;
	pid_t got = waitpid(job, &state, flags);

	if (got != job)
		return false;
	is_gone = WIFEXITED(state) || WIFSIGNALED(state);
	status = state;
	return true;
}

/* Waits, with an eye on the terminal, whose room is limited. */
static void await(int flags)
{
	long end = now_ms() + PATIENCE_MS;

	while (!wait_for_change(flags | WNOHANG)) {
		look(10);
		if (now_ms() > end)
			fail("the program goes on");
	}
}

static void do_stops(struct talk *t, const char *text, long n)
{
	await(WUNTRACED);
	if (!WIFSTOPPED(status))
		fail("the program has ended, not stopped");
	tcsetpgrp(terminal, getpgrp());
}

/* It has not been stopped by now. */
static void do_runs(struct talk *t, const char *text, long n)
{
	if (wait_for_change(WUNTRACED | WNOHANG))
		fail("the program has ended or stopped");
}

static void do_ends(struct talk *t, const char *text, long n)
{
	await(0);
	while (look(100))
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != n) {
		dprintf(STDERR_FILENO, "status %d, signal %d\n",
		    WEXITSTATUS(status), WTERMSIG(status));
		fail("the program has ended in another way");
	}
}

static void do_dies(struct talk *t, const char *text, long n)
{
	await(0);
	while (look(100))
		;
	if (!WIFSIGNALED(status) || WTERMSIG(status) != n)
		fail("the program has ended in another way");
}

static void do_bg(struct talk *t, const char *text, long n)
{
	tcsetpgrp(terminal, getpgrp());
	kill(-job, SIGCONT);
}

/* As a shell does it for a job that runs: without a signal. */
static void do_fg(struct talk *t, const char *text, long n)
{
	tcsetpgrp(terminal, job);
}

static void do_fg_stopped(struct talk *t, const char *text, long n)
{
	tcsetpgrp(terminal, job);
	kill(-job, SIGCONT);
}

/* The shell takes a line that was typed. */
static void do_shell_reads(struct talk *t, const char *text, long n)
{
	char line[4096];
	ssize_t got = read(terminal, line, sizeof(line));

	if (got <= 0 || (size_t)got != strlen(text) ||
	    memcmp(line, text, got) != 0)
		fail("the shell did not get that line");
}

static void do_write_file(struct talk *t, const char *text, long n)
{
	int fd = open(text, O_WRONLY);

	if (fd == -1 || write(fd, "go\n", 3) != 3)
		peer_die(text);
	close(fd);
}

static void do_read_file(struct talk *t, const char *text, long n)
{
	char line[256];
	int fd = open(text, O_RDONLY);

	if (fd == -1 || read(fd, line, sizeof(line)) <= 0)
		peer_die(text);
	close(fd);
}

static void do_pause(struct talk *t, const char *text, long n)
{
	peer_sleep_us(n * 1000);
}

static void do_signal(struct talk *t, const char *text, long n)
{
	kill(job, n);
}

/* Before the program starts. */

static void do_columns(struct talk *t, const char *text, long n)
{
	struct winsize size = { .ws_col = n, .ws_row = 24 };

	ioctl(terminal, TIOCSWINSZ, &size);
}

static void do_noecho(struct talk *t, const char *text, long n)
{
	struct termios modes;

	tcgetattr(terminal, &modes);
	modes.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(terminal, TCSANOW, &modes);
}

static void do_tostop(struct talk *t, const char *text, long n)
{
	struct termios modes;

	tcgetattr(terminal, &modes);
	modes.c_lflag |= TOSTOP;
	tcsetattr(terminal, TCSANOW, &modes);
}

static void run_job(void)
{
	static const int defaults[] = { SIGINT, SIGTSTP, SIGTTIN, SIGTTOU };

	job = fork();
	if (job != 0) {
		setpgid(job, job);
		return;
	}
	setpgid(0, 0);
	tcsetpgrp(terminal, getpid());
	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++)
		signal(defaults[i], SIG_DFL);
	for (int fd = 0; fd <= 2; fd++)
		dup2(terminal, fd);
	close(terminal);
	close(master);
	execvp(program[0], program);
	peer_die(program[0]);
}

static void do_start(struct talk *t, const char *text, long n)
{
	run_job();
}

static const struct peer_action actions[] = {
	{ "bg", do_bg },
	{ "columns", do_columns },
	{ "dies", do_dies },
	{ "ends", do_ends },
	{ "expect", do_expect },
	{ "fg", do_fg },
	{ "fg-stopped", do_fg_stopped },
	{ "noecho", do_noecho },
	{ "pause", do_pause },
	{ "read", do_read_file },
	{ "runs", do_runs },
	{ "shell-reads", do_shell_reads },
	{ "signal", do_signal },
	{ "start", do_start },
	{ "stops", do_stops },
	{ "tostop", do_tostop },
	{ "type", do_type },
	{ "write", do_write_file },
	{ NULL, NULL },
};

/* A session needs a process that leads none yet. */
static void leave_session(void)
{
	int state;
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		return;
	}
	if (waitpid(child, &state, 0) == child && WIFEXITED(state))
		exit(WEXITSTATUS(state));
	exit(1);
}

static void open_terminal(void)
{
	char name[64];

	master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master == -1 || grantpt(master) == -1 || unlockpt(master) == -1 ||
	    ptsname_r(master, name, sizeof(name)) != 0)
		peer_die("no terminal");
	setsid();
	terminal = open(name, O_RDWR | O_CLOEXEC);
	if (terminal == -1 || ioctl(terminal, TIOCSCTTY, 0) == -1)
		peer_die(name);
}

int main(int argc, char **argv)
{
	char **action = argv + 1;

	leave_session();
	alarm(120); /* whatever becomes of the test */
	program = action;
	while (*program != NULL && strcmp(*program, "--") != 0)
		program++;
	if (*program == NULL || program[1] == NULL)
		peer_die("ACTION... -- PROGRAM ARG...");
	*program++ = NULL;
	signal(SIGINT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	signal(SIGTTOU, SIG_IGN);
	open_terminal();
	for (; *action != NULL; action++)
		peer_act(actions, NULL, *action);
	if (job > 0 && !is_gone)
		kill(-job, SIGKILL);
	while (look(0))
		;
	fwrite(shown, 1, shown_len, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}
