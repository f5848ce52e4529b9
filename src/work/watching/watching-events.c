/* SPDX-License-Identifier: MIT */
/* The observer of --json and --events. */
#include "work/watching/watching-events.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "sys/open.h"
#include "sys/signals.h"
#include "work/watching/watching-files.h"

/* Programs that genet runs have no use for the descriptor, and would hide the
 * end of the events from their reader. Another name for a standard stream is
 * needed: in the background that is closed. Returns a descriptor, or -1 with
 * err filled. */
static int take_descriptor(
    const struct config *cfg, const char *name, struct error *err)
{
	uint64_t number;

	if (!parse_number(name, &number) || number > 65535)
		return error_set(err, FAULT_USAGE,
		    "--events: '%s' is not a descriptor; write fd:3", name);
	int fd = (int)number;
	if (fcntl(fd, F_GETFD) < 0 || signals_use(fd))
		return error_set(err, FAULT_USAGE,
		    "--events: descriptor %d is not open", fd);
	if (fd == cfg->ready_fd)
		return error_set(err, FAULT_USAGE,
		    "--events and --ready-fd cannot have the same descriptor: "
		    "it is closed when genet is ready");
	if (fd <= STDERR_FILENO)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	else if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		fd = -1;
	return fd < 0 ? error_sys(err, FAULT_IO,
			    "cannot write events to descriptor %s", name)
	              : fd;
}

static int open_events(struct run *run, const char *name, struct error *err)
{
	if (watching_is_stdout(name))
		name = "fd:1";
	if (strncmp(name, "fd:", 3) == 0)
		return take_descriptor(run->cfg, name + 3, err);
	return open_by_deadline(
	    name, O_WRONLY | O_CREAT | O_TRUNC, run->deadline, err);
}

int watching_begin_events(
    struct run *run, struct events *events, struct error *err)
{
	const struct config *cfg = run->cfg;
	const char *name = cfg->watching.events;

	if (cfg->watching.events_data && !name && !cfg->watching.json) {
		error_set(err, FAULT_USAGE,
		    "--events-data has a meaning only with events");
		return error_hint(err, "add --json, or --events FILE");
	}
	if (watching_files_check(cfg, err) < 0)
		return -1;
	events->opts.data = (enum event_json_data)cfg->watching.events_data;
	events->has_calls = cfg->verbosity >= 3;
	events->sinks.is_quiet = cfg->quiet;
	run->events_fd = name ? open_events(run, name, err) : -1;
	if (name && run->events_fd < 0)
		return -1;
	if (name)
		event_sinks_to_file(&events->sinks, run->events_fd, name);
	if (!event_sinks_exist(&events->sinks))
		return 0;
	events->tap.next = run->tap;
	run->tap = &events->tap;
	return 0;
}
