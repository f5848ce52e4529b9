/* SPDX-License-Identifier: MIT */
/* exec:COMMAND and sh:COMMAND as ends of a conversation. */
#ifndef WORK_ENDS_PROGRAM_END_H
#define WORK_ENDS_PROGRAM_END_H

#include "work/ends/ready-end.h"

/* Make an end that starts the program anew for each conversation, with pipes
 * (stream/program.h): the words of a command, which are taken over, or a text
 * for sh(1). Return NULL with err filled as exec_check(), which is not asked if
 * the program is_elsewhere: in the directory of --chroot. */
struct ready_end *program_end(
    char **words, bool is_elsewhere, struct error *err);
struct ready_end *program_end_shell(
    const char *text, bool is_elsewhere, struct error *err);

#endif
