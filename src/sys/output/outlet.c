/* SPDX-License-Identifier: MIT */
/* A file that an observer writes during a run. */
#include "sys/output/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "sys/open.h"
#include "sys/signals.h"

/* How long genet waits for the reader when the run is to end. */
#define PATIENCE CLOCK_SECOND

/* How often to look for the end: a signal may come just before poll(2). */
#define LOOK_MS 200

/* Empties a regular file, unless another process writes it. Where files cannot
 * be locked, there is no lock. */
static int take(int fd, const char *name, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return error_sys(err, FAULT_IO, "cannot examine '%s'", name);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return error_set(err, FAULT_IO,
		    "cannot write '%s': it is in use by another process", name);
	if (ftruncate(fd, 0) < 0)
		return error_sys(err, FAULT_IO, "cannot empty '%s'", name);
	return 0;
}

int outlet_open(const char *name, int64_t deadline, struct error *err)
{
	int fd = open_by_deadline(name, O_WRONLY | O_CREAT, deadline, err);

	if (fd < 0 || take(fd, name, err) == 0)
		return fd;
	close(fd);
	return -1;
}

int outlet_begin(struct outlet *o, int fd, int64_t deadline, struct error *err)
{
	if (fd < 0)
		fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	*o = (struct outlet){ .fd = fd, .deadline = deadline };
	if (fd < 0)
		return error_sys(
		    err, FAULT_IO, "cannot duplicate standard output");
	o->way = write_way_open(fd);
	return 0;
}

/* Waits for room, or until the reader is gone. Returns false when the time for
 * the reader is over. */
static bool wait_for_room(struct outlet *o)
{
	for (;;) {
		int64_t now = clock_now();
		bool is_ending = signals_pending() || now >= o->deadline;
		if (is_ending && !o->give_up)
			o->give_up = now + PATIENCE;
		if (o->give_up && now >= o->give_up)
			return false;
		if (write_way_has_room(&o->way, LOOK_MS))
			return true;
	}
}

/* Removes len bytes from the front of the pieces. */
static void advance(struct iovec **pieces, size_t *count, size_t len)
{
	while (*count > 0 && len >= (*pieces)->iov_len) {
		len -= (*pieces)->iov_len;
		++*pieces;
		--*count;
	}
	if (*count == 0)
		return;
	(*pieces)->iov_base = (char *)(*pieces)->iov_base + len;
	(*pieces)->iov_len -= len;
}

size_t outlet_write(struct outlet *o, struct iovec *pieces, size_t count)
{
	size_t taken = 0;

	while (count > 0 && !o->sysno) {
		ssize_t n = write_way_some(&o->way, pieces, count);
		if (n > 0 || (n == 0 && pieces->iov_len == 0)) {
			taken += (size_t)n;
			advance(&pieces, &count, (size_t)n);
		} else if (n == 0) {
			o->sysno = EIO;
		} else if (!sysno_is_transient(errno)) {
			o->sysno = errno;
		} else if (!wait_for_room(o)) {
			o->sysno = ETIMEDOUT;
		}
	}
	return taken;
}

void outlet_take_back(struct outlet *o, size_t len)
{
	write_way_take_back(o->fd, len);
}

void outlet_end(struct outlet *o)
{
	write_way_close(&o->way);
	if (o->fd >= 0)
		close(o->fd);
	o->fd = -1;
}
