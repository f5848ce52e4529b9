/* SPDX-License-Identifier: MIT */
/* The story of two processes: starts them, has it told, checks the sums. */
#include "cmd/pair-story.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/pair-lesson.h"
#include "cmd/pair-report.h"
#include "cmd/pair-teller.h"
#include "cmd/pair-words.h"
#include "relay/party.h"
#include "sys/child.h"

/* What a process is given when it starts. */
struct role {
	const struct pair_story *story;
	const int *fds; /* both ends; fds[who] is its own */
	int who;
	struct pair_reports *reports;
};

struct cast {
	const struct pair_story *story;
	struct pair_teller teller;
	struct pair_reports reports;
	struct child children[2];
	int statuses[2];          /* of those that we had to end; or -1 */
	struct error failures[2]; /* that they have reported */
	int fds[2];
};

/* A process */

static struct party_opts make_opts(
    const struct role *role, struct pair_reporter *reporter)
{
	const struct pair_story *story = role->story;
	bool is_first = role->who == 0;

	return (struct party_opts){
		.fd = role->fds[role->who],
		.datagrams = story->type == SOCK_DGRAM,
		.count = is_first || story->both_ways ? story->count : 0,
		.size = story->size,
		.interval_us = story->interval_us,
		.holds = story->no_shutdown,
		/* The second closes when it has noticed that the first has. */
		.hold_us = is_first ? PAIR_STORY_HOLD_US : CLOCK_NEVER,
		/* The first waits longer, to hear from the second. */
		.patience_us = story->interval_us +
		               (is_first ? 2 : 1) * PAIR_STORY_PATIENCE_US,
		.tap = story->shows_calls ? &reporter->tap : NULL,
		.tell = pair_report_news,
		.context = reporter,
	};
}

static void close_other_end(const struct role *role, struct tap *tap)
{
	int fd = role->fds[1 - role->who];
	int result = close(fd);

	tap_call(tap, result, "open here, it would hide the end of the peer",
	    "close(%d)", fd);
}

/* All that one of the processes does. Returns its status. */
static int live(void *argument)
{
	const struct role *role = argument;
	struct pair_reporter reporter =
	    pair_report_to(role->reports->write_fd, role->who);
	struct party_opts opts = make_opts(role, &reporter);
	struct error err = ERROR_NONE;

	/* So that we end by SIGPIPE if nobody listens to us any more. */
	close(role->reports->read_fd);
	close_other_end(role, opts.tap);
	if (party_run(&opts, &err) == 0)
		return 0;
	pair_report_failure(&reporter, &err);
	return 1;
}

/* All of them */

/* Starts the reader first, so that it waits when the writer begins. */
static int start(struct cast *cast, struct error *err)
{
	for (int who = 1; who >= 0; who--) {
		struct role role = {
			.story = cast->story,
			.fds = cast->fds,
			.who = who,
			.reports = &cast->reports,
		};
		if (child_run_function(&cast->children[who], live, &role, err) <
		    0)
			return -1;
	}
	return 0;
}

/* Reported like what the processes do, which have begun. */
static void close_both(struct cast *cast)
{
	struct pair_reporter reporter =
	    pair_report_to(cast->reports.write_fd, PAIR_WORDS_GENET);

	for (int i = 0; i < 2; i++) {
		if (cast->fds[i] < 0)
			continue;
		int result = close(cast->fds[i]);
		tap_call(cast->story->shows_calls ? &reporter.tap : NULL,
		    result, "only the two processes keep the socket",
		    "close(%d)", cast->fds[i]);
		cast->fds[i] = -1;
	}
}

static void note_failure(struct cast *cast, const struct pair_report *report)
{
	error_set(&cast->failures[report->who], report->failure.kind, "%s: %s",
	    pair_words_subject(cast->story, report->who), report->failure.text);
	/* Where there is no end of stream, the other could only lose its
	 * patience. */
	if (cast->story->type == SOCK_DGRAM)
		cast->statuses[1 - report->who] =
		    child_end(&cast->children[1 - report->who]);
}

