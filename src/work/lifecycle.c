/* SPDX-License-Identifier: MIT */
/* The life cycle of a run. */
#include "work/lifecycle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args/spec.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "sys/open.h"
#include "sys/output/messages.h"
#include "sys/process/background.h"
#include "sys/process/process.h"
#include "sys/process/ready.h"
#include "sys/signals.h"
#include "work/near/local.h"
#include "work/watching/watching-bytes.h"

/* Descriptors that the command line or a service manager speaks of, and what
 * it has had opened already. Returns an allocated row. */
static int *find_kept(const struct run *run, size_t *count)
{
	const struct config *cfg = run->cfg;
	const int ours[] = { (int)cfg->ready_fd, run->log_fd, run->input_fd,
		run->output_fd, run->events_fd, run->capture_fd, run->hex_fd,
		run->record_fd };
	const size_t most = sizeof(ours) / sizeof(ours[0]);
	size_t operands = (size_t)cfg->operand_count;
	int *kept =
	    xcalloc(most + operands + (size_t)run->handed_over, sizeof(*kept));

	*count = 0;
	for (size_t i = 0; i < most; i++)
		if (ours[i] >= 0)
			kept[(*count)++] = ours[i];
	for (int i = 0; i < cfg->operand_count; i++)
		if (spec_descriptor(cfg->operands[i]) >= 0)
			kept[(*count)++] = spec_descriptor(cfg->operands[i]);
	for (int i = 0; i < run->handed_over; i++)
		kept[(*count)++] = PROCESS_FIRST_LISTEN_FD + i;
	return kept;
}

/* Opens the log, if there is one, as run->log_fd. Returns 0, or -1 with err
 * filled. */
static int open_log(struct run *run, struct error *err)
{
	if (!run->cfg->log)
		return 0;
	run->log_fd = open_by_deadline(
	    run->cfg->log, O_WRONLY | O_CREAT | O_APPEND, run->deadline, err);
	return run->log_fd < 0 ? -1 : 0;
}

/* Files may be named after descriptors of ours, which are closed there. */
static int go_to_background(struct run *run, struct error *err)
{
	struct background_opts opts = { 0 };

	if (local_open_early(run, err) < 0 || watching_bytes_open(run, err) < 0)
		return -1;
	int *kept = find_kept(run, &opts.keep_count);
	opts.keep = kept;
	int result = background_start(&opts, &run->background_fd, err);
	free(kept);
	return result;
}

