/* SPDX-License-Identifier: MIT */
/* A command line of socat in genet's terms: one of its ends becomes the
 * command, the other one what the command talks to. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/translate/from.h"
#include "front/translate/socat-keywords.h"
#include "front/translate/socat-line.h"
#include "front/translate/socat-relay.h"
#include "front/translate/words.h"

/* Which way bytes go, seen from the command. */
struct flow {
	bool sends, receives;
};

/* The name is one from the table of keywords. */
static const struct command *find_command(const char *name)
{
	const struct command *const *c = commands;

	while (*c && strcmp((*c)->name, name) != 0)
		c++;
	assert(*c);
	return *c;
}

/* Chooses the command of the keyword; where answers are received as well, a
 * conversation replaces a command that only sends. Returns whether it is by
 * UDP. */
static bool choose_command(
    struct translation *t, const struct socat_end *end, const struct flow *flow)
{
	const struct socat_keyword *k = end->keyword;
	/* lint-deep: the end has a keyword: it is no file and no program */
	bool converses = flow->receives && strstr(k->command, "send");

	t->command = find_command(k->command);
	t->cfg.family = end->family;
	if (!converses)
		return socat_is_udp(k);
	bool is_unix = k->parameters != SOCAT_HOST_AND_PORT;
	t->command = is_unix ? &cmd_unix_connect : &cmd_connect;
	t->cfg.datagram = is_unix;
	return !is_unix;
}

/* A conversation by datagrams ends some time after the input, and socat
 * always does. */
static void set_times(struct translation *t, const struct socat_line *line,
    const struct flow *flow, bool is_udp)
{
	bool has_end =
	    flow->sends && flow->receives && !t->cfg.exec && !t->cfg.shell;

	if (line->idle) {
		translation_set(t, "idle-timeout", line->idle, "-T");
		translation_note(
		    t, "silence ends it with status 124; that of socat is 0");
	}
	if (is_udp || t->cfg.datagram) {
		if (has_end)
			translation_set(t, "linger",
			    line->linger ? line->linger : "500ms", "-t");
	} else if (line->linger && has_end) {
		translation_set(t, "linger", line->linger, "-t");
		translation_note(t,
		    "a peer that has not ended by then is status 124; that of "
		    "socat is 0");
	} else if (has_end && (strstr(t->command->name, "connect") ||
				  strstr(t->command->name, "listen"))) {
		translation_note(t,
		    "genet waits for the peer without a limit (--linger); "
		    "socat waits 0.5 s when one side has ended");
	}
}

static void tell_differences(struct translation *t)
{
	const struct config *cfg = &t->cfg;

	if (cfg->keep_open && !cfg->exec && !cfg->shell && !cfg->echo &&
	    !cfg->recv_only)
		translation_note(t,
		    "the input goes to all clients; in socat they compete "
		    "for it");
	if (t->command == &cmd_unix_listen && cfg->mode < 0)
		translation_note(t,
		    "the socket's file is mode 0600 (--mode); that of socat "
		    "depends on the umask");
	if (cfg->crlf && !cfg->send_only)
		translation_note(
		    t, "CRLF that is received stays; socat's crnl makes it LF");
	if (t->command == &cmd_udp_send)
		translation_note(t,
		    "a read of more than 1472 bytes is split (--size); socat "
		    "sends up to 8192 (-b)");
	if (t->command == &cmd_unix_send)
		translation_note(t,
		    "a read of more than 8192 bytes is not split (--size); "
		    "socat splits it (-b)");
}

static int set_operands(
    struct translation *t, const struct socat_end *end, bool is_udp)
{
	const struct socat_keyword *k = end->keyword;

	if (!*end->parameters)
		return translation_refuse(t, "'%s' has no address", end->word);
	/* lint-deep: the same as in choose_command() */
	if (k->parameters == SOCAT_PATH)
		config_add_operand(&t->cfg, end->parameters);
	else if (k->parameters == SOCAT_ABSTRACT_NAME)
		config_add_operand(
		    &t->cfg, translation_text(t, "@%s", end->parameters));
	else if (k->parameters != SOCAT_OWN_PORT && !end->port)
		return translation_refuse(t, "'%s' has no port", end->word);
	else
		translation_add_address(t, end->host, end->port, is_udp);
	return 0;
}

/* Sets one direction, except for a program, which decides by itself. */
static int set_flow(
    struct translation *t, const struct socat_end *end, const struct flow *flow)
{
	bool is_sender = strstr(t->command->name, "send") != NULL;
	bool is_receiver = strstr(t->command->name, "recv") != NULL;

