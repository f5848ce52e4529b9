/* SPDX-License-Identifier: MIT */
/* Whether the operands are as many as the command takes. */
#include "front/operands.h"

#include <netdb.h>
#include <string.h>

#include "base/parse.h"
#include "base/quote.h"
#include "demo/course/course.h"
#include "front/commands.h"
#include "front/guess/foreign.h"

/* The operands that must be there: "HOST" of "HOST [PORT]", and "ADDRESS" of
 * "ADDRESS... [-- PROGRAM ARG...]". */
static void needed_operands(char *out, size_t size, const char *operands)
{
	size_t used = 0;

	while (*operands && used + 1 < size) {
		if (*operands == '[')
			operands += strcspn(operands, "]") + 1;
		else if (*operands == '.' || (*operands == ' ' && used == 0))
			operands++;
		else
			out[used++] = *operands++;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}

static bool is_no_port(const char *word)
{
	return parse_port(word) == PORT_NONSENSE ||
	       (parse_port(word) == PORT_NAME && !getservbyname(word, "tcp") &&
		   !getservbyname(word, "udp"));
}

/* "listen 8080 -- cat": what comes after "--" is no port, or has no place. */
static bool is_program_without_exec(
    const struct command *command, const struct config *cfg)
{
	int before = cfg->operand_count - cfg->after_dashes;

	if (before == 0 || cfg->after_dashes == 0 ||
	    !commands_has_group(command, &option_group_program))
		return false;
	return cfg->operand_count > command->max_operands ||
	       is_no_port(cfg->operands[before]);
}

/* "listen 8080 --hex FILE": the word behind an option with an optional value is
 * an operand, and was not meant to be one. */
static bool is_value_apart(
    const struct command *command, const struct config *cfg)
{
	int last = cfg->operand_count - 1;
	const char *value = cfg->apart.value;

	if (!value)
		return false;
	if (cfg->operand_count > command->max_operands)
		return cfg->operands[0] != value ||
		       is_no_port(cfg->operands[1]);
	return last == 1 && command->max_operands == 2 &&
	       cfg->operands[last] == value && is_no_port(value);
}

/* "pair-demo nagle": a lesson without --lesson. */
static bool is_lesson(const struct command *command, const struct config *cfg)
{
	return commands_has_group(command, &option_group_lesson) &&
	       cfg->operand_count == 1 && course_has(cfg->operands[0]);
}

static int hint_value(const struct config *cfg, struct error *err)
{
	return error_hint(err, "to give --%s a value: --%s=%s",
	    cfg->apart.option, cfg->apart.option, cfg->apart.value);
}

void operands_explain(const struct config *cfg, struct error *err)
{
	if (err->hint.code != HINT_NAME_UNKNOWN || !cfg->apart.value ||
	    strcmp(err->hint.subject, cfg->apart.value) != 0)
		return;
	err->hint.code = HINT_NONE;
	hint_value(cfg, err);
}

int operands_check(
    const struct command *command, const struct config *cfg, struct error *err)
{
	char needed[64], shown[QUOTE_ROOM];

	needed_operands(needed, sizeof(needed), command->operands);
	if (is_program_without_exec(command, cfg)) {
		const char *word =
		    cfg->operands[cfg->operand_count - cfg->after_dashes];
		error_set(err, FAULT_USAGE, "unexpected argument '%s'", word);
		return error_hint(err,
		    "to run a program for the connection: --exec -- %s",
		    quote_word(shown, sizeof(shown), word));
	}
	if (is_value_apart(command, cfg)) {
		error_set(err, FAULT_USAGE, "unexpected argument '%s'",
		    cfg->apart.value);
		return hint_value(cfg, err);
	}
	if (is_lesson(command, cfg)) {
		error_set(err, FAULT_USAGE, "unexpected argument '%s'",
		    cfg->operands[0]);
		return error_hint(err,
		    "for lessons: genet pair-demo --lesson %s",
		    cfg->operands[0]);
	}
	if (cfg->operand_count > command->max_operands)
		error_set(err, FAULT_USAGE, "unexpected argument '%s'",
		    cfg->operands[command->max_operands]);
	else if (cfg->operand_count < command->min_operands)
		error_set(err, FAULT_USAGE, "missing %s", needed);
	else
		return foreign_check(command, cfg, err);
	error_hint(err, "usage: genet %s [OPTIONS] %s", command->name,
	    command->operands);
	return error_hint(err, "for examples: genet %s -h", command->name);
}
