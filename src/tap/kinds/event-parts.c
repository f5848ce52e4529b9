/* SPDX-License-Identifier: MIT */
/* The parts of events as JSON objects. */
#include "tap/kinds/event-parts.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "sys/socket/vsock-address.h"

/* The version of what the objects mean. Members are only ever added. */
#define EVENTS_VERSION 1

/* RFC 3339 in UTC, with microseconds; at is by clock_now(). */
static void add_time(struct bytes *out, int64_t at)
{
	struct timespec now;
	struct tm tm;
	char text[80];

	clock_gettime(CLOCK_REALTIME, &now);
	int64_t us = (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000 -
	             (clock_now() - at);
	time_t seconds = us / CLOCK_SECOND;
	gmtime_r(&seconds, &tm);
	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec, (int)(us % CLOCK_SECOND));
	json_word(out, "ts", text);
}

void event_parts_begin(
    struct bytes *out, const char *event, int64_t at, int64_t started)
{
	json_open(out, NULL);
	json_number(out, "v", EVENTS_VERSION);
	json_word(out, "event", event);
	add_time(out, at);
	json_seconds(out, "t", at > started ? at - started : 0);
}

void event_parts_end(struct bytes *out)
{
	json_close(out);
	bytes_add_text(out, "\n");
}

static void add_unix_name(struct bytes *out, const struct address *a)
{
	size_t len;
	const char *name = address_unix_name(a, &len);

	if (name && name[0])
		json_bytes(out, "path", name, len);
	else if (name)
		json_bytes(out, "abstract", name + 1, len - 1);
}

static void add_members(struct bytes *out, const struct address *a)
{
	char host[ADDRESS_TEXT];

	if (a->storage.ss_family == AF_UNIX) {
		add_unix_name(out, a);
		return;
	}
	address_host(host, a);
	if (address_name(a)) {
		json_bytes(out, "name", host, strlen(host));
		return;
	}
	if (a->storage.ss_family != vsock_family) {
		json_name(out, "ip");
		json_string(out, host, strlen(host));
	} else if (vsock_address_cid(a) != VSOCK_ANY) {
		json_number(out, "cid", vsock_address_cid(a));
	}
	if (address_port(a))
		json_number(out, "port", address_port(a));
}

void event_parts_address(
    struct bytes *out, const char *name, const struct address *a)
{
	json_open(out, name);
	add_members(out, a);
	json_close(out);
}

void event_parts_addresses(struct bytes *out, const struct address_list *list)
{
	json_name(out, "addresses");
	bytes_add_text(out, "[");
	for (size_t i = 0; i < list->count; i++) {
		bytes_add_text(out, i ? "," : "");
		json_open(out, NULL);
		add_members(out, &list->items[i]);
		json_close(out);
	}
	bytes_add_text(out, "]");
}

/* An array of the lines, each of which ends in a newline, without the blanks by
 * which they are indented; nothing if there are none. */
static void add_lines(struct bytes *out, const char *name, const char *lines)
{
	char shown[2048];

	if (!*lines)
		return;
	json_name(out, name);
	for (const char *gap = "["; *lines; gap = ",") {
		lines += strspn(lines, " ");
		size_t len = strcspn(lines, "\n");
		text_escape(shown, sizeof(shown), lines, len);
		bytes_add_text(out, gap);
		json_string(out, shown, strlen(shown));
		lines += len + (lines[len] == '\n');
	}
	bytes_add_text(out, "]");
}

void event_parts_error(
    struct bytes *out, const struct error *err, const char *hint)
{
	json_word(out, "kind", error_word(err->kind));
	json_text(out, "text", err->text);
	if (err->sysno)
		json_word(out, "errno", sysno_name(err->sysno));
	add_lines(out, "detail", err->detail);
	if (hint)
		add_lines(out, "hint", hint);
}
