/* SPDX-License-Identifier: MIT */
/* What values and operands can be: a row for each of the words of the help. */
#include "front/complete/sources.h"

#include <stdlib.h>
#include <string.h>

#include "args/fault-spec.h"
#include "base/xalloc.h"
#include "demo/course/course.h"
#include "front/commands.h"
#include "front/complete/addresses.h"
#include "sys/local-names.h"

#define WORD_ROOM 32

/* What this host knows. */
typedef void lister(
    void (*take)(void *context, const char *word, const char *help),
    void *context);

/* clang-format off */
/* Values that are always the same. */
static const struct constant {
	const char *word, *value, *help;
} constants[] = {
	{ "1|2", "1", "a line of text" },
	{ "1|2", "2", "binary" },
	{ "MODE", "0600", "its owner only (default)" },
	{ "MODE", "0660", "its owner and group" },
	{ "MODE", "0666", "everybody" },
	{ "VERSION", "1.0", "and older ciphers" },
	{ "VERSION", "1.1", "and older ciphers" },
	{ "VERSION", "1.2", "the default" },
	{ "VERSION", "1.3", NULL },
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Sources */

static void files(const struct cursor *cursor, struct candidates *c)
{
	(void)cursor;
	candidates_add_files(c);
}

static void lessons(const struct cursor *cursor, struct candidates *c)
{
	const char *question;

	(void)cursor;
	candidates_add(c, "list", "all names, with their questions");
	candidates_add(c, "all", "the whole course");
	for (int i = 0; course_name(i, &question); i++)
		candidates_add(c, course_name(i, &question), question);
}

/* SCHEME://[USER@]HOST:PORT. */
static void proxy_urls(const struct cursor *cursor, struct candidates *c)
{
	const char *behind = strstr(c->typed, "://");
	const char *at = strrchr(c->typed, '@');

	(void)cursor;
	if (behind) {
		behind = at > behind ? at + 1 : behind + strlen("://");
		candidates_keep(c, (int)(behind - c->typed));
		local_names_hosts(candidates_take, c);
		return;
	}
	candidates_add(c, "http://", "HTTP, with CONNECT");
	candidates_add(c, "https://", "the same over TLS");
	candidates_add(c, "socks5://", "SOCKS 5; genet looks the name up");
	candidates_add(c, "socks5h://", "SOCKS 5; the proxy looks it up");
	candidates_add(c, "socks4://", "SOCKS 4; genet looks the name up");
	candidates_add(c, "socks4a://", "SOCKS 4a; the proxy looks it up");
}

static void command_names(const struct cursor *cursor, struct candidates *c)
{
	const char *family =
	    cursor->operand_count > 0 ? cursor->operands[0] : NULL;

	commands_offer(family, candidates_take, c);
}

/* Rows */

/* Without a function, the value can be anything, or is constant. */
static const struct row {
	const char *word;
	addresses_adder *add;
	lister *list;
} values[] = {
	{ "ADDR", .list = local_names_addresses },
	{ "CIDR" },
	{ "1|2" },
	{ "COMMAND" }, /* a line for the shell, most often in quotes */
	{ "DIR", files },
	{ "FAULT", .list = fault_spec_list },
	{ "FILE", files },
	{ "GROUP" },
	{ "HOST", addresses_hosts },
	{ "IF", .list = local_names_interfaces },
	{ "LESSON", lessons },
	{ "LIST" },
	{ "MODE" },
	{ "N" },
	{ "NAME", .list = local_names_congestion },
	{ "NAME=VALUE" },
	{ "PATH", files },
	{ "PID" },
	{ "PIN" },
	{ "PORT" },
	{ "SIZE" },
	{ "TARGET", addresses_hosts },
	{ "TEXT" },
	{ "TIME" },
	{ "URL", proxy_urls },
	{ "USER" },
	{ "VERSION" },
}, operands[] = {
	{ "ADDRESS", addresses_all },
	{ "COMMAND", command_names },
	{ "FILE", files },
	{ "HOST", addresses_all },
	{ "LISTEN", addresses_all },
	{ "NAME" },
	{ "PATH", addresses_sockets },
	{ "PORT", addresses_ports },
	{ "PORTS", addresses_ports },
	{ "TARGET", addresses_all },
};

static const struct row *find(
    const struct row *rows, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].word, word) == 0)
			return &rows[i];
	return NULL;
}

