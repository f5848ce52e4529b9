/* SPDX-License-Identifier: MIT */
/* The packets of a capture, and the interfaces that they are of. */
#ifndef TAP_CAPTURE_WRITER_H
#define TAP_CAPTURE_WRITER_H

#include "tap/capture-file.h"
#include "tap/connection.h"

/* The kinds of interface. */
enum capture_kind { CAPTURE_IP, CAPTURE_UNIX, CAPTURE_KINDS };

struct capture_writer {
	struct capture_file *file;
	uint32_t interfaces[CAPTURE_KINDS]; /* their numbers and one; 0: not
	                                       yet in the file */
	uint32_t interface_count;
	uint64_t time_ns; /* of the event that is told at the moment */
};

/* The number of an interface, which is described in the file by then. */
uint32_t capture_writer_interface(
    struct capture_writer *w, enum capture_kind kind);

/* Add a block, or a packet, which gets the time of the event. */
void capture_writer_add_block(
    struct capture_writer *w, const unsigned char *block, size_t size);
void capture_writer_add(struct capture_writer *w, struct capture_packet *p);

/* The kind of interface that carries such connections; and whether they are
 * streams, shown as TCP, or else datagrams. */
enum capture_kind capture_kind_of(const struct tap_connection *c);
bool capture_is_stream(const struct tap_connection *c);

#endif
