/* SPDX-License-Identifier: MIT */
/* The first byte is the program, the rest its arguments, a word a line. What it
 * is translated to is a line that genet accepts; or it is said why not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/option.h"
#include "front/translate/socat-keywords.h"
#include "front/translate/translate.h"
#include "fuzz.h"
#include "sys/output/messages.h"

#define WORDS_MOST 20
#define LINE_MOST 20000 /* more than the bytes of the longest input */

/* Splits a line, without what is left to the shell. Returns how many words. */
static int split(const char *line, char *words[LINE_MOST + 1])
{
	int count = 0;

	while (*line && strncmp(line, ">> ", 3) != 0) {
		FUZZ_MUST(count < LINE_MOST);
		words[count++] = fuzz_unquote(&line);
	}
	words[count] = NULL;
	return count;
}

/* What is said is an option of the command, with a value that it can have. The
 * hosts are those that the other program was given. */
static void check_line(const char *line)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;
	char *words[LINE_MOST + 1], *list[LINE_MOST + 1];
	int count = split(line, words), name_words;

	FUZZ_MUST(count >= 2 && strcmp(words[0], "genet") == 0);
	memcpy(list, words, sizeof(list));
	const struct command *command =
	    commands_find((const char *const *)words + 1, &name_words);
	FUZZ_MUST(command && !command->is_foreign);
	const struct option_group **groups = commands_groups(command);
	const struct option_scan scan = {
		.groups = groups,
		.command = command->name,
		.takes_program = command->takes_program,
	};
	if (option_read(
		&scan, count - name_words, list + name_words, &cfg, &err) < 0)
		fprintf(stderr, "%s\n%s\n", line, err.text);
	FUZZ_MUST(err.kind == FAULT_NONE);
	FUZZ_MUST(cfg.operand_count >= command->min_operands &&
		  cfg.operand_count <= command->max_operands);
	free(groups);
	config_free(&cfg);
	for (int i = 0; i < count; i++)
		free(words[i]);
}

static void check_notes(const char *notes)
{
	for (; notes && *notes; notes += strcspn(notes, "\n") + 1)
		FUZZ_MUST(*notes != '\n' && strchr(notes, '\n'));
}

static void check_failure(const struct error *err)
{
	fuzz_check_refusal(err);
	FUZZ_MUST(err->kind == FAULT_USAGE || err->kind == FAULT_UNSUPPORTED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const programs[] = { "nc", "ncat", "socat" };
	const char *program = programs[fuzz_byte(&data, &size) % 3];
	struct error err = ERROR_NONE;
	char **words, *notes = NULL;
	int family;
	int count = fuzz_words(data, size, WORDS_MOST, &words);
	const char *line[WORDS_MOST + 2] = { program };

	messages_mute();
	memcpy(line + 1, words, (size_t)count * sizeof(*words));
	char *translated = translate_line(line, &notes, &err);
	if (translated)
		check_line(translated);
	else
		check_failure(&err);
	check_notes(notes);
	free(translated);
	free(notes);
	/* The same as a hint. */
	err.kind = FAULT_NONE;
	free(translate_line(line, NULL, &err));
	if (count > 0 && socat_find(words[0], &family))
		free(translate_socat_address(words[0]));
	xfree_texts(words);
	return 0;
}
