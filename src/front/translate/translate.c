/* SPDX-License-Identifier: MIT */
/* translate: say a command line of nc, ncat or socat in the words of genet. */
#include "front/translate/translate.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/translate/from.h"
#include "front/translate/words.h"
#include "sys/output/stdout.h"

static const struct reader {
	const char *program;
	int (*read)(struct translation *t, int argc, char **argv);
} readers[] = {
	{ "nc", from_nc },
	{ "netcat", from_nc },
	{ "nc.openbsd", from_nc },
	{ "ncat", from_ncat },
	{ "socat", from_socat },
};

/* The name may have a path, as in a script. */
static const struct reader *find_reader(const char *word)
{
	const char *slash = strrchr(word, '/');
	const char *name = slash ? slash + 1 : word;

	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (strcmp(readers[i].program, name) == 0)
			return &readers[i];
	return NULL;
}

/* The line, with what is appended to a file left to the shell. */
static char *write_line(struct translation *t, struct error *err)
{
	struct config *cfg = &t->cfg;

	/* Without an input there are no lines to end. */
	cfg->crlf = cfg->crlf && !cfg->recv_only && !cfg->no_stdin;
	char **words = words_of_config(t->command, cfg, err);
	if (!words)
		return NULL;
	char *line = words_line((const char *const *)words);
	xfree_texts(words);
	if (!t->append)
		return line;
	char *shown = words_line((const char *const[]){ t->append, NULL });
	char *whole = xasprintf("%s >> %s", line, shown);
	free(line);
	free(shown);
	return whole;
}

/* getopt may move the words, so that it gets a list of its own. */
static char **copy_list(const char *const *words, int *count)
{
	for (*count = 0; words[*count];)
		++*count;
	size_t size = ((size_t)*count + 1) * sizeof(*words);
	char **list = xmalloc(size);
	memcpy(list, words, size);
	return list;
}

char *translate_line(const char *const *words, char **notes, struct error *err)
{
	struct translation t = TRANSLATION_DEFAULT;
	const struct reader *reader = find_reader(words[0]);
	char *line = NULL;
	int count;

	if (notes)
		*notes = NULL;
	if (!reader) {
		error_set(err, FAULT_USAGE,
		    "'%s' is none of the programs that genet knows", words[0]);
		error_hint(err,
		    strchr(words[0], ' ')
			? "the words of the line are given one by one, not in "
			  "quotes"
			: "those are nc, ncat and socat");
		return NULL;
	}
	t.program = reader->program;
	t.is_hint = !notes;
	t.err = err;
	char **list = copy_list(words, &count);
	if (reader->read(&t, count, list) == 0 && err->kind == FAULT_NONE)
		line = write_line(&t, err);
	if (line && notes) {
		*notes = t.notes;
		t.notes = NULL;
	}
	translation_free(&t);
	free(list);
	return line;
}

char *translate_socat_address(const char *word)
{
	struct translation t = TRANSLATION_DEFAULT;
	struct error err = ERROR_NONE;
	char *line = NULL;

	t.program = "socat";
	t.is_hint = true;
	t.err = &err;
	if (from_socat_address(&t, word) == 0 && err.kind == FAULT_NONE)
		line = write_line(&t, &err);
	translation_free(&t);
	return line;
}

/* As comments, so that a shell takes all of it. */
static void print_notes(const char *notes)
{
	while (*notes) {
		size_t len = strcspn(notes, "\n");
		printf("# %.*s\n", (int)len, notes);
		notes += len + 1;
	}
}

static int translate_run(const struct run *run, struct error *err)
{
	char *notes;
	char *line = translate_line(run->cfg->operands, &notes, err);

	if (!line)
		return -1;
	puts(line);
	if (notes)
		print_notes(notes);
	free(line);
	free(notes);
	return stdout_flush(err);
}

const struct command cmd_translate = {
	.name = "translate",
	.operands = "nc|ncat|socat [ARG...]",
	.summary = "Translate a command line of nc, ncat or socat",
	.examples = "  genet translate nc -lk 8080\n"
		    "  genet translate ncat example.test 80\n"
		    "  genet translate socat TCP-LISTEN:8080,fork EXEC:cat\n",
	.statuses = "0 translated, 1 output, 2 not a command line of that "
		    "program, 11 genet has nothing for a part of it",
	.options = commands_no_options,
	.min_operands = 1,
	.max_operands = INT_MAX,
	.takes_line = true,
	.run = translate_run,
};
