/* SPDX-License-Identifier: MIT */
/*
 * The file of a capture: gathers blocks, and writes them together.
 *
 * A write that SIGKILL cuts off ends at a page of the file, as far as the
 * kernel's own page cache goes, and so does one to a disk that is full. So a
 * block does not cross the boundary of a page where that can be avoided, and
 * the file has whole blocks only at any time.
 */
#ifndef TAP_CAPTURE_FILE_H
#define TAP_CAPTURE_FILE_H

#include <stdbool.h>

#include "sys/outlet.h"
#include "tap/packet.h"
#include "tap/pcapng.h"

#define CAPTURE_PAGE 4096

/* How many packets go with one write at most. */
#define CAPTURE_PACKETS (OUTLET_PIECES / 2 - 2)

struct capture_file {
	struct outlet outlet;
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
	struct pcapng_packet block; /* len is set by capture_file_add() */
	const unsigned char *headers;
	size_t headers_len;
	const void *payload; /* stays until the next flush */
	size_t len;
};

/* Takes the outlet over, which is at the beginning of its file. Returns an
 * allocated file, to be ended with capture_file_free(). */
struct capture_file *capture_file_new(const struct outlet *outlet);
void capture_file_free(struct capture_file *f);

/* How many bytes are left up to the next page. */
size_t capture_file_room(const struct capture_file *f);

/* Begins a new page unless a block of size bytes can be on this one. */
void capture_file_place(struct capture_file *f, size_t size);

/* Adds a block that is in memory, which is copied; or that of a packet. */
void capture_file_add_block(
    struct capture_file *f, const unsigned char *block, size_t size);
void capture_file_add(struct capture_file *f, struct capture_packet *p);

/* Writes what is gathered. Returns 0, or -1 with errno: then the file ends
 * with the last block that is whole. */
int capture_file_flush(struct capture_file *f);

#endif
