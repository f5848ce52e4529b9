/* SPDX-License-Identifier: MIT */
/* Passing a descriptor to another process, over a Unix socket. */
#ifndef SYS_SOCKET_PASS_FD_H
#define SYS_SOCKET_PASS_FD_H

#include "base/error.h"

/* Sends fd over the channel (SCM_RIGHTS, unix(7)), with one byte, a NUL. Waits
 * while the channel is full. The caller keeps fd; the receiver gets the same
 * open file description. Returns 0, or -1 with FAULT_IO and a text that names
 * the channel, or FAULT_SIGNAL. */
int pass_fd(int channel, int fd, const char *channel_name, struct error *err);

#endif
