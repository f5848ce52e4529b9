/* SPDX-License-Identifier: MIT */
/* Trust on first use: a file with a line for each peer, "HOST:PORT PIN". */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "stream/tls/tls-setup.h"
#include "sys/waiting.h"

#define ENTRY_TEXT 400
#define LINE_MOST 4096

/* More than another process needs to add a key. */
#define LOCK_TRIES 50
#define LOCK_PAUSE (CLOCK_SECOND / 50)

/* "HOST:PORT" of the peer, as in the file. */
static void write_entry(char out[ENTRY_TEXT], const struct tls *t)
{
	const char *name = t->context->opts.name ? t->context->opts.name : "";
	const char *host = t->host ? t->host : name;
	bool has_colon = strchr(host, ':');

	snprintf(out, ENTRY_TEXT, "%s%s%s%s%s", has_colon ? "[" : "", host,
	    has_colon ? "]" : "", t->port ? ":" : "", t->port ? t->port : "");
}

/* Returns 1 if the file has the pin for the peer, 0 if it does not have the
 * peer, or -1 with another pin in found. */
static int look(
    FILE *file, const char *entry, const char *pin, char found[TLS_PIN_TEXT])
{
	char line[LINE_MOST], *rest, *name, *value;
	int result = 0;

	while (result != 1 && fgets(line, sizeof(line), file)) {
		rest = line;
		name = strsep(&rest, " \t\r\n");
		value = strsep(&rest, " \t\r\n");
		if (!value || strcasecmp(name, entry) != 0)
			continue;
		result = strcmp(value, pin) == 0 ? 1 : -1;
		snprintf(found, TLS_PIN_TEXT, "%s", value);
	}
	return result;
}

static int has_changed(const struct tls *t, const char *entry, const char *pin,
    const char *found, struct error *err)
{
	error_set(err, FAULT_TLS,
	    "failed: the key of %s has changed: '%s' has %s, and now it is %s",
	    entry, t->context->opts.known, found, pin);
	return error_suggest(err, HINT_TLS_CHANGED, t->context->opts.known);
}

/* Takes over the descriptor. */
static int look_at(
    const struct tls *t, int fd, const char *pin, struct error *err)
{
	char entry[ENTRY_TEXT], found[TLS_PIN_TEXT];
	FILE *file = fdopen(fd, "r");

	if (!file) {
		error_sys(err, FAULT_IO, "failed: cannot read '%s'",
		    t->context->opts.known);
		close(fd);
		return -1;
	}
	write_entry(entry, t);
	errno = 0;
	int result = look(file, entry, pin, found);
	if (result == 0 && ferror(file))
		result = error_sys(err, FAULT_IO, "failed: cannot read '%s'",
		    t->context->opts.known);
	else if (result < 0)
		has_changed(t, entry, pin, found, err);
	fclose(file);
	return result;
}

/* O_NONBLOCK: without waiting for the other end of a FIFO, which is refused. */
static int open_known(const struct tls *t, int flags, struct error *err)
{
	const char *name = t->context->opts.known;
	int fd = open(name, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	if (fd < 0)
		return error_sys(
		    err, FAULT_IO, "failed: cannot open '%s'", name);
	close(fd);
	return error_set(err, FAULT_IO,
	    "failed: cannot keep a key in '%s': it is not a regular file",
	    name);
}

int tls_known_look(const struct tls *t, const char *pin, struct error *err)
{
	struct stat st;

	if (stat(t->context->opts.known, &st) < 0 && errno == ENOENT)
		return 0;
	int fd = open_known(t, O_RDONLY, err);
	return fd < 0 ? -1 : look_at(t, fd, pin, err);
}

/* Whether the last line has no line feed: editors may leave it out. */
static bool is_in_line(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last;

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

static int append(const struct tls *t, int fd, const char *pin)
{
	char entry[ENTRY_TEXT], line[ENTRY_TEXT + TLS_PIN_TEXT + 3];

	write_entry(entry, t);
	int len = snprintf(line, sizeof(line), "%s%s %s\n",
	    is_in_line(fd) ? "\n" : "", entry, pin);
	errno = ENOSPC; /* if only a part of it fits */
	return write(fd, line, (size_t)len) == len ? 0 : -1;
}

/* Returns 0, or -1: with errno, or with err filled by a signal. */
static int lock(int fd, struct error *err)
{
	struct waiting none = { 0 };
	int result = 0, left = LOCK_TRIES;

	while (result == 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if ((errno != EWOULDBLOCK && errno != EINTR) || left-- == 0)
			result = -1;
		else
			result =
			    waiting_until(&none, clock_after(LOCK_PAUSE), err);
	}
	waiting_free(&none);
	return result;
}

static int fail_to_lock(const char *name, struct error *err)
{
	if (err->kind == FAULT_SIGNAL)
		return -1;
	if (errno == EWOULDBLOCK)
		return error_set(err, FAULT_IO,
		    "failed: cannot lock '%s': another process holds it", name);
	return error_sys(err, FAULT_IO, "failed: cannot lock '%s'", name);
}

/* Looks again, under the lock: another process may have added the key. */
static int add_locked(
    const struct tls *t, int fd, const char *pin, struct error *err)
{
	const char *name = t->context->opts.known;

	if (lock(fd, err) < 0)
		return fail_to_lock(name, err);
	int result = tls_known_look(t, pin, err);
	if (result == 0 && append(t, fd, pin) < 0)
		return error_sys(
		    err, FAULT_IO, "failed: cannot write '%s'", name);
	return result < 0 ? -1 : 0;
}

int tls_known_add(const struct tls *t, const char *pin, struct error *err)
{
	int fd = open_known(t, O_RDWR | O_CREAT | O_APPEND, err);

	if (fd < 0)
		return -1;
	int result = add_locked(t, fd, pin, err);
	close(fd);
	return result;
}
