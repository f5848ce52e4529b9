/* SPDX-License-Identifier: MIT */
/* The demo: starts the two processes, prints what they note, and checks the
 * sums. */
#include "demo/demo.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo/explain.h"
#include "demo/process.h"
#include "demo/words.h"
#include "sys/process/child.h"
#include "sys/process/signal-name.h"
#include "sys/socket/address.h"
#include "sys/waiting.h"

/* How often to print what has been noted. */
#define PRINT_EVERY_US 20000

/* The row of genet follows those of the two processes. */
enum { GENET = 2, ROWS };

/* Memory that the three processes share. Each of the two writes only to its own
 * notes and its own struct process. */
struct shared {
	struct notes notes[ROWS];
	struct process processes[2];
};

struct demo {
	const struct demo_opts *opts;
	int64_t start;
	struct notes *notes;       /* in struct shared */
	struct process *processes; /* the same */
	struct tap *tap;
	int next; /* the process to start */
	struct child children[2];
	int statuses[2]; /* as child_wait(); 0 also if genet has ended it */
	int fds[2];
};

static void fill(struct shared *s, const struct demo_opts *opts)
{
	static const char *const names[2][2] = { { "the writer", "the reader" },
		{ "A", "B" } };

	for (int i = 0; i < ROWS; i++) {
		s->notes[i].tap.ops = &notes_tap_ops;
		s->notes[i].palette = palette_for(opts->color, STDERR_FILENO);
	}
	s->notes[GENET].name = "genet";
	for (int i = 0; i < 2; i++) {
		const char *name = names[opts->both_ways][i];
		s->notes[i].name =
		    opts->both_ways ? name : name + strlen("the ");
		s->processes[i] = (struct process){
			.opts = opts,
			.other = &s->processes[1 - i],
			.name = name,
			.notes = &s->notes[i],
			.tap = opts->shows_calls ? &s->notes[i].tap : NULL,
			.count = i == 0 || opts->both_ways ? opts->count : 0,
			.is_first = i == 0,
		};
	}
}

/* Beginning */

static int connect_both(struct demo *d, struct error *err)
{
	struct notes *notes = &d->notes[GENET];
	struct pair_opts opts = d->opts->pair;
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];

	opts.tap = d->tap;
	if (pair_open(&opts, d->fds, err) < 0)
		return -1;
	struct address from = address_local(d->fds[0]);
	struct address to = address_local(d->fds[1]);
	address_text(a, &from);
	address_text(b, &to);
	if (opts.kind == PAIR_SOCKETPAIR)
		notes_add(
		    notes, "has made two sockets, connected to each other");
	else if (opts.type == SOCK_DGRAM)
		notes_add(notes, "has connected %s and %s", a, b);
	else if (opts.kind == PAIR_UNIX)
		notes_add(notes, "has connected two sockets by way of %s", b);
	else
		notes_add(notes, "has connected %s to %s", a, b);
	return 0;
}

/* All that one of the two processes does. Returns its status. */
static int run_process(void *argument)
{
	const struct demo *d = argument;
	struct process *p = &d->processes[d->next];

	p->fd = d->fds[d->next];
	pair_close(d->fds[1 - d->next], p->tap,
	    "open here, it would hide the end of the peer");
	return process_run(p) < 0;
}

/* The reader first, so that it waits when the writer begins. */
static int start_both(struct demo *d, struct error *err)
{
	int result = 0;

	for (d->next = 1; d->next >= 0 && result == 0; d->next--)
		result = child_run_function(
		    &d->children[d->next], run_process, d, err);
	for (int i = 0; i < 2; i++)
		pair_close(d->fds[i], d->tap,
		    "only the two processes keep the socket");
	return result;
}

/* Until both are gone */

static int print_notes(struct demo *d, struct error *err)
{
	const struct notes_outlet to = {
		.start = d->start,
		.tap = d->opts->pair.tap,
		.is_silent = d->opts->is_silent,
	};

	return notes_print(d->notes, ROWS, &to, err);
}

/* Without an end of stream, the other process would wait until its patience
 * ends. SIGTERM and SIGKILL come from child_end(). */
static void end_other(struct demo *d, int other)
{
	int *status = &d->statuses[other];

	if (d->children[other].pid == 0)
		return;
	*status = child_end(&d->children[other]);
	if (*status == 128 + SIGTERM || *status == 128 + SIGKILL)
		*status = 0;
}

