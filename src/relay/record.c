/* SPDX-License-Identifier: MIT */
/* The forms in which a received datagram is written. */
#include "relay/record.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "tap/dump.h"
#include "tap/kinds/event-parts.h"

static void add_prefixed(struct bytes *out, const struct datagram *d)
{
	unsigned char prefix[4] = {
		(unsigned char)(d->len >> 24),
		(unsigned char)(d->len >> 16),
		(unsigned char)(d->len >> 8),
		(unsigned char)d->len,
	};

	bytes_add(out, prefix, sizeof(prefix));
	bytes_add(out, d->bytes, d->len);
}

static void add_hex(struct bytes *out, const struct datagram *d)
{
	char peer[ADDRESS_TEXT], shown[2 * ADDRESS_TEXT];

	address_text(peer, &d->peer);
	bytes_print(out, "%zu B from %s\n", d->len,
	    text_escape(shown, sizeof(shown), peer, strlen(peer)));
	dump_lines(out, "", 0, d->bytes, d->len, DUMP_MOST);
}

static void add_json(
    struct bytes *out, const struct datagram *d, int64_t started)
{
	event_parts_begin(out, "datagram", clock_now(), started);
	json_word(out, "direction", "in");
	if (d->peer.len)
		event_parts_address(out, "remote", &d->peer);
	if (d->to.len)
		event_parts_address(out, "local", &d->to);
	if (d->ttl >= 0)
		json_number(out, "ttl", d->ttl);
	if (d->was_cut)
		json_flag(out, "truncated", true);
	json_payload(out, d->bytes, d->len);
	event_parts_end(out);
}

void record_add(struct bytes *out, enum record_format format,
    const struct datagram *d, int64_t started)
{
	switch (format) {
	case RECORD_RAW:
		bytes_add(out, d->bytes, d->len);
		return;
	case RECORD_LINES:
		bytes_add(out, d->bytes, d->len);
		if (!d->len || d->bytes[d->len - 1] != '\n')
			bytes_add_text(out, "\n");
		return;
	case RECORD_PREFIX:
		add_prefixed(out, d);
		return;
	case RECORD_HEX:
		add_hex(out, d);
		return;
	case RECORD_JSON:
		add_json(out, d, started);
		return;
	}
}
