/* SPDX-License-Identifier: MIT */
/* A Unix socket whose clients give orders about faults: a server of its own in
 * the loop of the run. */
#include "work/faults/fault-control.h"

#include <sys/socket.h>

#include "args/spec.h"
#include "base/clock.h"
#include "relay/order-stream.h"

#define CLIENTS_MOST 16
#define BACKLOG 16
#define MODE 0600

/* How long a client that is given no more answers may stay. */
#define REFUSED_TIME CLOCK_SECOND

static const struct spec_rules rules = {
	.command = "--control",
	.usage = "--control unix:PATH",
	.example = "--control unix:/run/faults",
	.role = SPEC_LISTENS,
	.usual = SPEC_UNIX,
	.kinds = SPEC_BIT(SPEC_UNIX),
	.words = SPEC_ONE_WORD,
};

int fault_control_open(struct fault_control *c, const char *word,
    struct fault_orders *orders, struct error *err)
{
	const char *const words[] = { word, NULL };
	struct spec where;
	const struct unix_binding_opts opts = {
		.address = &where.address,
		.type = SOCK_STREAM,
		.mode = MODE,
		.backlog = BACKLOG,
	};

	c->orders = orders;
	if (spec_parse(words, &rules, &where, err) < 0)
		return -1;
	c->listener = listener_open_unix(&opts, err);
	spec_free(&where);
	return c->listener ? 0 : -1;
}

/* Answers "ok ..." or "error ...". */
static void carry_out(void *context, const char *line, struct bytes *answer)
{
	struct fault_orders *orders = ((struct fault_control *)context)->orders;
	struct error err = ERROR_NONE;
	struct fault_order order;
	size_t before = answer->len;

	bytes_add_text(answer, "ok ");
	int result = fault_order_parse(line, &order, &err);
	if (result == 0) {
		result = fault_orders_do(orders, &order, answer, &err);
		fault_order_free(&order);
	}
	if (result == 0)
		return;
	answer->len = before;
	bytes_print(answer, "error %s", err.text);
}

static void refuse(const char *why, struct bytes *answer)
{
	bytes_print(answer, "error %s", why);
}

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	const struct order_stream_opts opts = {
		.carry_out = carry_out,
		.refuse = refuse,
		.context = context,
	};

	(void)a;
	(void)err;
	near->stream = order_stream(&opts);
	near->is_ours = near->repeats = true;
	return 0;
}

static void has_ended(void *context)
{
	(void)context;
}

void fault_control_start(struct fault_control *c, struct loop *loop)
{
	const struct server_opts opts = {
		.listener = c->listener,
		.max_clients = CLIENTS_MOST,
		.rules = {
			.idle_timeout_us = CLOCK_NEVER,
			.linger_us = REFUSED_TIME,
			.linger_ends_well = true,
			.timeout_us = CLOCK_NEVER,
			.deadline = CLOCK_NEVER,
			.enough_at = CLOCK_NEVER,
			.pool = &c->pool,
		},
		.for_us = CLOCK_NEVER,
		.arrival_us = CLOCK_NEVER,
		.make_near = make_near,
		.ended = has_ended,
		.context = c,
	};

	if (c->listener)
		c->server = server_new(&opts, loop);
}

void fault_control_stop(struct fault_control *c)
{
	server_free(c->server);
	c->server = NULL;
}

void fault_control_close(struct fault_control *c)
{
	fault_control_stop(c);
	listener_close(c->listener);
	c->listener = NULL;
	pool_free(&c->pool);
}
