/* SPDX-License-Identifier: MIT */
/* Makes the observer of --progress: decides whether it is shown, and finds out
 * how much is to move. */
#include "work/watching/watching-progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap/speed/progress.h"
#include "work/near/near.h"

/* What is left to be read of a regular file; 0: that is not known. */
static uint64_t left_in(const struct stat *st, off_t offset)
{
	if (!S_ISREG(st->st_mode) || offset < 0 || st->st_size <= offset)
		return 0;
	return (uint64_t)(st->st_size - offset);
}

static uint64_t size_of_input(const struct run *run)
{
	const struct config *cfg = run->cfg;
	bool is_named = cfg->input && strcmp(cfg->input, "-") != 0;
	int fd = is_named ? run->input_fd : STDIN_FILENO;
	struct stat st;

	/* A file that is opened later is read from its beginning. */
	if (fd < 0)
		return stat(cfg->input, &st) == 0 ? left_in(&st, 0) : 0;
	if (fstat(fd, &st) < 0)
		return 0;
	return left_in(&st, lseek(fd, 0, SEEK_CUR));
}

/* Whether the peer gets more or fewer bytes than the input has. */
static bool changes_length(const struct config *cfg)
{
	return cfg->crlf || cfg->lines || cfg->length_prefixed;
}

/* How much genet will send, as far as that is certain. */
static uint64_t size_to_send(const struct run *run)
{
	const struct config *cfg = run->cfg;
	bool reads_input = !cfg->no_stdin && !cfg->recv_only &&
	                   (cfg->input || near_reads_stdin(cfg));

	if (changes_length(cfg) || near_is_shared(cfg))
		return 0;
	if (!cfg->data.bytes)
		return reads_input ? size_of_input(run) : 0;
	if ((uint64_t)cfg->repeats > UINT64_MAX / (cfg->data.len + 1) ||
	    cfg->repeats == INT64_MAX)
		return 0;
	return cfg->data.len * (uint64_t)cfg->repeats;
}

/* A terminal that cannot move its cursor gets lines. */
static bool is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0;
}

struct tap *watching_progress(const struct run *run)
{
	const struct config *cfg = run->cfg;
	uint64_t size = (uint64_t)cfg->watching.size;
	struct progress_opts opts = {
		.is_plain = cfg->watching.progress == PROGRESS_PLAIN,
		.counts_clients = near_count(cfg) != 1,
		.size_in = size ? size : (uint64_t)cfg->bytes,
		.size_out = size ? size : size_to_send(run),
	};

	/* With --json, standard error is for programs. */
	if (cfg->watching.progress == PROGRESS_NEVER || cfg->watching.json)
		return NULL;
	if (!opts.is_plain && !isatty(STDERR_FILENO))
		return NULL;
	opts.is_plain |= is_dumb();
	return progress_new(&opts);
}
