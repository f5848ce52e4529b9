/* SPDX-License-Identifier: MIT */
/* Senders of datagrams to a listener, and what has become of them. */
#include "senders-bench.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/clock.h"
#include "datagram-pair.h"
#include "tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

static bool wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_WARNING;
}

static void note(struct tap *tap, const struct tap_event *event)
{
	(void)event;
	((struct senders_bench *)tap)->warnings++;
}

static const struct tap_ops counter = { .wants = wants, .event = note };

static bool admits(void *context, int fd, const struct address *from)
{
	(void)fd;
	(void)from;
	return !((struct senders_bench *)context)->refuses;
}

static void wake(void *context)
{
	((struct senders_bench *)context)->woken++;
}

static void begins(void *context, struct stream *s, const struct address *from)
{
	struct senders_bench *b = context;

	s->woken = wake;
	s->context = b;
	b->streams[b->begun] = s;
	b->from[b->begun++] = *from;
}

static void replaced(void *context)
{
	((struct senders_bench *)context)->replaced++;
}

static void changed(void *context)
{
	((struct senders_bench *)context)->changed++;
}

static void begin(struct senders_bench *b, size_t most)
{
	const struct senders_opts opts = {
		.fds = listener_fds(b->listener),
		.count = listener_addresses(b->listener)->count,
		.most = most,
		.admits = admits,
		.begins = begins,
		.replaced = replaced,
		.changed = changed,
		.context = b,
		.tap = &b->tap,
	};

	b->tap.ops = &counter;
	b->senders = senders_new(&opts);
}

void senders_bench_begin(struct senders_bench *b, const char *host, size_t most)
{
	struct error err = ERROR_NONE;
	const struct binding_opts opts = {
		.host = host,
		.port = "0",
		.type = SOCK_DGRAM,
		.numeric = true,
		.sockopts = &no_options,
		.deadline = INT64_MAX,
	};

	*b = (struct senders_bench){ 0 };
	b->listener = listener_open(&opts, &err);
	is_text(err.text, "", "datagrams are awaited");
	begin(b, most);
}

void senders_bench_begin_unix(
    struct senders_bench *b, const char *name, size_t most)
{
	struct error err = ERROR_NONE;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	struct address own = { 0 };

	memcpy(sun.sun_path + 1, name, len);
	memcpy(&own.storage, &sun, sizeof(sun));
	own.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + len);
	const struct unix_binding_opts opts = {
		.address = &own,
		.type = SOCK_DGRAM,
		.mode = 0600,
	};
	*b = (struct senders_bench){ 0 };
	b->listener = listener_open_unix(&opts, &err);
	is_text(err.text, "", "datagrams are awaited at a Unix socket");
	begin(b, most);
}

void senders_bench_turn(struct senders_bench *b)
{
	struct error err = ERROR_NONE;

	waiting_clear(&b->waiting);
	int64_t latest = clock_earlier(senders_prepare(b->senders, &b->waiting),
	    clock_after(CLOCK_SECOND));
	waiting_until(&b->waiting, latest, &err);
	is_int(senders_serve(b->senders, &b->waiting, &err), 0, "no failure");
}

void senders_bench_end(struct senders_bench *b)
{
	for (int i = 0; i < b->begun; i++)
		stream_close(b->streams[i]);
	senders_free(b->senders);
	listener_close(b->listener);
	waiting_free(&b->waiting);
}

int senders_bench_peer(const struct senders_bench *b, in_addr_t to)
{
	unsigned port = address_port(listener_addresses(b->listener)->items);
	const struct sockaddr_in there = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(to) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (connect(fd, (const struct sockaddr *)&there, sizeof(there)) < 0)
		abort();
	return fd;
}

void senders_bench_says(struct senders_bench *b, int fd, const char *text)
{
	say(fd, text);
	senders_bench_turn(b);
}

ssize_t senders_bench_read(struct senders_bench *b, int i, char bytes[100])
{
	struct error err = ERROR_NONE;

	memset(bytes, 0, 100);
	return stream_read(b->streams[i], bytes, 99, &err);
}

void senders_bench_hears(struct senders_bench *b, int i, const char *text)
{
	char bytes[100];
	ssize_t n = senders_bench_read(b, i, bytes);

	is_int(n, (long long)strlen(text), "stream %d: a datagram", i);
	is_text(bytes, text, "stream %d hears '%s'", i, text);
}

void senders_bench_hears_nothing(struct senders_bench *b, int i)
{
	char bytes[100];

	is_int(senders_bench_read(b, i, bytes), STREAM_AGAIN,
	    "stream %d: no more", i);
}

void senders_bench_hears_end(struct senders_bench *b, int i)
{
	char bytes[100];

	is_int(senders_bench_read(b, i, bytes), 0, "stream %d: the end", i);
}

void senders_bench_answers(
    struct senders_bench *b, int i, const char *text, int peer)
{
	struct error err = ERROR_NONE;
	char bytes[100] = "";
	ssize_t len = (ssize_t)strlen(text);

	is_int(stream_write(b->streams[i], text, (size_t)len, &err), len,
	    "stream %d answers", i);
	is_int(recv(peer, bytes, sizeof(bytes) - 1, 0), len, "it comes");
	is_text(bytes, text, "to the right one");
}
