/* SPDX-License-Identifier: MIT */
/* tty:DEVICE and pty:LINK as ends of a conversation. */
#ifndef WORK_ENDS_TERMINAL_END_H
#define WORK_ENDS_TERMINAL_END_H

#include "args/tty-spec.h"
#include "work/ends/ready-end.h"

/* Make an end of a device, which one conversation at a time can have; or of a
 * terminal that is made for each conversation, where spec->once waits until a
 * program has opened it. Both take over the spec. */
struct ready_end *terminal_end(struct tty_spec *spec);
struct ready_end *terminal_end_pty(struct tty_spec *spec);

#endif
