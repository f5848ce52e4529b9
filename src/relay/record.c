/* SPDX-License-Identifier: MIT */
/* How a datagram that came is written out. */
#include "relay/record.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

#define HEX_COLUMNS 16

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

static void add_hex_row(
    struct bytes *out, size_t at, const unsigned char *bytes, size_t len)
{
	bytes_print(out, "%08zx ", at);
	for (size_t i = 0; i < HEX_COLUMNS; i++) {
		const char *gap = i == HEX_COLUMNS / 2 ? " " : "";
		if (i < len)
			bytes_print(out, "%s %02x", gap, bytes[i]);
		else
			bytes_print(out, "%s   ", gap);
	}
	bytes_add_text(out, "  |");
	for (size_t i = 0; i < len; i++) {
		bool shows = bytes[i] >= 0x20 && bytes[i] < 0x7F;
		bytes_add(out, shows ? &bytes[i] : (const void *)".", 1);
	}
	bytes_add_text(out, "|\n");
}

static void add_hex(struct bytes *out, const struct datagram *d)
{
	char peer[ADDRESS_TEXT], shown[2 * ADDRESS_TEXT];

	address_text(peer, &d->peer);
	bytes_print(out, "%zu B from %s\n", d->len,
	    text_escape(shown, sizeof(shown), peer, strlen(peer)));
	for (size_t at = 0; at < d->len; at += HEX_COLUMNS) {
		size_t left = d->len - at;
		add_hex_row(out, at, d->bytes + at,
		    left < HEX_COLUMNS ? left : HEX_COLUMNS);
	}
}

/* RFC 3339 in UTC, with microseconds. */
static void add_time(struct bytes *out)
{
	struct timespec now;
	struct tm tm;
	char text[40];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	bytes_print(out, "\"%s.%06ldZ\"", text, now.tv_nsec / 1000);
}

static void add_unix_name(struct bytes *out, const struct address *a)
{
	size_t len;
	const char *name = address_unix_name(a, &len);

	if (name && name[0])
		json_path(out, name, len);
	else if (name)
		json_abstract(out, name + 1, len - 1);
}

static void add_address(
    struct bytes *out, const char *name, const struct address *a)
{
	char host[ADDRESS_TEXT];

	json_name(out, name);
	bytes_add_text(out, "{");
	if (a->storage.ss_family == AF_UNIX) {
		add_unix_name(out, a);
	} else {
		address_host(host, a);
		json_name(out, "ip");
		json_string(out, host, strlen(host));
		if (address_port(a)) {
			json_name(out, "port");
			bytes_print(out, "%u", address_port(a));
		}
	}
	bytes_add_text(out, "}");
}

static void add_json(
    struct bytes *out, const struct datagram *d, int64_t started)
{
	struct bytes object = { 0 };

	bytes_add_text(&object, "{");
	json_name(&object, "v");
	bytes_add_text(&object, "1");
	json_name(&object, "event");
	bytes_add_text(&object, "\"datagram\"");
	json_name(&object, "ts");
	add_time(&object);
	json_name(&object, "t");
	bytes_print(
	    &object, "%.6f", (double)(clock_now() - started) / CLOCK_SECOND);
	if (d->peer.len)
		add_address(&object, "remote", &d->peer);
	if (d->to.len)
		add_address(&object, "local", &d->to);
	if (d->ttl >= 0) {
		json_name(&object, "ttl");
		bytes_print(&object, "%d", d->ttl);
	}
	if (d->was_cut) {
		json_name(&object, "truncated");
		bytes_add_text(&object, "true");
	}
	json_payload(&object, d->bytes, d->len);
	bytes_add_text(&object, "}\n");
	bytes_add(out, object.at, object.len);
	bytes_free(&object);
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
