/* SPDX-License-Identifier: MIT */
/* What waits for a client: its own bytes, and those that all are sent. */
#include "relay/client.h"

#include <stdlib.h>
#include <string.h>

#include "fake-stream.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
	struct fake_stream output;
	struct broadcast broadcast;
	struct client client;
	size_t total;
};

/* Its first writes return these; then it takes all. */
static void begin(struct fixture *f, const ssize_t *writes, size_t count)
{
	const struct fake_script script = { .writes = writes,
		.write_count = count };

	memset(f, 0, sizeof(*f));
	fake_stream_init(&f->output, &script);
	broadcast_add(&f->broadcast, "before", 6, false);
	f->client.stream = &f->output.stream;
	f->client.common = broadcast_read(&f->broadcast);
	f->client.queue.total = &f->total;
}

static void end(struct fixture *f)
{
	bytes_free(&f->client.queue);
	broadcast_free(&f->broadcast);
	is_int((long)f->total, 0, "nothing is left that counts");
	fake_stream_free(&f->output);
}

static int hear(struct fixture *f, const char *text)
{
	struct error err = ERROR_NONE;

	broadcast_add(&f->broadcast, text, strlen(text),
	    f->client.stream->carries_messages);
	return client_hear(&f->client, &err);
}

static void send_own(struct fixture *f, const char *text)
{
	struct error err = ERROR_NONE;

	client_send(&f->client, text, strlen(text), &err);
}

static void has_got(struct fixture *f, const char *wanted, const char *name)
{
	size_t len = strlen(wanted);

	ok(f->output.written_len == len &&
		memcmp(f->output.written, wanted, len) == 0,
	    "%s", name);
}

static void test_hearing(void)
{
	static const ssize_t writes[] = { 2, STREAM_AGAIN };
	struct error err = ERROR_NONE;
	struct fixture f;

	begin(&f, writes, COUNT(writes));
	is_int((long)client_queued(&f.client), 0, "what was before is not its");
	hear(&f, "hello");
	has_got(&f, "he", "it is sent what its socket takes");
	is_int((long)broadcast_left(&f.client.common), 3,
	    "and is behind by the rest");
	broadcast_forget(&f.broadcast, f.client.common.at);
	client_flush(&f.client, &err);
	has_got(&f, "hello", "which it is sent later");
	is_int((long)client_queued(&f.client), 0, "then nothing waits");
	end(&f);
}

static void test_order(void)
{
	static const ssize_t writes[] = { STREAM_AGAIN, STREAM_AGAIN };
	struct error err = ERROR_NONE;
	struct fixture f;

	begin(&f, writes, COUNT(writes));
	send_own(&f, "1,");
	hear(&f, "2,");
	send_own(&f, "3,");
	is_int((long)broadcast_left(&f.client.common), 0,
	    "own bytes wait behind all's");
	is_int((long)client_queued(&f.client), 6, "all of it waits");
	client_flush(&f.client, &err);
	hear(&f, "4");
	has_got(&f, "1,2,3,4", "and comes in its order");
	end(&f);
}

static void test_messages(void)
{
	static const ssize_t writes[] = { STREAM_AGAIN, STREAM_AGAIN };
	struct error err = ERROR_NONE;
	struct fixture f;

	begin(&f, writes, COUNT(writes));
	f.output.stream.carries_messages = true;
	hear(&f, "one");
	send_own(&f, "two");
	hear(&f, "three");
	is_int((long)client_queued(&f.client), 23, "lengths wait as well");
	client_flush(&f.client, &err);
	has_got(&f, "onetwothree", "messages are sent without them");
	end(&f);
}

static void test_end(void)
{
	static const ssize_t writes[] = { STREAM_AGAIN, STREAM_AGAIN };
	struct error err = ERROR_NONE;
	struct fixture f;

	begin(&f, writes, COUNT(writes));
	hear(&f, "last");
	client_end(&f.client, &err);
	broadcast_add(&f.broadcast, "more", 4, false);
	is_int((long)broadcast_left(&f.client.common), 4,
	    "nothing comes after the end");
	ok(!f.client.end_told, "which is not told before what waits is sent");
	client_flush(&f.client, &err);
	has_got(&f, "last", "what waits is sent");
	ok(f.client.end_told, "then the end is told");
	end(&f);
}

static void test_too_slow(void)
{
	ssize_t writes[20];
	char part[64 * 1024 + 1] = { 0 };
	struct fixture f;
	int parts = 0;

	for (size_t i = 0; i < COUNT(writes); i++)
		writes[i] = STREAM_AGAIN;
	memset(part, 'x', sizeof(part) - 1);
	begin(&f, writes, COUNT(writes));
	while (parts < 18 && hear(&f, part) == 0)
		parts++;
	is_int(parts, 16, "a client may be behind by 1 MiB");
	ok(f.client.is_dropped, "and is dropped then");
	end(&f);
}

int main(void)
{
	test_hearing();
	test_order();
	test_messages();
	test_end();
	test_too_slow();
	return plan();
}
