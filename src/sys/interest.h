/* SPDX-License-Identifier: MIT */
/*
 * Many descriptors that are waited for as one: what a wait costs depends on
 * how many are ready, and not on how many there are (epoll(7)).
 */
#ifndef SYS_INTEREST_H
#define SYS_INTEREST_H

#include <stdbool.h>
#include <stddef.h>

/* How many interest_ready() returns at most. */
#define INTEREST_AT_ONCE 256

/* A descriptor that is readable while one of the set is ready; close(2) ends
 * the set. Returns -1 with errno if there can be none. */
int interest_open(void);

/* Waits for fd to become ready, once; events as in poll(2). is_known: fd was
 * given to the set before, and was not closed since then; a descriptor that is
 * closed leaves the set. Returns 0, or -1 with errno. */
int interest_once(int set, int fd, bool is_known, short events, void *who);

/* Fills who is ready, without waiting. Returns how many, or -1 with errno. */
int interest_ready(int set, void *who[INTEREST_AT_ONCE]);

#endif
