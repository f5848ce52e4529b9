/* SPDX-License-Identifier: MIT */
/* echo: and discard: as ends of a conversation. */
#ifndef WORK_ENDS_INNER_END_H
#define WORK_ENDS_INNER_END_H

#include "work/ends/ready-end.h"

struct ready_end *inner_end_echo(void);
struct ready_end *inner_end_discard(void);

#endif
