/* SPDX-License-Identifier: MIT */
/* Answers received datagrams. */
#include "relay/answerer.h"

#include "base/clock.h"
#include "net/datagram/reflection.h"
#include "relay/datagram-tell.h"

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

static void answer(struct answerer *a, int fd, const struct datagram *d)
{
	struct datagram back = {
		.bytes = a->opts.echo ? d->bytes : a->opts.reply,
		.len = a->opts.echo ? d->len : a->opts.reply_len,
		.peer = d->peer,
		.own = d->own,
	};
	struct error err = ERROR_NONE;
	int sent = datagram_send(fd, &back, a->tap, &err);

	if (sent > 0)
		datagram_tell(a->tap, TAP_OUT, fd, &back);
	a->busy += sent == 0;
	if (sent < 0 && a->failed++ == 0)
		a->failure = err;
}

void answerer_take(struct answerer *a, int fd, const struct datagram *d)
{
	if (!a->opts.echo && !a->opts.reply)
		return;
	if (!d->peer.len)
		a->unnamed++;
	else if (reflection_follows(fd, &d->peer))
		a->refused++;
	else if (is_too_much(a))
		a->limited++;
	else
		answer(a, fd, d);
}

void answerer_report(const struct answerer *a)
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
			tap_tell(a->tap, &event);
	}
}
