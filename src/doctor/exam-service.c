/* SPDX-License-Identifier: MIT */
/* The step "service": what the server behind the port says. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "doctor/exam-datagram.h"
#include "doctor/exam-service.h"

/* How long to wait for a greeting, for one of a server that has to speak first,
 * and for an answer. */
#define GREETING (CLOCK_SECOND * 6 / 10)
#define LATE_GREETING (5 * CLOCK_SECOND)
#define ANSWER (2 * CLOCK_SECOND)

/* With less time than this, silence would mean nothing. */
#define LEAST_TIME (CLOCK_SECOND / 2)

/* Ports whose servers speak first: FTP, SSH, SMTP, POP3, IMAP, MySQL, RFB. */
static const unsigned greeters[] = { 21, 22, 25, 110, 143, 587, 3306, 5900, 0 };

/* Ports whose servers speak HTTP, and those that do so by TLS. */
static const unsigned webs[] = { 80, 8000, 8008, 8080, 8081, 8088, 8888, 0 };
static const unsigned secure_webs[] = { 443, 8443, 0 };

static bool has(const unsigned *ports, unsigned port)
{
	while (*ports && *ports != port)
		ports++;
	return *ports;
}

/* Lines */

static void say_answer(struct examination *x, const struct service_answer *a,
    const char *what, bool is_wrong)
{
	static const char *const words[] = {
		[SERVICE_SILENT] = "says nothing",
		[SERVICE_ENDS] = "ends the connection",
		[SERVICE_RESETS] = "resets the connection",
		[SERVICE_LOST] = "breaks the connection",
	};
	enum exam_mark mark = is_wrong                    ? EXAM_WRONG
	                      : a->reply > SERVICE_SILENT ? EXAM_NOTABLE
	                                                  : EXAM_WELL;
	char shown[160];
	size_t len = 0;

	if (a->reply == SERVICE_NOT_ASKED)
		return;
	while (len < a->len && a->bytes[len] != '\r' && a->bytes[len] != '\n')
		len++;
	if (a->reply == SERVICE_SPEAKS && len == 0)
		exam_say(x, mark, a->took_us, "%s says an empty line", what);
	else if (a->reply == SERVICE_SPEAKS)
		exam_say(x, mark, a->took_us, "%s says '%s'", what,
		    text_escape(shown, sizeof(shown), a->bytes, len));
	else
		exam_say(x, mark, a->reply == SERVICE_SILENT ? -1 : a->took_us,
		    "%s %s", what, words[a->reply]);
}

static void say_tls(struct examination *x)
{
	const struct service_facts *f = &x->service;
	bool is_wanted = x->opts->target.wants_tls;
	int64_t took = f->tls_took_us;

	if (f->tls == SERVICE_TLS_WELL)
		exam_say(x, EXAM_WELL, took, "%s", f->secured);
	else if (f->tls == SERVICE_TLS_UNBUILT)
		exam_say(x, EXAM_UNKNOWN, -1,
		    "whether it speaks TLS cannot be tried: %s",
		    f->failure.text);
	else if (f->tls != SERVICE_TLS_NOT_ASKED && is_wanted)
		exam_say(x, EXAM_WRONG, took, "%s", f->failure.text);
	else if (f->tls == SERVICE_TLS_DOUBTED || f->tls == SERVICE_TLS_REFUSED)
		exam_say(x, EXAM_NOTABLE, took,
		    "it speaks TLS, which was not "
		    "asked for");
}

/* A server that accepts connections may still be none, or hang. */
static void say_unseen(struct examination *x)
{
	const struct service_facts *f = &x->service;
	bool speaks =
	    f->greeting.reply == SERVICE_SPEAKS ||
	    f->answer.reply == SERVICE_SPEAKS || f->tls == SERVICE_TLS_WELL ||
	    f->tls == SERVICE_TLS_DOUBTED || f->tls == SERVICE_TLS_REFUSED;

	if (!speaks && f->greeting.reply != SERVICE_NOT_ASKED)
		exam_say(x, EXAM_NOTABLE, -1,
		    "that the server accepts connections was seen, and not "
		    "that it says anything: ask what its clients ask, by genet "
		    "ping --send TEXT");
}

static void say_all(struct examination *x, bool is_wrong)
{
	const struct service_facts *f = &x->service;
	bool is_refused =
	    x->opts->target.wants_tls && f->tls == SERVICE_TLS_REFUSED;

	say_tls(x);
	if (is_refused)
		return;
	say_answer(x, &f->greeting, "to a connection alone, the server",
	    is_wrong && f->greeting.reply != SERVICE_SILENT);
	say_answer(x, &f->answer,
	    f->asked_http ? "to a request of HTTP, the server"
			  : "to an empty line, the server",
	    is_wrong);
}

/* The step */

static struct service_look_opts make_opts(
    const struct examination *x, unsigned port)
{
	const struct doctor_target *t = &x->opts->target;
	bool greets = has(greeters, port);

	return (struct service_look_opts){
		.look = { .deadline = x->opts->deadline, .tap = x->opts->tap },
		.type = SOCK_STREAM,
		.host = t->host,
		.wants_tls = t->wants_tls,
		.tries_tls = t->port && !greets,
		.asks_http = has(t->wants_tls ? secure_webs : webs, port),
		.asks_line = t->port && !greets,
		.ca = t->tls_ca,
		.tls_name = t->tls_name,
		.greeting_us =
		    greets && !t->wants_tls ? LATE_GREETING : GREETING,
		.answer_us = ANSWER,
	};
}

/* Shortens the waits so that all of them fit in the time that is left. */
static void fit(struct service_look_opts *opts)
{
	int64_t left = opts->look.deadline - clock_now();

	if (opts->greeting_us > left / 4)
		opts->greeting_us = left / 4;
	if (opts->answer_us > left / 5)
		opts->answer_us = left / 5;
}

static enum step_result look(
    struct examination *x, const struct address *to, struct error *err)
{
	unsigned port = address_port(to);
	struct service_look_opts opts = make_opts(x, port);

	x->answers = true;
	if (x->opts->deadline - clock_now() < LEAST_TIME) {
		exam_say(x, EXAM_UNKNOWN, -1,
		    "no time is left to ask the server (--timeout)");
		return STEP_NEXT;
	}
	fit(&opts);
	if (service_look(to, &opts, &x->service, err) < 0)
		return STEP_FAILED;
	/* Without TLS that was asked for, there is nothing to conclude from. */
	if (opts.wants_tls && x->service.tls == SERVICE_TLS_UNBUILT) {
		*err = x->service.failure;
		return STEP_FAILED;
	}
	exam_service_judge(x, has(greeters, port));
	say_all(x, !x->answers);
	if (x->answers)
		say_unseen(x);
	return STEP_NEXT;
}

static enum step_result examine_service(
    struct examination *x, struct error *err)
{
	const struct doctor_target *t = &x->opts->target;

	if (t->type == SOCK_DGRAM && x->ports)
		return exam_datagram_conclude(x);
	if (!t->port)
		return x->socket.connected_type == SOCK_STREAM
		           ? look(x, &t->unix_address, err)
		           : STEP_NEXT;
	return x->open ? look(x, &x->open->target, err) : STEP_NEXT;
}

const struct exam_step exam_service = { "service", examine_service };
