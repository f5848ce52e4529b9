/* SPDX-License-Identifier: MIT */
/* What the files of the loop share. */
#ifndef RELAY_LOOP_PRIVATE_H
#define RELAY_LOOP_PRIVATE_H

struct loop;

/* Takes note of the children that have ended; forgets all that have not. */
void loop_take_children(struct loop *loop);
void loop_leave_children(struct loop *loop);

#endif
