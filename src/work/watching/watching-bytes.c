/* SPDX-License-Identifier: MIT */
/* The observers of bytes: --capture, --hex and --record. */
#include "work/watching/watching-bytes.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/parse.h"
#include "sys/output/outlet.h"
#include "tap/capture/capture.h"
#include "tap/hex.h"
#include "tap/record/record.h"
#include "work/near/limits.h"
#include "work/watching/watching-files.h"

/* --hex without a name writes messages. */
static bool is_file(const char *name)
{
	return name && *name && !watching_is_stdout(name);
}

static int check(const struct config *cfg, struct error *err)
{
	const struct config_watching *w = &cfg->watching;
	const char *taker = watching_takes_stdout(cfg);

	const char *empty = w->capture && !*w->capture ? "capture"
	                    : w->record && !*w->record ? "record"
	                                               : NULL;

	if (empty)
		return error_set(err, FAULT_USAGE,
		    "--%s '': a file must have a name", empty);
	if (w->record_times && !w->record)
		return error_set(err, FAULT_USAGE,
		    "--record-times has an effect only with --record FILE");
	if (taker && cfg->background)
		return error_set(err, FAULT_USAGE,
		    "%s and --background contradict each other: nothing reads "
		    "standard output in the background",
		    taker);
	if (watching_is_stdout(w->capture) && isatty(STDOUT_FILENO)) {
		error_set(err, FAULT_USAGE,
		    "--capture -: standard output is a terminal, which cannot "
		    "show a capture");
		return error_hint(err, "to read along: add | tshark -r -");
	}
	return 0;
}

/* The check knows files that are one by another name once they are there. */
static int open_file(
    struct run *run, const char *name, int *fd, struct error *err)
{
	if (!is_file(name) || *fd >= 0)
		return 0;
	if (watching_files_check(run->cfg, err) < 0)
		return -1;
	*fd = outlet_open(name, run->deadline, err);
	return *fd < 0 ? -1 : 0;
}

int watching_bytes_open(struct run *run, struct error *err)
{
	const struct config_watching *w = &run->cfg->watching;

	if (check(run->cfg, err) < 0 ||
	    open_file(run, w->capture, &run->capture_fd, err) < 0 ||
	    open_file(run, w->hex, &run->hex_fd, err) < 0)
		return -1;
	return open_file(run, w->record, &run->record_fd, err);
}

/* Standard output and its like have a name, too. */
static const char *name_of(const char *name)
{
	return watching_is_stdout(name) ? "standard output" : name;
}

int watching_capture(struct run *run, struct tap **tap, struct error *err)
{
	const char *name = run->cfg->watching.capture;
	struct capture_opts opts = {
		.name = name_of(name),
		.application = PACKAGE_NAME " " PACKAGE_VERSION,
		.all = &run->tap,
		.starts_late = watching_is_stdout(name),
	};
	struct outlet outlet;

	*tap = NULL;
	if (!name)
		return 0;
	if (outlet_begin(&outlet, run->capture_fd, run->deadline, err) < 0)
		return -1;
	*tap = capture_new(&opts, &outlet, err);
	return *tap ? 0 : -1;
}

/* As help does, COLUMNS comes before what the terminal says. */
static int wanted_columns(void)
{
	const char *columns = getenv("COLUMNS");
	uint64_t width;

	return columns && parse_number(columns, &width) && width < INT_MAX
	           ? (int)width
	           : 0;
}

int watching_hex(struct run *run, struct tap **tap, struct error *err)
{
	const char *name = run->cfg->watching.hex;
	struct hex_opts opts = {
		.name = name && *name ? name_of(name) : NULL,
		.started = clock_now(),
		.columns = wanted_columns(),
		.all = &run->tap,
	};
	struct outlet outlet;

	*tap = NULL;
	if (!name)
		return 0;
	if (opts.name &&
	    outlet_begin(&outlet, run->hex_fd, run->deadline, err) < 0)
		return -1;
	*tap = hex_new(&opts, opts.name ? &outlet : NULL);
	return 0;
}

int watching_record(struct run *run, struct tap **tap, struct error *err)
{
	const struct config *cfg = run->cfg;
	const char *name = cfg->watching.record;
	const struct record_opts opts = {
		.name = name_of(name),
		.tells_pauses = cfg->watching.record_times,
		.max_kept = limits_memory(cfg),
		.all = &run->tap,
	};
	struct outlet outlet;

	*tap = NULL;
	if (!name)
		return 0;
	if (outlet_begin(&outlet, run->record_fd, run->deadline, err) < 0)
		return -1;
	*tap = record_new(&opts, &outlet);
	return 0;
}
