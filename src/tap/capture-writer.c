/* SPDX-License-Identifier: MIT */
/* The packets of a capture, and the interfaces that they are of. */
#include "tap/capture-writer.h"

enum capture_kind capture_kind_of(const struct tap_connection *c)
{
	return c->transport == TAP_TCP || c->transport == TAP_UDP
	           ? CAPTURE_IP
	           : CAPTURE_UNIX;
}

bool capture_is_stream(const struct tap_connection *c)
{
	return c->transport == TAP_TCP || c->transport == TAP_UNIX_STREAM ||
	       c->transport == TAP_UNIX_SEQPACKET;
}

void capture_writer_add_block(
    struct capture_writer *w, const unsigned char *block, size_t size)
{
	capture_file_place(w->file, size);
	capture_file_add_block(w->file, block, size);
}

uint32_t capture_writer_interface(
    struct capture_writer *w, enum capture_kind kind)
{
	static const char *const names[CAPTURE_KINDS][2] = {
		[CAPTURE_IP] = { "ip", "sockets of TCP and UDP" },
		[CAPTURE_UNIX] = { "unix", "Unix sockets, as TCP and UDP" },
	};
	unsigned char block[PCAPNG_BEGINNING];

	if (!w->interfaces[kind]) {
		capture_writer_add_block(w, block,
		    pcapng_interface(block, names[kind][0], names[kind][1]));
		w->interfaces[kind] = ++w->interface_count;
	}
	return w->interfaces[kind] - 1;
}

void capture_writer_add(struct capture_writer *w, struct capture_packet *p)
{
	p->block.time_ns = w->time_ns;
	p->block.len = p->headers_len + p->len;
	capture_file_place(w->file, pcapng_packet_size(&p->block));
	capture_file_add(w->file, p);
}
