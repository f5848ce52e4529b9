/* SPDX-License-Identifier: MIT */
/* Senders of datagrams to the same socket: each has a stream of its own. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/bind/listener.h"
#include "net/bind/senders.h"
#include "stream/datagram.h"
#include "tap.h"
#include "tap/tap.h"

#define MOST 400

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

/* The senders to a listener, and what has become of them. */
struct bench {
	struct tap tap; /* counts warnings */
	int warnings;
	struct listener *listener;
	struct senders *senders;
	struct waiting waiting;
	struct stream *streams[MOST]; /* in the order of arrival */
	struct address from[MOST];
	int begun, replaced, changed, woken;
	bool refuses;
};

static bool wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_WARNING;
}

static void note(struct tap *tap, const struct tap_event *event)
{
	(void)event;
	((struct bench *)tap)->warnings++;
}

static const struct tap_ops counter = { .wants = wants, .event = note };

static bool admits(void *context, int fd, const struct address *from)
{
	(void)fd;
	(void)from;
	return !((struct bench *)context)->refuses;
}

static void wake(void *context)
{
	((struct bench *)context)->woken++;
}

static void begins(void *context, struct stream *s, const struct address *from)
{
	struct bench *b = context;

	s->woken = wake;
	s->context = b;
	b->streams[b->begun] = s;
	b->from[b->begun++] = *from;
}

static void replaced(void *context)
{
	((struct bench *)context)->replaced++;
}

static void changed(void *context)
{
	((struct bench *)context)->changed++;
}

static void begin(struct bench *b, size_t most)
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

static void begin_udp(struct bench *b, const char *host, size_t most)
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

	*b = (struct bench){ 0 };
	b->listener = listener_open(&opts, &err);
	is_text(err.text, "", "datagrams are awaited");
	begin(b, most);
}

static void begin_unix(struct bench *b, const char *name)
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
	*b = (struct bench){ 0 };
	b->listener = listener_open_unix(&opts, &err);
	is_text(err.text, "", "datagrams are awaited at a Unix socket");
	begin(b, 10);
}

/* Waits as the loop does, and receives once. */
static void turn(struct bench *b)
{
	struct error err = ERROR_NONE;

	waiting_clear(&b->waiting);
	int64_t latest = clock_earlier(senders_prepare(b->senders, &b->waiting),
	    clock_after(CLOCK_SECOND));
	waiting_until(&b->waiting, latest, &err);
	is_int(senders_serve(b->senders, &b->waiting, &err), 0, "no failure");
}

static void end(struct bench *b)
{
	for (int i = 0; i < b->begun; i++)
		stream_close(b->streams[i]);
	senders_free(b->senders);
	listener_close(b->listener);
	waiting_free(&b->waiting);
}

/* A socket that sends to the listener, at that address of IPv4. */
static int open_peer(const struct bench *b, in_addr_t to)
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

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), 0) < 0)
		abort();
}

static void says(struct bench *b, int fd, const char *text)
{
	say(fd, text);
	turn(b);
}

static ssize_t read_from(struct bench *b, int i, char bytes[100])
{
	struct error err = ERROR_NONE;

	memset(bytes, 0, 100);
	return stream_read(b->streams[i], bytes, 99, &err);
}

static void hears(struct bench *b, int i, const char *text)
{
	char bytes[100];
	ssize_t n = read_from(b, i, bytes);

	is_int(n, (long long)strlen(text), "stream %d: a datagram", i);
	is_text(bytes, text, "stream %d hears '%s'", i, text);
}

static void hears_nothing(struct bench *b, int i)
{
	char bytes[100];

	is_int(read_from(b, i, bytes), STREAM_AGAIN, "stream %d: no more", i);
}

static void ends(struct bench *b, int i)
{
	char bytes[100];

	is_int(read_from(b, i, bytes), 0, "stream %d: the end", i);
}

static void answers(struct bench *b, int i, const char *text, int peer)
{
	struct error err = ERROR_NONE;
	char bytes[100] = "";
	ssize_t len = (ssize_t)strlen(text);

	is_int(stream_write(b->streams[i], text, (size_t)len, &err), len,
	    "stream %d answers", i);
	is_int(recv(peer, bytes, sizeof(bytes) - 1, 0), len, "it comes");
	is_text(bytes, text, "to the right one");
}

