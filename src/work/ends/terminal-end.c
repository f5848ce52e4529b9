/* SPDX-License-Identifier: MIT */
/* Terminals as ends of a conversation. */
#include "work/ends/terminal-end.h"

#include <errno.h>

#include "base/xalloc.h"
#include "stream/pty-stream.h"
#include "stream/tty-stream.h"

struct terminal_end {
	struct ready_end end;
	struct tty_spec spec;
	struct pty pty; /* while it waits for its program */
	bool is_waiting;
};

static int open_tty(void *context, struct connection *out, struct error *err)
{
	const struct terminal_end *t = context;
	struct tty tty;

	if (tty_open(&tty, t->spec.path, &t->spec.settings, err) < 0)
		return err->sysno == EBUSY && tty_is_open_here(t->spec.path)
		           ? error_reword(err,
				 "cannot open '%s': in use by another "
				 "connection of this relay",
				 t->spec.path)
		           : -1;
	out->stream = tty_stream(&tty, NULL);
	return 0;
}

static int open_pty(void *context, struct connection *out, struct error *err)
{
	struct terminal_end *t = context;

	if (!t->is_waiting &&
	    pty_open(&t->pty, t->spec.path, t->spec.once, err) < 0)
		return -1;
	t->is_waiting = t->spec.once && !pty_is_used(&t->pty);
	if (!t->is_waiting) {
		out->stream = pty_stream(&t->pty, NULL);
		return 0;
	}
	error_set(err, FAULT_TIMEOUT,
	    "no program has opened the terminal '%s' in time", t->spec.path);
	return READY_LATER;
}

static void close_terminal(struct ready_end *e)
{
	struct terminal_end *t = (struct terminal_end *)e;

	if (t->is_waiting)
		pty_close(&t->pty);
	tty_spec_free(&t->spec);
}

static struct ready_end *make(struct tty_spec *spec, ready_open *open)
{
	struct terminal_end *t = xmalloc(sizeof(*t));

	*t = (struct terminal_end){
		.end = { .open = open, .close = close_terminal },
		.spec = *spec,
	};
	*spec = (struct tty_spec){ 0 };
	return &t->end;
}

struct ready_end *terminal_end(struct tty_spec *spec)
{
	return make(spec, open_tty);
}

struct ready_end *terminal_end_pty(struct tty_spec *spec)
{
	return make(spec, open_pty);
}
