/* SPDX-License-Identifier: MIT */
/* What genet does with the bytes itself, as ends of a conversation. */
#include "work/ends/inner-end.h"

#include "base/xalloc.h"
#include "stream/discard.h"
#include "stream/echo.h"

static int open_echo(void *context, struct connection *out, struct error *err)
{
	(void)context;
	(void)err;
	out->stream = echo_stream();
	return 0;
}

static int open_discard(
    void *context, struct connection *out, struct error *err)
{
	(void)context;
	(void)err;
	out->stream = discard_stream();
	return 0;
}

static struct ready_end *make(ready_open *open)
{
	struct ready_end *e = xmalloc(sizeof(*e));

	*e = (struct ready_end){ .open = open };
	return e;
}

struct ready_end *inner_end_echo(void)
{
	return make(open_echo);
}

struct ready_end *inner_end_discard(void)
{
	return make(open_discard);
}