static void test_two(void)
{
	struct bench b;
	char bytes[100];

	begin_udp(&b, "127.0.0.1", 10);
	int one = open_peer(&b, INADDR_LOOPBACK);
	int two = open_peer(&b, INADDR_LOOPBACK);
	struct address own = address_local(one);
	says(&b, one, "1a");
	says(&b, two, "2a");
	says(&b, one, "1b");
	is_int(b.begun, 2, "two senders, two streams");
	is_int((long long)senders_count(b.senders), 2, "which are counted");
	ok(address_is_same(&b.from[0], &own), "the sender is told");
	ok(stream_is_pending(b.streams[0]), "no event tells what has come");
	is_int(b.woken, 1, "the owner of the stream is woken");
	hears(&b, 0, "1a");
	hears(&b, 0, "1b");
	hears_nothing(&b, 0);
	ok(!stream_is_pending(b.streams[0]), "then an event will tell");
	hears(&b, 1, "2a");
	answers(&b, 1, "to 2", two);
	answers(&b, 0, "to 1", one);
	say(one, "");
	turn(&b);
	is_int(read_from(&b, 0, bytes), DATAGRAM_EMPTY, "an empty one");
	answers(&b, 0, "", one);
	stream_finish(b.streams[0], NULL);
	says(&b, one, "1c");
	hears(&b, 0, "1c");
	b.streams[0]->ops->cut(b.streams[0]);
	ends(&b, 0);
	end(&b);
	close(one);
	close(two);
}

static void test_ends(void)
{
	struct bench b;
	struct address local = { 0 }, remote = { 0 };

	begin_udp(&b, NULL, 10);
	int peer = open_peer(&b, INADDR_LOOPBACK + 1);
	struct address own = address_local(peer), there = address_remote(peer);
	says(&b, peer, "x");
	b.streams[0]->ops->ends(b.streams[0], &local, &remote);
	ok(address_is_same_host(&remote, &own), "the peer is known");
	ok(address_is_same_host(&local, &there),
	    "the address it has used, too");
	is_int(address_port(&local), address_port(&there), "with the port");
	end(&b);
	close(peer);
}

/* The socket has all addresses: answers come from the one that was asked, and
 * one sender to two of them has two conversations. */
static void test_addresses(const char *host)
{
	struct bench b;
	struct error err = ERROR_NONE;
	char byte;

	begin_udp(&b, host, 10);
	int peer = open_peer(&b, INADDR_LOOPBACK + 1);
	struct address second = address_remote(peer);
	says(&b, peer, "to the first");
	hears(&b, 0, "to the first");
	answers(&b, 0, "from it", peer);
	struct sockaddr_in third;
	memcpy(&third, &second.storage, sizeof(third));
	third.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 2);
	if (sendto(peer, "other", 5, 0, (const struct sockaddr *)&third,
		sizeof(third)) < 0)
		abort();
	turn(&b);
	is_int(b.begun, 2, "another address is another conversation");
	hears(&b, 1, "other");
	is_int(stream_write(b.streams[1], "x", 1, &err), 1, "its answer");
	is_int(recv(peer, &byte, 1, 0), -1, "is not from the first address");
	answers(&b, 0, "still", peer);
	end(&b);
	close(peer);
}

static void test_idlest(void)
{
	struct bench b;
	int peers[4];

	begin_udp(&b, "127.0.0.1", 3);
	for (int i = 0; i < 4; i++)
		peers[i] = open_peer(&b, INADDR_LOOPBACK);
	for (int i = 0; i < 3; i++)
		says(&b, peers[i], "first");
	says(&b, peers[0], "again");
	answers(&b, 1, "answer", peers[1]);
	is_int(b.replaced, 0, "three may be there");
	says(&b, peers[3], "one more");
	is_int(b.replaced, 1, "a fourth replaces one");
	is_int((long long)senders_count(b.senders), 3, "three are there");
	hears(&b, 2, "first");
	ends(&b, 2);
	hears(&b, 0, "first");
	hears(&b, 0, "again");
	hears_nothing(&b, 0);
	hears(&b, 1, "first");
	hears_nothing(&b, 1);
	hears(&b, 3, "one more");
	answers(&b, 2, "a last answer", peers[2]);
	says(&b, peers[2], "I am back");
	is_int(b.begun, 5, "it may come again");
	hears(&b, 4, "I am back");
	ends(&b, 0);
	end(&b);
	for (int i = 0; i < 4; i++)
		close(peers[i]);
}

