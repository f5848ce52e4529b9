/* SPDX-License-Identifier: MIT */
/* Lines for a program that may read slowly, or not at all. */
#include "sys/output/line-writer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/signals.h"
#include "sys/waiting.h"

/* Finds how to write. Standard error may be replaced by a log while genet runs,
 * so the file is compared each time. Returns false with errno on failure. */
static bool find_way(struct line_writer *w)
{
	struct stat st;

	if (fstat(w->fd, &st) < 0)
		return false;
	if (w->is_known && st.st_dev == w->device && st.st_ino == w->inode)
		return true;
	if (w->is_known)
		write_way_close(&w->way);
	w->way = write_way_open(w->fd);
	w->device = st.st_dev;
	w->inode = st.st_ino;
	w->is_known = true;
	return true;
}

/* Returns how much was written; less than len: there is no room for now, or
 * failure is set. */
static size_t write_all(struct line_writer *w, const char *bytes, size_t len)
{
	size_t done = 0;

	if (find_way(w))
		done = write_way_put(&w->way, bytes, len, &w->failure);
	else
		w->failure = errno;
	if (!w->failure)
		return done;
	/* A part of a line would be read as a line. */
	const char *end = done ? memrchr(bytes, '\n', done) : NULL;
	if (w->is_own)
		write_way_take_back(
		    w->fd, end ? done - (size_t)(end + 1 - bytes) : done);
	bytes_free(&w->rest);
	return done;
}

bool line_writer_flush(struct line_writer *w)
{
	if (w->failure || w->fd < 0)
		return w->fd < 0;
	if (w->rest.len == 0)
		return true;
	size_t done = write_all(w, (const char *)w->rest.at, w->rest.len);
	if (w->failure)
		return false;
	bytes_drop(&w->rest, done);
	if (w->rest.len == 0)
		bytes_trim(&w->rest);
	return w->rest.len == 0;
}

/* Waits until all is written, if the lines are the purpose of the run. A signal
 * ends the wait. */
static void wait_for_reader(struct line_writer *w)
{
	struct error ignored;

	while (!line_writer_flush(w) && !w->failure && !signals_pending())
		if (waiting_for(w->fd, POLLOUT, CLOCK_NEVER, &ignored) < 0)
			return;
}

static bool is_too_much(
    const struct line_writer *w, size_t len, enum line_rank rank)
{
	size_t most = rank == LINE_FIRST_DROPPED ? LINE_WRITER_MOST / 2
	                                         : LINE_WRITER_MOST;

	return rank != LINE_KEPT && w->rest.len > 0 &&
	       (len > most || w->rest.len > most - len);
}

bool line_writer_put(
    struct line_writer *w, const void *line, size_t len, enum line_rank rank)
{
	if (w->fd < 0)
		return false;
	size_t done = line_writer_flush(w) ? write_all(w, line, len) : 0;
	if (w->failure)
		return false;
	if (done == len)
		return true;
	if (done == 0 && is_too_much(w, len, rank)) {
		w->dropped++;
		return false;
	}
	bytes_add(&w->rest, (const char *)line + done, len - done);
	if (w->waits)
		wait_for_reader(w);
	return !w->failure;
}

bool line_writer_drain(struct line_writer *w, int64_t deadline)
{
	while (!line_writer_flush(w)) {
		int64_t left = deadline - clock_now();
		if (w->failure)
			return false;
		if (left <= 0) {
			w->failure = ETIMEDOUT;
			return false;
		}
		write_way_has_room(&w->way, (int)(left / 1000) + 1);
	}
	return true;
}

void line_writer_close(struct line_writer *w)
{
	if (w->is_known)
		write_way_close(&w->way);
	w->is_known = false;
	if (w->is_own && w->fd >= 0)
		close(w->fd);
	bytes_free(&w->rest);
	w->fd = -1;
}
