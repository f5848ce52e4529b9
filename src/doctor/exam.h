/* SPDX-License-Identifier: MIT */
/* An examination under way: what was seen, what follows; only for doctor/. */
#ifndef DOCTOR_EXAM_H
#define DOCTOR_EXAM_H

#include "doctor/doctor-opts.h"
#include "doctor/findings.h"
#include "probe/look/holder-look.h"
#include "probe/look/name-look.h"
#include "probe/look/port-look.h"
#include "probe/look/quality-look.h"
#include "probe/look/service-look.h"
#include "probe/look/unix-look.h"
#include "probe/look/way-look.h"

/* How a conclusion is said of the target, behind its name. */
struct exam_words {
	const char *cause; /* for programs, if all is well */
	const char *good, *bad;
};

/* Begin with all zeros, the opts and words. Each step fills its facts, which
 * later steps read, and which are all zeros if the step was not made. */
struct examination {
	const struct doctor_opts *opts;
	struct findings findings;
	bool answers;        /* a client of the target has what it came for */
	const char *step;    /* the name of the step under way */
	bool said_container; /* way_say_container() has */
	const struct exam_words *words;
	struct error output_failure; /* of standard output */

	struct name_facts name;
	struct way_facts *ways;        /* one for each address of name */
	struct port_facts *ports;      /* the same */
	const struct port_facts *open; /* the first that accepts; or NULL */
	struct service_facts service;
	struct quality_facts quality;
	struct holder_facts holder;
	struct unix_facts socket;
	struct listener *listener; /* of doctor_listen(); or NULL */
};

/* How a line is marked. */
enum exam_mark {
	EXAM_WELL,    /* "ok" */
	EXAM_NOTABLE, /* "note" */
	EXAM_WRONG,   /* "fail" */
	EXAM_UNKNOWN, /* "?": it could not be looked at, the text says why */
};

enum step_result {
	STEP_FAILED = -1, /* as error_set() returns: genet itself has failed */
	STEP_NEXT,
	STEP_LAST, /* the way ends here: only the conclusion remains */
};

struct exam_step {
	const char *name; /* the first column, and in JSON */
	enum step_result (*make)(struct examination *x, struct error *err);
};

/* Steps, each in a file of its own. */
extern const struct exam_step exam_name, exam_way, exam_way_again, exam_port,
    exam_elsewhere, exam_holder, exam_service, exam_quality, exam_unix,
    exam_bind, exam_client;

/* Prints a line of the step under way, at once, and tells observers
 * (TAP_EXAMINED). took_us below 0: no time was measured. */
void exam_say(struct examination *x, enum exam_mark mark, int64_t took_us,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Prints lines, unless observers do. Keeps the first failure. */
void exam_print(struct examination *x, const char *lines);

/* When a look that may take limit_us has to end: then, or at the deadline of
 * the examination. */
int64_t exam_deadline(const struct examination *x, int64_t limit_us);

#endif