static void test_refused_sender(void)
{
	struct bench b;

	begin_udp(&b, "127.0.0.1", 10);
	int peer = open_peer(&b, INADDR_LOOPBACK);
	b.refuses = true;
	says(&b, peer, "unwanted");
	is_int(b.begun, 0, "a sender may be refused");
	b.refuses = false;
	says(&b, peer, "wanted");
	is_int(b.begun, 1, "for one datagram");
	hears(&b, 0, "wanted");
	hears_nothing(&b, 0);
	end(&b);
	close(peer);
}

/* A sender that is gone refuses an answer: that is told to its stream only,
 * whichever call the kernel tells it by. */
static void test_refusing_sender(bool by_write)
{
	struct bench b;
	struct error err = ERROR_NONE;
	int unconfirmed;

	begin_udp(&b, "127.0.0.1", 10);
	int gone = open_peer(&b, INADDR_LOOPBACK);
	int there = open_peer(&b, INADDR_LOOPBACK);
	says(&b, gone, "bye");
	says(&b, there, "hello");
	close(gone);
	is_int(stream_write(b.streams[0], "x", 1, &err), 1, "it can be sent");
	if (by_write)
		answers(&b, 1, "is there", there);
	else
		turn(&b);
	hears(&b, 0, "bye");
	ok(stream_is_pending(b.streams[0]), "a refusal is known");
	char byte;
	is_int(stream_read(b.streams[0], &byte, 1, &err), STREAM_ERROR,
	    "behind all that has come");
	is_int(err.kind, FAULT_REFUSED, "as a refusal");
	is_text(err.text, "refused", "in these words");
	is_int(stream_write(b.streams[0], "x", 1, &err), STREAM_ERROR,
	    "it is not sent to again");
	is_int(b.streams[0]->ops->delivered(b.streams[0], &unconfirmed, &err),
	    -1, "nor was all delivered");
	hears(&b, 1, "hello");
	hears_nothing(&b, 1);
	answers(&b, 1, "still there", there);
	is_int(b.streams[1]->ops->delivered(b.streams[1], &unconfirmed, &err),
	    1, "the other has refused nothing");
	end(&b);
	close(there);
}

/* The last answer was refused, and no call has told so far. */
static void test_refused_last(void)
{
	struct bench b;
	struct error err = ERROR_NONE;
	int unconfirmed;

	begin_udp(&b, "127.0.0.1", 10);
	int gone = open_peer(&b, INADDR_LOOPBACK);
	says(&b, gone, "bye");
	close(gone);
	stream_write(b.streams[0], "x", 1, &err);
	is_int(b.streams[0]->ops->delivered(b.streams[0], &unconfirmed, &err),
	    -1, "a refused last answer is asked for");
	is_int(err.kind, FAULT_REFUSED, "and told");
	end(&b);
}

/* A stream that is not read loses what does not fit, and others nothing. */
static void test_unread(void)
{
	static char large[60000];
	struct bench b;
	const int count = 30;
	int kept = 0;

	begin_udp(&b, "127.0.0.1", 10);
	int fast = open_peer(&b, INADDR_LOOPBACK);
	int slow = open_peer(&b, INADDR_LOOPBACK);
	for (int i = 0; i < count; i++) {
		if (send(fast, large, sizeof(large), 0) < 0)
			abort();
		turn(&b);
	}
	says(&b, slow, "here");
	hears(&b, 1, "here");
	struct error err = ERROR_NONE;
	ssize_t n;
	while ((n = stream_read(b.streams[0], large, sizeof(large), &err)) > 0)
		kept++;
	is_int(n, STREAM_AGAIN, "a stream that was not read goes on");
	is_int(kept, 1024 * 1024 / (60000 + 24), "what fits is kept");
	says(&b, fast, "more");
	hears(&b, 0, "more");
	is_int(b.warnings, 0, "nothing is told yet");
	end(&b);
	is_int(b.warnings, 1, "the loss is told at the end");
	close(fast);
	close(slow);
}

