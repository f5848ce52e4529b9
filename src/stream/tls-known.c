/* SPDX-License-Identifier: MIT */
/* Trust on first use: a file with a line for each peer, "HOST:PORT PIN". */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "stream/tls-setup.h"

#define ENTRY_TEXT 400

/* By which the peer stands in the file. */
static void write_entry(char out[ENTRY_TEXT], const struct tls *t)
{
	const char *name = t->context->opts.name ? t->context->opts.name : "";
	const char *host = t->host ? t->host : name;
	bool has_colon = strchr(host, ':');

	snprintf(out, ENTRY_TEXT, "%s%s%s%s%s", has_colon ? "[" : "", host,
	    has_colon ? "]" : "", t->port ? ":" : "", t->port ? t->port : "");
}

/* Looks through the file. Returns 1 if it has the pin for the peer, 0 if it has
 * nothing for it, or -1 with another pin in found. */
static int look(
    FILE *file, const char *entry, const char *pin, char found[TLS_PIN_TEXT])
{
	char *line = NULL, *rest, *name, *value;
	size_t size = 0;
	int result = 0;

	while (result != 1 && getline(&line, &size, file) > 0) {
		rest = line;
		name = strsep(&rest, " \t\r\n");
		value = strsep(&rest, " \t\r\n");
		if (!value || strcasecmp(name, entry) != 0)
			continue;
		result = strcmp(value, pin) == 0 ? 1 : -1;
		snprintf(found, TLS_PIN_TEXT, "%s", value);
	}
	free(line);
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
	int result = look(file, entry, pin, found);
	if (result < 0)
		has_changed(t, entry, pin, found, err);
	/* What cannot be read may have another key. */
	if (result == 0 && ferror(file))
		result = error_sys(
		    err, FAULT_IO, "cannot read '%s'", t->context->opts.known);
	fclose(file);
	return result;
}

int tls_known_look(const struct tls *t, const char *pin, struct error *err)
{
	int fd = open(t->context->opts.known, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		return look_at(t, fd, pin, err);
	if (errno == ENOENT)
		return 0;
	return error_sys(
	    err, FAULT_IO, "failed: cannot open '%s'", t->context->opts.known);
}

/* A person may have written the last line, and no end of it. */
static bool ends_in_a_line(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last;

	return size <= 0 || pread(fd, &last, 1, size - 1) != 1 || last == '\n';
}

static int append(const struct tls *t, int fd, const char *pin)
{
	char entry[ENTRY_TEXT], line[ENTRY_TEXT + TLS_PIN_TEXT + 3];

	write_entry(entry, t);
	int len = snprintf(line, sizeof(line), "%s%s %s\n",
	    ends_in_a_line(fd) ? "" : "\n", entry, pin);
	return write(fd, line, (size_t)len) == len ? 0 : -1;
}

/* Another process may have been faster: so it looks again, under the lock. */
static int add_locked(
    const struct tls *t, int fd, const char *pin, struct error *err)
{
	const char *name = t->context->opts.known;

	if (flock(fd, LOCK_EX) < 0)
		return error_sys(
		    err, FAULT_IO, "failed: cannot lock '%s'", name);
	int result = tls_known_look(t, pin, err);
	if (result == 0 && append(t, fd, pin) < 0)
		return error_sys(
		    err, FAULT_IO, "failed: cannot write '%s'", name);
	return result < 0 ? -1 : 0;
}

int tls_known_add(const struct tls *t, const char *pin, struct error *err)
{
	const char *name = t->context->opts.known;
	int fd = open(name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return error_sys(
		    err, FAULT_IO, "failed: cannot open '%s'", name);
	int result = add_locked(t, fd, pin, err);
	close(fd);
	return result;
}
