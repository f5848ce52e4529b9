/* SPDX-License-Identifier: MIT */
/*
 * The file of a capture: gathers blocks, and writes them together.
 *
 * A write that SIGKILL or a full disk cuts off ends at a boundary of a page in
 * the page cache. So a block does not cross such a boundary where that can be
 * avoided, and the file has only whole blocks at any time.
 */
#ifndef TAP_CAPTURE_CAPTURE_FILE_H
#define TAP_CAPTURE_CAPTURE_FILE_H

#include <stdbool.h>

#include "sys/output/outlet.h"
#include "tap/capture/packet.h"
#include "tap/capture/pcapng.h"
#include "tap/event/connection.h"

#define CAPTURE_PAGE 4096

/* How many packets go with one write at most. */
#define CAPTURE_PACKETS (OUTLET_PIECES / 2 - 2)

/* The kinds of interface. */
enum capture_kind { CAPTURE_IP, CAPTURE_UNIX, CAPTURE_KINDS };

struct capture_file {
	struct outlet outlet;
	uint64_t time_ns; /* of the packets that are added; the user sets it */
	uint32_t interfaces[CAPTURE_KINDS]; /* their numbers from 1 on; 0: not
	                                       yet in the file */
	uint32_t interface_count;
	uint64_t written; /* whole blocks, in bytes */
	size_t gathered;  /* the bytes behind those */
	struct iovec pieces[OUTLET_PIECES];
	size_t piece_count;
	size_t ends[CAPTURE_PACKETS]; /* of blocks, in what is gathered */
	size_t block_count;
	unsigned char heads[64 * 1024]; /* what stands around the payloads */
	size_t heads_len;
};

/* A packet: its headers, and what follows them. */
struct capture_packet {
	struct pcapng_packet block; /* capture_file_add() sets len, time_ns */
	const unsigned char *headers;
	size_t headers_len;
	const void *payload; /* stays until the next flush */
	size_t len;
};

/* Takes the outlet over, which is at the beginning of its file, and adds the
 * blocks by which a capture begins. Returns an allocated file, to be ended with
 * capture_file_free(). */
struct capture_file *capture_file_new(
    const struct outlet *outlet, const char *application);
void capture_file_free(struct capture_file *f);

/* The interface that carries such connections; and its number, with its block
 * added before the first packet. */
enum capture_kind capture_file_kind(const struct tap_connection *c);
uint32_t capture_file_interface(struct capture_file *f, enum capture_kind kind);

/* How many bytes are left up to the next page. */
size_t capture_file_room(const struct capture_file *f);

/* Adds the block of a packet. */
void capture_file_add(struct capture_file *f, struct capture_packet *p);

/* Writes what is gathered. Returns 0, or -1 with errno, and with outlet.sysno
 * from then on: the file ends with the last block that is whole. */
int capture_file_flush(struct capture_file *f);

#endif
