/* SPDX-License-Identifier: MIT */
/* Answers to the datagrams that come. */
#include "relay/answerer.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "relay/datagram-tell.h"

/* Services that answer whatever comes, at ports below 1024 that no client has
 * as its own (RFC 862, 867, 865, 864). Nothing can be sent to port 0. */
static bool is_reflector(unsigned port)
{
	return port == 0 || port == 7 || port == 13 || port == 17 || port == 19;
}

/* Only an address of this host can be bound. */
static bool is_of_this_host(const struct address *a)
{
	struct address probe = *a;
	int fd = socket(a->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return false;
	address_set_port(&probe, 0);
	int result =
	    bind(fd, (const struct sockaddr *)&probe.storage, probe.len);
	close(fd);
	return result == 0;
}

static bool has_same_name(const struct address *a, const struct address *b)
{
	size_t len_a, len_b;
	const char *name_a = address_unix_name(a, &len_a);
	const char *name_b = address_unix_name(b, &len_b);

	return name_a && name_b && len_a == len_b &&
	       memcmp(name_a, name_b, len_a) == 0;
}

/* Whether the answer would come back to this socket or to one that answers,
 * too. */
static bool would_loop(int fd, const struct address *peer)
{
	struct address local = address_local(fd);

	if (peer->storage.ss_family == AF_UNIX)
		return has_same_name(peer, &local);
	if (is_reflector(address_port(peer)))
		return true;
	if (address_port(peer) != address_port(&local))
		return false;
	return address_is_any(&local) ? is_of_this_host(peer)
	                              : address_is_same_host(peer, &local);
}

/* Whether ANSWERER_RATE answers were sent within the last second. */
static bool is_too_much(struct answerer *a)
{
	int64_t now = clock_now();
	int64_t *oldest = &a->sent_at[a->oldest];

	if (*oldest && now - *oldest < CLOCK_SECOND)
		return true;
	*oldest = now;
	a->oldest = (a->oldest + 1) % ANSWERER_RATE;
	return false;
}

static void answer(struct answerer *a, int fd, const struct datagram *back)
{
	struct error err = ERROR_NONE;
	int sent = datagram_send(fd, back, 1, &err);

	if (sent > 0 && a->tap)
		datagram_tell(a->tap, TAP_OUT, fd, back);
	a->busy += sent == 0;
	if (sent < 0 && a->failed++ == 0)
		a->failure = err;
}

void answerer_take(struct answerer *a, int fd, const struct datagram *d)
{
	struct datagram back = {
		.bytes = a->opts.echo ? d->bytes : a->opts.reply,
		.len = a->opts.echo ? d->len : a->opts.reply_len,
		.peer = d->peer,
		.own = d->own,
	};

	if (!a->opts.echo && !a->opts.reply)
		return;
	if (!d->peer.len)
		a->unnamed++;
	else if (would_loop(fd, &d->peer))
		a->refused++;
	else if (is_too_much(a))
		a->limited++;
	else
		answer(a, fd, &back);
}

void answerer_report(const struct answerer *a, struct tap *tap)
{
	const uint64_t counts[] = {
		[TAP_NO_WAY_BACK] = a->unnamed,
		[TAP_WOULD_LOOP] = a->refused,
		[TAP_TOO_MANY] = a->limited,
		[TAP_NO_ROOM] = a->busy,
		[TAP_ANSWERS_FAILED] = a->failed,
	};

	for (enum tap_silence why = 0; why <= TAP_ANSWERS_FAILED; why++) {
		struct tap_event event = {
			.kind = TAP_UNANSWERED,
			.unanswered = { why, counts[why] },
		};
		if (why == TAP_TOO_MANY)
			event.unanswered.limit = ANSWERER_RATE;
		if (why == TAP_ANSWERS_FAILED)
			event.unanswered.cause = &a->failure;
		if (counts[why])
			tap_tell(tap, &event);
	}
}
