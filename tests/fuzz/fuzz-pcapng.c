/* SPDX-License-Identifier: MIT */
/* The input says what happens to connections that are captured. Another reader
 * finds whole blocks in the file, packets with sound headers in them, and in
 * these the bytes, in order and once. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "fuzz.h"
#include "tap/capture/capture-file.h"
#include "tap/capture/capture.h"

#define CONNECTIONS 8
#define EVENTS_MOST 60
#define BYTES_MOST 9000

struct run {
	struct tap *tap, *all;
	struct tap_connection connections[CONNECTIONS];
	struct address locals[CONNECTIONS], remotes[CONNECTIONS];
	bool is_open[CONNECTIONS];
	struct bytes told; /* in the order in which they were */
};

/* What happens */

static struct address inet4(unsigned host, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *in = (void *)&a.storage;

	in->sin_family = AF_INET;
	in->sin_addr.s_addr = htonl(0x7F000000U + host);
	in->sin_port = htons((uint16_t)port);
	return a;
}

static struct address inet6(unsigned host, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in6) };
	struct sockaddr_in6 *in = (void *)&a.storage;

	in->sin6_family = AF_INET6;
	in->sin6_addr.s6_addr[0] = 0xFD;
	in->sin6_addr.s6_addr[15] = (uint8_t)host;
	in->sin6_port = htons((uint16_t)port);
	return a;
}

static struct address local_name(unsigned host)
{
	struct address a = { .len = sizeof(sa_family_t) };
	struct sockaddr_un *un = (void *)&a.storage;

	un->sun_family = AF_UNIX;
	if (host % 3 == 0)
		return a;
	un->sun_path[0] = host % 3 == 1 ? '/' : '\0';
	un->sun_path[1] = (char)('a' + host % 20);
	a.len += 2;
	return a;
}

static struct address some_address(enum tap_transport t, unsigned which)
{
	bool is_unix = t == TAP_UNIX_STREAM || t == TAP_UNIX_SEQPACKET ||
	               t == TAP_UNIX_DATAGRAM;

	if (is_unix)
		return local_name(which);
	return which & 64 ? inet6(which & 63, 1000 + which)
	                  : inet4(1 + (which & 63), 1000 + which);
}

/* Whether its bytes are in a stream, whose connection has a beginning. */
static bool is_stream(const struct tap_connection *c)
{
	return c->transport != TAP_UDP && c->transport != TAP_UNIX_DATAGRAM;
}

static void choose(struct run *r, unsigned i, unsigned how, unsigned which)
{
	struct tap_connection *c = &r->connections[i];
	enum tap_transport t = (enum tap_transport)(how % 5);

	r->locals[i] = some_address(t, which);
	r->remotes[i] = some_address(t, (which & 64) | (which * 7 & 63));
	*c = (struct tap_connection){
		.id = i + 1,
		.transport = t,
		.is_dialled = how & 32,
		.local = how & 64 ? NULL : &r->locals[i],
		.remote = how & 128 ? NULL : &r->remotes[i],
	};
}

/* What is told are parts of these. */
static const unsigned char *some_bytes(size_t at)
{
	static unsigned char bytes[BYTES_MOST];

	if (!bytes[1])
		for (size_t i = 0; i < BYTES_MOST; i++)
			bytes[i] = (unsigned char)(i * 31 + i / 253);
	return bytes + at;
}

static void tell(struct run *r, struct tap_event e)
{
	tap_tell(r->tap, &e);
}

static void tell_bytes(struct run *r, const struct tap_connection *c,
    unsigned what, unsigned length)
{
	size_t len = length % BYTES_MOST;
	size_t most = BYTES_MOST - len;
	const unsigned char *bytes = some_bytes(what * 37 % most);

	if (is_stream(c) && len == 0)
		return;
	tell(r, (struct tap_event){
		    .kind = is_stream(c) ? TAP_DATA : TAP_DATAGRAM,
		    .connection = c,
		    .data = { what & 128 ? TAP_IN : TAP_OUT, bytes, len, 0 },
		});
	bytes_add(&r->told, bytes, len);
}

static void happen(
    struct run *r, unsigned what, unsigned i, unsigned how, unsigned length)
{
	static struct error lost = { .kind = FAULT_RESET, .text = "reset" };
	struct tap_connection *c = &r->connections[i];
	struct tap_event e = { .connection = c };

	if (!r->is_open[i]) {
		choose(r, i, how, length);
		r->is_open[i] = true;
		e.kind = c->is_dialled ? TAP_CONNECTED : TAP_ACCEPTED;
		e.took_us = length;
		if (!is_stream(c))
			e.kind = TAP_LISTENING;
		tell(r, e);
		return;
	}
	if (what % 16 < 12) {
		tell_bytes(r, c, how, length);
		return;
	}
	if (what % 16 == 12 && is_stream(c))
		e.kind = how & 1 ? TAP_PEER_ENDED : TAP_INPUT_ENDED;
	else if (is_stream(c)) {
		e.kind = TAP_CLOSED;
		e.closed.cause = how & 1 ? &lost : NULL;
		e.closed.outcome = how & 1 ? TAP_FAILED : (enum tap_outcome)0;
		e.closed.peer_reset = how & 2;
		e.closed.resets_peer = how & 4;
		r->is_open[i] = false;
	} else
		return;
	tell(r, e);
}

/* What is found */

struct reader {
	const unsigned char *file;
	size_t len;
	unsigned interfaces;
	struct bytes payload;
};

