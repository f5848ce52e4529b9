/* SPDX-License-Identifier: MIT */
/*
 * The observer behind --capture: the bytes of all connections and datagrams as
 * packets in a pcapng file, which Wireshark and others read.
 *
 * genet sees what its sockets carry, not the packets of the network. So the
 * packets are made for the capture: addresses, times and bytes are real, and so
 * are the beginning and the end of a connection; where the bytes are cut into
 * segments, and when these are acknowledged, is not.
 */
#ifndef TAP_CAPTURE_CAPTURE_H
#define TAP_CAPTURE_CAPTURE_H

#include "sys/outlet.h"
#include "tap/tap.h"

struct capture_opts {
	const char *name;        /* of the file, for errors */
	const char *application; /* that writes it */
	struct tap **all;        /* the chain that is told of a failure */
	bool starts_late;        /* nothing is written before something happens:
	                            the run may still be refused */
};

/* Begins a capture, and writes what such a file begins with. Takes the outlet
 * over. Returns an observer that frees itself at its end, or NULL with err
 * filled. */
struct tap *capture_new(
    const struct capture_opts *opts, struct outlet *outlet, struct error *err);

#endif
