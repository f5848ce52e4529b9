/* SPDX-License-Identifier: MIT */
/* The course. */
#include "demo/course/course.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/suggest.h"
#include "base/sysno.h"
#include "base/texts.h"
#include "demo/course/stage.h"
#include "sys/backend.h"
#include "sys/output/messages.h"
#include "sys/output/stdout.h"
#include "sys/waiting.h"

struct lesson_facts {
	enum lesson_part part;
	int opening; /* in openings[]; 0: none */
	bool needs_ipv4, needs_ipv6;
};

/* The lessons in demo/lessons/, in the order of Makefile.am: openings[], the
 * facts[] of each lesson, and the texts[] of all lessons (base/texts.h). */
#include "demo/course/lessons.inc"

#define LESSONS (sizeof(facts) / sizeof(facts[0]))

static void read_lesson(
    const char **at, const struct lesson_facts *fact, struct lesson *lesson)
{
	struct step ignored;

	*lesson = (struct lesson){
		.part = fact->part,
		.opening = fact->opening ? &openings[fact->opening] : NULL,
		.needs_ipv4 = fact->needs_ipv4,
		.needs_ipv6 = fact->needs_ipv6,
	};
	lesson->name = texts_take(at);
	lesson->question = texts_take(at);
	lesson->conclusion = texts_take(at);
	lesson->see = texts_take(at);
	for (int i = 0; i < LESSON_PARTIES; i++) {
		const char *party = texts_take(at);
		lesson->parties[i] = *party ? party : NULL;
	}
	lesson->steps = *at;
	while (scene_read_step(at, &ignored))
		;
	texts_take(at);
}

/* All lessons, up to one without a name. */
static const struct lesson *read_all(void)
{
	static struct lesson lessons[LESSONS + 1];
	const char *at = texts;

	for (size_t i = 0; i < LESSONS && !lessons[LESSONS - 1].name; i++)
		read_lesson(&at, &facts[i], &lessons[i]);
	return lessons;
}

const char *course_name(int i, const char **question)
{
	const struct lesson *lessons = read_all();

	*question = lessons[i].question;
	return lessons[i].name;
}

/* Shorter words occur in almost every lesson. */
#define ASKED_MIN 3

/* The greatest errno value, see errno-base.h and errno.h of Linux. */
#define SYSNO_MAX 133

/* How relevant a lesson is for these words, such as EADDRINUSE. The question
 * counts most, then the conclusion, then each call. */
static int relevance(const struct lesson *lesson, const char *words)
{
	const char *steps = lesson->steps;
	struct step s;
	int calls = 0;

	if (strlen(words) < ASKED_MIN)
		return 0;
	while (scene_read_step(&steps, &s))
		calls += strcasestr(s.call, words) ||
		         (s.why && strcasestr(s.why, words));
	return (strcasestr(lesson->question, words) ? 4 * LESSON_STEPS : 0) +
	       (strcasestr(lesson->conclusion, words) ? LESSON_STEPS : 0) +
	       calls;
}

/* The name of the errno value whose strerror() text is these words; or "". */
static const char *error_name(const char *words)
{
	for (int sysno = 1; sysno <= SYSNO_MAX; sysno++)
		if (strcasecmp(strerror(sysno), words) == 0)
			return sysno_name(sysno);
	return "";
}

static void explain_unknown(const char *name, struct error *err)
{
	const char *meant = error_name(name);
	char small[64];
	const char *asked = NULL;
	int most = 0;

	snprintf(small, sizeof(small), "%s", name);
	for (char *c = small; *c; c++)
		*c = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
	const struct lesson *lessons = read_all();
	struct suggestion near = suggest_begin(small);
	suggest_consider(&near, "list");
	suggest_consider(&near, "all");
	for (int i = 0; lessons[i].name; i++) {
		int has = relevance(&lessons[i], name) +
		          relevance(&lessons[i], meant);
		suggest_consider(&near, lessons[i].name);
		asked = has > most ? lessons[i].name : asked;
		most = has > most ? has : most;
	}
	error_set(err, FAULT_USAGE, "there is no lesson '%s'", name);
	if (near.best || asked)
		error_hint(
		    err, "did you mean '%s'?", near.best ? near.best : asked);
	else
		error_hint(err, "all lessons: genet pair-demo --lesson list");
}

static const struct lesson *find(const char *name)
{
	const struct lesson *lessons = read_all();

	for (int i = 0; lessons[i].name; i++)
		if (strcmp(lessons[i].name, name) == 0)
			return &lessons[i];
	return NULL;
}

static const struct lesson *find_or_explain(const char *name, struct error *err)
{
	const struct lesson *lesson = find(name);

	if (!lesson)
		explain_unknown(name, err);
	return lesson;
}

bool course_has(const char *name)
{
	return find(name) || strcmp(name, "list") == 0 ||
	       strcmp(name, "all") == 0;
}

static int list(struct error *err)
{
	static const char *const parts[] = {
		[LESSON_STREAMS] = "Streams",
		[LESSON_CONNECTING] = "Connecting and listening",
		[LESSON_DATAGRAMS] = "Datagrams",
		[LESSON_UNIX] = "Unix sockets",
	};
	const struct lesson *lessons = read_all();

	for (int i = 0; lessons[i].name; i++) {
		char line[256];
		if (i == 0 || lessons[i].part != lessons[i - 1].part) {
			snprintf(line, sizeof(line), "%s%s:\n", i ? "\n" : "",
			    parts[lessons[i].part]);
			stdout_lines(line, 0);
		}
		snprintf(line, sizeof(line), "  %-19s  %s\n", lessons[i].name,
		    lessons[i].question);
		stdout_lines(line, 23);
	}
	return stdout_flush(err);
}