/* Each is found among many. */
static void test_many(void)
{
	struct bench b;
	int peers[MOST];
	char text[16];
	bool all = true;

	begin_udp(&b, "127.0.0.1", MOST);
	for (int i = 0; i < MOST; i++) {
		peers[i] = open_peer(&b, INADDR_LOOPBACK);
		snprintf(text, sizeof(text), "%d", i);
		say(peers[i], text);
	}
	while (b.begun < MOST)
		turn(&b);
	for (int i = 0; i < MOST; i++)
		say(peers[i], "again");
	struct error err = ERROR_NONE;
	for (int i = 0; i < MOST; i++) {
		char bytes[100];
		int number = -1;
		if (read_from(&b, i, bytes) > 0)
			number = atoi(bytes);
		struct address own = address_local(peers[i]);
		all = all && number == i && address_is_same(&own, &b.from[i]);
		stream_write(b.streams[i], bytes, 1, &err);
	}
	ok(all, "each of many has its stream");
	for (int i = 0; i < MOST / 16; i++)
		turn(&b);
	is_int(b.begun, MOST, "and keeps it");
	hears(&b, MOST - 1, "again");
	end(&b);
	for (int i = 0; i < MOST; i++)
		close(peers[i]);
}

/* Unix sockets: with a name each is a sender, all others are one. */

static int open_unix(const char *own, const char *target)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	size_t head = offsetof(struct sockaddr_un, sun_path) + 1;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (own) {
		memcpy(sun.sun_path + 1, own, strlen(own));
		if (bind(fd, (struct sockaddr *)&sun,
			(socklen_t)(head + strlen(own))) < 0)
			abort();
	}
	memset(&sun.sun_path, 0, sizeof(sun.sun_path));
	memcpy(sun.sun_path + 1, target, strlen(target));
	if (connect(fd, (struct sockaddr *)&sun,
		(socklen_t)(head + strlen(target))) < 0)
		abort();
	return fd;
}

static void test_unix(void)
{
	struct bench b;
	struct error err = ERROR_NONE;
	char name[48], own[64];

	snprintf(name, sizeof(name), "genet-test-senders-%d", (int)getpid());
	snprintf(own, sizeof(own), "%s-peer", name);
	begin_unix(&b, name);
	int named = open_unix(own, name);
	int first = open_unix(NULL, name), second = open_unix(NULL, name);
	says(&b, named, "named");
	says(&b, first, "first");
	says(&b, second, "second");
	is_int(b.begun, 2, "all without a name are one sender");
	hears(&b, 0, "named");
	hears(&b, 1, "first");
	hears(&b, 1, "second");
	answers(&b, 0, "answer", named);
	is_int(stream_write(b.streams[1], "x", 1, &err), STREAM_ERROR,
	    "a sender without a name cannot be answered");
	is_text(err.text, "cannot be answered: the peer has no address",
	    "in these words");
	end(&b);
	close(named);
	close(first);
	close(second);
}

/* No event tells that the queue of a Unix socket has room again. */
static void test_unix_full(void)
{
	struct bench b;
	struct error err = ERROR_NONE;
	char name[48], own[64], byte;
	ssize_t n = 1;

	snprintf(name, sizeof(name), "genet-test-senders-%d", (int)getpid());
	snprintf(own, sizeof(own), "%s-peer", name);
	begin_unix(&b, name);
	int peer = open_unix(own, name);
	says(&b, peer, "x");
	hears(&b, 0, "x");
	for (int i = 0; i < 100000 && n == 1; i++)
		n = stream_write(b.streams[0], "y", 1, &err);
	is_int(n, STREAM_AGAIN, "the peer has no room");
	is_int(b.changed, 1, "which is waited for");
	turn(&b);
	is_int(b.woken, 1, "for a moment");
	is_int(recv(peer, &byte, 1, 0), 1, "the peer reads");
	is_int(stream_write(b.streams[0], "y", 1, &err), 1, "it has room");
	close(peer);
	is_int(stream_write(b.streams[0], "y", 1, &err), STREAM_ERROR,
	    "or is gone");
	is_int(err.kind, FAULT_REFUSED, "which is a refusal");
	end(&b);
}

int main(void)
{
	test_two();
	test_ends();
	test_addresses("0.0.0.0");
	test_addresses(NULL);
	test_idlest();
	test_refused_sender();
	test_refusing_sender(true);
	test_refusing_sender(false);
	test_refused_last();
	test_unread();
	test_many();
	test_unix();
	test_unix_full();
	return plan();
}