static void take_ended(struct demo *d)
{
	for (int i = 0; i < 2; i++)
		if (d->children[i].pid &&
		    child_has_ended(&d->children[i], &d->statuses[i]) &&
		    d->processes[i].failure.kind != FAULT_NONE &&
		    d->opts->pair.type == SOCK_DGRAM)
			end_other(d, 1 - i);
}

static int watch(struct demo *d, struct error *err)
{
	while (d->children[0].pid || d->children[1].pid) {
		if (waiting_for(-1, 0, clock_after(PRINT_EVERY_US), err) < 0)
			return -1;
		take_ended(d);
		for (int i = 0; i < 2; i++)
			if (!d->children[i].pid) /* it may have been killed */
				notes_end(&d->notes[i]);
		if (print_notes(d, err) < 0)
			return -1;
	}
	return 0;
}

/* Sums */

/* Whether the one process has read all that the other has sent. */
static int check_sum(
    const struct process *from, const struct process *to, struct error *err)
{
	const struct demo_opts *opts = to->opts;
	char lost[2 * TEXT_MEASURE] = "";
	char total[TEXT_MEASURE], count[TEXT_MEASURE];
	uint64_t wanted = from->count * opts->size;

	if (to->bytes_read == wanted)
		return 0;
	if (opts->pair.kind == PAIR_UDP)
		snprintf(lost, sizeof(lost), "%llu of %s were lost: ",
		    (unsigned long long)(opts->count - to->reads),
		    words_quantity(count, opts->count, "datagram"));
	error_set(err, FAULT_RESET, "%s%s has read only %llu of %s", lost,
	    to->name, (unsigned long long)to->bytes_read,
	    words_quantity(total, wanted, "byte"));
	if (opts->pair.kind == PAIR_UDP)
		error_hint(err,
		    "a datagram is dropped when its receiver's buffer is full; "
		    "a longer --interval gives it time");
	return -1;
}

/* The signal that killed one process explains more than the failure that this
 * caused in the other. */
static int check(const struct demo *d, struct error *err)
{
	const struct process *p = d->processes;

	for (int who = 0; who < 2; who++)
		if (d->statuses[who] > 128)
			return error_set(err, FAULT_RESET,
			    "%s was killed by %s", p[who].name,
			    signal_name(d->statuses[who] - 128));
	for (int who = 0; who < 2; who++)
		if (p[who].failure.kind != FAULT_NONE)
			return error_set(err, p[who].failure.kind, "%s: %s",
			    p[who].name, p[who].failure.text);
	if (check_sum(&p[0], &p[1], err) < 0)
		return -1;
	return check_sum(&p[1], &p[0], err);
}

static void tell_sums(const struct demo *d)
{
	for (int i = 0; i < 2; i++) {
		const struct process *p = &d->processes[i];
		tap_tell(d->opts->pair.tap,
		    &(struct tap_event){
			.kind = TAP_PROCESS,
			.process = { p->notes->name, p->messages_sent,
			    p->bytes_sent, p->reads, p->bytes_read },
		    });
	}
}

static int run(struct demo *d, struct error *err)
{
	int result = connect_both(d, err);

	/* Also after a failure: the notes are the calls that led to it. */
	if (print_notes(d, err) < 0 || result < 0 || start_both(d, err) < 0 ||
	    watch(d, err) < 0)
		return -1;
	tell_sums(d);
	if (check(d, err) < 0)
		return -1;
	return d->opts->is_silent ? 0 : explain_end(d->processes, err);
}

int demo_run(const struct demo_opts *opts, struct error *err)
{
	struct demo d = { .opts = opts, .start = clock_now() };
	struct shared *shared = mmap(NULL, sizeof(*shared),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		return error_sys(err, FAULT_MEMORY, "cannot share memory");
	fill(shared, opts);
	d.notes = shared->notes;
	d.processes = shared->processes;
	d.tap = opts->shows_calls ? &shared->notes[GENET].tap : NULL;
	int result = opts->is_silent ? 0 : explain_beginning(opts, err);
	if (result == 0)
		result = run(&d, err);
	child_end(&d.children[0]);
	child_end(&d.children[1]);
	munmap(shared, sizeof(*shared));
	return result;
}
