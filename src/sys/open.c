/* SPDX-License-Identifier: MIT */
/* Opening files without blocking in open(2), which has no deadline. */
#include "sys/open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/waiting.h"

/* How often to look for the reader of a FIFO, for which there is no event. */
#define LOOK_PAUSE (CLOCK_SECOND / 50)

/* Whether open(2) failed because a FIFO has no reader. Other files also fail
 * with ENXIO. Leaves errno as it was. */
static bool lacks_reader(const char *name)
{
	int saved = errno;
	struct stat st;
	bool is_fifo =
	    saved == ENXIO && stat(name, &st) == 0 && S_ISFIFO(st.st_mode);

	errno = saved;
	return is_fifo;
}

/* Returns 0 after the pause, or -1 with err filled. */
static int pause_until(const char *name, int64_t deadline, struct error *err)
{
	int result = waiting_for(
	    -1, 0, clock_earlier(deadline, clock_after(LOOK_PAUSE)), err);

	if (result >= 0 && clock_now() >= deadline)
		return error_set(err, FAULT_TIMEOUT,
		    "cannot open '%s': no process has opened this FIFO for "
		    "reading in time",
		    name);
	return result < 0 ? -1 : 0;
}

/* O_NONBLOCK was for open(2) only. */
static int make_blocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

int open_by_deadline(
    const char *name, int flags, int64_t deadline, struct error *err)
{
	int fd;

	flags |= O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	while ((fd = open(name, flags, 0666)) < 0) {
		if (errno != EINTR && !lacks_reader(name))
			return error_sys(
			    err, FAULT_IO, "cannot open '%s'", name);
		if (pause_until(name, deadline, err) < 0)
			return -1;
	}
	if (make_blocking(fd) == 0)
		return fd;
	error_sys(err, FAULT_IO, "cannot open '%s'", name);
	close(fd);
	return -1;
}
