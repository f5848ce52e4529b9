/* SPDX-License-Identifier: MIT */
/* Events as JSON objects: their members, and bytes that are no text. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "base/clock.h"
#include "tap.h"
#include "tap/kinds/event-json.h"
#include "tap/kinds/event-parts.h"

static struct bytes out;

static char *say_hint(const struct hint *h, char *buf, size_t size)
{
	snprintf(buf, size, "%s%s", h->code ? "look at " : "", h->subject);
	return buf;
}

/* What comes behind the time, with its end. */
static const char *object_of(
    struct tap_event e, unsigned conn, enum event_json_data data)
{
	const struct event_json_opts opts = {
		.started = clock_now(),
		.data = data,
		.say_hint = say_hint,
	};

	bytes_clear(&out);
	e.at = opts.started + 1500000;
	event_json_add(&out, &e, conn, &opts);
	bytes_add(&out, "", 1);
	const char *found = strstr((const char *)out.at, "\"t\":");
	return found ? found : (const char *)out.at;
}

static void test_head(void)
{
	struct tap_event e = { .kind = TAP_NOTE, .text = "x" };
	char ts[64] = "", event[32] = "";

	object_of(e, 0, EVENT_JSON_LENGTHS);
	is_int(sscanf((const char *)out.at,
		   "{\"v\":1,\"event\":\"%31[^\"]\",\"ts\":\"%63[^\"]\",",
		   event, ts),
	    2, "an object begins with version, event and time");
	is_text(event, "note", "the event is a word");
	is_int((long long)strlen(ts), 27, "the time has microseconds");
	is_text(ts + 26, "Z", "and is in UTC");
	is_text(object_of(e, 7, EVENT_JSON_LENGTHS),
	    "\"t\":1.500000,\"conn\":7,\"text\":\"x\"}\n",
	    "the number of the connection comes next");
}

static void test_data(void)
{
	const struct tap_event e = {
		.kind = TAP_DATA,
		.data = { TAP_OUT, "a\"\n", 3, 40 },
	};
	const struct tap_event rubbish = {
		.kind = TAP_DATA,
		.data = { TAP_IN, "\xff\x00", 2, 0 },
	};

	is_text(object_of(e, 1, EVENT_JSON_LENGTHS),
	    "\"t\":1.500000,\"conn\":1,\"direction\":\"out\",\"offset\":40,"
	    "\"len\":3}\n",
	    "bytes have a direction, a place and a length");
	has_text(object_of(e, 1, EVENT_JSON_BYTES),
	    "\"len\":3,\"text\":\"a\\\"\\n\"}", "text is told as text");
	has_text(object_of(rubbish, 1, EVENT_JSON_BYTES),
	    "\"len\":2,\"b64\":\"/wA=\"}", "other bytes in base64");
}

static void test_error(void)
{
	struct error err;

	errno = ENOENT;
	error_sys(&err, FAULT_IO, "cannot open '%s'", "no\xff\033");
	error_detail(&err, "    first");
	error_detail(&err, "second");
	error_suggest(&err, HINT_PORT_TAKEN, "\xfe");
	error_hint(&err, "words");
	has_text(
	    object_of((struct tap_event){ .kind = TAP_WARNING, .error = &err },
		0, EVENT_JSON_LENGTHS),
	    "\"kind\":\"io\",\"text\":\"cannot open 'no\\\\xff\\\\x1b': no "
	    "such "
	    "file or directory\",\"errno\":\"ENOENT\","
	    "\"detail\":[\"first\",\"second\"],"
	    "\"hint\":[\"look at \\\\xfe\",\"words\"]}",
	    "an error has kind, text, errno, details and hints");
}

static struct address unix_of(const char *name, size_t len)
{
	struct address a = { .storage.ss_family = AF_UNIX };

	memcpy(((struct sockaddr_un *)&a.storage)->sun_path, name, len);
	a.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	return a;
}

static void test_addresses(void)
{
	const struct {
		const char *name;
		size_t len;
		const char *json, *what;
	} cases[] = {
		{ "/a b", 5, "{\"path\":\"/a b\"}", "a path" },
		{ "/\xff", 3, "{\"path_b64\":\"L/8=\"}", "a path of bytes" },
		{ "\0name", 5, "{\"abstract\":\"name\"}", "an abstract name" },
		{ "\0a\0b", 4, "{\"abstract_b64\":\"YQBi\"}", "one with NUL" },
		{ "", 0, "{}", "no name" },
	};
	struct address inet = { .len = sizeof(struct sockaddr_in) };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address a = unix_of(cases[i].name, cases[i].len);
		bytes_clear(&out);
		event_parts_address(&out, NULL, &a);
		bytes_add(&out, "", 1);
		is_text(
		    (const char *)out.at, cases[i].json, "%s", cases[i].what);
	}
	inet.storage.ss_family = AF_INET;
	inet_pton(AF_INET, "192.0.2.1",
	    &((struct sockaddr_in *)&inet.storage)->sin_addr);
	address_set_port(&inet, 80);
	bytes_clear(&out);
	event_parts_address(&out, "remote", &inet);
	bytes_add(&out, "", 1);
	is_text((const char *)out.at,
	    "\"remote\":{\"ip\":\"192.0.2.1\",\"port\":80}",
	    "an address of the Internet");
}

/* Kinds that only people are told of. */
static void test_kinds(void)
{
	int without = 0;

	for (int kind = 0; kind < TAP_KINDS; kind++)
		without += !event_json_has((enum tap_kind)kind);
	is_int(without, 7, "but seven kinds of events are told");
	ok(!event_json_has(TAP_ANNOUNCED) && !event_json_has(TAP_LISTENING) &&
		!event_json_has(TAP_GREETED),
	    "which are those for people");
	ok(!event_json_has((enum tap_kind)(TAP_CONFINED + 1)),
	    "and none besides");
}

int main(void)
{
	test_head();
	test_data();
	test_error();
	test_addresses();
	test_kinds();
	bytes_free(&out);
	return plan();
}
