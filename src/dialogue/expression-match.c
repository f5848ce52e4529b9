/* SPDX-License-Identifier: MIT */
/* Runs the programs of regular expressions. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "dialogue/expression-private.h"
#include "dialogue/expression.h"

/* Threads, the better ones first, each at an instruction, which no other has;
 * with the places that it has noted. */
struct threads {
	size_t *at;
	size_t *saved; /* slots for each */
	size_t count;
};

struct run {
	const struct expression *e;
	size_t slots, place, len;
	size_t *seen;   /* for each instruction: the place where it was added */
	size_t *slot;   /* of the thread that is added */
	size_t *todo;   /* instructions that are still to be followed ... */
	size_t *before; /* and what their thread had noted */
};

static struct threads make_threads(const struct run *r)
{
	return (struct threads){
		.at = xcalloc(r->e->count, sizeof(size_t)),
		.saved = xcalloc(r->e->count * r->slots + 1, sizeof(size_t)),
	};
}

static void free_threads(struct threads *t)
{
	free(t->at);
	free(t->saved);
}

static void add_thread(struct run *r, struct threads *t, size_t at)
{
	size_t size = r->slots * sizeof(size_t);

	t->at[t->count] = at;
	if (size)
		memcpy(t->saved + t->count * r->slots, r->slot, size);
	t->count++;
}

/* Follows an instruction that takes no byte. Returns the next, or the number of
 * instructions if there is none. */
static size_t follow(struct run *r, size_t at, size_t *waiting)
{
	const struct expression_code *code = &r->e->code[at];
	size_t none = r->e->count;

	switch (code->op) {
	case OP_SPLIT:
		r->todo[*waiting] = at + (size_t)code->second;
		if (r->slots)
			memcpy(r->before + *waiting * r->slots, r->slot,
			    r->slots * sizeof(size_t));
		++*waiting;
		return at + (size_t)code->value;
	case OP_JUMP:
		return at + (size_t)code->value;
	case OP_SAVE:
		if ((size_t)code->value - 2 < r->slots)
			r->slot[code->value - 2] = r->place;
		return at + 1;
	case OP_BEGIN:
		return r->place == 0 ? at + 1 : none;
	case OP_END:
		return r->place == r->len ? at + 1 : none;
	case OP_BYTE:
	case OP_ANY:
	case OP_SET:
	case OP_MATCH:
		break;
	}
	return none;
}

static bool takes_byte(enum expression_op op)
{
	return op == OP_BYTE || op == OP_ANY || op == OP_SET || op == OP_MATCH;
}

/* Adds the thread at that instruction, with what r->slot has noted, or those
 * that it becomes before it takes a byte. */
static void add(struct run *r, struct threads *t, size_t at)
{
	size_t waiting = 0;

	for (;;) {
		while (at < r->e->count && r->seen[at] != r->place) {
			r->seen[at] = r->place;
			if (takes_byte(r->e->code[at].op)) {
				add_thread(r, t, at);
				break;
			}
			at = follow(r, at, &waiting);
		}
		if (waiting == 0)
			return;
		at = r->todo[--waiting];
		if (r->slots)
			memcpy(r->slot, r->before + waiting * r->slots,
			    r->slots * sizeof(size_t));
	}
}

static bool takes(const struct run *r, size_t at, unsigned char byte)
{
	const struct expression_code *code = &r->e->code[at];

	return code->op == OP_ANY ||
	       (code->op == OP_BYTE && code->value == byte) ||
	       (code->op == OP_SET &&
		   expression_set_has(&r->e->sets[code->value], byte));
}

/* Moves all threads over the byte. Those behind one that has matched are worse,
 * and end. Returns whether one has; best is what it has noted. */
static bool step(struct run *r, const struct threads *now, struct threads *next,
    const unsigned char *byte, size_t *best)
{
	size_t size = r->slots * sizeof(size_t);

	next->count = 0;
	r->place++;
	for (size_t i = 0; i < now->count; i++) {
		const size_t *saved = now->saved + i * r->slots;
		if (r->e->code[now->at[i]].op == OP_MATCH) {
			if (size)
				memcpy(best, saved, size);
			return true;
		}
		if (byte && takes(r, now->at[i], *byte)) {
			if (size)
				memcpy(r->slot, saved, size);
			add(r, next, now->at[i] + 1);
		}
	}
	return false;
}

static bool run(struct run *r, const unsigned char *bytes, size_t *best)
{
	struct threads now = make_threads(r), next = make_threads(r);
	bool has_matched = false;

	for (size_t i = 0; i <= r->len; i++) {
		if (!has_matched) { /* a match may also begin here */
			memset(r->slot, 0xff, r->slots * sizeof(size_t));
			add(r, &now, 0);
		}
		if (has_matched && (now.count == 0 || r->slots == 0))
			break;
		has_matched |=
		    step(r, &now, &next, i < r->len ? bytes + i : NULL, best);
		struct threads swapped = now;
		now = next;
		next = swapped;
	}
	free_threads(&now);
	free_threads(&next);
	return has_matched;
}

bool expression_matches(const struct expression *e, const void *bytes,
    size_t len, struct expression_span *spans, size_t count)
{
	struct run r = { .e = e, .slots = 2 * count, .len = len };
	size_t *best = xcalloc(r.slots + 1, sizeof(size_t));

	r.seen = xcalloc(e->count, sizeof(size_t));
	memset(r.seen, 0xff, e->count * sizeof(size_t));
	r.slot = xcalloc(r.slots + 1, sizeof(size_t));
	r.todo = xcalloc(e->count, sizeof(size_t));
	r.before = xcalloc(e->count * r.slots + 1, sizeof(size_t));
	bool result = run(&r, bytes, best);
	for (size_t i = 0; result && i < count; i++) {
		bool is_whole = best[2 * i + 1] != SIZE_MAX;
		spans[i] = (struct expression_span){
			.begin = is_whole ? best[2 * i] : SIZE_MAX,
			.end = is_whole ? best[2 * i + 1] : SIZE_MAX,
		};
	}
	free(r.seen);
	free(r.slot);
	free(r.todo);
	free(r.before);
	free(best);
	return result;
}
