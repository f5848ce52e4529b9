/* SPDX-License-Identifier: MIT */
/*
 * The observer behind --capture: the bytes of all connections and datagrams as
 * packets in a pcapng file, which Wireshark and others read.
 *
 * genet sees what its sockets carry, not the packets of the network. So it
 * makes packets for the capture: addresses, times, bytes, and the beginning and
 * end of connections are real; the cuts between segments, and acknowledgements,
 * are not.
 */
#ifndef TAP_CAPTURE_CAPTURE_H
#define TAP_CAPTURE_CAPTURE_H

#include "sys/output/outlet.h"
#include "tap/tap.h"

struct capture_opts {
	const char *name;        /* of the file, for errors */
	const char *application; /* that writes it */
	struct tap **all;        /* the chain that is told of a failure */
	bool starts_late;        /* nothing is written before the first event,
	                            since the run may still be refused */
};

/* Begins a capture, and writes what such a file begins with. Takes the outlet
 * over. Returns an observer that frees itself at its end, or NULL with err
 * filled. */
struct tap *capture_new(
    const struct capture_opts *opts, struct outlet *outlet, struct error *err);

#endif
