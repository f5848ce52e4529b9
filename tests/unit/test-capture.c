/* SPDX-License-Identifier: MIT */
/* A capture: the blocks of its file, wherever what is told of is cut. */
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "chance.h"
#include "tap.h"
#include "tap/capture/capture-file.h"
#include "tap/capture/capture.h"

/* What the blocks of a file are. */
struct found {
	long blocks, packets, fillers, crossing, payload;
	long bare;         /* packets without payload */
	uint64_t times[2]; /* of the first packet, and of the last */
	bool is_whole;
};

static uint32_t word(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static uint64_t time_of(const unsigned char *packet)
{
	return (uint64_t)word(packet + 12) << 32 | word(packet + 16);
}

static struct found look(int fd)
{
	static unsigned char file[4 * 1024 * 1024];
	ssize_t len = pread(fd, file, sizeof(file), 0);
	struct found f = { .is_whole = len > 0 };
	size_t at = 0;

	while (f.is_whole && at < (size_t)len) {
		uint32_t size = word(file + at + 4);
		f.is_whole = size >= 12 && size % 4 == 0 &&
		             at + size <= (size_t)len &&
		             word(file + at + size - 4) == size;
		if (!f.is_whole)
			break;
		f.blocks++;
		f.packets += word(file + at) == 6;
		f.fillers += word(file + at) == 0x80000000U;
		if (word(file + at) == 6) {
			f.payload += (long)word(file + at + 20) - 40;
			f.bare += word(file + at + 20) == 40;
			f.times[f.packets > 1] = time_of(file + at);
		}
		f.crossing +=
		    at / CAPTURE_PAGE != (at + size - 1) / CAPTURE_PAGE;
		at += size;
	}
	return f;
}

static struct tap *begin(int fd, struct tap **all)
{
	struct capture_opts opts = { "file", "test", all, false };
	struct error err = ERROR_NONE;
	struct outlet outlet;

	outlet_begin(&outlet, dup(fd), INT64_MAX, &err);
	return capture_new(&opts, &outlet, &err);
}

static void tell(struct tap *tap, const struct tap_connection *c,
    enum tap_kind kind, const void *bytes, size_t len)
{
	struct tap_event e = { .kind = kind, .connection = c };

	if (kind == TAP_DATA || kind == TAP_DATAGRAM) {
		e.data.direction = TAP_OUT;
		e.data.bytes = bytes;
		e.data.len = len;
	}
	tap_tell(tap, &e);
}

/* Pieces of all lengths, so that each place of a page is where one begins. */
static void test_pages(void)
{
	static const unsigned char bytes[20000];
	struct tap_connection c = { .id = 3, .transport = TAP_UNIX_STREAM };
	struct chance chance = { 7 };
	struct tap *all = NULL;
	struct error err = ERROR_NONE;
	int fd = memfd_create("capture", MFD_CLOEXEC);
	struct tap *tap = all = begin(fd, &all);
	long sent = 0;

	tell(tap, &c, TAP_ACCEPTED, NULL, 0);
	for (int i = 0; i < 600; i++) {
		size_t most = i % 3 == 0 ? sizeof(bytes) : 300;
		size_t len = 1 + chance_below(&chance, most);
		tell(tap, &c, TAP_DATA, bytes, len);
		sent += (long)len;
	}
	tell(tap, &c, TAP_CLOSED, NULL, 0);
	is_int(tap_end(tap, &err), 0, "a capture ends well");
	struct found f = look(fd);
	ok(f.is_whole, "its file has whole blocks only");
	is_int(f.crossing, 0, "no block crosses a page");
	ok(f.fillers > 0, "what is left of a page is filled");
	/* A SYN has eight bytes more, and there are two. */
	is_int(f.payload - 16, sent, "all bytes are there, and once");
	/* The others are of the beginning and the end. */
	is_int(f.bare - 3, sent >> 20, "each MiB is acknowledged");
	close(fd);
}

/* Keeps what it is warned of. */
struct witness {
	struct tap tap;
	int warnings;
};

static bool wants_warnings(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_WARNING;
}

static void count(struct tap *tap, const struct tap_event *e)
{
	(void)e;
	((struct witness *)tap)->warnings++;
}

static const struct tap_ops witness_ops = { wants_warnings, count, NULL, NULL };

/* The limit of the size of files cuts a write off as a full disk does. */
static void test_full(void)
{
	static const unsigned char bytes[50000];
	struct tap_connection c = { .transport = TAP_TCP };
	struct rlimit before, limit;
	struct witness witness = { .tap.ops = &witness_ops };
	struct tap *all = &witness.tap;
	struct error err = ERROR_NONE;
	int fd = memfd_create("capture", MFD_CLOEXEC);

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = 100001;
	setrlimit(RLIMIT_FSIZE, &limit);
	witness.tap.next = begin(fd, &all);
	tell(all, &c, TAP_CONNECTED, NULL, 0);
	for (int i = 0; i < 10; i++)
		tell(all, &c, TAP_DATA, bytes, sizeof(bytes));
	is_int(witness.warnings, 1, "a file that takes no more: one warning");
	is_int(tap_end(all, &err), -1, "and an error at the end");
	has_text(err.text, "incomplete", "which says what that means");
	struct found f = look(fd);
	ok(f.is_whole && f.packets > 20, "what is there is whole");
	setrlimit(RLIMIT_FSIZE, &before);
	close(fd);
}

/* A datagram of a Unix socket may be longer than any of UDP. */
static void test_long(void)
{
	static const unsigned char bytes[200000];
	struct tap_connection c = { .transport = TAP_UNIX_DATAGRAM };
	struct error err = ERROR_NONE;
	struct tap *all = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);

	all = begin(fd, &all);
	tell(all, &c, TAP_DATAGRAM, bytes, sizeof(bytes));
	tell(all, &c, TAP_DATAGRAM, NULL, 0);
	tap_end(all, &err);
	struct found f = look(fd);
	ok(f.is_whole, "a long datagram makes whole blocks");
	is_int(f.packets, 5, "four for that, one for an empty one");
	is_int(f.payload + 5 * 12, sizeof(bytes), "with all of its bytes");
	close(fd);
}

