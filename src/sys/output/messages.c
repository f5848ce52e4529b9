/* SPDX-License-Identifier: MIT */
/* Lines for people on standard error, which must not delay genet. */
#include "sys/output/messages.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/wrap.h"
#include "sys/output/console.h"
#include "sys/output/write-way.h"
#include "sys/signals.h"
#include "sys/tty/tty-device.h"

#define PATIENCE CLOCK_SECOND

/* Room for the widest meter, with the sequences that move the cursor. */
#define METER_SIZE 240

/* Standard error, for one call. */
struct sink {
	struct write_way way;
	int64_t deadline; /* for room */
};

/* There is one standard error, so its state is global. */
static struct {
	unsigned long dropped;
	char rest[16384]; /* of a message that was written in part */
	size_t rest_len;
	unsigned int behind; /* the terminal whose last line has no end; or 0 */
	bool is_hopeless;    /* a wait for room has timed out */
	bool is_log;
	bool is_mute;
	char meter[METER_SIZE]; /* the line of the meter */
	unsigned int meter_at;  /* the terminal that shows it; or 0 */
	int spare;              /* takes the place of a log that fails; or -1 */
	int log_failure; /* errno of the first failure of the log; or 0 */
	int failure;     /* the same, of any standard error */
} known = { .spare = -1 };

/* Terminals */

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
	unsigned int terminal = len > 0 ? tty_device(fd) : 0;

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
		known.behind = tty_device(STDERR_FILENO);
}

bool messages_are_behind_text(int fd)
{
	see_echo();
	return known.behind && known.behind == tty_device(fd);
}

/* Writing */

static struct sink open_sink(int64_t deadline)
{
	return (struct sink){ write_way_open(STDERR_FILENO), deadline };
}

static bool wait_for_room(const struct sink *s)
{
	int64_t left = s->deadline - clock_now();

	return left > 0 && !signals_pending() &&
	       write_way_has_room(&s->way, (int)(left / 1000) + 1);
}

static void note_failure(int sysno)
{
	if (known.is_log && !known.log_failure)
		known.log_failure = sysno;
	if (!known.failure)
		known.failure = sysno;
}

/* Returns how many bytes were taken; len if the rest can never be written. */
static size_t put(const struct sink *s, const char *text, size_t len)
{
	int failure;
	size_t done = write_way_put(&s->way, text, len, &failure);

	while (done < len && !failure && wait_for_room(s))
		done +=
		    write_way_put(&s->way, text + done, len - done, &failure);
	if (failure)
		note_failure(failure);
	return failure ? len : done;
}

static bool put_rest(const struct sink *s)
{
	size_t done = put(s, known.rest, known.rest_len);

	known.rest_len -= done;
	memmove(known.rest, known.rest + done, known.rest_len);
	return known.rest_len == 0;
}

/* Writes a message: as a whole, now or later, or not at all. Returns whether
 * the next one may follow. */
static bool put_message(const struct sink *s, const char *text)
{
	size_t len = strlen(text), done = put(s, text, len);

	if (done == 0)
		return false;
	known.behind = 0;
	known.rest_len = len - done;
	if (known.rest_len > sizeof(known.rest))
		known.rest_len = sizeof(known.rest);
	memcpy(known.rest, text + done, known.rest_len);
	return true;
}

static bool put_count(const struct sink *s)
{
	char line[96];

	if (!known.dropped)
		return true;
	snprintf(line, sizeof(line),
	    "genet: %lu message%s dropped: standard error was not read\n",
	    known.dropped, known.dropped == 1 ? "" : "s");
	if (!put_message(s, line))
		return false;
	known.dropped = 0;
	return known.rest_len == 0;
}

/* The meter */

/* Writes the sequence that removes the meter, and returns its length. A
 * terminal that has become narrower may have wrapped the line. */
static size_t clear_meter(char *out, size_t size)
{
	size_t len = strlen(known.meter);
	int width = messages_width(), rows = 0;

	if (width > 0 && len > 0)
		rows = (int)(len - 1) / width;
	if (rows > 0)
		snprintf(out, size, "\r\033[%dA\033[J", rows);
	else
		snprintf(out, size, "\r\033[K");
	return strlen(out);
}

/* Returns whether no meter is shown now. In the background the shell has the
 * cursor, so the meter stays where it is. */
static bool remove_meter(const struct sink *s)
{
	char clear[32];

	if (known.meter_at && console_is_elsewhere(STDERR_FILENO))
		known.meter_at = 0;
	if (!known.meter_at)
		return true;
	clear_meter(clear, sizeof(clear));
	if (!put_message(s, clear))
		return false;
	known.meter_at = 0;
	return known.rest_len == 0;
}

static void draw_meter(const struct sink *s, const char *line)
{
	char text[METER_SIZE + 32] = "";
	size_t used = 0;
	unsigned int terminal = tty_device(STDERR_FILENO);

	if (known.meter_at)
		used = clear_meter(text, sizeof(text));
	snprintf(text + used, sizeof(text) - used, "%s", line);
	if (!put_message(s, text))
		return;
	if (line != known.meter)
		snprintf(known.meter, sizeof(known.meter), "%s", line);
	known.meter_at = terminal;
}

void messages_meter(const char *line)
{
	int saved = errno;
	struct sink s = open_sink(0);

	if (!line)
		remove_meter(&s);
	else if (put_rest(&s) && !messages_are_behind_text(STDERR_FILENO))
		draw_meter(&s, line);
	write_way_close(&s.way);
	errno = saved;
}

void messages_make_way(int fd)
{
	if (known.meter_at && known.meter_at == tty_device(fd))
		messages_meter(NULL);
}

static bool put_all(const struct sink *s, const char *text)
{
	if (!put_rest(s) || !remove_meter(s))
		return false;
	if (messages_are_behind_text(STDERR_FILENO) && put(s, "\n", 1) == 1)
		known.behind = 0;
	return put_count(s) && (!text || put_message(s, text));
}

static bool put_lines(const char *lines, int hang, int64_t deadline)
{
	char *wrapped = wrap_lines(lines, messages_width(), hang);
	struct sink s = open_sink(deadline);
	bool has_meter =
	    known.meter_at != 0 && !console_is_elsewhere(STDERR_FILENO);
	bool is_taken = put_all(&s, wrapped ? wrapped : lines);

	if (!is_taken) {
		known.dropped++;
		known.is_hopeless |= deadline > 0;
	} else if (has_meter && known.rest_len == 0) {
		draw_meter(&s, known.meter);
	}
	write_way_close(&s.way);
	free(wrapped);
	return is_taken;
}

/* Replaces a log that has failed. Returns whether it has. */
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

static bool say(const char *lines, int hang, int64_t deadline)
{
	int saved = errno;

	if (known.is_mute)
		return true;
	bool is_taken = put_lines(lines, hang, deadline);
	if (leave_log())
		is_taken = put_lines(lines, hang, deadline);
	errno = saved;
	return is_taken;
}

void messages_mute(void)
{
	known.is_mute = true;
}

bool messages_could_not(int sysno)
{
	note_failure(sysno);
	return leave_log();
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

int messages_failure(void)
{
	return known.failure;
}

bool messages_write(const char *lines, int hang)
{
	return say(lines, hang, 0);
}

bool messages_insist(const char *lines, int hang)
{
	return say(lines, hang, clock_after(PATIENCE));
}

void messages_finish(void)
{
	if (!known.dropped && !known.rest_len)
		return;
	struct sink s =
	    open_sink(known.is_hopeless ? 0 : clock_after(PATIENCE));
	put_all(&s, NULL);
	write_way_close(&s.way);
}
