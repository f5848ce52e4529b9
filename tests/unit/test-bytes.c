/* SPDX-License-Identifier: MIT */
/* The growing row of bytes. */
#include <string.h>

#include "base/bytes.h"
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
	ok(a.len == 100 && a.capacity < 1000, "memory is given back");
	ok(total == a.capacity + b.capacity, "and the total is less");
	bytes_drop(&a, 100);
	ok(a.capacity == 0, "nothing needs no memory");
	bytes_add_text(&a, "hello");
	bytes_free(&a);
	bytes_free(&b);
	ok(total == 0 && a.total == &total, "what is freed does not count");
}

int main(void)
{
	test_growth();
	test_additions();
	test_long_print();
	test_total();
	return plan();
}
