/* SPDX-License-Identifier: MIT */
/* The growing row of bytes. */
#include <string.h>

#include "base/bytes.h"
#include "chance.h"
#include "tap.h"

static void test_growth(void)
{
	struct bytes b = { 0 };
	bool is_right = true;

	for (unsigned i = 0; i < 100000; i++)
		bytes_add(&b, &(unsigned char){ (unsigned char)(i * 7) }, 1);
	is_int((long long)b.len, 100000, "each byte is added");
	for (unsigned i = 0; i < 100000; i++)
		is_right = is_right && b.at[i] == (unsigned char)(i * 7);
	ok(is_right, "bytes stay what they are while the row grows");
	ok(b.capacity < 1000000, "the memory grows with the bytes");
	bytes_free(&b);
	ok(!b.at && b.len == 0 && b.capacity == 0, "a freed row is a new one");
	bytes_free(&b);
}

static void test_additions(void)
{
	struct bytes b = { 0 };

	bytes_add(&b, NULL, 0);
	ok(!b.at && b.len == 0, "nothing is added to nothing");
	bytes_add(&b, "a\0b", 3);
	bytes_add_text(&b, "cd");
	bytes_add_text(&b, "");
	bytes_print(&b, "%d-%s", 42, "e");
	ok(b.len == 9 && memcmp(b.at, "a\0bcd42-e", 9) == 0,
	    "bytes, texts and printed texts stand one behind the other");
	size_t capacity = b.capacity;
	bytes_clear(&b);
	is_int((long long)b.len, 0, "a cleared row is empty");
	ok(b.capacity == capacity, "a cleared row keeps its memory");
	bytes_free(&b);
}

static void test_long_print(void)
{
	struct bytes b = { 0 };
	char text[2001];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	bytes_print(&b, "<%s>", text);
	is_int((long long)b.len, 2002, "a long printed text is not cut");
	ok(b.len > 0 && b.at[b.len - 1] == '>', "its end is there, too");
	bytes_free(&b);
}

static void test_total(void)
{
	size_t total = 0;
	struct bytes a = { .total = &total }, b = { .total = &total };
	char much[10000] = { 0 };

	bytes_add(&a, much, sizeof(much));
	bytes_add(&b, much, 1);
	ok(total == a.capacity + b.capacity, "a total is of several");
	bytes_drop(&a, 9900);
	ok(total == a.capacity + b.capacity, "to take some keeps it");
	bytes_trim(&a);
	ok(a.len == 100 && a.capacity < 1000, "memory is given back");
	ok(total == a.capacity + b.capacity, "and the total is less");
	bytes_drop(&a, 100);
	bytes_trim(&a);
	ok(a.capacity == 0, "nothing needs no memory");
	bytes_add_text(&a, "hello");
	bytes_free(&a);
	bytes_free(&b);
	ok(total == 0 && a.total == &total, "what is freed does not count");
}

static unsigned char byte_at(size_t i)
{
	return (unsigned char)(i * 7 + (i >> 8) * 13 + 1);
}

/* Compared with a model: two counters, since byte number i has a value that
 * follows from i. Of ten operations, so many add. */
static void test_queue(size_t most, size_t bias)
{
	struct chance chance = { most * 16 + bias + 1 };
	struct bytes b = { 0 };
	size_t added = 0, dropped = 0, room = 0;
	bool has_order = true, has_counts = true, has_room = true;

	for (int i = 0; i < 3000; i++) {
		if (chance_below(&chance, 10) < bias && b.len <= most / 2) {
			size_t least = chance_below(&chance, most / 2) + 1;
			unsigned char *to = bytes_room(&b, least, &room);
			size_t n = chance_below(&chance, room + 1);
			has_room = has_room && room >= least &&
			           to + room <= b.memory + b.capacity;
			for (size_t k = 0; k < n; k++)
				to[k] = byte_at(added++);
			b.len += n;
		} else {
			size_t n = chance_below(&chance, b.len + 1);
			for (size_t k = 0; k < b.len; k++)
				has_order = has_order &&
				            b.at[k] == byte_at(dropped + k);
			bytes_drop(&b, n);
			dropped += n;
		}
		has_counts = has_counts && b.len == added - dropped;
	}
	ok(has_order && dropped > 0,
	    "what goes into %zu bytes comes out in order (%zu of 10 add)", most,
	    bias);
	ok(has_counts, "%zu bytes are counted (%zu of 10)", most, bias);
	ok(has_room, "the room is in the memory of %zu (%zu of 10)", most,
	    bias);
	bytes_free(&b);
}

/* As for a buffer of a fixed size. */
static void test_room(void)
{
	struct bytes b = { 0 };
	size_t room;

	bytes_room(&b, 8, &room);
	is_int((long long)room, 8, "there is the room that is asked for");
	bytes_add_text(&b, "abcdefgh");
	bytes_drop(&b, 4);
	bytes_room(&b, 4, &room);
	ok(room == 4 && b.capacity == 8,
	    "what was taken makes room, without more memory");
	ok(memcmp(b.at, "efgh", 4) == 0, "and what is left stays what it is");
	bytes_free(&b);
}

int main(void)
{
	static const size_t sizes[] = { 2, 3, 7, 16, 100, 4096 };

	test_room();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		test_queue(sizes[i], 3);
		test_queue(sizes[i], 5);
		test_queue(sizes[i], 7);
	}
	test_growth();
	test_additions();
	test_long_print();
	test_total();
	return plan();
}