/* The longest that UDP can carry, by IPv6, is one packet. */
static void test_longest(void)
{
	static const unsigned char bytes[65527];
	const struct address a = { .storage.ss_family = AF_INET6,
		.len = sizeof(struct sockaddr_in6) };
	struct tap_connection c = {
		.transport = TAP_UDP,
		.local = &a,
		.remote = &a,
	};
	struct error err = ERROR_NONE;
	struct tap *all = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);

	all = begin(fd, &all);
	tell(all, &c, TAP_DATAGRAM, bytes, sizeof(bytes));
	tap_end(all, &err);
	struct found f = look(fd);
	ok(f.is_whole && f.packets == 1, "the longest datagram is one packet");
	close(fd);
}

/* How many packets a conversation takes that sends one text. */
static long packets_until(enum tap_outcome outcome)
{
	struct tap_connection c = { .transport = TAP_TCP };
	struct tap_event closed = {
		.kind = TAP_CLOSED,
		.connection = &c,
		.closed.outcome = outcome,
	};
	struct error err = ERROR_NONE;
	struct tap *all = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);

	all = begin(fd, &all);
	tell(all, &c, TAP_ACCEPTED, NULL, 0);
	tell(all, &c, TAP_DATA, "hello", 5);
	tap_tell(all, &closed);
	tap_end(all, &err);
	struct found f = look(fd);
	close(fd);
	return f.packets;
}

static void test_ends(void)
{
	is_int(packets_until(TAP_ENDED), 6,
	    "a peer that has everything acknowledges it");
	is_int(packets_until(TAP_CUT_OFF), 5, "one that is cut off does not");
	is_int(packets_until(TAP_FAILED), 5, "nor one that is lost");
}

static void test_dialled(void)
{
	struct tap_connection c = { .transport = TAP_TCP, .is_dialled = true };
	struct tap_event e = {
		.kind = TAP_CONNECTED,
		.connection = &c,
		.took_us = 2000000,
	};
	struct error err = ERROR_NONE;
	struct tap *all = NULL;
	int fd = memfd_create("capture", MFD_CLOEXEC);

	all = begin(fd, &all);
	tap_tell(all, &e);
	tap_end(all, &err);
	struct found f = look(fd);
	is_int((long long)(f.times[1] - f.times[0]), 2000000000,
	    "the first packet was sent when the dial began");
	close(fd);
}

int main(void)
{
	test_pages();
	test_full();
	test_long();
	test_longest();
	test_ends();
	test_dialled();
	return plan();
}
