/* SPDX-License-Identifier: MIT */
/* A terminal that genet makes, for programs that want one (pty(7)). */
#ifndef SYS_TTY_PTY_H
#define SYS_TTY_PTY_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

struct pty {
	int fd; /* genet's end: non-blocking, close-on-exec */
	/* The end of programs, open so that the terminal has no end when the
	 * last of them closes it; -1: it has one. */
	int held_fd;
	char name[64]; /* of the device, such as /dev/pts/3 */
	char *link;    /* to it; owned */
	bool has_link; /* made by genet */
};

/*
 * Makes a terminal, raw as programs find it first, and a symbolic link to its
 * device. A link that leads nowhere, left over from an earlier terminal, is
 * replaced. With ends_with_program the terminal is at its end when the last
 * program has closed it. Returns 0, or -1 with FAULT_IO, or with FAULT_BIND if
 * the link cannot be made.
 */
int pty_open(
    struct pty *p, const char *link, bool ends_with_program, struct error *err);

/* Removes the link, if it is still the one that was made, and closes the
 * terminal: programs that have it open find a hang-up. */
void pty_close(struct pty *p);

/* Whether a program has the terminal open, or has had it and written; with
 * ends_with_program only. */
bool pty_is_used(const struct pty *p);

/* Whether the last program has closed it; with ends_with_program only. */
bool pty_is_hung_up(const struct pty *p);

/* Writes to programs. Returns as write(2); the kernel would take bytes also
 * when the last program has closed the terminal: errno is EIO then. */
ssize_t pty_write(struct pty *p, const void *bytes, size_t len);

/* How many bytes that were written no program has read so far; -1 with errno if
 * that cannot be known. */
int pty_unread(struct pty *p);

#endif
