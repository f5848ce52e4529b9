/* SPDX-License-Identifier: MIT */
/* Files and FIFOs as ends of a conversation. */
#include "args/file-spec.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static const char *const modes[] = {
	[FILE_READ] = "read",
	[FILE_WRITE] = "write",
	[FILE_APPEND] = "append",
	[FILE_BOTH] = "both",
};

struct words {
	const char *prefix, *list; /* for messages */
	enum file_mode last;       /* of those that may be given */
};

static const struct words of_files = {
	"file:",
	"read, write, append, both",
	FILE_BOTH,
};
static const struct words of_fifos = { "fifo:", "read, write", FILE_WRITE };

static enum file_mode find_mode(const char *word, enum file_mode last)
{
	for (enum file_mode m = FILE_READ; m <= last; m++)
		if (strcmp(word, modes[m]) == 0)
			return m;
	return FILE_BY_SIDE;
}

static int parse(const char *text, const struct words *words,
    struct file_spec *out, struct error *err)
{
	const char *comma = strrchr(text, ',');
	size_t len = comma ? (size_t)(comma - text) : strlen(text);

	*out = (struct file_spec){ 0 };
	if (len == 0)
		return error_set(err, FAULT_USAGE, "missing path in '%s%s'",
		    words->prefix, text);
	if (comma)
		out->mode = find_mode(comma + 1, words->last);
	if (comma && !out->mode)
		return error_set(err, FAULT_USAGE,
		    "%s '%s' is none of %s; a path with a comma needs one of "
		    "them behind it",
		    words->prefix, comma + 1, words->list);
	out->path = xasprintf("%.*s", (int)len, text);
	return 0;
}

int file_spec_parse(const char *text, struct file_spec *out, struct error *err)
{
	return parse(text, &of_files, out, err);
}

int file_spec_parse_fifo(
    const char *text, struct file_spec *out, struct error *err)
{
	return parse(text, &of_fifos, out, err);
}

void file_spec_free(struct file_spec *f)
{
	free(f->path);
	f->path = NULL;
}