/* A regular file, or why not: a FIFO would keep us waiting for its reader. */
static int open_regular(const char *name, struct error *err)
{
	struct stat st;
	int fd = open(
	    name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	if (fd < 0 && errno != ENXIO)
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	if (fd >= 0)
		close(fd);
	return error_set(err, FAULT_IO, "'%s' is not a regular file", name);
}

/* A program that waits for the lock waits for the end of genet, however that
 * comes. Opens the file, empty, as run->status_fd. Returns 0, or -1 with err
 * filled. */
static int lock_status(struct run *run, struct error *err)
{
	const char *name = run->cfg->status_file;
	int result;

	if (!name)
		return 0;
	int fd = open_regular(name, err);
	if (fd < 0)
		return -1;
	do
		result = flock(fd, LOCK_EX | LOCK_NB);
	while (result < 0 && errno == EINTR);
	if (result == 0 && ftruncate(fd, 0) == 0) {
		run->status_fd = fd;
		return 0;
	}
	if (result == 0)
		error_sys(err, FAULT_IO, "cannot empty '%s'", name);
	else if (errno == EWOULDBLOCK)
		error_set(
		    err, FAULT_IO, "'%s' is in use by another process", name);
	else
		error_sys(err, FAULT_IO, "cannot lock '%s'", name);
	close(fd);
	return -1;
}

/* Before anything can fork: a service manager names a process. */
static void take_sockets(struct run *run)
{
	const char *named = getenv("LISTEN_PID");
	uint64_t pid;

	if (run->cfg->operand_count > 0)
		return;
	run->is_handed_elsewhere = named && getenv("LISTEN_FDS") &&
	                           parse_number(named, &pid) &&
	                           pid != (uint64_t)getpid();
	run->handed_over = process_listen_fds();
}

/* Standard error is kept for what the log cannot take. Without a descriptor for
 * that, a failure of the log is in the status only. */
static int turn_to_log(const struct run *run, struct error *err)
{
	if (run->log_fd < 0)
		return 0;
	int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (dup2(run->log_fd, STDERR_FILENO) >= 0) {
		messages_turned_to_log(before);
		return 0;
	}
	error_sys(err, FAULT_IO, "cannot write to '%s'", run->cfg->log);
	if (before >= 0)
		close(before);
	return -1;
}

/* Before descriptors of genet can take the number. */
static int check_ready_fd(const struct config *cfg, struct error *err)
{
	int fd = (int)cfg->ready_fd;

	if (fd < 0 || (fcntl(fd, F_GETFD) >= 0 && !signals_use(fd)))
		return 0;
	return error_set(
	    err, FAULT_USAGE, "--ready-fd: descriptor %d is not open", fd);
}

int lifecycle_begin(struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;

	run->background_fd = run->log_fd = run->status_fd = -1;
	run->input_fd = run->output_fd = -1;
	run->capture_fd = run->hex_fd = run->record_fd = -1;
	if (check_ready_fd(cfg, err) < 0)
		return -1;
	take_sockets(run);
	if (open_log(run, err) < 0)
		return -1;
	int result = cfg->background ? go_to_background(run, err) : 0;
	if (result != 0)
		return result;
	if (cfg->owner_pid && signals_end_with((pid_t)cfg->owner_pid) < 0)
		return error_sys(err, FAULT_USAGE,
		    "--exit-with-pid: cannot watch process %ld",
		    cfg->owner_pid);
	if (lock_status(run, err) < 0)
		return -1;
	return cfg->background ? 0 : turn_to_log(run, err);
}

static int note_pid(const struct config *cfg, struct error *err)
{
	char *pid = xasprintf("%d\n", (int)getpid());
	int result = cfg->pid_file ? ready_to_file(cfg->pid_file, pid, err) : 0;

	free(pid);
	return result;
}

int lifecycle_ready(const struct run *run, const char *line, const char *status,
    struct error *err)
{
	const struct config *cfg = run->cfg;

	if (note_pid(cfg, err) < 0)
		return -1;
	if (cfg->ready_fd >= 0 &&
	    ready_to_fd((int)cfg->ready_fd, line, err) < 0)
		return -1;
	if (cfg->ready_file && ready_to_file(cfg->ready_file, line, err) < 0)
		return -1;
	if (ready_to_manager(status, err) < 0)
		return -1;
	if (run->background_fd < 0)
		return 0;
	return background_ready(run->background_fd, line, run->log_fd, err);
}

/* Whether the file holds our process id: another process may have written its
 * own by now. Returns -1 with errno if that cannot be told. */
static int is_our_pid_file(const char *name)
{
	struct stat st;
	char text[32] = "";
	int fd = open(
	    name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	ssize_t n = 0;

	if (fd < 0)
		return errno == ENOENT || errno == ELOOP ? 0 : -1;
	if (fstat(fd, &st) < 0)
		n = -1;
	else if (S_ISREG(st.st_mode))
		n = read(fd, text, sizeof(text) - 1);
	int saved = errno;
	close(fd);
	errno = saved;
	return n < 0 ? -1 : strtol(text, NULL, 10) == getpid();
}

static int remove_pid_file(const char *name, struct error *err)
{
	int is_ours;

	do
		is_ours = is_our_pid_file(name);
	while (is_ours < 0 && errno == EINTR);
	if (is_ours == 0 || (is_ours > 0 && unlink(name) == 0))
		return 0;
	return error_sys(err, FAULT_IO, "cannot remove '%s'", name);
}

static int write_status(const struct run *run, int status, struct error *err)
{
	char *line = xasprintf("%d\n", status);
	bool written = ready_write(run->status_fd, line);

	free(line);
	if (written)
		return 0;
	return error_sys(
	    err, FAULT_IO, "cannot write '%s'", run->cfg->status_file);
}

static int check_log(const struct config *cfg, struct error *err)
{
	errno = messages_log_failure();
	return errno
	           ? error_sys(err, FAULT_IO, "cannot write to '%s'", cfg->log)
	           : 0;
}

int lifecycle_end(const struct run *run, int status, struct error *err)
{
	const struct config *cfg = run->cfg;
	int result = check_log(cfg, err);

	if (cfg->pid_file && remove_pid_file(cfg->pid_file, err) < 0)
		result = -1;
	if (run->status_fd >= 0 &&
	    write_status(run, status == 0 && result < 0 ? 1 : status, err) < 0)
		result = -1;
	return result;
}
