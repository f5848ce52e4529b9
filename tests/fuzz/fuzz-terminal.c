/* SPDX-License-Identifier: MIT */
/* The first byte is the pieces, the rest what a peer sends to a terminal, and
 * lines with ends for a peer. What is shown is the same whatever the pieces
 * are, commands no terminal, and lets the bytes be found again. */
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "stream/crlf.h"
#include "stream/terminal.h"

static size_t piece_length(uint8_t number, uint32_t *chance, size_t left)
{
	*chance = *chance * 1103515245 + 12345;
	size_t len = number == 0   ? left
	             : number == 1 ? 1
	                           : 1 + (*chance >> 16) % number;
	return len < left ? len : left;
}

static void show(
    struct bytes *out, const uint8_t *data, size_t size, uint8_t number)
{
	struct terminal t = { .held_len = 0 };
	uint32_t chance = number;

	while (size > 0) {
		size_t len = piece_length(number, &chance, size);
		uint8_t *piece = xmalloc(len);
		char *room = xmalloc(TERMINAL_GROWTH * (len + 4));
		memcpy(piece, data, len);
		bytes_add(out, room, terminal_escape(&t, piece, len, room));
		FUZZ_MUST(t.held_len <= sizeof(t.held));
		free(piece);
		free(room);
		data += len;
		size -= len;
	}
	char room[TERMINAL_GROWTH * 4];
	bytes_add(out, room, terminal_flush(&t, room));
	FUZZ_MUST(t.held_len == 0);
}

/* Printable characters, tabs, and line ends; a carriage return only before a
 * line feed. */
static void check_harmless(const struct bytes *shown)
{
	for (size_t i = 0; i < shown->len;) {
		unsigned char c = shown->at[i];
		int len = text_sequence(shown->at + i, shown->len - i);
		if (c == '\r')
			FUZZ_MUST(
			    i + 1 < shown->len && shown->at[i + 1] == '\n');
		else
			FUZZ_MUST(len > 0 || c == '\n' || c == '\t');
		i += len > 0 ? (size_t)len : 1;
	}
}

/* A peer may write \xHH itself, so that a byte can have come in two ways. */
static void check_found(
    const struct bytes *shown, const uint8_t *data, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < size; i++) {
		FUZZ_MUST(at < shown->len);
		if (shown->at[at] == data[i]) {
			at++;
			continue;
		}
		FUZZ_MUST(at + 4 <= shown->len && shown->at[at] == '\\' &&
			  shown->at[at + 1] == 'x');
		FUZZ_MUST(16 * parse_hex_digit((char)shown->at[at + 2]) +
			      parse_hex_digit((char)shown->at[at + 3]) ==
			  data[i]);
		at += 4;
	}
	FUZZ_MUST(at == shown->len);
}

/* Lines for a peer: each has a CR, and without those that were added, all is
 * as it was. */
static void expand(
    struct bytes *out, const uint8_t *data, size_t size, uint8_t number)
{
	struct crlf c = { false }, counting = { false };
	uint32_t chance = number;

	while (size > 0) {
		size_t len = piece_length(number, &chance, size);
		char *room = xmalloc(2 * len), *end = room + len;
		memcpy(end, data, len);
		size_t count = crlf_count(&counting, end, len);
		size_t used = crlf_expand(&c, room, end, len);
		FUZZ_MUST(used == count && used <= 2 * len);
		bytes_add(out, room, used);
		free(room);
		data += len;
		size -= len;
	}
}

static void check_lines(
    const struct bytes *lines, const uint8_t *data, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < size; i++, at++) {
		bool is_bare =
		    data[i] == '\n' && (i == 0 || data[i - 1] != '\r');
		FUZZ_MUST(at + is_bare < lines->len);
		if (is_bare)
			FUZZ_MUST(lines->at[at++] == '\r');
		FUZZ_MUST(lines->at[at] == data[i]);
	}
	FUZZ_MUST(at == lines->len);
}

static void check_same(const struct bytes *a, const struct bytes *b)
{
	FUZZ_MUST(a->len == b->len);
	FUZZ_MUST(a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t number = fuzz_byte(&data, &size);
	struct bytes whole = { 0 }, cut = { 0 };

	show(&whole, data, size, 0);
	show(&cut, data, size, number);
	check_same(&whole, &cut);
	check_harmless(&whole);
	check_found(&whole, data, size);
	bytes_clear(&whole);
	bytes_clear(&cut);
	expand(&whole, data, size, 0);
	expand(&cut, data, size, number);
	check_same(&whole, &cut);
	check_lines(&whole, data, size);
	bytes_free(&whole);
	bytes_free(&cut);
	return 0;
}