static void add(
    const struct row *row, const struct cursor *cursor, struct candidates *c)
{
	if (row->list)
		row->list(candidates_take, c);
	else if (row->add)
		row->add(cursor, c);
	for (size_t i = 0; i < COUNT(constants); i++)
		if (strcmp(constants[i].word, row->word) == 0)
			candidates_add(
			    c, constants[i].value, constants[i].help);
}

/* The word of letters at the text, as in "[=N]", "GROUP[%IF]" or "NAME=VALUE".
 */
static void letters_of(char word[WORD_ROOM], const char *text)
{
	size_t len = 0;

	text += strspn(text, "[=");
	while (len < WORD_ROOM - 1 &&
	       ((text[len] >= 'A' && text[len] <= 'Z') || text[len] == '='))
		len++;
	memcpy(word, text, len);
	word[len] = '\0';
}

static const struct row *source_of_value(const struct option_spec *spec)
{
	char word[WORD_ROOM];

	letters_of(word, spec->arg);
	return find(values, COUNT(values), word);
}

bool sources_know_value(const struct option_spec *spec)
{
	return !*spec->arg || spec->kind == OPTION_CHOICE ||
	       spec->kind == OPTION_FORMAT || source_of_value(spec);
}

/* Behind the last "%{" that has no end. */
static void add_template_names(
    const struct option_spec *spec, struct candidates *c)
{
	const char *open = NULL;

	for (const char *at = c->typed; (at = strstr(at, "%{")); at += 2)
		open = at;
	if (!*c->typed)
		open = c->typed;
	if (!open || strchr(open, '}'))
		return;
	candidates_keep(c, (int)(open - c->typed));
	for (const char *const *name = option_words(spec->words); *name;
	     name++) {
		char *word = xasprintf("%%{%s}", *name);
		candidates_add(c, word, NULL);
		free(word);
	}
}

void sources_add_values(const struct cursor *cursor, struct candidates *c)
{
	const struct option_spec *spec = cursor->spec;
	const struct row *row = source_of_value(spec);

	if (spec->kind == OPTION_FORMAT) {
		add_template_names(spec, c);
		return;
	}
	if (spec->kind == OPTION_REPEATS)
		candidates_add(c, "forever", NULL);
	else if (spec->kind == OPTION_CHOICE || spec->kind == OPTION_NUMBER)
		for (const char *const *word = option_words(spec->words);
		     word && *word; word++)
			candidates_add(c, *word, NULL);
	if (row && spec->kind != OPTION_CHOICE)
		add(row, cursor, c);
}

/* Operands */

/* The text of the operand at the index, or NULL. An operand that ends in "..."
 * may be repeated. */
static const char *operand_at(const struct command *command, int index)
{
	const char *at = command->operands;

	while (*at && strncmp(at, "[--", 3) != 0) {
		size_t len = strcspn(at, " ");
		bool goes_on = len >= 3 && memchr(at, '.', len);
		if (index == 0 || goes_on)
			return at;
		index--;
		at += len + strspn(at + len, " ");
	}
	return NULL;
}

/* "nc|ncat|socat": one of these words. Returns whether the text is that. */
static bool add_alternatives(const char *text, struct candidates *c)
{
	size_t len = strcspn(text, " ");
	bool is_one = memchr(text, '|', len);

	while (is_one && len > 0) {
		size_t word = strcspn(text, "| ");
		char *copy = xasprintf("%.*s", (int)word, text);
		if (c)
			candidates_add(c, copy, NULL);
		free(copy);
		len -= word + (word < len);
		text += word + 1;
	}
	return is_one;
}

bool sources_know_operands(const struct command *command)
{
	for (int i = 0; i < CURSOR_OPERANDS; i++) {
		const char *text = operand_at(command, i);
		char word[WORD_ROOM];
		if (!text || command->takes_line)
			return !text || add_alternatives(text, NULL);
		letters_of(word, text);
		if (!find(operands, COUNT(operands), word))
			return false;
	}
	return true;
}

/* A command, for help, may be two words. */
void sources_add_operands(const struct cursor *cursor, struct candidates *c)
{
	bool is_second =
	    cursor->command == &cmd_help && cursor->operand_count == 1;
	const char *text =
	    operand_at(cursor->command, is_second ? 0 : cursor->operand_count);
	char word[WORD_ROOM];

	if (!text || add_alternatives(text, c))
		return;
	letters_of(word, text);
	const struct row *row = find(operands, COUNT(operands), word);
	if (row)
		add(row, cursor, c);
}
