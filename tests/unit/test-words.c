/* SPDX-License-Identifier: MIT */
/* Command lines from a config: what is read comes out again. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/genet.h"
#include "front/translate/words.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS_MAX 16

/* The words of the text, which is changed. */
static int split(char *text, char *argv[WORDS_MAX + 1])
{
	char *rest = NULL;
	int argc = 0;

	for (char *word = strtok_r(text, " ", &rest); word && argc < WORDS_MAX;
	     word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc;
}

/* Allocated; NULL: the line is none, or cannot be said. */
static char *read_and_say(const char *text)
{
	char *copy = xstrdup(text), *argv[WORDS_MAX + 1], *line = NULL;
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;
	const struct command *command = NULL;
	int argc = split(copy, argv);

	char **words = genet_read(argc, argv, &command, &cfg, &err) == 0
	                   ? words_of_config(command, &cfg, &err)
	                   : NULL;
	if (words) {
		line = words_line((const char *const *)words);
		xfree_texts(words);
	}
	config_free(&cfg);
	free(copy);
	return line;
}

static void test_lines(void)
{
	static const struct {
		const char *typed, *said; /* NULL: the same */
	} rows[] = {
		{ "genet connect localhost 80", NULL },
		{ "genet -v connect localhost:80 --timeout 250ms -v",
		    "genet connect -v -v --timeout 250ms localhost:80" },
		{ "genet connect --linger never --for 90s -4 --ttl 9 h 1",
		    "genet connect --for 90 -4 --ttl 9 h 1" },
		{ "genet connect --retry forever --retry-delay 70us h 1",
		    NULL },
		{ "genet connect --retry 3 h 1", NULL },
		{ "genet connect --engine splice --bytes 1K h 1",
		    "genet connect --engine splice --bytes 1024 h 1" },
		{ "genet connect --data a\\r\\n\\\\ h 1",
		    "genet connect --data 'a\\x0d\\x0a\\x5c' h 1" },
		{ "genet listen -k --allow ::1 --allow 192.0.2.0/24 0", NULL },
		{ "genet listen -k 0 --exec -- tr a-z A-Z", NULL },
		{ "genet listen --sh date --announce %{port} 0",
		    "genet listen --sh date --announce '%{port}' 0" },
		{ "genet unix listen --mode 660 ./s",
		    "genet unix listen --mode 0660 ./s" },
		{ "genet udp-send --reply=any --for 1 h 1", NULL },
		{ "genet udp-send --reply h 1",
		    "genet udp-send --reply=1 h 1" },
		{ "genet scan --udp h 1,2", NULL },
		{ "genet unix listen -- --mode=600", NULL },
		{ "genet connect -v -- - -80", NULL },
		{ "genet listen --exec 0", "genet listen 0 --exec" },
		{ "genet listen -k --during 0 -- date",
		    "genet listen -k 0 --during -- date" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *said = rows[i].said ? rows[i].said : rows[i].typed;
		char *line = read_and_say(rows[i].typed);
		is_text(line, said, "'%s' is said again", rows[i].typed);
		free(line);
		line = read_and_say(said);
		if (!strchr(said, '\''))
			is_text(line, said, "and that is '%s' again", said);
		free(line);
	}
}

static void test_strange_option(void)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;

	cfg.sockopts.broadcast = true;
	ok(!words_of_config(&cmd_connect, &cfg, &err),
	    "an option that the command does not take is not left out");
	is_text(err.text, "genet connect has no --broadcast",
	    "but is what the error names");
	is_int(err.kind, FAULT_UNSUPPORTED, "as something that is not there");
}

static void test_dashed_operand(void)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;

	cfg.exec = true;
	config_add_operand(&cfg, "-x");
	ok(!words_of_config(&cmd_unix_listen, &cfg, &err),
	    "an operand is not said where genet takes it for an option");
	is_text(err.text, "genet unix listen takes '-x' for an option",
	    "but is what the error names");
	config_free(&cfg);
}

static void test_long_word(void)
{
	char word[3000];
	char *words[] = { word, NULL };

	memset(word, '\'', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	char *line = words_line((const char *const *)words);
	is_int((long long)strlen(line), 4 * 2999 + 2,
	    "a long word is whole, and quoted");
	free(line);
}

int main(void)
{
	test_lines();
	test_strange_option();
	test_dashed_operand();
	test_long_word();
	return plan();
}
