/* SPDX-License-Identifier: MIT */
/* A question to a server, and the answer that shows it is at work. */
#include "probe/exchange.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/sysno.h"
#include "base/text.h"

/* How much is kept to look for the answer in. */
#define KEPT_MOST 65536
/* How much of it is shown. */
#define SHOWN_MOST 80

struct exchange exchange_begin(const struct exchange_opts *opts, int fd)
{
	return (struct exchange){ .opts = opts, .fd = fd };
}

void exchange_free(struct exchange *e)
{
	bytes_free(&e->received);
}

static bool is_sent(const struct exchange *e)
{
	return e->sent == e->opts->send_len;
}

static bool is_answered(const struct exchange *e)
{
	const struct exchange_opts *opts = e->opts;

	if (!opts->expect)
		return true;
	return e->received.len > 0 && memmem(e->received.at, e->received.len,
					  opts->expect, opts->expect_len);
}

void exchange_prepare(struct exchange *e, struct waiting *w)
{
	short events = is_sent(e) ? 0 : POLLOUT;

	if (e->opts->expect)
		events |= POLLIN;
	e->slot = waiting_add(w, e->fd, events);
}

/* Why it has failed, and what had come until then. */
static int fail(const struct exchange *e, const char *why, enum fault kind,
    struct error *err)
{
	char shown[SHOWN_MOST], size[TEXT_MEASURE];

	if (!e->received_bytes)
		return error_set(
		    err, kind, "connected, received nothing%s", why);
	return error_set(err, kind, "connected, received '%s' (%s)%s",
	    text_escape(shown, sizeof(shown), e->received.at, e->received.len),
	    text_size(size, e->received_bytes), why);
}

int exchange_give_up(const struct exchange *e, struct error *err)
{
	return fail(e, "", FAULT_TIMEOUT, err);
}

static enum exchange_state fail_sys(const struct exchange *e, struct error *err)
{
	char why[80];

	if (sysno_is_transient(errno))
		return EXCHANGE_GOES_ON;
	snprintf(why, sizeof(why), ", then: %s", sysno_phrase(errno));
	fail(e, why, FAULT_RESET, err);
	return EXCHANGE_FAILED;
}

static enum exchange_state send_more(struct exchange *e, struct error *err)
{
	const struct exchange_opts *opts = e->opts;
	size_t left = opts->send_len - e->sent;
	ssize_t n = send(e->fd, opts->send + e->sent, left, MSG_NOSIGNAL);

	tap_call(opts->tap, n, NULL, "send(%d, %zu bytes)", e->fd, left);
	if (n < 0)
		return fail_sys(e, err);
	e->sent += (size_t)n;
	return EXCHANGE_DONE;
}

/* The answer may be cut in two where the older bytes are dropped. */
static void keep(struct exchange *e, const char *bytes, size_t len)
{
	struct bytes *kept = &e->received;

	if (kept->len + len > KEPT_MOST && kept->len > e->opts->expect_len)
		bytes_drop(kept, kept->len - e->opts->expect_len);
	bytes_add(kept, bytes, len);
	e->received_bytes += len;
}

static enum exchange_state receive_more(struct exchange *e, struct error *err)
{
	char chunk[16384];
	ssize_t n = recv(e->fd, chunk, sizeof(chunk), 0);

	tap_call(e->opts->tap, n, NULL, "recv(%d, %zu)", e->fd, sizeof(chunk));
	if (n < 0)
		return fail_sys(e, err);
	keep(e, chunk, (size_t)n);
	if (is_answered(e))
		return EXCHANGE_DONE;
	if (n > 0)
		return EXCHANGE_GOES_ON;
	fail(e, ", then the end", FAULT_RESET, err);
	return EXCHANGE_FAILED;
}

enum exchange_state exchange_service(struct exchange *e, struct error *err)
{
	enum exchange_state state = EXCHANGE_DONE;

	if (!is_sent(e))
		state = send_more(e, err);
	if (state == EXCHANGE_FAILED)
		return state;
	if (!is_answered(e))
		state = receive_more(e, err);
	if (state == EXCHANGE_DONE && (!is_sent(e) || !is_answered(e)))
		return EXCHANGE_GOES_ON;
	return state;
}
