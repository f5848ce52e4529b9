/* SPDX-License-Identifier: MIT */
/* What the files of the loop share. */
#ifndef RELAY_LOOP_PRIVATE_H
#define RELAY_LOOP_PRIVATE_H

struct loop;

/* Reaps children that have ended and wakes their members; stops watching all
 * others. */
void loop_take_children(struct loop *loop);
void loop_leave_children(struct loop *loop);

#endif
