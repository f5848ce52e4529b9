/* SPDX-License-Identifier: MIT */
/* What is told of an outbox: its progress, and why a datagram was not sent. */
#include <errno.h>

#include "base/clock.h"
#include "net/address/address-error.h"
#include "relay/outbox.h"
#include "stream/datagram.h"

static void tell(const struct outbox *out, enum tap_kind kind)
{
	tap_tell(out->tap, &(struct tap_event){
			       .kind = kind,
			       .datagrams = {
				   .direction = TAP_OUT,
				   .count = out->count,
				   .bytes = out->bytes,
				   .shortest = out->shortest,
				   .longest = out->longest,
				   .took_us = clock_now() - out->started,
			       },
			   });
}

void outbox_tell_total(const struct outbox *out)
{
	tell(out, TAP_SENT);
}

void outbox_report(struct pollable *p)
{
	tell((const struct outbox *)p, TAP_DATAGRAMS);
}

void outbox_sample(struct pollable *p)
{
	const struct outbox *out = (const struct outbox *)p;
	struct tap_sample sample = {
		.traffic = { .out = out->bytes,
		    .took_us = clock_now() - out->started },
		.datagrams = out->count,
		.has_datagrams = true,
		.input_is_open = !out->input_ended,
		.is_held_back = out->next_send > clock_now(),
		.held_out = out->buffer.len,
	};

	tap_tell(out->tap,
	    &(struct tap_event){ .kind = TAP_SAMPLE, .sample = &sample });
}

static int explain_too_long(
    const struct outbox *out, size_t len, bool is_unix, struct error *err)
{
	/* ICMP has refused an earlier datagram (path MTU discovery). */
	if (!is_unix && len <= DATAGRAM_LONGEST)
		return error_set(err, FAULT_RESET,
		    "cannot send to %s: a datagram was too long for a link on "
		    "the way",
		    out->opts.name);
	error_set(err, FAULT_IO,
	    "cannot send datagram %llu of %zu B to %s: it is too long",
	    (unsigned long long)out->count + 1, len, out->opts.name);
	error_suggest(err, HINT_DATAGRAM_TOO_LONG, NULL);
	err->hint.number = FRAMING_MAX;
	return -1;
}

int outbox_explain(const struct outbox *out, size_t len,
    const struct error *cause, struct error *err)
{
	struct address local = address_local(out->opts.fd);
	bool is_unix = address_family(&local) == AF_UNIX;
	int sysno = cause->sysno;

	if (sysno == EMSGSIZE)
		return explain_too_long(out, len, is_unix, err);
	if (sysno == EINVAL && address_error_lacks_scope(&out->opts.to))
		return error_set(err, FAULT_UNREACHABLE,
		    "cannot send to %s: %s", out->opts.name,
		    address_error_phrase(&out->opts.to, sysno));
	error_set(err, cause->kind, "cannot send to %s: %s", out->opts.name,
	    cause->text);
	if (cause->kind == FAULT_REFUSED)
		error_suggest(err,
		    is_unix ? HINT_DATAGRAM_UNIX_DEAF : HINT_DATAGRAM_PORT_DEAF,
		    NULL);
	else if (sysno == EACCES)
		error_suggest(err, HINT_BROADCAST, NULL);
	return -1;
}
