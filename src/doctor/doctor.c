/* SPDX-License-Identifier: MIT */
/* The steps of an examination, and its conclusion. */
#include "doctor/doctor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "doctor/exam.h"
#include "net/bind/listener.h"

static const struct exam_step *const inet_steps[] = {
	&exam_name,
	&exam_way,
	&exam_port,
	&exam_elsewhere,
	&exam_way_again,
	&exam_holder,
	&exam_service,
	&exam_quality,
	NULL,
};
static const struct exam_step *const unix_steps[] = { &exam_unix, &exam_service,
	NULL };
static const struct exam_step *const listen_steps[] = { &exam_bind,
	&exam_client, NULL };

static const struct exam_words reach_words = {
	.cause = "answers",
	.good = "answers",
	.bad = "does not answer",
};
static const struct exam_words listen_words = {
	.cause = "can-listen",
	.good = "can be listened on",
	.bad = "cannot be listened on",
};

/* Prints a line of the conclusion. */
static void say_last(struct examination *x, const char *word, const char *text)
{
	const struct palette *p = palette_for(x->opts->color, STDOUT_FILENO);
	char shown[1024];

	text_escape(shown, sizeof(shown), text, strlen(text));
	char *line = xasprintf("%s%s:%s %s\n", p->heading, word, p->off, shown);
	exam_print(x, line);
	free(line);
}

static void conclude_finding(
    struct examination *x, const struct finding *f, const char *word)
{
	tap_tell(x->opts->tap, &(struct tap_event){ .kind = TAP_CONCLUDED,
				   .concluded = { x->answers, f->cause, f->text,
				       f->advice, f->rank == RANK_ASIDE } });
	say_last(x, word, f->text);
	if (f->advice)
		say_last(x, "to do", f->advice);
}

/* Says the findings of the rank: several are alternatives. */
static void conclude_rank(
    struct examination *x, enum finding_rank rank, const char *first)
{
	const char *word = first;

	for (size_t i = 0; i < x->findings.count; i++) {
		const struct finding *f = &x->findings.items[i];
		if (f->rank != rank)
			continue;
		conclude_finding(x, f, word);
		word = rank == RANK_ASIDE ? "note" : "or";
	}
}

static int conclude(struct examination *x, struct error *err)
{
	enum finding_rank rank = findings_rank(&x->findings);
	const char *name = x->opts->target.name;

	if (x->answers) {
		char *text = xasprintf("%s %s", name, x->words->good);
		conclude_finding(x,
		    &(struct finding){ .cause = x->words->cause, .text = text },
		    "conclusion");
		free(text);
	} else if (rank == RANK_ASIDE)
		conclude_finding(x,
		    &(struct finding){ .cause = "unknown",
			.text = (char *)"what was seen does not say why there "
					"is no answer" },
		    "conclusion");
	if (rank != RANK_ASIDE)
		conclude_rank(x, rank, x->answers ? "but" : "conclusion");
	conclude_rank(x, RANK_ASIDE, "note");
	if (x->output_failure.kind != FAULT_NONE) {
		*err = x->output_failure;
		return -1;
	}
	return x->answers
	           ? 0
	           : error_set(err, FAULT_UNMET, "%s %s", name, x->words->bad);
}

static void release(struct examination *x)
{
	findings_free(&x->findings);
	name_facts_free(&x->name);
	free(x->ways);
	free(x->ports);
	listener_close(x->listener);
}

static int examine(const struct doctor_opts *opts,
    const struct exam_step *const *steps, const struct exam_words *words,
    struct error *err)
{
	struct examination x = {
		.opts = opts,
		.words = words,
		.output_failure = ERROR_NONE,
	};
	enum step_result result = STEP_NEXT;

	for (; *steps && result == STEP_NEXT &&
	       x.output_failure.kind == FAULT_NONE;
	     steps++) {
		x.step = (*steps)->name;
		result = (*steps)->make(&x, err);
	}
	int status = result == STEP_FAILED ? -1 : conclude(&x, err);
	release(&x);
	return status;
}

int doctor_run(const struct doctor_opts *opts, struct error *err)
{
	return examine(opts, opts->target.port ? inet_steps : unix_steps,
	    &reach_words, err);
}

int doctor_listen(const struct doctor_opts *opts, struct error *err)
{
	return examine(opts, listen_steps, &listen_words, err);
}