static uint32_t word(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static unsigned get16(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* As RFC 1071 says, word by word in network order. */
static unsigned sum(unsigned before, const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		before += i % 2 ? at[i] : (unsigned)at[i] << 8;
		before = (before & 0xFFFF) + (before >> 16);
	}
	return before;
}

/* Options end with the one of code 0, within the block. */
static void check_options(const unsigned char *at, size_t len)
{
	for (;;) {
		uint16_t head[2];
		FUZZ_MUST(len >= sizeof(head));
		memcpy(head, at, sizeof(head));
		size_t whole = sizeof(head) + ((head[1] + 3U) & ~3U);
		FUZZ_MUST(whole <= len);
		at += whole;
		len -= whole;
		if (head[0] == 0)
			break;
	}
	FUZZ_MUST(len == 0);
}

/* TCP or UDP, whose payload is kept. */
static void read_segment(struct reader *r, unsigned protocol,
    const unsigned char *at, size_t len, unsigned pseudo)
{
	size_t head = protocol == IPPROTO_TCP ? 4U * (at[12] >> 4) : 8;

	FUZZ_MUST(protocol == IPPROTO_TCP || protocol == IPPROTO_UDP);
	FUZZ_MUST(len >= head && head >= (protocol == IPPROTO_TCP ? 20 : 8));
	pseudo = sum(pseudo,
	    (unsigned char[]){ 0, (unsigned char)protocol,
		(unsigned char)(len >> 8), (unsigned char)len },
	    4);
	FUZZ_MUST(sum(pseudo, at, len) == 0xFFFF);
	if (protocol == IPPROTO_UDP)
		FUZZ_MUST(get16(at + 4) == len);
	bytes_add(&r->payload, at + head, len - head);
}

static void read_packet(struct reader *r, const unsigned char *at, size_t len)
{
	FUZZ_MUST(len >= 28);
	if (at[0] >> 4 == 4) {
		FUZZ_MUST(at[0] == 0x45 && get16(at + 2) == len);
		FUZZ_MUST(sum(0, at, 20) == 0xFFFF);
		read_segment(r, at[9], at + 20, len - 20, sum(0, at + 12, 8));
		return;
	}
	FUZZ_MUST(at[0] >> 4 == 6 && len >= 48);
	FUZZ_MUST(get16(at + 4) == len - 40);
	read_segment(r, at[6], at + 40, len - 40, sum(0, at + 8, 32));
}

static void read_block(struct reader *r, const unsigned char *at, size_t size)
{
	uint32_t type = word(at);

	if (type == 0x0A0D0D0A) {
		FUZZ_MUST(at == r->file && word(at + 8) == 0x1A2B3C4D);
		check_options(at + 24, size - 28);
	} else if (type == 1) {
		r->interfaces++;
		check_options(at + 16, size - 20);
	} else if (type == 6) {
		size_t len = word(at + 20), padded = (len + 3) & ~(size_t)3;
		FUZZ_MUST(word(at + 8) < r->interfaces);
		FUZZ_MUST(word(at + 24) == len && padded <= size - 32);
		read_packet(r, at + 28, len);
		check_options(at + 28 + padded, size - 32 - padded);
	} else
		FUZZ_MUST(type == 0x80000000U);
}

static void read_file(struct reader *r)
{
	size_t at = 0;

	while (at < r->len) {
		FUZZ_MUST(r->len - at >= 12);
		uint32_t size = word(r->file + at + 4);
		FUZZ_MUST(size >= 12 && size % 4 == 0 && size <= r->len - at);
		FUZZ_MUST(word(r->file + at + size - 4) == size);
		size_t room = CAPTURE_PAGE - at % CAPTURE_PAGE;
		/* Where it can be avoided, no block crosses a page. */
		if (size > room)
			FUZZ_MUST(
			    size > CAPTURE_PAGE || room < PCAPNG_FILLER_LEAST);
		read_block(r, r->file + at, size);
		at += size;
	}
}

static void check_file(int fd, const struct bytes *told)
{
	struct reader r = { .len = (size_t)lseek(fd, 0, SEEK_END) };
	unsigned char *file = xmalloc(r.len);

	FUZZ_MUST(r.len > 0);
	FUZZ_MUST(pread(fd, file, r.len, 0) == (ssize_t)r.len);
	r.file = file;
	read_file(&r);
	FUZZ_MUST(r.payload.len == told->len);
	FUZZ_MUST(
	    told->len == 0 || memcmp(r.payload.at, told->at, told->len) == 0);
	bytes_free(&r.payload);
	free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("capture", MFD_CLOEXEC);
	struct run *r = xcalloc(1, sizeof(*r));
	struct capture_opts opts = { "file", "fuzz", &r->all, false };
	struct error err = ERROR_NONE;
	struct outlet outlet;

	FUZZ_MUST(outlet_begin(&outlet, dup(fd), INT64_MAX, &err) == 0);
	r->tap = r->all = capture_new(&opts, &outlet, &err);
	FUZZ_MUST(r->tap);
	for (int events = 0; size > 0 && events < EVENTS_MOST; events++) {
		unsigned what = fuzz_byte(&data, &size);
		unsigned how = fuzz_byte(&data, &size);
		happen(r, what, what >> 4 & 7, how, fuzz_number(&data, &size));
	}
	FUZZ_MUST(tap_end(r->tap, &err) == 0);
	check_file(fd, &r->told);
	bytes_free(&r->told);
	close(fd);
	free(r);
	return 0;
}
