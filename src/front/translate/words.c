/* SPDX-License-Identifier: MIT */
/* A config as the command line that says it. */
#include "front/translate/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "front/commands.h"

struct words {
	char **items;
	size_t count;
};

/* The word is the list's from now on. */
static void add(struct words *w, char *word)
{
	w->items = xreallocarray(w->items, w->count + 2, sizeof(*w->items));
	w->items[w->count++] = word;
	w->items[w->count] = NULL;
}

static const void *field_of(
    const struct option_spec *spec, const struct config *cfg)
{
	return (const char *)cfg + spec->offset;
}

/* Of the field of an option. */
static const size_t sizes[] = {
	[OPTION_FLAG] = sizeof(bool),
	[OPTION_PROGRAM] = sizeof(bool),
	[OPTION_COUNT] = sizeof(int),
	[OPTION_CHOICE] = sizeof(int),
	[OPTION_NUMBER] = sizeof(long),
	[OPTION_SIZE] = sizeof(long),
	[OPTION_MODE] = sizeof(long),
	[OPTION_TIME] = sizeof(int64_t),
	[OPTION_PAUSE] = sizeof(int64_t),
	[OPTION_REPEATS] = sizeof(int64_t),
	[OPTION_TEXT] = sizeof(const char *),
	[OPTION_PORT] = sizeof(const char *),
	[OPTION_FORMAT] = sizeof(const char *),
	[OPTION_BYTES] = sizeof(struct config_bytes),
	[OPTION_TEXTS] = sizeof(struct config_texts),
};

static bool is_given(const struct option_spec *spec, const struct config *cfg)
{
	static const struct config defaults = CONFIG_DEFAULT;
	const void *field = field_of(spec, cfg);

	if (spec->kind == OPTION_FAMILY)
		return *(const int *)field == (int)spec->min;
	return memcmp(field, field_of(spec, &defaults), sizes[spec->kind]) != 0;
}

static char *time_text(int64_t time_us)
{
	if (time_us == CLOCK_NEVER)
		return xstrdup("never");
	if (time_us % CLOCK_SECOND == 0)
		return xasprintf("%lld", (long long)time_us / CLOCK_SECOND);
	if (time_us % 1000 == 0)
		return xasprintf("%lldms", (long long)time_us / 1000);
	return xasprintf("%lldus", (long long)time_us);
}

/* With the escapes of parse_escapes(). */
static char *bytes_text(const struct config_bytes *bytes)
{
	size_t size = 4 * bytes->len + 1, used = 0;
	char *text = xcalloc(size, 1);

	for (size_t i = 0; i < bytes->len; i++) {
		unsigned char byte = (unsigned char)bytes->bytes[i];
		used += (size_t)snprintf(text + used, size - used,
		    byte == '\\' || !isprint(byte) ? "\\x%02x" : "%c", byte);
	}
	return text;
}

/* What the option has as its value; NULL: it takes none. Allocated. */
static char *value_text(const struct option_spec *spec, const void *field)
{
	const char *const *words = option_words(spec->words);

	switch (spec->kind) {
	case OPTION_FLAG:
	case OPTION_PROGRAM:
	case OPTION_FAMILY:
	case OPTION_COUNT:
	case OPTION_TEXTS:
		break;
	case OPTION_CHOICE:
		return xstrdup(words[*(const int *)field]);
	case OPTION_NUMBER:
	case OPTION_SIZE:
		if (words && *(const long *)field == OPTION_ANY)
			return xstrdup(words[0]);
		return xasprintf("%ld", *(const long *)field);
	case OPTION_MODE:
		return xasprintf("%04lo", (unsigned long)*(const long *)field);
	case OPTION_TIME:
	case OPTION_PAUSE:
		return time_text(*(const int64_t *)field);
	case OPTION_REPEATS:
		if (*(const int64_t *)field == INT64_MAX)
			return xstrdup("forever");
		return xasprintf("%lld", (long long)*(const int64_t *)field);
	case OPTION_TEXT:
	case OPTION_PORT:
	case OPTION_FORMAT:
		return xstrdup(*(const char *const *)field);
	case OPTION_BYTES:
		return bytes_text(field);
	}
	return NULL;
}

/* "-k" or "--linger", and its value, which is the list's from now on. */
static void add_option(
    struct words *w, const struct option_spec *spec, char *value)
{
	if (spec->letter)
		add(w, xasprintf("-%c", spec->letter));
	else if (value && *value && spec->arg[0] == '[')
		add(w, xasprintf("--%s=%s", spec->name, value));
	else
		add(w, xasprintf("--%s", spec->name));
	if (!value)
		return;
	if (spec->letter || spec->arg[0] != '[')
		add(w, value);
	else
		free(value);
}

static void add_given(
    struct words *w, const struct option_spec *spec, const struct config *cfg)
{
	const void *field = field_of(spec, cfg);

