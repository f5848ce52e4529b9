/* SPDX-License-Identifier: MIT */
/* A command line of another program in genet's terms, while it is made. */
#include "front/translate/translation.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "front/commands.h"
#include "front/option-value.h"

void translation_free(struct translation *t)
{
	config_free(&t->cfg);
	free(t->notes);
	if (t->texts)
		xfree_texts(t->texts);
	if (t->cfg.program)
		xfree_texts(t->cfg.program);
}

void translation_choose(
    struct translation *t, const struct translation_role *role)
{
	/* By: listens, with datagrams of all senders; is_unix. */
	static const struct command *const rows[3][2] = {
		{ &cmd_connect, &cmd_unix_connect },
		{ &cmd_listen, &cmd_unix_listen },
		{ &cmd_udp_recv, &cmd_unix_recv },
	};
	bool hears_all = role->is_udp && role->keeps_open;
	size_t row = !role->listens ? 0 : hears_all ? 2 : 1;

	t->command = role->is_scan ? &cmd_scan : rows[row][role->is_unix];
	t->cfg.udp = role->is_scan && role->is_udp;
	t->cfg.keep_open = row == 1 && role->keeps_open;
	t->cfg.datagram = role->is_unix && role->is_udp && row < 2;
}

void translation_note(struct translation *t, const char *note)
{
	char *longer = xasprintf("%s%s\n", t->notes ? t->notes : "", note);

	free(t->notes);
	t->notes = longer;
}

int translation_lack(struct translation *t, const char *part, const char *why)
{
	if (t->err->kind == FAULT_UNSUPPORTED)
		return error_detail(t->err, "  nor for '%s': %s", part, why);
	return error_set(t->err, FAULT_UNSUPPORTED,
	    "genet has nothing for '%s': %s", part, why);
}

int translation_refuse(struct translation *t, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	char *text = xvasprintf(fmt, args);
	va_end(args);
	if (t->err->kind != FAULT_UNSUPPORTED) /* which is told first */
		error_set(t->err, FAULT_USAGE, "%s: %s", t->program, text);
	free(text);
	return -1;
}

char *translation_own(struct translation *t, char *text)
{
	size_t count = 0;

	while (t->texts && t->texts[count])
		count++;
	t->texts = xreallocarray(t->texts, count + 2, sizeof(*t->texts));
	t->texts[count] = text;
	t->texts[count + 1] = NULL;
	return text;
}

int translation_set(struct translation *t, const char *option,
    const char *value, const char *part)
{
	const struct option_spec *spec =
	    commands_find_option(t->command->options, option, strlen(option));
	struct error why = ERROR_NONE;

	if (!spec)
		error_set(&why, FAULT_UNSUPPORTED, "genet %s has no --%s",
		    t->command->name, option);
	else if (option_value_store(
		     spec, *spec->arg ? value : NULL, &t->cfg, &why) == 0)
		return 0;
	return translation_lack(t, part, why.text);
}

void translation_add_address(
    struct translation *t, const char *host, const char *port, bool is_udp)
{
	bool is_v6 = host && strchr(host, ':') && host[0] != '[';
	bool runs_program = t->cfg.exec || t->cfg.shell;

	if (!host && runs_program)
		host = "*";
	if (is_udp) {
		config_add_operand(
		    &t->cfg, translation_text(t, "udp:%s%s%s%s%s",
				 is_v6 ? "[" : "", host ? host : "",
				 is_v6 ? "]" : "", host ? ":" : "", port));
	} else if (host && strcmp(host, "*") == 0) {
		config_add_operand(&t->cfg, translation_text(t, "*:%s", port));
	} else {
		if (host)
			config_add_operand(&t->cfg, host);
		config_add_operand(&t->cfg, port);
	}
}

/* Takes the next word off the line, which is changed. NULL: there is none. */
static char *next_word(char **line, const char *quotes)
{
	char *from = *line + strspn(*line, " \t"), *word = from, *to = from;
	char quote = '\0';

	if (!*from)
		return NULL;
	for (; *from && (quote || !strchr(" \t", *from)); from++) {
		if (*from == '\\' && from[1] && quote != '\'')
			*to++ = *++from;
		else if (quote ? *from == quote : !!strchr(quotes, *from))
			quote = quote ? '\0' : *from;
		else
			*to++ = *from;
	}
	*line = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

void translation_add_program(
    struct translation *t, const char *line, const char *quotes)
{
	char *copy = xstrdup(line), *rest = copy, *word;
	char **words = xcalloc(strlen(line) / 2 + 2, sizeof(*words));

	t->cfg.program = words;
	while ((word = next_word(&rest, quotes)))
		*words++ = xstrdup(word);
	free(copy);
}
