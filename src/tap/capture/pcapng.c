/* SPDX-License-Identifier: MIT */
/* The blocks of a pcapng file, in memory. */
#include "tap/capture/pcapng.h"

#include <string.h>

enum block {
	BLOCK_SECTION = 0x0A0D0D0A,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
};

/* Of the types that are for local use (section 10.1). */
#define BLOCK_FILLER 0x80000000U

enum code {
	CODE_END = 0,
	CODE_COMMENT = 1,
	CODE_APPLICATION = 4, /* of a section */
	CODE_NAME = 2,        /* of an interface */
	CODE_DESCRIPTION = 3,
	CODE_RESOLUTION = 9,
	CODE_FLAGS = 2, /* of a packet */
};

#define BYTE_ORDER_MAGIC 0x1A2B3C4D
#define LINKTYPE_RAW 101
#define SNAP_LENGTH 262144 /* more than any packet here */
#define NANOSECONDS 9      /* ten to the minus that */
#define INBOUND 1
#define OUTBOUND 2

static size_t padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

static unsigned char *put16(unsigned char *out, unsigned value)
{
	uint16_t number = (uint16_t)value;

	memcpy(out, &number, sizeof(number));
	return out + sizeof(number);
}

static unsigned char *put32(unsigned char *out, uint32_t value)
{
	memcpy(out, &value, sizeof(value));
	return out + sizeof(value);
}

static size_t text_len(const char *text)
{
	return strnlen(text, PCAPNG_TEXT_MOST);
}

static unsigned char *put_option(
    unsigned char *out, enum code code, const void *bytes, size_t len)
{
	out = put16(out, code);
	out = put16(out, (unsigned)len);
	memset(out, 0, padded(len));
	if (len > 0)
		memcpy(out, bytes, len);
	return out + padded(len);
}

static unsigned char *put_text(
    unsigned char *out, enum code code, const char *text)
{
	return put_option(out, code, text, text_len(text));
}

/* Ends the block that begins at out and has come to at; the length stands in
 * front as well. */
static size_t end_block(unsigned char *out, unsigned char *at)
{
	at = put_option(at, CODE_END, NULL, 0);
	uint32_t size = (uint32_t)(at - out) + 4;
	put32(out + 4, size);
	put32(at, size);
	return size;
}

size_t pcapng_section(
    unsigned char out[PCAPNG_BEGINNING], const char *application)
{
	unsigned char *at = put32(out, BLOCK_SECTION) + 4;

	at = put32(at, BYTE_ORDER_MAGIC);
	at = put16(at, 1); /* version 1.0 */
	at = put16(at, 0);
	memset(at, 0xff, 8); /* the length of the section is not known */
	at = put_text(at + 8, CODE_APPLICATION, application);
	return end_block(out, at);
}

size_t pcapng_interface(unsigned char out[PCAPNG_BEGINNING], const char *name,
    const char *description)
{
	const unsigned char resolution = NANOSECONDS;
	unsigned char *at = put32(out, BLOCK_INTERFACE) + 4;

	at = put16(at, LINKTYPE_RAW);
	at = put16(at, 0);
	at = put32(at, SNAP_LENGTH);
	at = put_text(at, CODE_NAME, name);
	at = put_text(at, CODE_DESCRIPTION, description);
	at = put_option(at, CODE_RESOLUTION, &resolution, 1);
	return end_block(out, at);
}

size_t pcapng_packet_size(const struct pcapng_packet *p)
{
	size_t options = 8 + 4; /* flags, and the end */

	if (p->comment)
		options += 4 + padded(text_len(p->comment));
	return PCAPNG_HEAD + padded(p->len) + options + 4;
}

size_t pcapng_packet_head(
    unsigned char out[PCAPNG_HEAD], const struct pcapng_packet *p)
{
	unsigned char *at = put32(out, BLOCK_PACKET);

	at = put32(at, (uint32_t)pcapng_packet_size(p));
	at = put32(at, p->interface);
	at = put32(at, (uint32_t)(p->time_ns >> 32));
	at = put32(at, (uint32_t)p->time_ns);
	at = put32(at, (uint32_t)p->len); /* that are there, and that were */
	at = put32(at, (uint32_t)p->len);
	return (size_t)(at - out);
}

size_t pcapng_packet_tail(
    unsigned char out[PCAPNG_TAIL_MOST], const struct pcapng_packet *p)
{
	size_t padding = padded(p->len) - p->len;
	unsigned char flags[4], *at = out + padding;

	memset(out, 0, padding);
	put32(flags, p->is_outbound ? OUTBOUND : INBOUND);
	at = put_option(at, CODE_FLAGS, flags, sizeof(flags));
	if (p->comment)
		at = put_text(at, CODE_COMMENT, p->comment);
	at = put_option(at, CODE_END, NULL, 0);
	at = put32(at, (uint32_t)pcapng_packet_size(p));
	return (size_t)(at - out);
}

void pcapng_filler(unsigned char *out, size_t size)
{
	memset(out, 0, size);
	put32(put32(out, BLOCK_FILLER), (uint32_t)size);
	put32(out + size - 4, (uint32_t)size);
}
