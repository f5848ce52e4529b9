/* SPDX-License-Identifier: MIT */
/* The dialogues of a command line. */
#include "work/playing/dialogues.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "dialogue/dialogue-read.h"
#include "relay/mover.h"
#include "work/text-file.h"

/* A longer file is none of dialogues. */
#define FILE_MOST ((size_t)256 * 1024 * 1024)

static int set_variable(
    struct variables *known, const char *word, struct error *err)
{
	const char *equals = strchr(word, '=');
	size_t len = equals ? (size_t)(equals - word) : 0, value_len;
	char name[64];

	if (!equals)
		return error_set(
		    err, FAULT_USAGE, "--set: '%s' is not NAME=VALUE", word);
	if (!variables_is_name(word, len))
		return error_set(err, FAULT_USAGE,
		    "--set: '%.*s' is not a name: write letters, digits and "
		    "underscores",
		    (int)len, word);
	if (len >= sizeof(name))
		return error_set(err, FAULT_USAGE,
		    "--set: the name '%.*s' has %zu characters; the most are "
		    "%zu",
		    (int)len, word, len, sizeof(name) - 1);
	char *value = xmalloc(strlen(equals) + 1);
	bool is_known = parse_escapes(equals + 1, value, &value_len);
	memcpy(name, word, len);
	name[len] = '\0';
	if (is_known)
		variables_set(known, name, value, value_len);
	free(value);
	return is_known ? 0
	                : error_set(err, FAULT_USAGE,
			      "--set: unknown escape in '%s'; escapes: \\r \\n "
			      "\\t \\0 \\xHH \\\\",
			      word);
}

static int read_file(struct dialogues *d, const char *name, struct error *err)
{
	const struct text_file_opts opts = {
		.name = name,
		.what = "a file of dialogues",
		.most = FILE_MOST,
		.deadline = d->use.run->deadline,
	};
	struct bytes text = { 0 };
	int result = text_file_read(&opts, &text, err);

	if (result == 0)
		result = dialogue_read(name, (const char *)text.at, text.len,
		    &d->known, &d->file, err);
	bytes_free(&text);
	return result;
}

/* What cannot be played */

static bool is_empty(const struct dialogue_step *step)
{
	return step->kind == DIALOGUE_TEXT && step->text.count == 0;
}

/* What the address cannot carry; NULL: there is nothing. The peer on a Unix
 * socket is told a reset if it has not read all. */
static const char *find_obstacle(
    const struct dialogues *d, const struct dialogue_step *step)
{
	int type = spec_type(d->use.where);
	bool is_end = step->kind == DIALOGUE_END;
	bool is_reset = step->kind == DIALOGUE_RESET;

	if (type == SOCK_DGRAM && (is_end || is_reset))
		return is_end ? "datagrams have no end; leave 'eof' out"
		              : "datagrams cannot be reset; leave 'reset' out";
	if (type != SOCK_DGRAM && is_empty(step))
		return "an empty text can only be a datagram";
	if (is_reset && step->side == d->use.side &&
	    spec_trait(d->use.where->kind)->form == SPEC_SOCKET)
		return "a Unix socket cannot be reset; write 'eof'";
	return NULL;
}

static int refuse(const struct dialogues *d, const struct dialogue *dialogue,
    const struct dialogue_step *step, const char *why, struct error *err)
{
	return error_set(err, FAULT_USAGE,
	    "%s:%d: dialogue '%s' cannot be "
	    "played over %s: %s",
	    d->file.name, step->line, dialogue->name, d->use.where->name, why);
}

static int refuse_pattern(const struct dialogues *d,
    const struct dialogue *dialogue, const struct dialogue_step *step,
    struct error *err)
{
	bool is_client = d->use.side == DIALOGUE_CLIENT;

	error_set(err, FAULT_USAGE,
	    "%s:%d: the %s cannot say a pattern, only a text, in dialogue '%s'",
	    d->file.name, step->line, is_client ? "client" : "server",
	    dialogue->name);
	return error_hint(err,
	    "patterns are for the side that is checked: with '%s' that is the "
	    "%s",
	    is_client ? "genet talk" : "genet mock",
	    is_client ? "server" : "client");
}

