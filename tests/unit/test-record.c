/* SPDX-License-Identifier: MIT */
/* How datagrams are written out. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "base/clock.h"
#include "inet-address.h"
#include "relay/record.h"
#include "tap.h"

static struct address unix_path(const char *path, size_t len)
{
	struct address a = { .len = 0 };
	struct sockaddr_un *sun = (struct sockaddr_un *)&a.storage;

	sun->sun_family = AF_UNIX;
	memcpy(sun->sun_path, path, len);
	a.len = (socklen_t)(sizeof(sun->sun_family) + len);
	return a;
}

static struct datagram from(struct address peer, const char *bytes, size_t len)
{
	return (struct datagram){ .bytes = (const unsigned char *)bytes,
		.len = len,
		.peer = peer,
		.ttl = -1 };
}

/* The datagram in a format, as a text that lives until the next one. */
static const char *record(enum record_format format, const struct datagram *d)
{
	static char text[2048];
	struct bytes out = { 0 };

	record_add(&out, format, d, clock_now());
	snprintf(text, sizeof(text), "%.*s", (int)out.len, (char *)out.at);
	bytes_free(&out);
	return text;
}

static void test_bytes(void)
{
	struct address peer = inet("192.0.2.1", 9);
	struct datagram abc = from(peer, "abc", 3), none = from(peer, "", 0);
	struct bytes out = { 0 };

	is_text(record(RECORD_RAW, &abc), "abc", "raw is the bytes");
	is_text(record(RECORD_RAW, &none), "", "raw shows no empty datagram");
	is_text(record(RECORD_LINES, &abc), "abc\n", "lines end each in one");
	is_text(record(RECORD_LINES, &none), "\n", "lines show an empty one");
	struct datagram line = from(peer, "abc\n", 4);
	is_text(record(RECORD_LINES, &line), "abc\n",
	    "a datagram that is a line gets no empty one behind it");
	record_add(&out, RECORD_PREFIX, &abc, 0);
	record_add(&out, RECORD_PREFIX, &none, 0);
	ok(out.len == 11 && memcmp(out.at, "\0\0\0\3abc\0\0\0\0", 11) == 0,
	    "length-prefixed has 32 bits before each, big endian");
	bytes_clear(&out);
	abc.bytes = (const unsigned char *)(char[65507]){ "x" };
	abc.len = 65507;
	record_add(&out, RECORD_PREFIX, &abc, 0);
	ok(out.len == 65511 && memcmp(out.at, "\0\0\xff\xe3x", 5) == 0,
	    "also before the longest");
	bytes_free(&out);
}

static void test_hex(void)
{
	struct datagram d = from(inet("192.0.2.1", 53), "0123456789abcdef", 16);

	is_text(record(RECORD_HEX, &d),
	    "16 B from 192.0.2.1:53\n"
	    "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  "
	    "|0123456789abcdef|\n",
	    "a full row of hex has sixteen bytes");
	d = from(inet("::1", 53), "0123456789abcdef\x1b\xff", 18);
	is_text(record(RECORD_HEX, &d),
	    "18 B from [::1]:53\n"
	    "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  "
	    "|0123456789abcdef|\n"
	    "00000010  1b ff                                             "
	    "|..|\n",
	    "a short row is as wide, and shows dots for what is no letter");
	d = from(inet("::ffff:192.0.2.1", 53), "", 0);
	is_text(record(RECORD_HEX, &d), "0 B from 192.0.2.1:53\n",
	    "an empty datagram has a heading only");
	d = from(unix_path("/a\x1b[m", 5), "", 0);
	is_text(record(RECORD_HEX, &d), "0 B from /a\\x1b[m\n",
	    "a path cannot command a terminal");
	d = from(unix_path("/a\n9 B from /b\xff", 15), "", 0);
	is_text(record(RECORD_HEX, &d), "0 B from /a\\n9 B from /b\\xff\n",
	    "nor forge a heading");
}

static void test_json(void)
{
	struct datagram d = from(inet("2001:db8::1", 53), "hi", 2);
	int year, month, day, hour, minute, second, micros;
	double t;
	const char *json = record(RECORD_JSON, &d);

	is_int(sscanf(json,
		   "{\"v\":1,\"event\":\"datagram\",\"ts\":\"%4d-%2d-%2dT%2d:"
		   "%2d:%2d.%6dZ\",\"t\":%lf,",
		   &year, &month, &day, &hour, &minute, &second, &micros, &t),
	    8, "a JSON object begins with version, event and times");
	has_text(json,
	    ",\"remote\":{\"ip\":\"2001:db8::1\",\"port\":53},\"len\":2,"
	    "\"text\":\"hi\"}\n",
	    "and goes on with the sender, what it sent, and a line end");
	ok(!strstr(json, "ttl") && !strstr(json, "local") &&
		!strstr(json, "truncated"),
	    "what is not known is not said");
	d.to = inet("::ffff:192.0.2.7", 0);
	d.ttl = 64;
	d.was_cut = true;
	json = record(RECORD_JSON, &d);
	has_text(json, "\"local\":{\"ip\":\"192.0.2.7\"},",
	    "the address it came to has no port, and is IPv4 if it was");
	has_text(json, "\"ttl\":64,", "the hops that are left");
	has_text(json, "\"truncated\":true,", "whether it was cut");
}

static void test_json_unix(void)
{
	struct datagram d = from(unix_path("/run/s", 7), "", 0);

	has_text(record(RECORD_JSON, &d), "\"remote\":{\"path\":\"/run/s\"},",
	    "a Unix socket has a path");
	d.peer = unix_path("\0name", 5);
	has_text(record(RECORD_JSON, &d), "\"remote\":{\"abstract\":\"name\"},",
	    "or an abstract name");
	d.peer = unix_path("@name", 5);
	has_text(record(RECORD_JSON, &d), "\"remote\":{\"path\":\"@name\"},",
	    "a path that begins like an abstract name is a path");
	d.peer = unix_path("bad\xff\xfe", 5);
	has_text(record(RECORD_JSON, &d), "{\"path_b64\":\"YmFk//4=\"},",
	    "a path that is not UTF-8 is in base64");
	d.peer = unix_path("\0a\0b", 4);
	has_text(record(RECORD_JSON, &d), "{\"abstract_b64\":\"YQBi\"},",
	    "so is an abstract name with a NUL");
	d.peer = unix_path("a\n}\"", 4);
	has_text(record(RECORD_JSON, &d), "{\"path\":\"a\\n}\\\"\"},",
	    "a path cannot forge a line");
	d.peer = (struct address){ .len = 0 };
	ok(!strstr(record(RECORD_JSON, &d), "remote"),
	    "or none, and then nothing is said");
}

int main(void)
{
	test_bytes();
	test_hex();
	test_json();
	test_json_unix();
	return plan();
}
