/* SPDX-License-Identifier: MIT */
/* Lines for people on standard error, which never hold genet up. */
#include "sys/messages.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/wrap.h"
#include "sys/signals.h"

#define PATIENCE CLOCK_SECOND

/* How standard error is written without waiting for its reader. */
enum way {
	WAY_PLAIN,  /* a file, which is always ready */
	WAY_SOCKET, /* each call says that it does not wait */
	WAY_OWN,    /* by a file description of our own, which does not wait */
	WAY_SHARED, /* by the one that others have, too: poll is asked first */
};

struct outlet {
	enum way way;
	int fd;
	int64_t deadline; /* for room */
};

/* Standard error belongs to the process, and so does what is known of it. */
static struct {
	unsigned long dropped;
	char rest[16384]; /* of a message whose beginning was written */
	size_t rest_len;
	unsigned int behind; /* text on this terminal, which has no line end */
	bool is_hopeless;    /* room was waited for in vain */
	bool is_log;
	int spare;       /* what takes the place of a log that fails; or -1 */
	int log_failure; /* errno, or 0 */
} known = { .spare = -1 };

/* Terminals */

/* The number of the terminal, under whatever name it was opened; 0 if it is
 * none. */
static unsigned int terminal_of(int fd)
{
	unsigned int device = 0;

	return ioctl(fd, TIOCGDEV, &device) == 0 ? device : 0;
}

