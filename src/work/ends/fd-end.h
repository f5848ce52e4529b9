/* SPDX-License-Identifier: MIT */
/* fd:N and "-" as ends of a conversation: what another process has opened. */
#ifndef WORK_ENDS_FD_END_H
#define WORK_ENDS_FD_END_H

#include "work/ends/ready-end.h"
#include "work/run.h"

/*
 * Make an end of an inherited descriptor: a connected socket, a pipe, a file or
 * a device, read and written as it was opened; or of the standard streams, or
 * of the files that options name instead. The end serves one conversation.
 * Return NULL with err filled: FAULT_USAGE if the descriptor is none of these.
 */
struct ready_end *fd_end(int fd, struct error *err);
struct ready_end *fd_end_standard(const struct run *run, struct error *err);

#endif
