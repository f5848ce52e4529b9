/* SPDX-License-Identifier: MIT */
/* Reading a command line by its option tables. */
#include "front/option.h"

#include <getopt.h>
#include <string.h>

#include "base/parse.h"
#include "front/option-refusal.h"
#include "front/option-value.h"

/* Whether the word could be a value of the option. */
static bool can_be_value(const struct option_spec *spec, const char *word)
{
	uint64_t number;

	if (spec->kind == OPTION_TEXT)
		return *word != '-';
	for (const char *const *w = option_words(spec->words); w && *w; w++)
		if (strcmp(word, *w) == 0)
			return true;
	return parse_number(word, &number);
}

/* A value that may be left out belongs to the same word as its option. Notes
 * the word behind the option if it could have been meant as the value. */
static void note_apart(const struct option_word *word,
    const struct option_spec *spec, struct config *cfg)
{
	const char *next = optind < word->argc ? word->argv[optind] : NULL;

	if (!optarg && next && spec->arg[0] == '[' && can_be_value(spec, next))
		cfg->apart = (struct config_apart){ spec->name, next };
}

static int take(const struct option_word *word, int answer, struct config *cfg,
    struct error *err)
{
	const struct option_spec *spec = option_table_find(word->table, answer);

	if (option_table_is_long(answer) &&
	    option_refusal_of_spelling(word, spec, err) < 0)
		return -1;
	note_apart(word, spec, cfg);
	return option_value_store(spec, optarg, cfg, err);
}

/* A dash alone is an operand; musl's getopt ends there. */
static int next_answer(const struct option_table *t, int argc, char **argv)
{
	int answer = getopt_long(argc, argv, t->shorts, t->longs, NULL);

	if (answer != -1 || t->shorts[0] != '-' || optind >= argc ||
	    strcmp(argv[optind], "-") != 0 ||
	    strcmp(argv[optind - 1], "--") == 0)
		return answer;
	optarg = argv[optind++];
	return 1;
}

static int read_all(const struct option_scan *scan,
    const struct option_table *t, int argc, char **argv, struct config *cfg,
    struct error *err)
{
	struct option_word word = {
		.scan = scan,
		.table = t,
		.argc = argc,
		.argv = argv,
		.at = 1,
	};
	int answer;

	optind = 0; /* begin anew (glibc and musl) */
	opterr = 0;
	while ((answer = next_answer(t, argc, argv)) != -1) {
		if (answer == 1)
			config_add_operand(cfg, optarg);
		else if (answer == '?' || answer == ':')
			return option_refusal_of_answer(&word, answer, err);
		else if (take(&word, answer, cfg, err) < 0)
			return -1;
		/* The next letter may be in the same word. */
		word.at = optind;
	}
	if ((scan->takes_program || cfg->wants_program) && optind < argc)
		cfg->program = argv + optind;
	else if (!scan->until_operand)
		while (optind < argc) { /* after "--" */
			config_add_operand(cfg, argv[optind++]);
			cfg->after_dashes++;
		}
	return optind;
}

int option_read(const struct option_scan *scan, int argc, char **argv,
    struct config *cfg, struct error *err)
{
	struct option_table table;

	option_table_build(&table, scan);
	int result = read_all(scan, &table, argc, argv, cfg, err);
	option_table_free(&table);
	return result;
}

bool option_has_json(const struct option_scan *scan, int argc, char **argv)
{
	struct option_table table;
	bool is_there = false;
	int answer;

	option_table_build(&table, scan);
	optind = 0;
	opterr = 0;
	while (!is_there && (answer = next_answer(&table, argc, argv)) != -1) {
		const struct option_spec *spec =
		    option_table_find(&table, answer);
		is_there = spec && spec->offset ==
		                       offsetof(struct config, watching.json);
	}
	option_table_free(&table);
	return is_there;
}