	if ((is_sender && !flow->sends) || (is_receiver && !flow->receives))
		return translation_lack(
		    t, end->word, "it stands on the other side");
	if (is_sender || is_receiver || t->cfg.exec || t->cfg.shell)
		return 0;
	t->cfg.send_only = !flow->receives;
	t->cfg.recv_only = !flow->sends;
	return 0;
}

static int set_socket(struct translation *t, const struct socat_line *line,
    struct socat_end *end, const struct flow *flow, bool is_udp)
{
	if (set_flow(t, end, flow) < 0)
		return -1;
	socat_line_set_options(t, line, end);
	set_times(t, line, flow, is_udp);
	tell_differences(t);
	return set_operands(t, end, is_udp);
}

/* A socket at the near end becomes another genet, run by --exec. */
static int set_near_socket(struct translation *t, const struct socat_line *line,
    struct socat_end *end, const struct flow *flow)
{
	struct translation inner = TRANSLATION_DEFAULT;
	const struct flow back = { flow->receives, flow->sends };
	char **words = NULL;

	inner.program = t->program;
	inner.err = t->err;
	bool is_udp = choose_command(&inner, end, &back);
	if (translation_set(t, "exec", NULL, end->word) == 0 &&
	    set_socket(&inner, line, end, &back, is_udp) == 0 &&
	    t->err->kind == FAULT_NONE)
		words = words_of_config(inner.command, &inner.cfg, t->err);
	if (words) {
		t->cfg.program = words;
		if (inner.notes)
			translation_note(
			    t, translation_text(t, "%.*s",
				   (int)strlen(inner.notes) - 1, inner.notes));
	}
	translation_free(&inner);
	return words ? 0 : -1;
}

static int set_near_file(
    struct translation *t, const struct socat_end *end, const struct flow *flow)
{
	const char *path = end->parameters;

	if (flow->sends && flow->receives)
		return translation_lack(t, end->word,
		    "a file is read or written, not both: say -u or -U");
	if (flow->sends)
		return translation_set(t, "input", path, end->word);
	if (!end->is_appended)
		return translation_set(t, "output", path, end->word);
	t->append = path;
	return 0;
}

static int set_near(struct translation *t, const struct socat_line *line,
    struct socat_end *end, const struct flow *flow)
{
	if (end->kind != SOCAT_SOCKET)
		socat_line_set_options(t, line, end);
	switch (end->kind) {
	case SOCAT_SOCKET:
		return set_near_socket(t, line, end, flow);
	case SOCAT_STREAMS:
		return 0;
	case SOCAT_COMMAND:
		if (translation_set(t, "exec", NULL, end->word) < 0)
			return -1;
		translation_add_program(t, end->parameters, "'\"");
		return 0;
	case SOCAT_SHELL:
		return translation_set(t, "sh", end->parameters, end->word);
	case SOCAT_ECHO:
		return translation_set(t, "echo", NULL, end->word);
	case SOCAT_FILE:
		return set_near_file(t, end, flow);
	case SOCAT_TTY:
	case SOCAT_PTY: /* a relay */
		break;
	}
	return 0;
}

static bool listens(const struct socat_end *end)
{
	return end->keyword && strstr(end->keyword->command, "listen");
}

/* Which end becomes the command: the socket, of two the one that listens. */
static int choose_far(const struct socat_end ends[2])
{
	if (!ends[0].keyword || !ends[1].keyword)
		return ends[0].keyword ? 0 : 1;
	return listens(&ends[1]) && !listens(&ends[0]);
}

int from_socat(struct translation *t, int argc, char **argv)
{
	struct socat_line line = { 0 };
	struct socat_end *ends = line.ends;

	int result = socat_line_read(t, argc, argv, &line);
	if (result == 0 && socat_relay_is_asked(&line))
		return socat_relay(t, &line);
	int far = choose_far(ends);
	if (result == 0 && !ends[far].keyword)
		result = translation_lack(t, ends[0].word,
		    "neither of the two ends is a socket that genet knows");
	if (result == 0) {
		/* Without -u and -U both ends are read. */
		const struct flow flow = {
			.sends = line.read[!far],
			.receives = line.read[far],
		};
		bool is_udp = choose_command(t, &ends[far], &flow);
		result = set_near(t, &line, &ends[!far], &flow);
		if (result == 0)
			result =
			    set_socket(t, &line, &ends[far], &flow, is_udp);
	}
	return result;
}

int from_socat_address(struct translation *t, const char *word)
{
	struct socat_line line = { 0 };
	struct socat_end *end = &line.ends[0];
	const struct flow sends = { .sends = true };

	if (socat_line_read_end(t, word, end) < 0)
		return -1;
	bool is_udp = choose_command(t, end, &sends);
	socat_line_set_options(t, &line, end);
	return set_operands(t, end, is_udp);
}
