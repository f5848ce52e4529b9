/* SPDX-License-Identifier: MIT */
/* Checks that observers do not write to a file that is used otherwise. */
#include "work/watching/watching-files.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args/template.h"

/* What a run reads or writes: by a name, or by a descriptor. */
struct file {
	const char *title;
	const char *name; /* NULL: there is only the descriptor */
	int fd;           /* of a standard stream */
	bool is_observer;
};

bool watching_is_stdout(const char *name)
{
	static const char *const names[] = { "-", "/dev/stdout", "/dev/fd/1",
		"/proc/self/fd/1", NULL };

	for (int i = 0; name && names[i]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

const char *watching_takes_stdout(const struct config *cfg)
{
	const struct config_watching *w = &cfg->watching;

	bool events_do = w->events && (watching_is_stdout(w->events) ||
					  strcmp(w->events, "fd:1") == 0);

	return watching_is_stdout(w->capture)  ? "--capture -"
	       : watching_is_stdout(w->hex)    ? "--hex=-"
	       : watching_is_stdout(w->record) ? "--record -"
	       : events_do                     ? "--events -"
	                                       : NULL;
}

/* Standard output and descriptors are no names here. */
static const char *name_of(const char *name)
{
	return name && *name && !watching_is_stdout(name) &&
	               strncmp(name, "fd:", 3) != 0
	           ? name
	           : NULL;
}

static bool is_regular(const struct file *f, struct stat *st)
{
	int result = f->name      ? stat(f->name, st)
	             : f->fd >= 0 ? fstat(f->fd, st)
	                          : -1;

	return result == 0 && S_ISREG(st->st_mode);
}

static bool are_one(const struct file *a, const struct file *b)
{
	struct stat st_a, st_b;

	if (a->name && b->name && strcmp(a->name, b->name) == 0)
		return true;
	return is_regular(a, &st_a) && is_regular(b, &st_b) &&
	       st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
}

/* Only one observer can write to standard output, and then --write-out cannot.
 */
static int check_stdout(const struct config *cfg, struct error *err)
{
	const struct config_watching *w = &cfg->watching;
	int takers =
	    watching_is_stdout(w->capture) + watching_is_stdout(w->hex) +
	    watching_is_stdout(w->record) + watching_is_stdout(w->events);

	if (takers > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --capture, --hex, --record and --events can "
		    "have standard output");
	if (takers > 0 && w->write_out &&
	    template_names(w->write_out, "stdout"))
		return error_set(err, FAULT_USAGE,
		    "%s and %%{stdout} of --write-out cannot share standard "
		    "output",
		    watching_takes_stdout(cfg));
	return 0;
}

int watching_files_check(const struct config *cfg, struct error *err)
{
	const struct config_watching *w = &cfg->watching;
	const char *output =
	    cfg->has_client_files ? NULL : name_of(cfg->output);
	const struct file files[] = {
		{ "--capture", name_of(w->capture), -1, true },
		{ "--hex", name_of(w->hex), -1, true },
		{ "--record", name_of(w->record), -1, true },
		{ "--events", name_of(w->events), -1, true },
		{ "--input", name_of(cfg->input), -1, false },
		{ "--output", output, -1, false },
		{ "--log", name_of(cfg->log), -1, false },
		{ "--status-file", name_of(cfg->status_file), -1, false },
		{ "standard input", NULL, STDIN_FILENO, false },
		{ "standard output", NULL, STDOUT_FILENO, false },
		{ "standard error", NULL, STDERR_FILENO, false },
	};
	const size_t count = sizeof(files) / sizeof(files[0]);

	if (check_stdout(cfg, err) < 0)
		return -1;
	for (size_t i = 0; i < count && files[i].is_observer; i++) {
		if (!files[i].name)
			continue;
		for (size_t j = i + 1; j < count; j++)
			if (are_one(&files[i], &files[j]))
				return error_set(err, FAULT_USAGE,
				    "%s and %s cannot be the same file",
				    files[i].title, files[j].title);
	}
	return 0;
}
