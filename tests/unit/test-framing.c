/* SPDX-License-Identifier: MIT */
/* Where datagrams end, however the bytes come. */
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "relay/framing.h"
#include "tap.h"

#define MOST 64 /* frames of one case */

/* The frames of bytes that come in pieces, and what follows the last. */
struct cut {
	size_t begins[MOST], lens[MOST], count;
	int last; /* what the last call returned */
	struct error err;
};

/* Cuts len bytes of which first are there from the beginning, and then up to
 * step more whenever more are needed. */
static struct cut cut_up(const struct framing *f, const void *bytes, size_t len,
    size_t first, size_t step)
{
	const unsigned char *in = bytes;
	struct cut cut = { .last = 1, .err = ERROR_NONE };
	size_t taken = 0, known = first < len ? first : len;
	struct frame frame;

	while (cut.count < MOST) {
		cut.last = framing_next(f, in + taken, known - taken,
		    known == len, &frame, &cut.err);
		if (cut.last < 0 || (cut.last == 0 && known == len))
			break;
		if (cut.last > 0) {
			cut.begins[cut.count] = taken + frame.begin;
			cut.lens[cut.count++] = frame.len;
			taken += frame.taken;
		} else {
			known += len - known < step ? len - known : step;
		}
	}
	return cut;
}

static struct cut cut_whole(
    const struct framing *f, const void *bytes, size_t len)
{
	return cut_up(f, bytes, len, len, 1);
}

static void test_reads(void)
{
	struct framing f = { FRAMING_READS, 4 };
	struct cut c = cut_whole(&f, "abcdefghij", 10);

	ok(c.count == 3 && c.lens[0] == 4 && c.lens[1] == 4 && c.lens[2] == 2,
	    "what one read gave is cut at the size");
	c = cut_up(&f, "abcdefghij", 10, 3, 10);
	ok(c.count == 3 && c.lens[0] == 3 && c.lens[1] == 4 && c.lens[2] == 3,
	    "what one read gave does not wait for the next");
	is_int((long long)cut_whole(&f, "", 0).count, 0,
	    "an empty input has no datagram");
}

static void test_blocks(void)
{
	struct framing f = { FRAMING_BLOCKS, 4 };
	struct cut c = cut_up(&f, "abcdefghij", 10, 0, 1);

	ok(c.count == 3 && c.lens[0] == 4 && c.lens[1] == 4 && c.lens[2] == 2,
	    "blocks are whole, however they come; the last may be shorter");
	c = cut_whole(&f, "abcdefgh", 8);
	ok(c.count == 2 && c.last == 0, "the last block may also be whole");
}

static void test_lines(void)
{
	struct framing f = { FRAMING_LINES, 0 };
	struct cut c = cut_up(&f, "one\n\nthree\nx", 12, 0, 1);

	is_int((long long)c.count, 4, "each line is a datagram");
	ok(c.lens[0] == 3 && c.lens[1] == 0 && c.lens[2] == 5,
	    "a line is sent without its end, and also if it is empty");
	ok(c.lens[3] == 1 && c.begins[3] == 11,
	    "a last line needs no end of its own");
	is_int((long long)cut_whole(&f, "a\n", 2).count, 1,
	    "no line follows the end of the last");
}

static void test_long_lines(void)
{
	struct framing f = { FRAMING_LINES, 0 };
	size_t len = FRAMING_MAX + 2;
	char *line = malloc(len);

	memset(line, 'x', len);
	line[FRAMING_MAX] = '\n';
	struct cut c = cut_whole(&f, line, FRAMING_MAX + 1);
	ok(c.count == 1 && c.lens[0] == FRAMING_MAX,
	    "a line may be as long as a datagram can be");
	line[FRAMING_MAX] = 'x';
	line[FRAMING_MAX + 1] = '\n';
	c = cut_whole(&f, line, len);
	ok(c.last < 0 && c.err.kind == FAULT_IO, "but not longer");
	c = cut_up(&f, line, len, 0, 1000);
	ok(c.last < 0 && c.err.kind == FAULT_IO, "whether its end is known");
	c = cut_whole(&f, line, FRAMING_MAX + 1);
	ok(c.last < 0 && c.err.kind == FAULT_IO, "or it has none");
	free(line);
}

