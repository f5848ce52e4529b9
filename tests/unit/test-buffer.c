/* SPDX-License-Identifier: MIT */
/* The byte queue, compared with a model of it: two counters, since byte number
 * i of the stream has a value that follows from i. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "chance.h"
#include "tap.h"

struct model {
	struct buffer buffer;
	size_t filled, drained; /* bytes ever put in and taken out */
	bool has_order;         /* what was peeked is what was put in */
	bool has_counts;        /* used and empty say what is in it */
	bool has_room;          /* the room is never more than is free */
	bool is_full_if_roomless;
};

static unsigned char byte_at(size_t i)
{
	return (unsigned char)(i * 7 + (i >> 8) * 13 + 1);
}

static void check_counts(struct model *m)
{
	size_t held = m->filled - m->drained;

	m->has_counts = m->has_counts && buffer_used(&m->buffer) == held &&
	                buffer_is_empty(&m->buffer) == (held == 0);
}

static void fill(struct model *m, struct chance *chance)
{
	size_t free_bytes = m->buffer.capacity - (m->filled - m->drained);
	size_t room;
	unsigned char *to = buffer_room(&m->buffer, &room);

	m->has_room = m->has_room && room <= free_bytes &&
	              to >= m->buffer.bytes &&
	              to + room <= m->buffer.bytes + m->buffer.capacity;
	m->is_full_if_roomless =
	    m->is_full_if_roomless && (room > 0 || free_bytes == 0);
	size_t n = chance_below(chance, room + 1);
	for (size_t i = 0; i < n; i++)
		to[i] = byte_at(m->filled + i);
	buffer_filled(&m->buffer, n);
	m->filled += n;
	check_counts(m);
}

static void drain(struct model *m, struct chance *chance)
{
	size_t len;
	const unsigned char *from = buffer_peek(&m->buffer, &len);

	m->has_counts = m->has_counts && len == m->filled - m->drained;
	for (size_t i = 0; i < len; i++)
		m->has_order =
		    m->has_order && from[i] == byte_at(m->drained + i);
	size_t n = chance_below(chance, len + 1);
	buffer_drained(&m->buffer, n);
	m->drained += n;
	check_counts(m);
}

/* bias: of ten operations, how many fill. */
static void test_capacity(size_t capacity, size_t bias)
{
	struct chance chance = { capacity * 16 + bias + 1 };
	struct model m = { .has_order = true,
		.has_counts = true,
		.has_room = true,
		.is_full_if_roomless = true };

	buffer_init(&m.buffer, capacity);
	for (int i = 0; i < 3000; i++) {
		if (chance_below(&chance, 10) < bias)
			fill(&m, &chance);
		else
			drain(&m, &chance);
	}
	ok(m.has_order && m.drained > 0,
	    "what goes into %zu bytes comes out in order (%zu of 10 fill)",
	    capacity, bias);
	ok(m.has_counts, "a queue of %zu knows how many it holds (%zu of 10)",
	    capacity, bias);
	ok(m.has_room, "the room is inside the %zu bytes (%zu of 10)", capacity,
	    bias);
	ok(m.is_full_if_roomless,
	    "there is room in %zu bytes unless all are used (%zu of 10)",
	    capacity, bias);
	buffer_free(&m.buffer);
}

static void test_full_queue(void)
{
	struct buffer b;
	size_t len;

	buffer_init(&b, 8);
	ok(buffer_is_empty(&b) && buffer_used(&b) == 0, "a new queue is empty");
	unsigned char *to = buffer_room(&b, &len);
	is_int((long long)len, 8, "a new queue has all its room");
	memcpy(to, "abcdefgh", 8);
	buffer_filled(&b, 8);
	buffer_room(&b, &len);
	is_int((long long)len, 0, "a full queue has no room");
	buffer_drained(&b, 1);
	to = buffer_room(&b, &len);
	is_int((long long)len, 1, "one byte less makes room for one");
	*to = 'i';
	buffer_filled(&b, 1);
	const unsigned char *from = buffer_peek(&b, &len);
	ok(len == 8 && memcmp(from, "bcdefghi", 8) == 0,
	    "bytes keep their order when they are moved to the front");
	buffer_drained(&b, 8);
	buffer_room(&b, &len);
	is_int((long long)len, 8, "a queue that was emptied has all its room");
	buffer_free(&b);
	ok(!b.bytes && buffer_is_empty(&b), "a freed queue holds nothing");
	buffer_free(&b);
}

int main(void)
{
	static const size_t capacities[] = { 1, 2, 3, 7, 16, 100, 4096 };

	test_full_queue();
	for (size_t i = 0; i < sizeof(capacities) / sizeof(*capacities); i++) {
		test_capacity(capacities[i], 3);
		test_capacity(capacities[i], 5);
		test_capacity(capacities[i], 7);
	}
	return plan();
}
