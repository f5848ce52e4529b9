/* SPDX-License-Identifier: MIT */
/* Options of a socket that are numbers. */
#ifndef SYS_SOCKET_SOCKET_OPTION_H
#define SYS_SOCKET_SOCKET_OPTION_H

/* getsockopt(2). Returns the number; or -1: there is none, or no socket. */
int socket_option_get(int fd, int level, int option);

#endif
