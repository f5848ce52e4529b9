/* SPDX-License-Identifier: MIT */
/* Passwords: from files, or typed at a terminal without echo. */
#include "sys/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "sys/open.h"
#include "sys/waiting.h"

/* The longest line, with its end. */
#define LINE_MOST 1024

/* Reads up to the end of a line, or of the file. Returns the length of the
 * line, or -1: with err filled if the wait has failed or timed out, or else
 * with errno. */
static ssize_t read_line(
    int fd, char line[LINE_MOST], int64_t deadline, struct error *err)
{
	size_t len = 0;

	while (len < LINE_MOST) {
		int result = waiting_for(fd, POLLIN, deadline, err);
		if (result < 0)
			return -1;
		if (result == 0)
			return error_set(err, FAULT_TIMEOUT,
			    "no password was given in time");
		/* Byte by byte: what follows the line is for other readers. */
		ssize_t n = read(fd, line + len, 1);
		if (n < 0 && sysno_is_transient(errno))
			continue;
		if (n < 0)
			return -1;
		if (n == 0 || line[len] == '\n')
			return (ssize_t)len;
		len++;
	}
	errno = EMSGSIZE;
	return -1;
}

/* Copies the line, up to a NUL, and overwrites it. */
static char *keep(char line[LINE_MOST], ssize_t len)
{
	char *secret = len < 0 ? NULL : xasprintf("%.*s", (int)len, line);
	size_t kept = secret ? strlen(secret) : 0;

	if (kept > 0 && secret[kept - 1] == '\r')
		secret[kept - 1] = '\0';
	explicit_bzero(line, LINE_MOST);
	return secret;
}

char *secret_read(const char *file, int64_t deadline, struct error *err)
{
	char line[LINE_MOST];
	int fd = open_by_deadline(file, O_RDONLY, deadline, err);

	if (fd < 0)
		return NULL;
	if (isatty(fd)) {
		close(fd);
		error_set(err, FAULT_USAGE,
		    "'%s' is a terminal, which would show the password", file);
		return NULL;
	}
	ssize_t len = read_line(fd, line, deadline, err);
	if (len < 0 && err->kind == FAULT_NONE)
		error_sys(
		    err, FAULT_IO, "cannot read the password in '%s'", file);
	if (len > 0 && memchr(line, '\0', (size_t)len))
		len = error_set(err, FAULT_IO,
		    "the password in '%s' has a NUL: is it the right file?",
		    file);
	close(fd);
	return keep(line, len);
}

static int ask(int tty, const char *prompt, int64_t deadline, char **out,
    struct error *err)
{
	char line[LINE_MOST];
	struct termios before, silent;

	if (tcgetattr(tty, &before) < 0)
		return 0;
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	silent.c_lflag |= ICANON | ECHONL;
	if (tcsetattr(tty, TCSAFLUSH, &silent) < 0)
		return 0;
	if (write(tty, prompt, strlen(prompt)) < 0)
		errno = 0; /* the password can be typed nevertheless */
	ssize_t len = read_line(tty, line, deadline, err);
	tcsetattr(tty, TCSAFLUSH, &before);
	*out = keep(line, len);
	return *out ? 1 : err->kind == FAULT_NONE ? 0 : -1;
}

int secret_ask(
    const char *prompt, int64_t deadline, char **out, struct error *err)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (tty < 0)
		return 0;
	int result = ask(tty, prompt, deadline, out, err);
	close(tty);
	return result;
}

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}
