/* SPDX-License-Identifier: MIT */
/* Options of a socket. */
#ifndef SYS_SOCKET_SOCKET_OPTION_H
#define SYS_SOCKET_SOCKET_OPTION_H

#include <stdbool.h>

/* An option by number and name. */
struct socket_option {
	int level, option; /* -1: this system has no such option */
	const char *level_text, *option_text;
};
#define SOCKET_OPTION(level, option)                                           \
	{                                                                      \
		level, option, #level, #option                                 \
	}
#define SOCKET_OPTION_NONE(name)                                               \
	{                                                                      \
		-1, -1, "none", name                                           \
	}

/* getsockopt(2). Returns the number; or -1: there is none, or no socket. */
int socket_option_get(int fd, int level, int option);

/* Whether it is a socket of TCP, or of MPTCP. */
bool socket_option_is_tcp(int fd);

/* setsockopt(2) of a number; fails with ENOPROTOOPT for an option that this
 * system does not have. */
int socket_option_set(int fd, const struct socket_option *option, int value);

/* The same of a text, without its NUL. */
int socket_option_set_text(
    int fd, const struct socket_option *option, const char *value);

#endif