static void test_prefixes(void)
{
	struct framing f = { FRAMING_PREFIX, 0 };
	struct cut c = cut_up(&f, "\0\0\0\3abc\0\0\0\0\0\0\0\1d", 16, 0, 1);

	ok(c.count == 3 && c.lens[0] == 3 && c.lens[1] == 0 && c.lens[2] == 1,
	    "a length stands before each datagram");
	ok(c.begins[0] == 4 && c.begins[2] == 15, "and is none of its bytes");
	c = cut_whole(&f, "\0\0\0\1a\0\0", 7);
	ok(c.count == 1 && c.last < 0, "the input cannot end in a length");
	has_text(c.err.text, "ends within", "and that is what is said");
	c = cut_whole(&f, "\0\0\0\3ab", 6);
	ok(c.count == 0 && c.last < 0, "the input cannot end in a datagram");
	c = cut_up(&f, "\0\1\0\0more", 8, 4, 0);
	ok(c.last < 0, "a length that UDP cannot carry is told at once");
	has_text(c.err.text, "65536", "with that length");
	c = cut_whole(&f, "\xff\xff\xff\xff", 4);
	ok(c.last < 0, "the greatest length is only a length");
	is_int(cut_whole(&f, "", 0).last, 0, "an empty input is no error");
}

static void test_longest_prefix(void)
{
	static const unsigned char longest[] = { 0, 0, 0xff, 0xe3 };
	static const unsigned char longer[] = { 0, 0, 0xff, 0xe4 };
	struct framing f = { FRAMING_PREFIX, 0 };
	struct error err = ERROR_NONE;
	struct frame frame;

	is_int(framing_next(&f, longest, 4, false, &frame, &err), 0,
	    "the longest datagram is waited for");
	is_int(framing_next(&f, longer, 4, false, &frame, &err), -1,
	    "one of a byte more is an error");
}

/* Lengths from 0 on that are often around the edges. */
static size_t make_prefixed(
    unsigned char *bytes, size_t lens[MOST], struct chance *chance)
{
	size_t len = 0;

	for (size_t i = 0; i < MOST - 1; i++) {
		lens[i] = chance_below(chance, 2)
		              ? chance_below(chance, 3)
		              : chance_below(chance, FRAMING_MAX + 1);
		bytes[len++] = 0;
		bytes[len++] = 0;
		bytes[len++] = (unsigned char)(lens[i] >> 8);
		bytes[len++] = (unsigned char)lens[i];
		memset(bytes + len, (int)i, lens[i]);
		len += lens[i];
	}
	return len;
}

static void test_any_prefixes(void)
{
	struct framing f = { FRAMING_PREFIX, 0 };
	unsigned char *bytes = malloc(MOST * (FRAMING_MAX + 4));
	struct chance chance = { 42 };
	size_t lens[MOST];
	bool has_all = true, has_content = true;

	for (int round = 0; round < 50; round++) {
		size_t len = make_prefixed(bytes, lens, &chance);
		size_t step = 1 + chance_below(&chance, 5000);
		struct cut c = cut_up(&f, bytes, len, 0, step);
		has_all = has_all && c.count == MOST - 1 && c.last == 0;
		for (size_t i = 0; i < c.count; i++) {
			const unsigned char *at = bytes + c.begins[i];
			has_all = has_all && c.lens[i] == lens[i];
			has_content =
			    has_content &&
			    (c.lens[i] == 0 ||
				(at[0] == i && at[c.lens[i] - 1] == i));
		}
	}
	ok(has_all, "any lengths come out as they went in, in any pieces");
	ok(has_content, "each with its own bytes");
	free(bytes);
}

int main(void)
{
	test_reads();
	test_blocks();
	test_lines();
	test_long_lines();
	test_prefixes();
	test_longest_prefix();
	test_any_prefixes();
	return plan();
}
