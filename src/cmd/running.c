/* SPDX-License-Identifier: MIT */
/* How a command runs beside what it does. */
#include "cmd/running.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/parse.h"
#include "cmd/local.h"
#include "sys/background.h"
#include "sys/ready.h"
#include "sys/signals.h"

/* Descriptors that the command line or a service manager speaks of, and what
 * it has had opened already. */
static size_t find_kept(const struct config *cfg, int *kept, size_t size)
{
	const char *handed_over = getenv("LISTEN_FDS");
	const int ours[] = { (int)cfg->ready_fd, cfg->log_fd, cfg->input_fd,
		cfg->output_fd };
	uint64_t number;
	size_t count = 0;

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (ours[i] >= 0)
			kept[count++] = ours[i];
	if (cfg->operand_count == 1 &&
	    strncmp(cfg->operands[0], "fd:", 3) == 0 &&
	    parse_number(cfg->operands[0] + 3, &number) && number < 65536)
		kept[count++] = (int)number;
	if (handed_over && cfg->operand_count == 0 &&
	    parse_number(handed_over, &number))
		for (int fd = 3; number-- > 0 && count < size; fd++)
			kept[count++] = fd;
	return count;
}

/* Opens the log, if there is one, as cfg->log_fd. Returns 0, or -1 with err
 * filled. */
static int open_log(struct config *cfg, struct error *err)
{
	if (!cfg->log)
		return 0;
	cfg->log_fd =
	    open(cfg->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (cfg->log_fd < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", cfg->log);
	return 0;
}

/* Files may be named after descriptors of ours, which are closed there. */
static int go_to_background(struct config *cfg, struct error *err)
{
	int kept[32];
	struct background_opts opts = { .keep = kept };

	if (local_open_early(cfg, err) < 0)
		return -1;
	opts.keep_count = find_kept(cfg, kept, 32);
	return background_start(&opts, &cfg->background_fd, err);
}

/* Whoever waits for the lock waits for our end, however that comes. Opens the
 * file, empty, as cfg->status_fd. Returns 0, or -1 with err filled. */
static int lock_status(struct config *cfg, struct error *err)
{
	const char *name = cfg->status_file;

	if (!name)
		return 0;
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	cfg->status_fd = fd;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && ftruncate(fd, 0) == 0)
		return 0;
	cfg->status_fd = -1;
	close(fd);
	return error_set(err, FAULT_IO,
	    "'%s' is in use by another process, or no regular file", name);
}

int running_begin(struct config *cfg, struct error *err)
{
	if (open_log(cfg, err) < 0)
		return -1;
	if (cfg->background && go_to_background(cfg, err) < 0)
		return -1;
	if (cfg->owner_pid && signals_end_with((pid_t)cfg->owner_pid) < 0)
		return error_sys(err, FAULT_USAGE,
		    "--exit-with-pid: cannot watch process %ld",
		    cfg->owner_pid);
	if (lock_status(cfg, err) < 0)
		return -1;
	if (!cfg->background && cfg->log_fd >= 0)
		dup2(cfg->log_fd, STDERR_FILENO);
	return 0;
}

int running_note_pid(const struct config *cfg, struct error *err)
{
	char *pid = xasprintf("%d\n", (int)getpid());
	int result = cfg->pid_file ? ready_to_file(cfg->pid_file, pid, err) : 0;

	free(pid);
	return result;
}

void running_ready(const struct config *cfg, const char *line)
{
	if (cfg->background_fd >= 0)
		background_ready(cfg->background_fd, line, cfg->log_fd);
}

static void remove_pid_file(const char *name)
{
	char text[32] = "";
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	close(fd);
	/* Somebody else may have written his own by now. */
	if (n > 0 && strtol(text, NULL, 10) == getpid())
		unlink(name);
}

void running_end(const struct config *cfg, int status)
{
	if (cfg->pid_file)
		remove_pid_file(cfg->pid_file);
	if (cfg->status_fd >= 0)
		dprintf(cfg->status_fd, "%d\n", status);
}
