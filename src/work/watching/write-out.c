/* SPDX-License-Identifier: MIT */
/* --write-out: a line about the run, when that is over. */
#include "work/watching/write-out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/template.h"
#include "base/xalloc.h"
#include "sys/output/messages.h"
#include "sys/output/stdout.h"
#include "tap/totals.h"
#include "work/watching/write-out-values.h"

/* Where what follows in the template goes. */
enum outlet { OUTLET_STDERR, OUTLET_STDOUT };
static const char *const outlet_names[] = { "stderr", "stdout", NULL };

struct write_out {
	struct tap tap;
	const char *format;
	int stdout_fd; /* standard output, also when that is closed; or -1 */
	struct totals totals;
};

static bool write_out_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return totals_want(kind);
}

static void write_out_event(struct tap *tap, const struct tap_event *event)
{
	totals_take(&((struct write_out *)tap)->totals, event);
}

/* Adds the end of the line if it is missing. Takes over the text. */
static char *end_line(char *text)
{
	size_t len = strlen(text);

	if (len == 0 || text[len - 1] == '\n')
		return text;
	char *line = xasprintf("%s\n", text);
	free(text);
	return line;
}

static int put(struct write_out *w, enum outlet outlet, const char *text,
    struct error *err)
{
	if (!*text)
		return 0;
	if (outlet == OUTLET_STDOUT) {
		/* The payload was written, and its reader was told of the end.
		 */
		if (dup2(w->stdout_fd, STDOUT_FILENO) < 0)
			return error_sys(
			    err, FAULT_IO, "cannot write to standard output");
		return stdout_text(text, err);
	}
	messages_insist(text, 0);
	errno = messages_failure();
	return errno ? error_sys(err, FAULT_IO,
			   "cannot write --write-out to standard error")
	             : 0;
}

/* Writes part after part, each to its outlet. Only the last in each outlet ends
 * its line. */
static int write_parts(
    struct write_out *w, const struct write_out_values *v, struct error *err)
{
	const char *format = w->format;
	char *texts[] = { xstrdup(""), xstrdup("") };
	int outlet = OUTLET_STDERR, stop = 0, result = 0;

	while (stop >= 0) {
		char *part = template_expand_part(
		    &format, v->fields, v->count, outlet_names, &stop);
		char *longer = xasprintf("%s%s", texts[outlet], part);
		free(part);
		free(texts[outlet]);
		texts[outlet] = longer;
		outlet = stop;
	}
	for (int i = OUTLET_STDERR; i <= OUTLET_STDOUT; i++) {
		texts[i] = end_line(texts[i]);
		if (result == 0)
			result = put(w, (enum outlet)i, texts[i], err);
		free(texts[i]);
	}
	return result;
}

static int write_out_end(struct tap *tap, struct error *err)
{
	struct write_out *w = (struct write_out *)tap;
	struct write_out_values values;

	write_out_values_make(&values, &w->totals);
	int result = write_parts(w, &values, err);
	write_out_values_free(&values);
	if (w->stdout_fd >= 0)
		close(w->stdout_fd);
	free(w);
	return result;
}

static const struct tap_ops write_out_ops = {
	.wants = write_out_wants,
	.event = write_out_event,
	.end = write_out_end,
};

/* With --json, what is for standard error would be dropped. */
static int check_outlet(const struct config *cfg, struct error *err)
{
	static const char marker[] = "%{stdout}";
	const char *format = cfg->watching.write_out;

	if (!cfg->watching.json ||
	    (strncmp(format, marker, strlen(marker)) == 0 &&
		!template_names(format, outlet_names[OUTLET_STDERR])))
		return 0;
	error_set(err, FAULT_USAGE,
	    "--write-out and --json cannot share standard error");
	return error_hint(err,
	    "begin FORMAT with %%{stdout}, or give the events a file: "
	    "--events FILE");
}

struct tap *write_out_new(const struct run *run, struct error *err)
{
	const char *format = run->cfg->watching.write_out;

	if (check_outlet(run->cfg, err) < 0)
		return NULL;
	bool needs_stdout = template_names(format, outlet_names[OUTLET_STDOUT]);
	int fd = needs_stdout
	             ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
	             : -1;

	if (needs_stdout && fd < 0) {
		error_sys(err, FAULT_IO, "cannot write to standard output");
		return NULL;
	}
	struct write_out *w = xmalloc(sizeof(*w));
	*w = (struct write_out){
		.tap.ops = &write_out_ops,
		.format = format,
		.stdout_fd = fd,
		.totals = totals_make(),
	};
	return &w->tap;
}
