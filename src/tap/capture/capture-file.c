/* SPDX-License-Identifier: MIT */
/* The file of a capture: gathers blocks, and writes them together. */
#include "tap/capture/capture-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* The bytes around the payload of a packet, with a filler before it. */
#define AROUND_MOST                                                            \
	(CAPTURE_PAGE + PCAPNG_HEAD + PACKET_HEADER_MOST + PCAPNG_TAIL_MOST)

/* Adds a piece; to the last piece, if that ends where it begins. */
static void add_piece(struct capture_file *f, const void *bytes, size_t len)
{
	struct iovec *last = f->pieces + f->piece_count - 1;

	f->gathered += len;
	if (f->piece_count > 0 &&
	    (const char *)last->iov_base + last->iov_len == bytes)
		last->iov_len += len;
	else if (len > 0)
		f->pieces[f->piece_count++] =
		    (struct iovec){ (void *)(uintptr_t)bytes, len };
}

/* Adds the bytes that were written to the end of heads. */
static void add_head(struct capture_file *f, size_t len)
{
	add_piece(f, f->heads + f->heads_len, len);
	f->heads_len += len;
}

static void end_block(struct capture_file *f)
{
	f->ends[f->block_count++] = f->gathered;
}

/* Makes room for any block. */
static void make_room(struct capture_file *f)
{
	if (f->block_count + 2 > CAPTURE_PACKETS ||
	    f->heads_len + AROUND_MOST > sizeof(f->heads))
		capture_file_flush(f);
}

size_t capture_file_room(const struct capture_file *f)
{
	return CAPTURE_PAGE - (f->written + f->gathered) % CAPTURE_PAGE;
}

static void fill_page(struct capture_file *f)
{
	size_t size = capture_file_room(f);

	if (size < PCAPNG_FILLER_LEAST || size == CAPTURE_PAGE)
		return;
	make_room(f);
	pcapng_filler(f->heads + f->heads_len, size);
	add_head(f, size);
	end_block(f);
}

/* Begins a new page unless a block of size bytes can be on this one. What would
 * be left of the page must be nothing, or have room for a filler. */
static void place(struct capture_file *f, size_t size)
{
	size_t room = capture_file_room(f);

	if (size > room || (size < room && room - size < PCAPNG_FILLER_LEAST))
		fill_page(f);
}

static void add_block(
    struct capture_file *f, const unsigned char *block, size_t size)
{
	place(f, size);
	make_room(f);
	memcpy(f->heads + f->heads_len, block, size);
	add_head(f, size);
	end_block(f);
}

enum capture_kind capture_file_kind(const struct tap_connection *c)
{
	return c->transport == TAP_TCP || c->transport == TAP_UDP ||
	               c->transport == TAP_SCTP
	           ? CAPTURE_IP
	           : CAPTURE_UNIX;
}

uint32_t capture_file_interface(struct capture_file *f, enum capture_kind kind)
{
	static const char *const names[CAPTURE_KINDS][2] = {
		[CAPTURE_IP] = { "ip", "sockets of TCP and UDP" },
		[CAPTURE_UNIX] = { "unix", "other ends, as TCP and UDP" },
	};
	unsigned char block[PCAPNG_BEGINNING];

	if (!f->interfaces[kind]) {
		size_t size =
		    pcapng_interface(block, names[kind][0], names[kind][1]);
		add_block(f, block, size);
		f->interfaces[kind] = ++f->interface_count;
	}
	return f->interfaces[kind] - 1;
}

struct capture_file *capture_file_new(
    const struct outlet *outlet, const char *application)
{
	struct capture_file *f = xcalloc(1, sizeof(*f));
	unsigned char block[PCAPNG_BEGINNING];

	f->outlet = *outlet;
	size_t size = pcapng_section(block, application);
	add_block(f, block, size);
	capture_file_interface(f, CAPTURE_IP);
	return f;
}

void capture_file_free(struct capture_file *f)
{
	outlet_end(&f->outlet);
	free(f);
}

void capture_file_add(struct capture_file *f, struct capture_packet *p)
{
	p->block.time_ns = f->time_ns;
	p->block.len = p->headers_len + p->len;
	place(f, pcapng_packet_size(&p->block));
	make_room(f);
	unsigned char *at = f->heads + f->heads_len;
	size_t len = pcapng_packet_head(at, &p->block);
	memcpy(at + len, p->headers, p->headers_len);
	add_head(f, len + p->headers_len);
	add_piece(f, p->payload, p->len);
	add_head(f, pcapng_packet_tail(f->heads + f->heads_len, &p->block));
	end_block(f);
}

/* How many of the bytes that were taken are of whole blocks. */
static size_t whole_blocks(const struct capture_file *f, size_t taken)
{
	size_t whole = 0;

	for (size_t i = 0; i < f->block_count && f->ends[i] <= taken; i++)
		whole = f->ends[i];
	return whole;
}

int capture_file_flush(struct capture_file *f)
{
	size_t wanted = f->gathered;

	if (wanted == 0)
		return 0;
	size_t taken = outlet_write(&f->outlet, f->pieces, f->piece_count);
	size_t whole = whole_blocks(f, taken);
	outlet_take_back(&f->outlet, taken - whole);
	f->written += whole;
	f->gathered = f->piece_count = f->block_count = f->heads_len = 0;
	if (taken == wanted)
		return 0;
	errno = f->outlet.sysno;
	return -1;
}
