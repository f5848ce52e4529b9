/* SPDX-License-Identifier: MIT */
/* Both ends of a line, for tests of terminals. */
#include "line.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

/* Waits for the events, for as long as a slow machine may take. */
bool line_awaits(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 20000) > 0 && (p.revents & events);
}

/* Reads until so many bytes have come. */
const char *line_read(struct stream *s, size_t len)
{
	static char text[64];
	struct error err = ERROR_NONE;
	size_t used = 0;

	while (used < len && line_awaits(s->read_fd, POLLIN)) {
		ssize_t n = stream_read(s, text + used, len - used, &err);
		if (n <= 0 && n != STREAM_AGAIN)
			break;
		used += n > 0 ? (size_t)n : 0;
	}
	text[used] = '\0';
	return text;
}

/* A program's side of a terminal */

const char *line_hear(int fd, size_t len)
{
	static char text[64];
	size_t used = 0;

	while (used < len && line_awaits(fd, POLLIN)) {
		ssize_t n = read(fd, text + used, len - used);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	text[used] = '\0';
	return text;
}

void line_say(int fd, const char *text)
{
	ok(write(fd, text, strlen(text)) == (ssize_t)strlen(text),
	    "'%s' is said", text);
}

int line_open(const char *name)
{
	return open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}