/* Whether there is a route to the loopback address of the family. */
static bool has_loopback(int family)
{
	const struct variables v = { .family = family };
	struct value to;
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool is_there =
	    fd >= 0 && values_read(&v, "loopback:9", &to) &&
	    connect(fd, (const struct sockaddr *)&to.address.storage,
		to.address.len) == 0; /* nothing is sent */

	if (fd >= 0)
		close(fd);
	return is_there;
}

static bool has_family(
    const struct lesson *lesson, int family, struct error *err)
{
	if (!lesson->needs_ipv4 || family != AF_INET6)
		return true;
	error_set(err, FAULT_USAGE,
	    "the lesson '%s' has no IPv6: on the loopback interface IPv6 has "
	    "nothing like it; leave out -6",
	    lesson->name);
	return false;
}

/* Whether the lesson can be run on this host. */
static bool is_possible(
    const struct lesson *lesson, int family, struct error *err)
{
	if (!has_family(lesson, family, err))
		return false;
	if (lesson->part != LESSON_UNIX && !has_loopback(family))
		error_set(err, FAULT_UNSUPPORTED,
		    "the lesson '%s' needs %s on the loopback interface, which "
		    "this host does not have; if the interface is down: ip "
		    "link set lo up",
		    lesson->name, family == AF_INET6 ? "IPv6" : "IPv4");
	else if (lesson->needs_ipv6 && !has_loopback(AF_INET6))
		error_set(err, FAULT_UNSUPPORTED,
		    "the lesson '%s' needs IPv6, which this host does not have",
		    lesson->name);
	else
		return true;
	return false;
}

/* Returns the number of deviations, or -1 with err filled. */
static int run_lesson(const struct lesson *lesson,
    const struct course_opts *opts, struct error *err)
{
	const struct transcript t = {
		.tap = opts->tap,
		.palette = palette_for(opts->color, STDOUT_FILENO),
		.is_silent = opts->is_silent,
		.is_brief = opts->is_brief,
		.width = messages_width_of(STDOUT_FILENO),
	};

	if (!is_possible(lesson, opts->family, err))
		return -1;
	int deviations = stage_run(lesson, opts->family, &t, err);
	if (deviations < 0 || transcript_end(&t, lesson, deviations, err) < 0)
		return -1;
	return deviations;
}

/* Separates two lessons by empty lines, or on a terminal by waiting for Enter.
 * Returns 1, 0 at the end of the input, or -1 with err filled. */
static int pause_for_reader(const struct course_opts *opts, struct error *err)
{
	char bytes[256];

	if (opts->is_silent || opts->is_brief)
		return 1;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return stdout_text("\n\n", err) < 0 ? -1 : 1;
	if (stdout_text("\nEnter: the next lesson, Ctrl-D: the end ", err) <
		0 ||
	    waiting_for(STDIN_FILENO, POLLIN, CLOCK_NEVER, err) < 0)
		return -1;
	if (read(STDIN_FILENO, bytes, sizeof(bytes)) <= 0)
		return 0;
	return stdout_text("\n", err) < 0 ? -1 : 1;
}

static void tell_skipped(const struct error *why)
{
	char line[sizeof(why->text) + sizeof("skipped: \n")];

	snprintf(line, sizeof(line), "skipped: %s\n", why->text);
	messages_write(line, 0);
}

static int run_all(const struct course_opts *opts, struct error *err)
{
	const struct lesson *lessons = read_all();
	int deviations = 0, go_on = 1;

	for (int i = 0; lessons[i].name && go_on > 0; i++) {
		struct error why = { 0 };
		if (!is_possible(&lessons[i], opts->family, &why)) {
			tell_skipped(&why);
			continue;
		}
		int result = run_lesson(&lessons[i], opts, err);
		if (result < 0)
			return -1;
		deviations += result;
		if (lessons[i + 1].name)
			go_on = pause_for_reader(opts, err);
	}
	return go_on < 0 ? -1 : deviations;
}

int course_run(const struct course_opts *opts, struct error *err)
{
	const struct lesson *lesson;
	int deviations;

	if (strcmp(opts->lesson, "list") == 0)
		return list(err);
	if (!backend_is_linux)
		return backend_lacks("lessons show what Linux does", err);
	if (opts->family == AF_INET6 && !has_loopback(AF_INET6))
		return error_set(err, FAULT_UNSUPPORTED,
		    "this host has no IPv6 on the loopback interface; leave "
		    "out -6");
	if (strcmp(opts->lesson, "all") == 0) {
		deviations = run_all(opts, err);
	} else {
		lesson = find_or_explain(opts->lesson, err);
		deviations = lesson ? run_lesson(lesson, opts, err) : -1;
	}
	if (deviations <= 0)
		return deviations;
	return error_set(err, FAULT_UNMET,
	    "%d call%s did not do what the lesson says", deviations,
	    deviations == 1 ? "" : "s");
}

int course_write(const struct course_opts *opts,
    enum program_language_name language, struct error *err)
{
	if (!backend_is_linux)
		return backend_lacks("lessons show what Linux does", err);
	const struct lesson *lesson = find_or_explain(opts->lesson, err);

	if (!lesson || !has_family(lesson, opts->family, err))
		return -1;
	return program_write(lesson, opts->family, language, err);
}
