/* SPDX-License-Identifier: MIT */
/*
 * The blocks of a pcapng file, in memory and in the byte order of this host:
 * draft-ietf-opsawg-pcapng, section 4. Times are in nanoseconds.
 */
#ifndef TAP_CAPTURE_PCAPNG_H
#define TAP_CAPTURE_PCAPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for pcapng_section() or pcapng_interface(). */
#define PCAPNG_BEGINNING 256

/* How much of a text or comment is taken. */
#define PCAPNG_TEXT_MOST 400

/* What stands before the bytes of a packet, and at most behind them. */
#define PCAPNG_HEAD 28
#define PCAPNG_TAIL_MOST (3 + 8 + 4 + PCAPNG_TEXT_MOST + 4 + 4)

/* The smallest block that pcapng_filler() can make. */
#define PCAPNG_FILLER_LEAST 12

struct pcapng_packet {
	uint32_t interface; /* the number of its block, from 0 on */
	uint64_t time_ns;   /* since 1970 */
	size_t len;
	bool is_outbound;    /* else inbound */
	const char *comment; /* or NULL */
};

/* Write a block: the header of a section, written by that application; or an
 * interface whose packets begin with IP (LINKTYPE_RAW). Texts are UTF-8, and
 * together of at most 150 bytes. Return how long the block is. */
size_t pcapng_section(
    unsigned char out[PCAPNG_BEGINNING], const char *application);
size_t pcapng_interface(unsigned char out[PCAPNG_BEGINNING], const char *name,
    const char *description);

/* How long the block of a packet is, of which the bytes stand between head and
 * tail. */
size_t pcapng_packet_size(const struct pcapng_packet *p);
size_t pcapng_packet_head(
    unsigned char out[PCAPNG_HEAD], const struct pcapng_packet *p);
size_t pcapng_packet_tail(
    unsigned char out[PCAPNG_TAIL_MOST], const struct pcapng_packet *p);

/* Writes a block of size bytes that readers pass over: a type for local use. */
void pcapng_filler(unsigned char *out, size_t size);

#endif
