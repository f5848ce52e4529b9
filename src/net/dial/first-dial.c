/* SPDX-License-Identifier: MIT */
/* Dialling the first of several peers that can be reached. */
#include "net/dial/first-dial.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

/* The dial below is the current one. */
struct first_dial {
	struct dial dial;
	struct dial **dials; /* owned, with the array */
	size_t count, at;
	bool has_begun;      /* the current one in this round */
	struct error causes; /* of those before it in this round */
};

static int begin_round(struct dial *d)
{
	struct first_dial *f = (struct first_dial *)d;

	f->at = 0;
	f->has_begun = false;
	f->causes.text[0] = '\0';
	d->inner = f->dials[0];
	return 0;
}

/* Only called while the dial below is in no round. */
static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	(void)d;
	(void)w;
	return 0;
}

/* Serves the current one, whose round ends when its share of the time does. */
static enum dial_state serve_current(
    struct first_dial *f, const struct waiting *w)
{
	struct dial *d = &f->dial;
	const int64_t started = d->started, deadline = d->deadline;
	int64_t now = clock_now(), left = (int64_t)(f->count - f->at);

	if (!f->has_begun) {
		d->started = now;
		if (deadline != CLOCK_NEVER)
			d->deadline = now + (deadline - now) / left;
	}
	f->has_begun = true;
	enum dial_state state = dial_serve_inner(d, w);
	d->started = started;
	d->deadline = deadline;
	return state;
}

static void note_cause(struct first_dial *f)
{
	size_t used = strlen(f->causes.text);

	snprintf(f->causes.text + used, sizeof(f->causes.text) - used, "%s%s",
	    used ? "; " : "", f->dial.cause.text);
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	static const struct waiting none;
	struct first_dial *f = (struct first_dial *)d;
	enum dial_state state = serve_current(f, w);

	while (state == DIAL_FAILED) {
		note_cause(f);
		if (f->at + 1 == f->count)
			break;
		d->inner = f->dials[++f->at];
		f->has_begun = false;
		state = serve_current(f, &none);
	}
	if (state == DIAL_FAILED)
		error_reword(&d->cause, "%s", f->causes.text);
	return state;
}

static void end_round(struct dial *d)
{
	(void)d;
}

static void describe_round(const struct dial *d, char *buf, size_t size)
{
	snprintf(buf, size, "%s", d->inner->name);
}

static void release(struct dial *d)
{
	struct first_dial *f = (struct first_dial *)d;
	struct connection none;

	for (size_t i = 0; i < f->count; i++)
		if (f->dials[i] != d->inner)
			dial_end(f->dials[i], &none);
	free(f->dials);
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
	.release = release,
};

struct dial *first_dial(
    struct dial *const *dials, size_t count, const struct retry_opts *retry)
{
	struct first_dial *f = xcalloc(1, sizeof(*f));

	assert(count > 1);
	f->dial = dial_make(&ops,
	    xasprintf("%s or %zu others", dials[0]->name, count - 1), retry);
	f->dials = xcalloc(count, sizeof(struct dial *));
	memcpy(f->dials, dials, count * sizeof(struct dial *));
	f->count = count;
	f->dial.inner = f->dials[0];
	return &f->dial;
}
