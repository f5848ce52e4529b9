/* SPDX-License-Identifier: MIT */
/* Programs as ends of a conversation. */
#include "work/ends/program-end.h"

#include "base/xalloc.h"
#include "stream/program.h"
#include "sys/process/exec.h"

struct program_end {
	struct ready_end end;
	char **words; /* owned */
};

static int open_program(
    void *context, struct connection *out, struct error *err)
{
	const struct program_end *p = context;
	const struct program_opts opts = { .argv = p->words };

	out->program = p->words[0];
	out->stream = program_stream(&opts, &out->child, err);
	return out->stream ? 0 : -1;
}

static void close_program(struct ready_end *e)
{
	xfree_texts(((struct program_end *)e)->words);
}

struct ready_end *program_end(
    char **words, bool is_elsewhere, struct error *err)
{
	struct program_end *p = xmalloc(sizeof(*p));

	*p = (struct program_end){
		.end = { .open = open_program, .close = close_program },
		.words = words,
	};
	if (is_elsewhere || exec_check(words[0], err) == 0)
		return &p->end;
	ready_end_close(&p->end);
	return NULL;
}

struct ready_end *program_end_shell(
    const char *text, bool is_elsewhere, struct error *err)
{
	char **words = xcalloc(4, sizeof(*words));

	words[0] = xstrdup("sh");
	words[1] = xstrdup("-c");
	words[2] = xstrdup(text);
	return program_end(words, is_elsewhere, err);
}
