/* SPDX-License-Identifier: MIT */
/* Plays the server of dialogues for any number of clients. */
#ifndef WORK_PLAYING_MOCKING_H
#define WORK_PLAYING_MOCKING_H

#include "args/spec.h"
#include "work/run.h"

/* Listens at the address, announces that, and plays to the end. Returns 0, or
 * -1 with err filled: FAULT_UNMET if a client did not keep to a dialogue. */
int mocking(const struct run *run, const struct spec *where, struct error *err);

#endif
