/* SPDX-License-Identifier: MIT */
/* Several probes at once. */
#include "probe/probe-set.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sys/signals.h"

static size_t count_left(const struct probe_set *v)
{
	size_t left = 0;

	for (size_t i = 0; i < v->count; i++)
		if (v->probes[i])
			left++;
	return left;
}

static bool is_over(const struct probe_set *v)
{
	size_t left = count_left(v);

	return left == 0 || (v->any_suffices && left < v->count);
}

static int service_all(
    const struct probe_set *v, const struct waiting *w, struct error *err)
{
	for (size_t i = 0; i < v->count; i++) {
		struct probe *p = v->probes[i];
		int result = p ? probe_service(p, w, err) : 0;
		if (result < 0)
			return -1;
		if (result > 0) {
			probe_free(p);
			v->probes[i] = NULL;
		}
	}
	return 0;
}

static int64_t prepare_all(const struct probe_set *v, struct waiting *w)
{
	int64_t latest = CLOCK_NEVER;

	waiting_clear(w);
	for (size_t i = 0; i < v->count; i++)
		if (v->probes[i])
			latest = clock_earlier(
			    latest, probe_prepare(v->probes[i], w));
	return latest;
}

/* The complaint that is true of all probes, before any has ended. */
static const char *common_complaint(const struct probe_set *v)
{
	const char *first = probe_common_complaint(v->probes[0]);

	for (size_t i = 1; i < v->count; i++)
		if (strcmp(probe_common_complaint(v->probes[i]), first) != 0)
			return "conditions were not met";
	return first;
}

/* "within 2 s" */
static char *text_limit(char buf[2 * TEXT_MEASURE], const struct probe_set *v)
{
	char limit[TEXT_MEASURE];

	snprintf(buf, 2 * TEXT_MEASURE, "%s %s",
	    v->wants_gone ? "after" : "within",
	    text_duration(limit, v->timeout_us));
	return buf;
}

/* Explains a set of one probe. */
static int explain_one(struct probe *p, const char *limit, struct error *err)
{
	char complaint[PROBE_COMPLAINT];

	error_set(err, FAULT_TIMEOUT, "%s %s %s", probe_name(p),
	    probe_complaint(complaint, p), limit);
	return error_detail(err, "    last: %s", probe_reason(p));
}

static int explain(
    const struct probe_set *v, const char *common, struct error *err)
{
	char limit[2 * TEXT_MEASURE], complaint[PROBE_COMPLAINT];

	text_limit(limit, v);
	if (v->count == 1)
		return explain_one(v->probes[0], limit, err);
	error_set(err, FAULT_TIMEOUT, "%zu of %zu %s %s", count_left(v),
	    v->count, common, limit);
	for (size_t i = 0; i < v->count; i++)
		if (v->probes[i])
			error_detail(err, "    %-24s %s; last: %s",
			    probe_name(v->probes[i]),
			    probe_complaint(complaint, v->probes[i]),
			    probe_reason(v->probes[i]));
	return -1;
}

/* Tells which probes are left, and why. */
static void tell_progress(const struct probe_set *v)
{
	char text[1024];
	size_t left = count_left(v);
	int used = snprintf(
	    text, sizeof(text), "waiting for %zu of %zu:", left, v->count);

	for (size_t i = 0; i < v->count && (size_t)used < sizeof(text); i++)
		if (v->probes[i])
			used +=
			    snprintf(text + used, sizeof(text) - (size_t)used,
				"%s %s (%s)", text[used - 1] == ':' ? "" : ",",
				probe_name(v->probes[i]),
				probe_reason(v->probes[i]));
	tap_tell(
	    v->tap, &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

int probe_set_run(const struct probe_set *v, struct error *err)
{
	int64_t deadline = clock_after(v->timeout_us);
	const char *common = common_complaint(v);
	struct waiting w = { 0 };
	int result = service_all(v, &w, err);

	while (result >= 0 && !is_over(v)) {
		int64_t latest = prepare_all(v, &w);
		result =
		    waiting_until(&w, clock_earlier(latest, deadline), err);
		if (result >= 0)
			result = service_all(v, &w, err);
		if (result >= 0 && signals_take_report())
			tell_progress(v);
		if (result >= 0 && !is_over(v) && clock_now() >= deadline)
			result = explain(v, common, err);
	}
	waiting_free(&w);
	return result < 0 ? -1 : 0;
}
