/* SPDX-License-Identifier: MIT */
/* Explains a word in the place of a command that is no command. */
#include "front/guess/unknown.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/spec.h"
#include "base/parse.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "front/commands.h"
#include "front/guess/foreign.h"
#include "front/guess/netcat-line.h"
#include "front/guess/netcat.h"
#include "front/guess/socat-kind.h"
#include "front/translate/translate.h"
#include "front/translate/words.h"

/* The command that is nearest to the word, or the only one that begins with
 * it; NULL: none is. */
static const char *nearest(const char *word)
{
	struct suggestion s = suggest_begin(word);
	const char *longer = NULL;
	int count = 0;

	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->is_for_scripts)
			continue;
		suggest_consider(&s, (*c)->name);
		if (*word && strncmp((*c)->name, word, strlen(word)) == 0) {
			longer = (*c)->name;
			count++;
		}
	}
	bool is_letter = strlen(word) == 1; /* near to all short names */
	return s.best && !(is_letter && count == 1) ? s.best
	       : count == 1                         ? longer
	                                            : NULL;
}

/* Letters of netcat behind "unix" that ask for another command. Returns -1 with
 * err filled, or 0. */
static int refuse_letters(const char *const *letters, struct error *err)
{
	bool is_another = false;
	char *line = netcat_line("unix connect", letters, &is_another);

	if (line && is_another)
		error_set(err, FAULT_USAGE, "'%s' is a command of its own: %s",
		    letters[0], line);
	free(line);
	return is_another ? -1 : 0;
}

/* A line of another program, if genet can do all of it. Returns -1 with err
 * filled, or 0. */
static int refuse_program(const char *const *words, struct error *err)
{
	struct error ignored = ERROR_NONE;
	char *line = translate_line(words, NULL, &ignored);

	if (!line)
		return 0;
	error_set(err, FAULT_USAGE, "'%s' is not a command; type: %s", words[0],
	    line);
	free(line);
	return -1;
}

/* The command of two words that was meant by the second word; or NULL. */
static const char *second_word(const char *first, const char *typed)
{
	const char *other = netcat_command(typed).command;
	char *name = xasprintf("%s %s", first, other && *other ? other : typed);
	const char *found = NULL;

	for (const struct command *const *c = commands; *c; c++)
		if (commands_is_of(*c, first) && strcmp((*c)->name, name) == 0)
			found = (*c)->name;
	if (!found)
		found = nearest(name);
	free(name);
	return found && commands_is_of(
			    &(const struct command){ .name = found }, first)
	           ? found
	           : NULL;
}

/* Refuses a first word of commands of two words, such as "unix", without a
 * known second word. Returns -1 with err filled, or 0 if the word is not such a
 * first word. */
static int check_second_word(const char *const *words, struct error *err)
{
	char known[128] = "";
	size_t used = 0;

	for (const struct command *const *c = commands; *c; c++)
		if (commands_is_of(*c, words[0]) && used < sizeof(known))
			used += (size_t)snprintf(known + used,
			    sizeof(known) - used, "%s%s", used ? ", " : "",
			    (*c)->name + strlen(words[0]) + 1);
	if (!used)
		return 0;
	if (!words[1])
		return error_set(err, FAULT_USAGE,
		    "missing command after '%s' (one of %s)", words[0], known);
	if (words[1][0] == '-' && refuse_letters(words + 1, err) < 0)
		return -1;
	const char *meant = second_word(words[0], words[1]);
	if (!meant)
		return error_set(err, FAULT_USAGE,
		    "unknown command '%s %s' (expected one of %s)", words[0],
		    words[1], known);
	return error_set(err, FAULT_USAGE,
	    "unknown command '%s %s'; did you mean '%s'?", words[0], words[1],
	    meant);
}