int messages_width_of(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int messages_width(void)
{
	return messages_width_of(STDERR_FILENO);
}

void messages_saw(int fd, const void *bytes, size_t len)
{
	unsigned int terminal = len > 0 ? terminal_of(fd) : 0;

	if (!terminal)
		return;
	if (((const char *)bytes)[len - 1] != '\n')
		known.behind = terminal;
	else if (known.behind == terminal)
		known.behind = 0;
}

/* The terminal shows "^C" if the user has pressed Ctrl-C. */
static void see_echo(void)
{
	struct termios modes;

	if (signals_take_key() && tcgetattr(STDERR_FILENO, &modes) == 0 &&
	    (modes.c_lflag & ECHO) && (modes.c_lflag & ECHOCTL))
		known.behind = terminal_of(STDERR_FILENO);
}

bool messages_are_behind_text(int fd)
{
	see_echo();
	return known.behind && known.behind == terminal_of(fd);
}

/* Writing */

/* A file description that is shared with others must stay as it is. */
static struct outlet open_outlet(int64_t deadline)
{
	struct outlet o = { WAY_PLAIN, STDERR_FILENO, deadline };
	struct stat st;

	if (fstat(STDERR_FILENO, &st) < 0 || S_ISREG(st.st_mode) ||
	    (S_ISCHR(st.st_mode) && !isatty(STDERR_FILENO)))
		return o;
	if (S_ISSOCK(st.st_mode)) {
		o.way = WAY_SOCKET;
		return o;
	}
	int own = open(
	    "/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	o.way = own < 0 ? WAY_SHARED : WAY_OWN;
	o.fd = own < 0 ? STDERR_FILENO : own;
	return o;
}

static void close_outlet(struct outlet *o)
{
	if (o->way == WAY_OWN)
		close(o->fd);
}

static bool has_room(const struct outlet *o, int timeout_ms)
{
	struct pollfd p = { .fd = o->fd, .events = POLLOUT };

	return poll(&p, 1, timeout_ms) > 0;
}

static bool wait_for_room(const struct outlet *o)
{
	int64_t left = o->deadline - clock_now();

	return left > 0 && !signals_pending() &&
	       has_room(o, (int)(left / 1000) + 1);
}

static ssize_t write_some(const struct outlet *o, const char *text, size_t len)
{
	switch (o->way) {
	case WAY_PLAIN:
	case WAY_OWN:
		return write(o->fd, text, len);
	case WAY_SOCKET:
		return send(o->fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	case WAY_SHARED:
		break;
	}
	if (has_room(o, 0)) /* a writable pipe takes that much at once */
		return write(o->fd, text, len < PIPE_BUF ? len : PIPE_BUF);
	errno = EAGAIN;
	return -1;
}

static void note_failure(int sysno)
{
	if (known.is_log && !known.log_failure)
		known.log_failure = sysno;
}

/* A terminal with tostop stops genet in the background, and the call ends when
 * genet is continued. */
static bool was_only_stopped(ssize_t written)
{
	return written < 0 && errno == EINTR && !signals_pending();
}

/* Returns how many bytes were taken; all if there is no hope for them. */
static size_t put(const struct outlet *o, const char *text, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = write_some(o, text + done, len - done);
		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && !sysno_is_transient(errno)) {
			note_failure(errno);
			return len;
		} else if (was_only_stopped(n))
			continue;
		else if (!wait_for_room(o))
			break;
	}
	return done;
}

static bool put_rest(const struct outlet *o)
{
	size_t done = put(o, known.rest, known.rest_len);

	known.rest_len -= done;
	memmove(known.rest, known.rest + done, known.rest_len);
	return known.rest_len == 0;
}

/* One message: all of it, now or later, or nothing. Returns whether the next
 * may follow. */
static bool put_message(const struct outlet *o, const char *text)
{
	size_t len = strlen(text), done = put(o, text, len);

	if (done == 0)
		return false;
	known.behind = 0;
	known.rest_len = len - done;
	if (known.rest_len > sizeof(known.rest))
		known.rest_len = sizeof(known.rest);
	memcpy(known.rest, text + done, known.rest_len);
	return true;
}

static bool put_count(const struct outlet *o)
{
	char line[96];

	if (!known.dropped)
		return true;
	snprintf(line, sizeof(line),
	    "genet: %lu message%s dropped: standard error was not read\n",
	    known.dropped, known.dropped == 1 ? "" : "s");
	if (!put_message(o, line))
		return false;
	known.dropped = 0;
	return known.rest_len == 0;
}

static bool put_all(const struct outlet *o, const char *text)
{
	if (!put_rest(o))
		return false;
	if (messages_are_behind_text(STDERR_FILENO) && put(o, "\n", 1) == 1)
		known.behind = 0;
	return put_count(o) && (!text || put_message(o, text));
}

static void put_lines(const char *lines, int hang, int64_t deadline)
{
	char *wrapped = wrap_lines(lines, messages_width(), hang);
	struct outlet o = open_outlet(deadline);

	if (!put_all(&o, wrapped ? wrapped : lines)) {
		known.dropped++;
		known.is_hopeless |= deadline > 0;
	}
	close_outlet(&o);
	free(wrapped);
}

/* Returns whether the log has failed and something else is standard error. */
static bool leave_log(void)
{
	if (!known.log_failure || known.spare < 0)
		return false;
	bool is_left = dup2(known.spare, STDERR_FILENO) >= 0;
	close(known.spare);
	known.spare = -1;
	known.is_log = !is_left;
	return is_left;
}

static void say(const char *lines, int hang, int64_t deadline)
{
	int saved = errno;

	put_lines(lines, hang, deadline);
	if (leave_log())
		put_lines(lines, hang, deadline);
	errno = saved;
}

void messages_turned_to_log(int spare)
{
	known.is_log = true;
	known.spare = spare;
}

int messages_log_failure(void)
{
	return known.log_failure;
}

void messages_write(const char *lines, int hang)
{
	say(lines, hang, 0);
}

void messages_insist(const char *lines, int hang)
{
	say(lines, hang, clock_after(PATIENCE));
}

void messages_finish(void)
{
	if (!known.dropped && !known.rest_len)
		return;
	struct outlet o =
	    open_outlet(known.is_hopeless ? 0 : clock_after(PATIENCE));
	put_all(&o, NULL);
	close_outlet(&o);
}