/* Bytes that have a name are kept. */
static bool is_too_long(
    const struct dialogues *d, const struct dialogue_step *step)
{
	return step->kind == DIALOGUE_BYTES && step->name_count > 0 &&
	       step->count > (uint64_t)d->use.run->cfg->dialogue.max_step;
}

static int refuse_too_long(const struct dialogues *d,
    const struct dialogue *dialogue, const struct dialogue_step *step,
    struct error *err)
{
	char count[TEXT_MEASURE], most[TEXT_MEASURE];

	text_size(count, step->count);
	text_size(most, (uint64_t)d->use.run->cfg->dialogue.max_step);
	error_set(err, FAULT_USAGE,
	    "%s:%d: a value of %s in dialogue '%s' is larger than the limit of "
	    "a step, %s",
	    d->file.name, step->line, count, dialogue->name, most);
	return error_hint(err,
	    "leave out the name '%s', or raise the limit: --max-step SIZE",
	    step->names[0].name);
}

static int check_one(const struct dialogues *d, const struct dialogue *dialogue,
    struct error *err)
{
	const struct dialogue_step *pattern =
	    dialogue_unsayable(dialogue, d->use.side);

	if (pattern)
		return refuse_pattern(d, dialogue, pattern, err);
	for (size_t i = 0; i < dialogue->count; i++) {
		const struct dialogue_step *step = &dialogue->steps[i];
		const char *why = find_obstacle(d, step);
		if (why)
			return refuse(d, dialogue, step, why, err);
		if (is_too_long(d, step))
			return refuse_too_long(d, dialogue, step, err);
	}
	return 0;
}

int dialogues_open(
    struct dialogues *d, const struct dialogues_use *use, struct error *err)
{
	const struct config *cfg = use->run->cfg;
	const struct config_texts *set = &cfg->dialogue.set;

	*d = (struct dialogues){ .use = *use };
	for (size_t i = 0; i < set->count; i++)
		if (set_variable(&d->known, set->items[i], err) < 0)
			return -1;
	if (read_file(d, cfg->operands[1], err) < 0 ||
	    repertoire_make(&d->repertoire, &d->file, cfg->operands + 2, err) <
		0)
		return -1;
	for (size_t i = 0; i < d->repertoire.count; i++)
		if (check_one(d, d->repertoire.entries[i].dialogue, err) < 0)
			return -1;
	return 0;
}

void dialogues_close(struct dialogues *d)
{
	repertoire_free(&d->repertoire);
	dialogue_file_free(&d->file);
	variables_free(&d->known);
}

struct session_rules dialogues_rules(
    const struct dialogues *d, struct pool *pool)
{
	const struct run *run = d->use.run;

	return (struct session_rules){
		.idle_timeout_us = CLOCK_NEVER,
		.linger_us = CLOCK_NEVER,
		.timeout_us = run->cfg->timeout_us,
		.deadline = run->deadline,
		.enough_at = CLOCK_NEVER,
		.text_bytes = MOVER_LARGEST_MESSAGE,
		.pool = pool,
		.tap = run->tap,
	};
}

struct session_end dialogues_near(struct dialogues *d,
    const struct dialogue *only, const struct arrival *peer)
{
	const struct config_dialogue *cfg = &d->use.run->cfg->dialogue;
	const struct dialogue_stream_opts opts = {
		.player = {
			.repertoire = &d->repertoire,
			.only = only,
			.side = d->use.side,
			.known = &d->known,
			.carries_messages = peer->carries_messages,
			.step_timeout_us = cfg->step_timeout_us,
			.max_step = (size_t)cfg->max_step,
		},
		.carries_datagrams = peer->far->carries_datagrams,
		.tap = d->use.run->tap,
		.connection = peer->connection,
		.changed = d->use.changed,
		.context = d->use.context,
	};

	return (struct session_end){
		.is_ours = true,
		.stream = dialogue_stream(&opts),
	};
}
