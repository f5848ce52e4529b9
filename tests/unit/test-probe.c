/* SPDX-License-Identifier: MIT */
/* Why an address is not as it is wanted, with a resolver that answers when the
 * test wants. */
#include "probe/probe.h"

#include <sys/socket.h>

#include "base/clock.h"
#include "fake-resolver.h"
#include "tap.h"

#define LONG (10 * CLOCK_SECOND)

/* Counts the lookups that begin. */
struct counter {
	struct tap tap;
	int lookups;
};

static bool wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_LOOKUP;
}

static void count(struct tap *tap, const struct tap_event *event)
{
	(void)event;
	((struct counter *)tap)->lookups++;
}

static const struct tap_ops counter_ops = { .wants = wants, .event = count };

/* Asks until the second lookup has begun. */
static void ask(struct probe *p, const struct counter *c)
{
	int64_t until = clock_after(LONG);
	struct error err = ERROR_NONE;
	struct waiting w = { 0 };
	int result = 0;

	while (result == 0 && c->lookups < 2 && clock_now() < until) {
		waiting_clear(&w);
		int64_t latest = clock_earlier(probe_prepare(p, &w), until);
		waiting_until(&w, latest, &err);
		result = probe_service(p, &w, &err);
	}
	waiting_free(&w);
}

static const struct {
	enum probe_kind kind;
	const char *name;
} kinds[] = {
	{ PROBE_TCP, "TCP" },
	{ PROBE_UDP, "UDP" },
	{ PROBE_BOUND, "bound" },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct probe *begin(enum probe_kind kind, struct tap *tap)
{
	static const struct exchange_opts question = { .send = "?",
		.send_len = 1 };
	struct probe_opts opts = {
		.tap = tap,
		.kind = kind,
		.name = "slow.test:1",
		.host = "slow.test",
		.port = "1",
		.type = SOCK_STREAM,
		.attempt_timeout_us = LONG,
		.exchange = kind == PROBE_UDP ? &question : NULL,
	};
	struct error err = ERROR_NONE;
	struct probe *p = probe_new(&opts);

	is_int(probe_service(p, NULL, &err), 0, "a name is looked up");
	return p;
}

static void test_first_lookup(size_t i)
{
	struct probe *p = begin(kinds[i].kind, NULL);

	has_text(probe_reason(p), "no answer from the resolver",
	    "%s: without an answer, that is the reason", kinds[i].name);
	probe_free(p);
}

static void test_unfinished_lookup(size_t i)
{
	struct counter counter = { .tap.ops = &counter_ops };
	struct probe *p = begin(kinds[i].kind, &counter.tap);

	fake_resolver_answer();
	ask(p, &counter);
	has_text(probe_reason(p), "the name server does not answer",
	    "%s: after one, the reason is that of the attempt that has ended",
	    kinds[i].name);
	probe_free(p);
	fake_resolver_answer();
}

/* The lookups that are left behind take their answers whenever they like: so
 * those that must get none come first. */
int main(void)
{
	for (size_t i = 0; i < KINDS; i++)
		test_first_lookup(i);
	for (size_t i = 0; i < KINDS; i++)
		fake_resolver_answer();
	for (size_t i = 0; i < KINDS; i++)
		test_unfinished_lookup(i);
	return plan();
}
