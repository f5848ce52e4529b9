/* SPDX-License-Identifier: MIT */
/* The observers of bytes: --capture and --hex. */
#include "work/watching/watching-bytes.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/parse.h"
#include "base/clock.h"
#include "sys/output/outlet.h"
#include "tap/capture/capture.h"
#include "tap/hex.h"
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

	if (w->capture && !*w->capture)
		return error_set(
		    err, FAULT_USAGE, "--capture '': a file must have a name");
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

static int open_file(
    const char *name, int *fd, int64_t deadline, struct error *err)
{
	if (is_file(name) && *fd < 0)
		*fd = outlet_open(name, deadline, err);
	return is_file(name) && *fd < 0 ? -1 : 0;
}

int watching_bytes_open(struct run *run, struct error *err)
{
	const struct config_watching *w = &run->cfg->watching;

	if (check(run->cfg, err) < 0 ||
	    open_file(w->capture, &run->capture_fd, run->deadline, err) < 0)
		return -1;
	return open_file(w->hex, &run->hex_fd, run->deadline, err);
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
