/* SPDX-License-Identifier: MIT */
/* A lookup in steps, with a resolver that answers when the test wants. */
#include "net/address/lookup.h"

#include <poll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "fake-resolver.h"
#include "sys/waiting.h"
#include "tap.h"

#define LONG (10 * CLOCK_SECOND)

/* One who asks whether the answer is there, and then for what to wait for, must
 * not miss an answer that comes between. */
static void test_answer_between_questions(void)
{
	struct lookup_opts opts = { .host = "slow.test",
		.port = "1",
		.type = SOCK_STREAM,
		.deadline = clock_after(LONG) };
	struct lookup_result found = { 0 };
	struct error err = ERROR_NONE;
	struct lookup *l = lookup_begin(&opts, &err);
	int fd = lookup_fd(l);

	ok(fd >= 0 && !lookup_is_done(l), "a lookup waits for its answer");
	fake_resolver_answer();
	is_int(waiting_for(fd, POLLIN, opts.deadline, &err), 1,
	    "which makes its descriptor readable");
	ok(lookup_is_done(l) && lookup_fd(l) == fd,
	    "and that stays what to wait for");
	lookup_end(l, &found, &err);
	lookup_free(&found);
}

/* Whether the resolver answers before, after, or never. */
static void test_drop(void)
{
	struct lookup_opts opts = {
		.host = "slow.test",
		.type = SOCK_STREAM,
	};
	struct error err = ERROR_NONE;
	struct lookup *l = lookup_begin(&opts, &err);

	ok(!lookup_is_done(l), "a lookup is under way");
	lookup_drop(l);
	fake_resolver_answer();
	lookup_drop(NULL);
	ok(err.kind == FAULT_NONE, "and can be dropped");
}

int main(void)
{
	test_answer_between_questions();
	test_drop();
	return plan();
}