/* Tells what is reported, until both are gone. */
static int tell(struct cast *cast, struct error *err)
{
	struct pair_report report;
	int result;

	while ((result = pair_report_next(&cast->reports, &report, err)) > 0) {
		if (pair_teller_report(&cast->teller, &report, err) < 0)
			return -1;
		if (report.kind == PAIR_REPORT_FAILURE)
			note_failure(cast, &report);
	}
	return result;
}

/* Sums */

/* Whether all that the one has sent was read by the other. */
static int check_sum(const struct cast *cast, int from, struct error *err)
{
	const struct pair_story *story = cast->story;
	char total[TEXT_MEASURE], count[TEXT_MEASURE];
	uint64_t wanted = story->count * story->size;
	uint64_t got = cast->teller.counts[1 - from].bytes_read;
	uint64_t reads = cast->teller.counts[1 - from].reads;

	if (got == wanted || (from == 1 && !story->both_ways))
		return 0;
	if (story->kind == PAIR_UDP)
		error_set(err, FAULT_RESET,
		    "%llu of %s were lost: %s has read only %llu of %s",
		    (unsigned long long)(story->count - reads),
		    pair_words_quantity(count, story->count, "datagram"),
		    pair_words_subject(story, 1 - from),
		    (unsigned long long)got,
		    pair_words_quantity(total, wanted, "byte"));
	else
		error_set(err, FAULT_RESET, "%s has read only %llu of %s",
		    pair_words_subject(story, 1 - from),
		    (unsigned long long)got,
		    pair_words_quantity(total, wanted, "byte"));
	if (story->kind == PAIR_UDP)
		error_hint(err,
		    "a datagram is dropped when its receiver's buffer is full; "
		    "a longer --interval gives it time");
	return -1;
}

/* What became of a process: what has killed it explains more than the failure
 * that this caused in the other. */
static int check_end(struct cast *cast, int who, struct error *err)
{
	int status = cast->statuses[who];

	if (status == 128 + SIGTERM)
		return 0; /* by us */
	if (status < 0)
		status = child_wait(&cast->children[who], err);
	if (status > 128)
		return error_set(err, FAULT_RESET, "%s was killed by SIG%s",
		    pair_words_subject(cast->story, who),
		    sigabbrev_np(status - 128));
	return status < 0 ? -1 : 0;
}

static int check(struct cast *cast, struct error *err)
{
	for (int who = 0; who < 2; who++)
		if (check_end(cast, who, err) < 0)
			return -1;
	for (int who = 0; who < 2; who++)
		if (cast->failures[who].kind != FAULT_NONE) {
			*err = cast->failures[who];
			return -1;
		}
	if (check_sum(cast, 0, err) < 0)
		return -1;
	return check_sum(cast, 1, err);
}

static int play(struct cast *cast, struct error *err)
{
	struct pair_opts opts = {
		.kind = cast->story->kind,
		.type = cast->story->type,
		.tap = cast->story->shows_calls ? &cast->teller.tap : NULL,
	};

	if (pair_open(&opts, cast->fds, err) < 0 ||
	    pair_teller_connected(&cast->teller, cast->fds, err) < 0 ||
	    start(cast, err) < 0)
		return -1;
	close_both(cast);
	if (tell(cast, err) < 0 || check(cast, err) < 0)
		return -1;
	return pair_lesson_conclude(&cast->teller, err);
}

int pair_story_run(const struct pair_story *story, struct error *err)
{
	struct cast cast = {
		.story = story,
		.teller = pair_teller_begin(story),
		.statuses = { -1, -1 },
		.fds = { -1, -1 },
	};

	if (pair_lesson_introduce(story, err) < 0 ||
	    pair_report_open(&cast.reports, err) < 0)
		return -1;
	int result = play(&cast, err);
	close_both(&cast);
	child_end(&cast.children[0]);
	child_end(&cast.children[1]);
	pair_report_close(&cast.reports);
	return result;
}
