/* SPDX-License-Identifier: MIT */
/* What stands before and after the story of pair-demo. */
#include "cmd/pair-lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/pair-words.h"

/* Before */

static const char *name_sockets(const struct pair_story *story)
{
	static const char *const pairs[] = {
		[SOCK_STREAM] = "a socket pair (SOCK_STREAM)",
		[SOCK_DGRAM] = "a socket pair (SOCK_DGRAM)",
		[SOCK_SEQPACKET] = "a socket pair (SOCK_SEQPACKET)",
	};
	static const char *const named[] = {
		[SOCK_STREAM] = "Unix sockets (SOCK_STREAM)",
		[SOCK_DGRAM] = "Unix sockets (SOCK_DGRAM)",
		[SOCK_SEQPACKET] = "Unix sockets (SOCK_SEQPACKET)",
	};

	switch (story->kind) {
	case PAIR_SOCKETPAIR:
		return pairs[story->type];
	case PAIR_UNIX:
		return named[story->type];
	case PAIR_TCP:
		return "a TCP connection";
	case PAIR_UDP:
		return "two UDP sockets";
	}
	return "sockets";
}

/* How far the messages are apart, as an addition to a sentence. */
static char *describe_pace(
    char buf[2 * TEXT_MEASURE], const struct pair_story *story)
{
	char pause[TEXT_MEASURE];

	buf[0] = '\0';
	if (story->count > 1 && story->interval_us == 0)
		snprintf(buf, 2 * TEXT_MEASURE, ", without a pause");
	else if (story->count > 1)
		snprintf(buf, 2 * TEXT_MEASURE, ", %s apart",
		    pair_words_duration(pause, story->interval_us));
	return buf;
}

int pair_lesson_introduce(const struct pair_story *story, struct error *err)
{
	char messages[TEXT_MEASURE], bytes[TEXT_MEASURE];
	char pace[2 * TEXT_MEASURE];
	char *text = xasprintf("Two processes talk over %s. %s %s of %s%s, "
			       "and %s what arrives. Times are in seconds.",
	    name_sockets(story),
	    story->both_ways ? "A and B send each other" : "The writer sends",
	    pair_words_quantity(messages, story->count, "message"),
	    pair_words_quantity(bytes, story->size, "byte"),
	    describe_pace(pace, story),
	    story->both_ways ? "both count" : "the reader counts");
	int result = pair_words_paragraph("", text, "\n", err);

	free(text);
	return result;
}

/* After */

/* That nothing was lost is checked before. */
static void add_bytes(FILE *to, const struct pair_teller *teller)
{
	char bytes[TEXT_MEASURE];

	pair_words_quantity(bytes, teller->counts[1].bytes_read, "byte");
	if (teller->story->both_ways)
		fprintf(to,
		    "What A and B sent has all been read: %s each way. ",
		    bytes);
	else
		fprintf(
		    to, "What the writer sent has all been read: %s. ", bytes);
}

/* Whether what was read came in the pieces in which it was sent. */
static void add_boundaries(FILE *to, const struct pair_teller *teller)
{
	const struct party_counts *counts = teller->counts;
	bool is_whole = counts[1].reads == counts[0].messages_sent &&
	                counts[0].reads == counts[1].messages_sent;

	if (teller->story->type == SOCK_STREAM && !is_whole)
		fprintf(to, "Messages and reads are not the same in number: a "
			    "stream carries bytes and forgets where one "
			    "message ended. ");
	else if (teller->story->type != SOCK_STREAM && is_whole)
		fprintf(to,
		    "Each read returned one whole message: %s keep "
		    "messages apart. ",
		    teller->story->type == SOCK_DGRAM ? "datagrams"
						      : "these sockets");
}

/* How the process noticed that the other had finished. */
static void add_notice(
    FILE *to, const struct pair_teller *teller, int who, bool is_first)
{
	const struct pair_story *story = teller->story;
	char late[TEXT_MEASURE];
	int other = 1 - who;
	int64_t said_at = teller->ended_at[other];
	int64_t ended_at = said_at ? said_at : teller->closed_at[other];
	const char *subject = is_first ? pair_words_begin(story, who)
	                               : pair_words_subject(story, who);

	if (!teller->noticed_at[who])
		fprintf(to, "%s did not learn that %s had finished", subject,
		    pair_words_subject(story, other));
	else
		fprintf(to, "%s noticed %s's %s after %s", subject,
		    pair_words_subject(story, other),
		    !said_at                    ? "close"
		    : story->type == SOCK_DGRAM ? "empty datagram"
						: "shutdown",
		    pair_words_duration(
			late, teller->noticed_at[who] - ended_at));
}

static void add_ends(FILE *to, const struct pair_teller *teller)
{
	if (teller->story->type == SOCK_DGRAM)
		fprintf(to, "Datagrams have no end of stream, so an empty one "
			    "had to say that no more would come. ");
	add_notice(to, teller, 1, true);
	fprintf(to, ", and ");
	add_notice(to, teller, 0, false);
	fprintf(to, ".");
}

/* What --no-shutdown shows: of the one that did not close first. */
static void add_missing_end(FILE *to, const struct pair_teller *teller)
{
	const struct pair_story *story = teller->story;
	char waited[TEXT_MEASURE];
	const char *subject = pair_words_begin(story, 1);

	if (story->type == SOCK_DGRAM) {
		fprintf(to,
		    "%s never learned of the end: datagrams have no end of "
		    "stream, and no packet announces a close. So it gave up "
		    "after %s without a datagram, a time of its own choice. An "
		    "empty datagram could have announced the end at once.",
		    subject,
		    pair_words_duration(waited, teller->silence_us[1]));
		return;
	}
	pair_words_duration(
	    waited, teller->noticed_at[1] - teller->last_sent_at[0]);
	fprintf(to,
	    "%s noticed the end only %s after the last byte, when %s closed "
	    "its socket: while that is open and not shut down, more may come "
	    "at any time. A program that reads until the end hangs for as "
	    "long. A shutdown would have announced the end at once.",
	    subject, waited, pair_words_subject(story, 0));
}

int pair_lesson_conclude(const struct pair_teller *teller, struct error *err)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	int result = -1;

	if (!to)
		return error_sys(err, FAULT_MEMORY, "cannot compose a text");
	add_bytes(to, teller);
	add_boundaries(to, teller);
	if (teller->story->no_shutdown)
		add_missing_end(to, teller);
	else
		add_ends(to, teller);
	if (fclose(to) == 0 && text) /* it may be lost without an error */
		result = pair_words_paragraph("\n", text, "", err);
	else
		error_sys(err, FAULT_MEMORY, "cannot compose a text");
	free(text);
	return result;
}
