/* SPDX-License-Identifier: MIT */
/* The input is bytes, and text, of a peer: every line with it is one object of
 * JSON, in which a strict reader finds the same, and no line for people has a
 * byte that commands a terminal. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/json.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "tap/dump.h"
#include "tap/kinds/event-json.h"
#include "tap/kinds/kinds.h"
#include "tap/kinds/sentence.h"

/* A reader of one object, RFC 8259: what is left, and the last string. */
struct reader {
	const unsigned char *at, *end;
	struct bytes string;
};

static unsigned char next(struct reader *r)
{
	FUZZ_MUST(r->at < r->end);
	return *r->at++;
}

static bool takes(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static void add_code(struct bytes *out, unsigned code)
{
	unsigned char utf8[] = {
		(unsigned char)(0xE0 | code >> 12),
		(unsigned char)(0x80 | (code >> 6 & 0x3F)),
		(unsigned char)(0x80 | (code & 0x3F)),
	};

	if (code < 0x80)
		bytes_add(out, &(unsigned char){ (unsigned char)code }, 1);
	else if (code < 0x800)
		bytes_add(out,
		    &(unsigned char[]){
			(unsigned char)(0xC0 | code >> 6), utf8[2] },
		    2);
	else
		bytes_add(out, utf8, 3);
}

static void read_escape(struct reader *r)
{
	static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	unsigned char c = next(r);
	unsigned code = 0;

	if (c != 'u') {
		const char *found = strchr(letters, c);
		FUZZ_MUST(c && found);
		bytes_add(&r->string, means + (found - letters), 1);
		return;
	}
	for (int i = 0; i < 4; i++) {
		int digit = parse_hex_digit((char)next(r));
		FUZZ_MUST(digit >= 0);
		code = 16 * code + (unsigned)digit;
	}
	FUZZ_MUST(code < 0xD800 || code > 0xDFFF);
	add_code(&r->string, code);
}

static void read_string(struct reader *r)
{
	bytes_clear(&r->string);
	FUZZ_MUST(takes(r, '"'));
	while (!takes(r, '"')) {
		if (takes(r, '\\')) {
			read_escape(r);
			continue;
		}
		FUZZ_MUST(r->at < r->end);
		int len = text_sequence(r->at, (size_t)(r->end - r->at));
		FUZZ_MUST(len > 0);
		bytes_add(&r->string, r->at, (size_t)len);
		r->at += len;
	}
}

static void read_digits(struct reader *r)
{
	const unsigned char *begin = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	FUZZ_MUST(r->at > begin);
}

static void read_number(struct reader *r)
{
	takes(r, '-');
	FUZZ_MUST(r->at < r->end);
	if (*r->at == '0')
		r->at++;
	else
		read_digits(r);
	if (takes(r, '.'))
		read_digits(r);
}

static void read_word(struct reader *r, const char *word)
{
	for (; *word; word++)
		FUZZ_MUST(next(r) == (unsigned char)*word);
}

/* Whether the value is a string. */
static bool read_value(struct reader *r, int depth);

/* Of an array or an object. */
static void read_members(struct reader *r, char end, int depth)
{
	FUZZ_MUST(depth < 10);
	if (takes(r, end))
		return;
	do {
		if (end == '}') {
			read_string(r);
			FUZZ_MUST(r->string.len > 0 && takes(r, ':'));
		}
		read_value(r, depth + 1);
	} while (takes(r, ','));
	FUZZ_MUST(takes(r, end));
}

static bool read_value(struct reader *r, int depth)
{
	FUZZ_MUST(r->at < r->end);
	switch (*r->at) {
	case '"':
		read_string(r);
		return true;
	case '{':
		r->at++;
		read_members(r, '}', depth);
		break;
	case '[':
		r->at++;
		read_members(r, ']', depth);
		break;
	case 't':
		read_word(r, "true");
		break;
	case 'f':
		read_word(r, "false");
		break;
	case 'n':
		read_word(r, "null");
		break;
	default:
		read_number(r);
	}
	return false;
}

/* The whole is one object, and a line if it says so. */
static void check_object(const struct bytes *b, bool is_line)
{
	struct reader r = { .at = b->at, .end = b->at + b->len };

	FUZZ_MUST(b->len > 0 && b->at[0] == '{');
	read_value(&r, 0);
	FUZZ_MUST(!is_line || takes(&r, '\n'));
	FUZZ_MUST(r.at == r.end);
	bytes_free(&r.string);
}

/* The value of the last member, which is a string. */
static void read_last(const struct bytes *b, struct reader *r)
{
	static const char name[] = "\"x\":";

	FUZZ_MUST(b->len > sizeof(name));
	*r = (struct reader){ .at = b->at, .end = b->at + b->len - 1 };
	FUZZ_MUST(takes(r, '{'));
	read_string(r);
	FUZZ_MUST(takes(r, ':'));
	read_string(r);
	FUZZ_MUST(r->at == r->end);
}

static bool is_text(const uint8_t *data, size_t size)
{
	int len = 1;

	for (; size > 0 && len > 0; data += len, size -= (size_t)len)
		if ((len = *data ? text_utf8(data, size) : 0) <= 0)
			return false;
	return true;
}

/* Bytes that are text come back as they are, others in base64. */
static void check_bytes(const uint8_t *data, size_t size)
{
	struct bytes b = { 0 };
	struct reader r = { 0 };

	json_open(&b, NULL);
	json_bytes(&b, "x", data, size);
	json_close(&b);
	check_object(&b, false);
	read_last(&b, &r);
	if (is_text(data, size)) {
		FUZZ_MUST(r.string.len == size);
		FUZZ_MUST(size == 0 || memcmp(r.string.at, data, size) == 0);
	} else
		FUZZ_MUST(r.string.len == (size + 2) / 3 * 4);
	bytes_free(&r.string);
	bytes_free(&b);
}

static void check_members(
    const uint8_t *data, size_t size, const char *text, int64_t number)
{
	struct bytes b = { 0 };

	json_open(&b, NULL);
	json_number(&b, "number", number);
	json_seconds(&b, "seconds", number < 0 ? -(number + 1) : number);
	json_flag(&b, "flag", number < 0);
	json_open(&b, "inner");
	json_text(&b, "text", text);
	json_close(&b);
	json_payload(&b, data, size);
	json_close(&b);
	check_object(&b, false);
	bytes_free(&b);
}

static void check_harmless(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (size_t left = strlen(text); left > 0;) {
		int len = text_sequence(at, left);
		FUZZ_MUST(len > 0);
		at += len;
		left -= (size_t)len;
	}
}

/* In any room. */
static void check_escape(const uint8_t *data, size_t size, size_t room)
{
	char *out = xmalloc(room + 4);

	text_escape(out, room + 4, data, size);
	FUZZ_MUST(strlen(out) < room + 4);
	check_harmless(out);
	free(out);
}

static void check_dump(const uint8_t *data, size_t size, uint64_t offset)
{
	struct bytes lines = { 0 };
	size_t count = 0;

	dump_lines(&lines, "< ", offset, data, size,
	    dump_bytes_a_line((int)(offset % 200), 2));
	for (size_t i = 0; i < lines.len; i++) {
		FUZZ_MUST(lines.at[i] == '\n' ||
			  (lines.at[i] >= ' ' && lines.at[i] < 0x7F));
		count += lines.at[i] == '\n';
	}
	FUZZ_MUST(count >= size / DUMP_MOST && count <= size);
	bytes_free(&lines);
}

/* What is told of an event: for programs, and for people. */
static void check_event(const struct tap_event *e)
{
	const struct event_json_opts opts = { .data = EVENT_JSON_BYTES };
	char line[SENTENCE_SIZE] = "", shown[4 * SENTENCE_SIZE];
	struct bytes b = { 0 };

	if (event_json_has(e->kind)) {
		event_json_add(&b, e, 7, &opts);
		check_object(&b, true);
	}
	if (kinds[e->kind] && kinds[e->kind]->say)
		sentence_write(line, e);
	FUZZ_MUST(strlen(line) < sizeof(line));
	check_harmless(text_escape(shown, sizeof(shown), line, strlen(line)));
	bytes_free(&b);
}

static void check_events(
    const uint8_t *data, size_t size, const char *text, unsigned number)
{
	const struct address remote = address_of_name(text);
	const struct tap_connection c = { .id = 7,
		.transport = (enum tap_transport)(number % (TAP_LOCAL + 1)),
		.local = &remote,
		.remote = number & 1 ? &remote : NULL };
	struct error err = ERROR_NONE;
	struct tap_event events[] = {
		{ .kind = TAP_LOOKUP, .text = text },
		{ .kind = TAP_NOTE, .text = text },
		{ .kind = TAP_STATE, .text = text },
		{ .kind = TAP_WARNING, .error = &err },
		{ .kind = TAP_CONNECTED, .took_us = number },
		{ .kind = TAP_ACCEPTED },
		{ .kind = TAP_DATA,
		    .data = { number & 2 ? TAP_IN : TAP_OUT, data, size, 9 } },
		{ .kind = TAP_DATAGRAM,
		    .data = { number & 2 ? TAP_IN : TAP_OUT, data, size, 0 } },
		{ .kind = TAP_PEEKED, .peeked = { data, size, size + 1, 0 } },
		{ .kind = TAP_URGENT,
		    .urgent = { (unsigned char)number, true, 5 } },
		{ .kind = TAP_REQUESTED,
		    .requested = { "SOCKS5", text, number } },
		{ .kind = TAP_CLOSED,
		    .closed = { .cause = number & 4 ? &err : NULL } },
		{ .kind = TAP_OUTCOME,
		    .outcome = { 1, number & 4 ? &err : NULL } },
	};

	error_set(&err, FAULT_RESET, "%s: reset by peer", text);
	error_detail(&err, "%s", text);
	error_hint(&err, "%s", text);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		events[i].connection = &c;
		check_event(&events[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned number = fuzz_number(&data, &size);
	const uint8_t *from = data;
	size_t left = size;
	char *text = fuzz_text(&from, &left, '\0');
	int64_t whole = 0;

	memcpy(&whole, data, size < sizeof(whole) ? size : sizeof(whole));
	check_bytes(data, size);
	check_members(data, size, text, whole);
	check_escape(data, size, number % (4 * size + 8));
	check_dump(data, size, number);
	check_events(data, size, text, number);
	free(text);
	return 0;
}
