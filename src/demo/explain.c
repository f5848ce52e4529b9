/* SPDX-License-Identifier: MIT */
/* What the demo explains. */
#include "demo/explain.h"

#include <ctype.h>
#include <sys/socket.h>

#include "demo/page.h"
#include "demo/words.h"
#include "net/socket.h"

int explain_beginning(const struct demo_opts *opts, struct error *err)
{
	static const char *const sockets[] = {
		[PAIR_SOCKETPAIR] = "a socket pair",
		[PAIR_UNIX] = "Unix sockets",
		[PAIR_TCP] = "a TCP connection",
		[PAIR_UDP] = "two UDP sockets",
	};
	char words[TEXT_MEASURE];
	struct bytes text = { 0 };

	bytes_print(
	    &text, "Two processes talk over %s", sockets[opts->pair.kind]);
	if (opts->pair.kind == PAIR_SOCKETPAIR || opts->pair.kind == PAIR_UNIX)
		bytes_print(&text, " (%s)", socket_constant(opts->pair.type));
	bytes_print(&text, ". %s %s",
	    opts->both_ways ? "A and B send each other" : "The writer sends",
	    words_quantity(words, opts->count, "message"));
	bytes_print(&text, " of %s", words_quantity(words, opts->size, "byte"));
	if (opts->count > 1 && opts->interval_us == 0)
		bytes_add_text(&text, ", without a pause");
	else if (opts->count > 1)
		bytes_print(&text, ", %s apart",
		    text_precise(words, opts->interval_us));
	bytes_print(&text, ", and %s what arrives. Times are in seconds.\n\n",
	    opts->both_ways ? "both count" : "the reader counts");
	return page_print_filled(&text, err);
}

/* At the end */

static void add_bytes(struct bytes *to, const struct process *b)
{
	char bytes[TEXT_MEASURE];

	bytes_print(to, "What %s sent has all been read: %s%s. ",
	    b->opts->both_ways ? "A and B" : "the writer",
	    words_quantity(bytes, b->bytes_read, "byte"),
	    b->opts->both_ways ? " each way" : "");
}

/* Whether each read returned a whole message. */
static void add_boundaries(
    struct bytes *to, const struct process *a, const struct process *b)
{
	bool is_whole =
	    b->reads == a->messages_sent && a->reads == b->messages_sent;
	int type = a->opts->pair.type;

	if (type == SOCK_STREAM && !is_whole)
		bytes_add_text(to,
		    "Messages and reads are not the same in number: a stream "
		    "carries bytes and forgets where one message ended. ");
	else if (type != SOCK_STREAM && is_whole)
		bytes_print(to,
		    "Each read returned one whole message: %s keep messages "
		    "apart. ",
		    type == SOCK_DGRAM ? "datagrams" : "these sockets");
}

/* The name of the process at the beginning of a sentence. */
static void add_beginning(struct bytes *to, const struct process *p)
{
	bytes_print(to, "%c%s", toupper((unsigned char)*p->name), p->name + 1);
}

/* How a process noticed that the other had finished; its name comes before. */
static void add_notice(struct bytes *to, const struct process *p)
{
	char late[TEXT_MEASURE];

	if (!p->noticed_at)
		bytes_print(
		    to, " did not learn that %s had finished", p->other->name);
	else
		bytes_print(to, " noticed %s's %s after %s", p->other->name,
		    process_end(p->other),
		    text_precise(
			late, p->noticed_at - process_ended_at(p->other)));
}

static void add_ends(
    struct bytes *to, const struct process *a, const struct process *b)
{
	if (a->opts->pair.type == SOCK_DGRAM)
		bytes_add_text(to,
		    "Datagrams have no end of stream, so an empty one had to "
		    "say that no more would come. ");
	add_beginning(to, b);
	add_notice(to, b);
	bytes_print(to, ", and %s", a->name);
	add_notice(to, a);
	bytes_add_text(to, ".");
}

/* What --no-shutdown shows, told of the process that did not close first. */
static void add_missing_end(
    struct bytes *to, const struct process *a, const struct process *b)
{
	char waited[TEXT_MEASURE];

	add_beginning(to, b);
	if (a->opts->pair.type == SOCK_DGRAM)
		bytes_print(to,
		    " never learned of the end: datagrams have no end of "
		    "stream, and no packet announces a close. So it gave up "
		    "after %s without a datagram, a time of its own choice. An "
		    "empty datagram could have announced the end at once.",
		    text_precise(waited, b->silence_us));
	else
		bytes_print(to,
		    " noticed the end only %s after the last byte, when %s "
		    "closed its socket: while that is open and not shut down, "
		    "more may come at any time. A program that reads until the "
		    "end hangs for as long. A shutdown would have announced "
		    "the end at once.",
		    text_precise(waited, b->noticed_at - a->last_sent_at),
		    a->name);
}

int explain_end(const struct process processes[2], struct error *err)
{
	const struct process *a = &processes[0], *b = &processes[1];
	struct bytes text = { 0 };

	bytes_add_text(&text, "\n");
	add_bytes(&text, b);
	add_boundaries(&text, a, b);
	if (a->opts->no_shutdown)
		add_missing_end(&text, a, b);
	else
		add_ends(&text, a, b);
	bytes_add_text(&text, "\n");
	return page_print_filled(&text, err);
}