	if (spec->kind == OPTION_PROGRAM) /* comes last */
		return;
	if (spec->kind == OPTION_TEXTS) {
		const struct config_texts *texts = field;
		for (size_t i = 0; i < texts->count; i++)
			add_option(w, spec, xstrdup(texts->items[i]));
		return;
	}
	int times = spec->kind == OPTION_COUNT ? *(const int *)field : 1;
	for (int i = 0; i < times && i < OPTION_COUNT_MOST; i++)
		add_option(w, spec, value_text(spec, field));
}

static bool takes_field(const struct command *command, size_t offset)
{
	for (const struct option_group *const *g = command->options; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++)
			if ((*g)->specs[i].offset == offset)
				return true;
	return false;
}

/* An option that is given, and that only another command has; NULL: there is
 * none. */
static const struct option_spec *find_strange_of(const struct command *other,
    const struct command *command, const struct config *cfg)
{
	for (const struct option_group *const *g = other->options; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++)
			if (is_given(&(*g)->specs[i], cfg) &&
			    !takes_field(command, (*g)->specs[i].offset))
				return &(*g)->specs[i];
	return NULL;
}

static const struct option_spec *find_strange(
    const struct command *command, const struct config *cfg)
{
	const struct option_spec *found = NULL;

	for (const struct command *const *c = commands; *c && !found; c++)
		if (!(*c)->is_foreign)
			found = find_strange_of(*c, command, cfg);
	return found;
}

static void add_group(
    struct words *w, const struct option_group *group, const struct config *cfg)
{
	for (size_t i = 0; i < group->count; i++)
		if (is_given(&group->specs[i], cfg))
			add_given(w, &group->specs[i], cfg);
}

/* Adds the options behind which "--" begins a program. Returns whether there
 * are any. w NULL: adds nothing. */
static bool add_program_options(
    struct words *w, const struct command *command, const struct config *cfg)
{
	bool has_any = false;

	for (const struct option_group *const *g = command->options; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++) {
			const struct option_spec *spec = &(*g)->specs[i];
			if (spec->kind != OPTION_PROGRAM ||
			    !is_given(spec, cfg))
				continue;
			if (w)
				add_option(w, spec, NULL);
			has_any = true;
		}
	return has_any;
}

static void add_program(
    struct words *w, const struct command *command, const struct config *cfg)
{
	add_program_options(w, command, cfg);
	if (cfg->program)
		add(w, xstrdup("--"));
	for (char *const *word = cfg->program; word && *word; word++)
		add(w, xstrdup(*word));
}

/* An operand that would be read as an option; NULL: there is none. */
static const char *find_dashed(const struct config *cfg)
{
	for (int i = 0; i < cfg->operand_count; i++)
		if (cfg->operands[i][0] == '-' && cfg->operands[i][1])
			return cfg->operands[i];
	return NULL;
}

/* Whether the command can say the config. Returns 0, or -1 with err filled. */
static int check(
    const struct command *command, const struct config *cfg, struct error *err)
{
	const struct option_spec *strange = find_strange(command, cfg);
	const char *dashed = find_dashed(cfg);

	if (strange)
		return error_set(err, FAULT_UNSUPPORTED, "genet %s has no --%s",
		    command->name, strange->name);
	/* "--" begins the program there. */
	if (dashed &&
	    (command->takes_program || add_program_options(NULL, command, cfg)))
		return error_set(err, FAULT_UNSUPPORTED,
		    "genet %s takes '%s' for an option", command->name, dashed);
	return 0;
}

char **words_of_config(
    const struct command *command, const struct config *cfg, struct error *err)
{
	struct words w = { NULL, 0 };

	if (check(command, cfg, err) < 0)
		return NULL;
	add(&w, xstrdup("genet"));
	add(&w,
	    xasprintf("%.*s", (int)strcspn(command->name, " "), command->name));
	if (strchr(command->name, ' '))
		add(&w, xstrdup(strchr(command->name, ' ') + 1));
	for (size_t i = 0; commands_global_groups[i]; i++)
		add_group(&w, commands_global_groups[i], cfg);
	for (const struct option_group *const *g = command->options; *g; g++)
		add_group(&w, *g, cfg);
	if (find_dashed(cfg))
		add(&w, xstrdup("--"));
	for (int i = 0; i < cfg->operand_count; i++)
		add(&w, xstrdup(cfg->operands[i]));
	add_program(&w, command, cfg);
	return w.items;
}

char *words_line(const char *const *words)
{
	struct bytes line = { 0 };

	for (; *words; words++) {
		/* A byte becomes at most four, and there are the quotes. */
		size_t room = 4 * strlen(*words) + 16;
		char *shown = xmalloc(room);
		bytes_print(&line, "%s%s", line.len ? " " : "",
		    quote_word(shown, room, *words));
		free(shown);
	}
	bytes_add(&line, "", 1);
	return (char *)line.at;
}
