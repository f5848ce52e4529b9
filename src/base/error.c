/* SPDX-License-Identifier: MIT */
/* Errors as values: filling them, and the tables of phrases and statuses. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const int statuses[] = {
	[FAULT_NONE] = 0,
	[FAULT_IO] = 1,
	[FAULT_MEMORY] = 1,
	[FAULT_INTERNAL] = 1,
	[FAULT_USAGE] = 2,
	[FAULT_RESOLVE] = 3,
	[FAULT_REFUSED] = 4,
	[FAULT_UNREACHABLE] = 5,
	[FAULT_BIND] = 6,
	[FAULT_RESET] = 7,
	[FAULT_UNMET] = 8,
	[FAULT_UNSUPPORTED] = 11,
	[FAULT_TIMEOUT] = 124,
	[FAULT_NOT_RUNNABLE] = 126,
	[FAULT_NOT_FOUND] = 127,
	[FAULT_SIGNAL] = 1,
};

static const struct {
	int sysno;
	const char *text;
} phrases[] = {
	{ EACCES, "permission denied" },
	{ EADDRINUSE, "address already in use" },
	{ EADDRNOTAVAIL, "not an address of this host" },
	{ EAFNOSUPPORT, "address family not supported here" },
	{ EBADF, "not an open descriptor" },
	{ E2BIG, "too many arguments" },
	{ ECONNABORTED, "connection aborted" },
	{ ECONNREFUSED, "connection refused" },
	{ ECONNRESET, "connection reset by peer" },
	{ E2BIG, "too many arguments" },
	{ EDQUOT, "disk quota exceeded" },
	{ EFBIG, "file too large" },
	{ EHOSTUNREACH, "host is unreachable" },
	{ EINVAL, "invalid argument" },
	{ EIO, "input/output error" },
	{ EISDIR, "is a directory" },
	{ EMFILE, "too many open files in this process" },
	{ ENETDOWN, "network is down" },
	{ ENETUNREACH, "network is unreachable" },
	{ ENFILE, "too many open files in the system" },
	{ ENODEV, "no such device" },
	{ ENOENT, "no such file or directory" },
	{ ENOEXEC, "not a program" },
	{ ENOMEM, "out of memory" },
	{ ENOPROTOOPT, "not known to this kernel" },
	{ ENOSPC, "no space left on device" },
	{ ENOTDIR, "not a directory" },
	{ ENOTSOCK, "not a socket" },
	{ ENOEXEC, "not a program that can be run here" },
	{ EPERM, "not permitted" },
	{ EPIPE, "the other side has closed" },
	{ EPROTONOSUPPORT, "protocol not supported here" },
	{ EROFS, "read-only file system" },
	{ ESRCH, "no such process" },
	{ ETIMEDOUT, "no answer" },
};

const char *error_phrase(int sysno)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].sysno == sysno)
			return phrases[i].text;

	static char other[48];
	const char *name = strerrorname_np(sysno);
	snprintf(other, sizeof(other), "system error %s", name ? name : "?");
	return other;
}

__attribute__((format(printf, 3, 0))) static void set_text(
    struct error *err, enum fault kind, const char *fmt, va_list args)
{
	*err = (struct error){ .kind = kind };
	vsnprintf(err->text, sizeof(err->text), fmt, args);
}

int error_set(struct error *err, enum fault kind, const char *fmt, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, fmt);
	set_text(err, kind, fmt, args);
	va_end(args);
	errno = saved;
	return -1;
}

int error_sys(struct error *err, enum fault kind, const char *fmt, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, fmt);
	set_text(err, kind, fmt, args);
	va_end(args);

	size_t used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s",
	    error_phrase(saved));
	errno = saved;
	return -1;
}

int error_signal(struct error *err, int signal)
{
	*err = (struct error){ .kind = FAULT_SIGNAL, .signal = signal };
	return -1;
}

int error_program(struct error *err, int status)
{
	*err = (struct error){ .kind = FAULT_PROGRAM, .status = status };
	return -1;
}

__attribute__((format(printf, 3, 0))) static void add_line(
    char *lines, size_t size, const char *fmt, va_list args)
{
	size_t used = strlen(lines);
	if (used + 1 >= size)
		return;
	vsnprintf(lines + used, size - used, fmt, args);
	used = strlen(lines);
	if (used + 1 < size) {
		lines[used] = '\n';
		lines[used + 1] = '\0';
	}
}

int error_hint(struct error *err, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_line(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	return -1;
}

int error_detail(struct error *err, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_line(err->detail, sizeof(err->detail), fmt, args);
	va_end(args);
	return -1;
}

int error_status(const struct error *err)
{
	return err->kind == FAULT_PROGRAM ? err->status : statuses[err->kind];
}
