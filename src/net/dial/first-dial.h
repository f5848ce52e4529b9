/* SPDX-License-Identifier: MIT */
/* Dialling the first of several peers that can be reached. */
#ifndef NET_DIAL_FIRST_DIAL_H
#define NET_DIAL_FIRST_DIAL_H

#include "net/dial/dial.h"

/* Makes a dial that owns the others, two or more, which are in an array of the
 * caller: each round dials one after the other, each for its share of the time
 * that is left. An error has the causes of all of them. */
struct dial *first_dial(
    struct dial *const *dials, size_t count, const struct retry_opts *retry);

#endif
