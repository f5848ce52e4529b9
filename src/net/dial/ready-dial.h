/* SPDX-License-Identifier: MIT */
/* Opening an end that needs no handshake, and mostly no time: a file, a
 * terminal, a program. */
#ifndef NET_DIAL_READY_DIAL_H
#define NET_DIAL_READY_DIAL_H

#include "net/dial/dial.h"

/* Instead of 0 or -1: the end is not ready, and has to be tried again. */
#define READY_LATER 1

/*
 * Opens the end. Returns 0 with a socket, or with a stream and -1 as the
 * socket, in out; the address of a stream without a socket is filled in by the
 * dial. Or returns -1 with err filled, or READY_LATER with the error that holds
 * if the end is not ready in time.
 */
typedef int ready_open(
    void *context, struct connection *out, struct error *err);

/* Makes a dial whose rounds call the function, with pauses for as long as it
 * says READY_LATER. The name, for messages and observers, is copied. */
struct dial *ready_dial(const char *name, ready_open *open, void *context,
    const struct retry_opts *retry);

#endif
