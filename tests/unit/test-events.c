/* SPDX-License-Identifier: MIT */
/* The observer for programs: what it counts, and how it ends. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/output/messages.h"
#include "tap.h"
#include "tap/events.h"

static char read_text[65536];

/* All that was written until now. */
static const char *told(int fd)
{
	ssize_t n = read(fd, read_text, sizeof(read_text) - 1);

	read_text[n > 0 ? n : 0] = '\0';
	return read_text;
}

static struct events begin(int fds[2])
{
	struct events e = events_make();

	if (pipe2(fds, O_NONBLOCK) == 0)
		event_sinks_to_file(&e.sinks, fds[1], "the pipe");
	return e;
}

static void tell_connection(struct events *e, unsigned id)
{
	const struct address remote = { .storage.ss_family = AF_UNIX };
	const struct tap_connection c = { .id = id, .remote = &remote };

	tap_tell(&e->tap,
	    &(struct tap_event){ .kind = TAP_ACCEPTED, .connection = &c });
	if (id == 0)
		return;
	tap_tell(&e->tap,
	    &(struct tap_event){
		.kind = TAP_CLOSED,
		.connection = &c,
		.closed = { .is_counted = true, .traffic = { 5, 7, 1 } },
	    });
}

static void test_sums(void)
{
	int fds[2];
	struct events e = begin(fds);
	struct error err = ERROR_NONE, late = ERROR_NONE;

	events_start(&e, "listen");
	has_text(told(fds[0]), "\"command\":\"listen\"", "the start");
	tell_connection(&e, 1);
	tell_connection(&e, 2);
	has_text(told(fds[0]), "\"conn\":2", "connections have numbers");
	is_int(events_summary(&e, 0, &err, &late), 0, "it ends well");
	has_text(told(fds[0]),
	    "\"exit\":0,\"kind\":\"ok\",\"conns\":2,\"in\":10,\"out\":14,",
	    "the summary has the sums");
	events_free(&e);
	close(fds[0]);
}

static void test_only(void)
{
	int fds[2];
	struct events e = begin(fds);
	struct error err, late = ERROR_NONE;

	error_signal(&err, SIGTERM);
	tell_connection(&e, 0);
	has_text(told(fds[0]), "\"conn\":1", "the only connection is number 1");
	events_summary(&e, 143, &err, &late);
	has_text(told(fds[0]), "\"outcome\":\"cut-off\"",
	    "what nobody has ended ends with the run");
	has_text(read_text,
	    "\"exit\":143,\"kind\":\"signal\","
	    "\"signal\":\"SIGTERM\",\"conns\":1",
	    "a signal is named");
	events_free(&e);
	close(fds[0]);
}

static void test_wants(void)
{
	struct events e = events_make();

	ok(!event_sinks_exist(&e.sinks), "without a sink nobody wants events");
	ok(tap_wants(&e.tap, TAP_DATA), "bytes are told by their lengths");
	ok(!tap_wants(&e.tap, TAP_CALL), "calls are not");
	e.opts.data = EVENT_JSON_NOTHING;
	ok(!tap_wants(&e.tap, TAP_DATA), "bytes can be left out");
	ok(tap_wants(&e.tap, TAP_DATAGRAM), "but not datagrams");
	ok(!tap_wants(&e.tap, TAP_LISTENING), "nor what is for people");
	events_free(&e);
}

static void test_gone(void)
{
	int fds[2];
	struct events e = begin(fds);
	struct error err = ERROR_NONE, late = ERROR_NONE;

	close(fds[0]);
	events_start(&e, NULL);
	tell_connection(&e, 1);
	is_int(tap_end(&e.tap, &late), -1, "a reader that is gone is an error");
	is_text(late.text,
	    "cannot write all events to 'the pipe': the other side has closed",
	    "which names the file");
	late = (struct error)ERROR_NONE;
	is_int(events_summary(&e, 0, &err, &late), -1, "also at the end");
	events_free(&e);
}

/* Nobody reads; the run is not held up, but for the end. */
static void test_slow(void)
{
	int fds[2];
	struct events e = begin(fds);
	const struct tap_connection c = { .id = 1 };
	static char bytes[65536];
	struct tap_event data = {
		.kind = TAP_DATA,
		.connection = &c,
		.data = { .bytes = bytes, .len = sizeof(bytes) },
	};

	e.opts.data = EVENT_JSON_BYTES;
	for (int i = 0; i < 100; i++)
		tap_tell(&e.tap, &data);
	ok(tap_tick(&e.tap, clock_now()) != CLOCK_NEVER,
	    "lines wait for the reader");
	size_t total = 0, len = 1;
	bool was_dropped = false;
	for (int i = 0; len > 0 && i < 1000; i++) {
		len = strlen(told(fds[0]));
		was_dropped |= strstr(read_text, "\"dropped\"") != NULL;
		total += len;
		tap_tick(&e.tap, clock_now());
	}
	ok(total > LINE_WRITER_MOST / 4 && total < 2 * LINE_WRITER_MOST,
	    "as many as there is memory for");
	ok(was_dropped, "that others were dropped is told");
	events_free(&e);
	close(fds[0]);
}

/* Runs events_summary() with standard output that has no reader; what goes to
 * standard error is in read_text. */
static int summary_without_reader(
    struct events *e, int exit, struct error *late)
{
	int out[2], error[2], saved[2] = { dup(1), dup(2) };
	struct error err = ERROR_NONE;

	fflush(stdout);
	if (pipe2(out, 0) < 0 || pipe2(error, O_NONBLOCK) < 0)
		return 0;
	close(out[0]);
	dup2(out[1], STDOUT_FILENO);
	dup2(error[1], STDERR_FILENO);
	event_sinks_to_standard(&e->sinks, STDOUT_FILENO);
	int result = events_summary(e, exit, &err, late);
	if (result < 0 && exit == 0)
		events_summary(e, 141, late, &err);
	dup2(saved[0], STDOUT_FILENO);
	dup2(saved[1], STDERR_FILENO);
	told(error[0]);
	int all[] = { out[1], error[0], error[1], saved[0], saved[1] };
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		close(all[i]);
	return result;
}

static void test_late(void)
{
	struct events e = events_make();
	struct error late = ERROR_NONE;

	is_int(summary_without_reader(&e, 0, &late), -1,
	    "standard output may fail with the summary");
	is_int(late.signal, SIGPIPE, "which is told");
	has_text(read_text, "\"exit\":141,", "the summary has the new result");
	ok(!strstr(read_text, "\"exit\":0,"), "and not the one before");
	events_free(&e);
	e = events_make();
	summary_without_reader(&e, 1, &late);
	has_text(read_text, "\"exit\":1,", "a failure stays what it was");
	events_free(&e);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	messages_mute();
	test_sums();
	test_only();
	test_wants();
	test_gone();
	test_slow();
	test_late();
	return plan();
}
