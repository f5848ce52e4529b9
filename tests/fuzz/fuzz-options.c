/* SPDX-License-Identifier: MIT */
/* The input is a command line, a word a line, behind the name of the program.
 * What was read is said in words, and that is read as the same. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/complete/cursor.h"
#include "front/genet.h"
#include "front/translate/words.h"
#include "front/wording.h"
#include "fuzz.h"
#include "sys/output/messages.h"

#define WORDS_MOST 24

/* A command line, and what it means. */
struct line {
	int argc;
	char **argv;
	const struct command *command;
	struct config cfg;
	struct error err;
	int result;
};

/* Help goes to standard output, which may have the results of tests. */
static int put_away_stdout(void)
{
	fflush(stdout);
	int kept = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY);

	FUZZ_MUST(kept >= 0 && nowhere >= 0);
	dup2(nowhere, STDOUT_FILENO);
	close(nowhere);
	return kept;
}

static void take_back_stdout(int kept)
{
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
}

/* getopt moves the words, so that it gets a list of its own, which stays until
 * the config is freed. */
static void read_line(struct line *l, char *const *words, int count)
{
	const struct config defaults = CONFIG_DEFAULT;

	*l = (struct line){ .argc = count, .cfg = defaults };
	l->argv = xcalloc((size_t)count + 1, sizeof(*l->argv));
	memcpy(l->argv, words, (size_t)count * sizeof(*words));
	l->result = genet_read(l->argc, l->argv, &l->command, &l->cfg, &l->err);
}

static void free_line(struct line *l)
{
	config_free(&l->cfg);
	free(l->argv);
}

/* The same value of an option? */

static bool are_same_texts(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same_list(
    const struct config_texts *a, const struct config_texts *b)
{
	bool is_same = a->count == b->count;

	for (size_t i = 0; is_same && i < a->count; i++)
		is_same = strcmp(a->items[i], b->items[i]) == 0;
	return is_same;
}

static bool are_same_bytes(
    const struct config_bytes *a, const struct config_bytes *b)
{
	if (!a->bytes || !b->bytes)
		return a->bytes == b->bytes;
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

static bool is_same_value(const struct option_spec *spec,
    const struct config *one, const struct config *other)
{
	const void *a = (const char *)one + spec->offset;
	const void *b = (const char *)other + spec->offset;

	switch (spec->kind) {
	case OPTION_FLAG:
	case OPTION_PROGRAM:
		return *(const bool *)a == *(const bool *)b;
	case OPTION_COUNT:
	case OPTION_FAMILY:
	case OPTION_CHOICE:
		return *(const int *)a == *(const int *)b;
	case OPTION_NUMBER:
	case OPTION_SIZE:
	case OPTION_MODE:
		return *(const long *)a == *(const long *)b;
	case OPTION_TIME:
	case OPTION_PAUSE:
	case OPTION_REPEATS:
		return *(const int64_t *)a == *(const int64_t *)b;
	case OPTION_TEXT:
	case OPTION_PORT:
	case OPTION_FORMAT:
		return are_same_texts(
		    *(const char *const *)a, *(const char *const *)b);
	case OPTION_BYTES:
		return are_same_bytes(a, b);
	case OPTION_TEXTS:
		return is_same_list(a, b);
	}
	return false;
}

static void check_same(const struct line *a, const struct line *b)
{
	const struct option_group **groups = commands_groups(a->command);

	FUZZ_MUST(a->command == b->command);
	for (size_t g = 0; groups[g]; g++)
		for (size_t i = 0; i < groups[g]->count; i++)
			FUZZ_MUST(is_same_value(
			    &groups[g]->specs[i], &a->cfg, &b->cfg));
	free(groups);
	FUZZ_MUST(a->cfg.operand_count == b->cfg.operand_count);
	for (int i = 0; i < a->cfg.operand_count; i++)
		FUZZ_MUST(strcmp(a->cfg.operands[i], b->cfg.operands[i]) == 0);
	FUZZ_MUST(!a->cfg.program == !b->cfg.program);
	for (int i = 0; a->cfg.program && a->cfg.program[i]; i++)
		FUZZ_MUST(are_same_texts(a->cfg.program[i], b->cfg.program[i]));
}

static int count_words(char *const *words)
{
	int count = 0;

	while (words[count])
		count++;
	return count;
}

static bool can_be_said(const struct line *l)
{
	return !l->command->is_foreign && !l->command->takes_line;
}

static void check_again(const struct line *l)
{
	struct error err = ERROR_NONE;
	struct line again;
	char **words = words_of_config(l->command, &l->cfg, &err);

	if (!words) {
		FUZZ_MUST(err.kind == FAULT_UNSUPPORTED);
		return;
	}
	read_line(&again, words, count_words(words));
	FUZZ_MUST(again.result == 0);
	check_same(l, &again);
	free_line(&again);
	xfree_texts(words);
}

static void check_failure(const struct line *l)
{
	char words[WORDING_ROOM];

	fuzz_check_refusal(&l->err);
	wording_hint(&l->err.hint, words, sizeof(words));
	FUZZ_MUST(strlen(words) < sizeof(words) && !strchr(words, '\n'));
	FUZZ_MUST(error_status(&l->err) > 0);
}

/* What the word at the cursor could be. */
static void check_cursor(char *const *words, int count)
{
	struct cursor c = cursor_find((const char *const *)words, count);

	FUZZ_MUST(c.place == CURSOR_AT_PROGRAM || c.word == words[count - 1]);
	FUZZ_MUST(c.place != CURSOR_AT_VALUE ||
		  (c.spec && c.value_at >= 0 &&
		      (size_t)c.value_at <= strlen(c.word)));
	FUZZ_MUST(c.place != CURSOR_AT_PROGRAM ||
		  (c.program_at > 0 && c.program_at < count));
	FUZZ_MUST(c.operand_count >= 0 && c.operand_count <= CURSOR_OPERANDS);
	cursor_free(&c);
}

/* nc asks for a password on the terminal; its lines are for fuzz-translate. */
static bool has_nc(char *const *words)
{
	bool has = false;

	for (; *words && !has; words++)
		has = strcmp(*words, "nc") == 0;
	return has;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line line;
	char **words;
	int count = 1 + fuzz_words(data, size, WORDS_MOST, &words);
	char **whole = xcalloc((size_t)count + 1, sizeof(*whole));

	messages_mute();
	whole[0] = xstrdup("genet");
	memcpy(whole + 1, words, (size_t)(count - 1) * sizeof(*words));
	free(words);
	int kept = put_away_stdout();
	if (!has_nc(whole)) {
		read_line(&line, whole, count);
		if (line.result < 0)
			check_failure(&line);
		else if (line.result == 0 && can_be_said(&line))
			check_again(&line);
		free_line(&line);
	}
	if (count > 1)
		check_cursor(whole, count);
	take_back_stdout(kept);
	xfree_texts(whole);
	return 0;
}
