/* SPDX-License-Identifier: MIT */
/* How a command runs beside what it does. */
#include "cmd/running.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/parse.h"
#include "sys/background.h"
#include "sys/ready.h"
#include "sys/signals.h"

/* Descriptors that the command line or a service manager speaks of. */
static size_t find_kept(const struct config *cfg, int *kept, size_t size)
{
	const char *handed_over = getenv("LISTEN_FDS");
	uint64_t number;
	size_t count = 0;

	if (cfg->ready_fd >= 0)
		kept[count++] = (int)cfg->ready_fd;
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

/* Returns a descriptor of the log, -1 without one, or -2 with err filled. */
static int open_log(const struct config *cfg, struct error *err)
{
	if (!cfg->log)
		return -1;
	int fd =
	    open(cfg->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd >= 0)
		return fd;
	error_sys(err, FAULT_IO, "cannot open '%s'", cfg->log);
	return -2;
}

int running_begin(struct config *cfg, struct error *err)
{
	int kept[32];
	struct background_opts opts = { .keep = kept };

	opts.keep_count = find_kept(cfg, kept, 32);
	if (cfg->background &&
	    background_start(&opts, &cfg->background_fd, err) < 0)
		return -1;
	if (cfg->owner_pid && signals_end_with((pid_t)cfg->owner_pid) < 0)
		return error_sys(err, FAULT_USAGE,
		    "--exit-with-pid: cannot watch process %ld",
		    cfg->owner_pid);
	cfg->log_fd = open_log(cfg, err);
	if (cfg->log_fd == -2)
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

void running_end(const struct config *cfg)
{
	char text[32] = "";
	int fd = cfg->pid_file ? open(cfg->pid_file, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	close(fd);
	/* Somebody else may have written his own by now. */
	if (n > 0 && strtol(text, NULL, 10) == getpid())
		unlink(cfg->pid_file);
}
