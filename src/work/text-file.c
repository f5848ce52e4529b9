/* SPDX-License-Identifier: MIT */
/* The whole of a file that the command line names. */
#include "work/text-file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/sysno.h"
#include "sys/open.h"
#include "sys/waiting.h"

/* Returns how much was read, 0 at the end, or -1 with err filled. */
static ssize_t read_some(int fd, const struct text_file_opts *opts,
    struct bytes *out, struct error *err)
{
	size_t room;
	ssize_t n = -1;

	errno = EAGAIN;
	while (n < 0 && sysno_is_transient(errno)) {
		int result = waiting_for(fd, POLLIN, opts->deadline, err);
		if (result < 0)
			return -1;
		if (result == 0)
			return error_set(err, FAULT_TIMEOUT,
			    "'%s' did not end in time", opts->name);
		unsigned char *to = bytes_room(out, 4096, &room);
		n = read(fd, to, room);
	}
	if (n < 0)
		return error_sys(err, FAULT_IO, "cannot read '%s'", opts->name);
	out->len += (size_t)n;
	if (out->len > opts->most)
		return error_set(err, FAULT_USAGE, "'%s' is too long for %s",
		    opts->name, opts->what);
	return n;
}

int text_file_read(
    const struct text_file_opts *opts, struct bytes *out, struct error *err)
{
	int fd = open_by_deadline(opts->name, O_RDONLY, opts->deadline, err);
	ssize_t n = 1;

	if (fd < 0)
		return -1;
	while (n > 0)
		n = read_some(fd, opts, out, err);
	close(fd);
	bytes_add(out, "", 1);
	out->len--;
	return (int)n;
}