static int refuse_other(
    struct other_command other, const char *const *words, struct error *err)
{
	if (!*other.command) {
		error_set(err, FAULT_USAGE, "'%s' is not a command", words[0]);
		return error_hint(err, "%s", other.hint);
	}
	error_set(err, FAULT_USAGE, "unknown command '%s'; here it is '%s'",
	    words[0], other.command);
	if (!words[1] || words[1][0] == '-')
		return -1;
	char *rest = words_line(words + 1);
	error_hint(err, "genet %s %s", other.command, rest);
	free(rest);
	return -1;
}

static bool is_port(const char *word)
{
	return parse_port(word) == PORT_NUMBER || getservbyname(word, "tcp");
}

/* Whether the word has only characters that names and addresses of hosts have.
 */
static bool is_host(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789%-.:[]_";

	return *word && *word != '-' && word[strspn(word, plain)] == '\0';
}

static bool is_surely_host(const char *word)
{
	return is_host(word) &&
	       (strpbrk(word, ".:") || strcmp(word, "localhost") == 0);
}

/* An address with its kind, which says what can be done with it. */
static int refuse_kind(
    const char *const *words, const struct spec_parts *parts, struct error *err)
{
	unsigned roles = spec_trait(parts->kind)->roles;
	bool has_second = words[1] && *words[1] != '-' &&
	                  spec_trait(parts->kind)->form == SPEC_HOST;
	const char *const own[] = { words[0], has_second ? words[1] : NULL,
		NULL };
	char *line = words_line(own);

	if (parts->kind == SPEC_FD)
		error_hint(err,
		    "for an inherited socket that listens: genet listen %s",
		    line);
	else if (parts->has_role && parts->role == SPEC_LISTENS)
		error_hint(err, "to listen: genet listen %s", line);
	else if (roles & SPEC_BIT(SPEC_DIALS))
		error_hint(err, "to open a connection: genet connect %s", line);
	else
		error_hint(err, "to wait for it: genet wait %s", line);
	free(line);
	return -1;
}

/* A host or a port: netcat needs no command. */
static int refuse_address(const char *const *words, struct error *err)
{
	const char *word = words[0];
	const char *next = words[1] && *words[1] != '-' ? words[1] : NULL;
	const char *port = word[0] == ':' ? word + 1 : word;
	const char *colon = strrchr(word, ':');

	if (!next && parse_port(port) == PORT_NUMBER)
		return error_hint(err, "to listen: genet listen %s", word);
	if (next && is_host(word) && is_port(next))
		return error_hint(err,
		    "to open a connection: genet connect %s %s", word, next);
	if (!next && is_surely_host(word))
		return error_hint(err,
		    "to open a connection: genet connect %s%s", word,
		    colon && is_port(colon + 1) ? "" : " PORT");
	return error_hint(err, "the commands: genet help");
}

int unknown_explain(const char *const *words, struct error *err)
{
	const char *word = words[0];
	const struct other_command other = netcat_command(word);
	const char *meant = nearest(word);
	bool is_netcat =
	    strcmp(word, "ncat") == 0 || strcmp(word, "netcat") == 0;

	if (check_second_word(words, err) < 0)
		return -1;
	if (words[1] && refuse_program(words, err) < 0)
		return -1;
	if (other.command)
		return refuse_other(other, words, err);
	if (meant && !is_netcat)
		return error_set(err, FAULT_USAGE,
		    "unknown command '%s'; did you mean '%s'?", word, meant);
	const struct spec_parts parts = spec_split(word);
	bool has_kind = parts.has_kind && parts.kind != SPEC_STDIO;
	if (!has_kind && (socat_kind_refuse(word, true, err) < 0 ||
			     foreign_refuse("connect", words, err) < 0))
		return -1;
	error_set(err, FAULT_USAGE, "'%s' is not a command", word);
	if (has_kind)
		return refuse_kind(words, &parts, err);
	return is_netcat ? error_hint(err, "the commands: genet help")
	                 : refuse_address(words, err);
}
