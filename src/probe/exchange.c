/* SPDX-License-Identifier: MIT */
/* A question to a server, and the answer that shows that it is at work. */
#include "probe/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"

/* How many of the latest bytes are kept to look for the answer in, and how much
 * of them is shown. */
#define KEPT_MOST 65536
#define SHOWN_MOST 80

enum probe_finding exchange_begin(struct exchange *e, struct probe *p, int fd)
{
	if (!p->opts.exchange) {
		close(fd);
		return PROBE_THERE;
	}
	*e = (struct exchange){
		.opts = p->opts.exchange,
		.tap = p->opts.tap,
		.fd = fd,
	};
	return exchange_service(e, p);
}

static void hang_up(struct exchange *e)
{
	close(e->fd);
	bytes_free(&e->received);
	e->opts = NULL;
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

int64_t exchange_prepare(const struct exchange *e, struct waiting *w)
{
	short events = is_sent(e) ? 0 : POLLOUT;

	if (e->opts->expect)
		events |= POLLIN;
	waiting_add(w, e->fd, events);
	return CLOCK_NEVER;
}

/* Why it has failed, and what had come until then. */
static void fail(const struct exchange *e, const char *why, enum fault kind,
    struct error *err)
{
	char shown[SHOWN_MOST], size[TEXT_MEASURE];

	if (e->received_bytes)
		error_set(err, kind, "connected, received '%s' (%s)%s",
		    text_escape(
			shown, sizeof(shown), e->received.at, e->received.len),
		    text_size(size, e->received_bytes), why);
	else
		error_set(err, kind, "connected, received nothing%s", why);
}

static enum probe_finding fail_sys(const struct exchange *e, struct error *err)
{
	char why[80];

	if (sysno_is_transient(errno))
		return PROBE_GOES_ON;
	snprintf(why, sizeof(why), ", then: %s", sysno_phrase(errno));
	fail(e, why, FAULT_RESET, err);
	return PROBE_UNCLEAR;
}

static enum probe_finding send_more(struct exchange *e, struct error *err)
{
	const struct exchange_opts *opts = e->opts;
	size_t left = opts->send_len - e->sent;
	ssize_t n = send(e->fd, opts->send + e->sent, left, MSG_NOSIGNAL);

	tap_call(e->tap, n, NULL, "send(%d, %zu bytes)", e->fd, left);
	if (n < 0)
		return fail_sys(e, err);
	e->sent += (size_t)n;
	return PROBE_THERE;
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

static enum probe_finding receive_more(struct exchange *e, struct error *err)
{
	char chunk[16384];
	ssize_t n = recv(e->fd, chunk, sizeof(chunk), 0);

	tap_call(e->tap, n, NULL, "recv(%d, %zu)", e->fd, sizeof(chunk));
	if (n < 0)
		return fail_sys(e, err);
	keep(e, chunk, (size_t)n);
	if (is_answered(e))
		return PROBE_THERE;
	if (n > 0)
		return PROBE_GOES_ON;
	fail(e, ", then the end", FAULT_RESET, err);
	return PROBE_UNCLEAR;
}

enum probe_finding exchange_service(struct exchange *e, struct probe *p)
{
	enum probe_finding finding = PROBE_THERE;

	if (!is_sent(e))
		finding = send_more(e, &p->cause);
	if (finding != PROBE_UNCLEAR && !is_answered(e))
		finding = receive_more(e, &p->cause);
	if (finding == PROBE_THERE && !(is_sent(e) && is_answered(e)))
		return PROBE_GOES_ON;
	if (finding != PROBE_GOES_ON)
		hang_up(e);
	return finding;
}

void exchange_end(struct exchange *e, struct probe *p)
{
	if (!e->opts)
		return;
	fail(e, "", FAULT_TIMEOUT, &p->cause);
	hang_up(e);
}
