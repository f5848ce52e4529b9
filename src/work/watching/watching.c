/* SPDX-License-Identifier: MIT */
/* The observers that a user asks for by options. */
#include "work/watching/watching.h"

#include "tap/speed/stats.h"
#include "work/watching/watching-bytes.h"
#include "work/watching/watching-files.h"
#include "work/watching/watching-progress.h"
#include "work/watching/write-out.h"

/* Adds an observer at the end of the chain, so that events reach observers in
 * the order in which these were added. Accepts NULL. */
static void add(struct run *run, struct tap *tap)
{
	struct tap **end = &run->tap;

	if (!tap)
		return;
	while (*end)
		end = &(*end)->next;
	*end = tap;
}

/* With --json, standard error is for programs; standard output is, if the
 * command is a report. */
static int check_json(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct config_watching *w = &cfg->watching;
	const char *other = cfg->stats                       ? "--stats"
	                    : w->hex && !*w->hex             ? "--hex"
	                    : w->write_out && run->is_report ? "--write-out"
	                                                     : NULL;

	if (!w->json || !other)
		return 0;
	error_set(err, FAULT_USAGE, "%s and --json cannot share standard %s",
	    other, run->is_report ? "output" : "error");
	return error_hint(err, "give the events a file: --events FILE");
}

/* The option that slows genet down; NULL: none does. */
static const char *pace_of(const struct config *cfg)
{
	return cfg->rate               ? "--rate"
	       : cfg->line_interval_us ? "--line-interval"
	                               : NULL;
}

int watching_begin(struct run *run, struct error *err)
{
	struct tap *tap = NULL;

	if (check_json(run, err) < 0 || watching_bytes_open(run, err) < 0 ||
	    watching_files_check(run->cfg, err) < 0 ||
	    watching_capture(run, &tap, err) < 0)
		return -1;
	add(run, tap);
	if (watching_hex(run, &tap, err) < 0)
		return -1;
	add(run, tap);
	if (watching_record(run, &tap, err) < 0)
		return -1;
	add(run, tap);
	if (run->cfg->stats)
		add(run, stats_new(pace_of(run->cfg)));
	add(run, watching_progress(run));
	tap = NULL;
	if (run->cfg->watching.write_out && !(tap = write_out_new(run, err)))
		return -1;
	add(run, tap); /* the last that ends: its line is the last */
	return 0;
}
