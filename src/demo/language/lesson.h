/* SPDX-License-Identifier: MIT */
/*
 * A lesson: calls that up to three processes, the parties, make in turn, what
 * each of them returns, and why. demo/lessons/ has them as files, whose form is
 * told in lessons.awk. Calls are written in a small language:
 *
 *     [NAME[, NAME] =] CALL(ARGUMENT, ...) [-> WANTED]
 *
 * A NAME is a variable that the call makes: a descriptor, an address, or a
 * number. It has one meaning in the whole lesson. ARGUMENTs are
 *     s, there, sum       variables
 *     'text\n'            bytes, with the escapes of C
 *     3, 64K, 0644, MSG_PEEK
 *                         numbers, and names (names.c), joined by '|'
 *     FAMILY              AF_INET or AF_INET6, as the user says
 *     65507/65527         the first for AF_INET, the second for AF_INET6
 *     loopback:0, any:0   an address of FAMILY, or 127.0.0.1:0, [::1]:0
 *     loopback:there      the same, with the port of a variable
 *     ./file, @name       addresses of Unix sockets; files are in a directory
 *                         that the lesson has for itself
 *
 * WANTED is what the call is to return; without it, any success:
 *     3, sum, POLLIN      a number: what is returned, or the value asked for
 *     ECONNREFUSED        the call fails
 *     'text'              these bytes; 'text' MSG_TRUNC: with that flag
 *     there               this address
 *     >3, <sum            a number above or below
 *     0 or EPERM          either
 *     blocks              the call does not return now: a later step of the
 *                         same party, 'returns -> WANTED', says when
 *     'x' after 30        any of these, and the call takes 30 ms or more
 *     0 eventually        the call is made until it returns this, for 5 s
 *     SIGPIPE             the party is killed by this signal
 *
 * calls-*.c have all calls. 'child = fork()' begins the party of that name.
 */
#ifndef DEMO_LANGUAGE_LESSON_H
#define DEMO_LANGUAGE_LESSON_H

#include <stdbool.h>
#include <stddef.h>

enum {
	LESSON_PARTIES = 3,
	LESSON_STEPS = 48, /* with those of the opening */
};

/* The parts of the course, in teaching order. */
enum lesson_part {
	LESSON_STREAMS,
	LESSON_CONNECTING,
	LESSON_DATAGRAMS,
	LESSON_UNIX,
};

/* The steps of a lesson are one text, so that genet starts without relocating
 * pointers: for each step the party as a digit, the call, NUL, the why, NUL. */
struct step {
	int party; /* in struct lesson */
	const char *call;
	const char *why; /* a part of a sentence; or NULL */
};

/* Calls with which lessons begin. */
struct opening {
	const char *text; /* what they have done */
	const char *steps;
};

struct lesson {
	const char *name, *question;
	enum lesson_part part;
	const char *parties[LESSON_PARTIES];
	const struct opening *opening; /* or NULL */
	bool needs_ipv4, needs_ipv6;
	const char *steps;
	const char *conclusion, *see;
};

#endif
