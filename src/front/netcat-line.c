/* SPDX-License-Identifier: MIT */
/* A command line of netcat, in the words of genet. */
#include "front/netcat-line.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/xalloc.h"

/* What a line of netcat does; the letters of netcat have a spelling for each
 * in genet. */
enum role { CONNECT, LISTEN, SEND, RECV, SCAN, ROLES };

#define OPERANDS_MOST 2

enum value { NONE, NUMBER, WORD };

struct letter {
	char letter;
	enum value value;
	bool is_internets;           /* it has no meaning for Unix sockets */
	const char *spelling[ROLES]; /* "": not needed; NULL: there is none */
};

/* clang-format off */
static const struct letter letters[] = {
	/*                connect         listen          send                 recv            scan */
	{ '4', NONE,  1, { "-4",           "-4",           "-4",                "-4",           "-4" } },
	{ '6', NONE,  1, { "-6",           "-6",           "-6",                "-6",           "-6" } },
	{ 'C', NONE,  0, { "-C",           "-C",           "-C",                NULL,           NULL } },
	{ 'D', NONE,  0, { "",             "",             "",                  "",             "" } },
	{ 'I', NUMBER,1, { "--recv-buffer","--recv-buffer","--recv-buffer",     "--recv-buffer",NULL } },
	{ 'M', NUMBER,1, { "--ttl",        "--ttl",        "--ttl",             "--ttl",        NULL } },
	{ 'N', NONE,  0, { "",             "",             "",                  "",             "" } },
	{ 'O', NUMBER,1, { "--send-buffer","--send-buffer","--send-buffer",     "--send-buffer",NULL } },
	{ 'U', NONE,  0, { "",             "",             "",                  "",             NULL } },
	{ 'W', NUMBER,0, { NULL,           NULL,           NULL,                "--count",      NULL } },
	{ 'b', NONE,  1, { NULL,           NULL,           "--broadcast",       "",             NULL } },
	{ 'c', WORD,  0, { "--sh",         "--sh",         NULL,                NULL,           NULL } },
	{ 'd', NONE,  0, { "--no-stdin",   "--no-stdin",   NULL,                "",             "" } },
	{ 'e', WORD,  0, { "--exec --",    "--exec --",    NULL,                NULL,           NULL } },
	{ 'k', NONE,  0, { NULL,           "-k",           NULL,                "",             NULL } },
	{ 'l', NONE,  0, { NULL,           "",             NULL,                "",             NULL } },
	{ 'n', NONE,  1, { "-n",           "-n",           "-n",                "-n",           "-n" } },
	{ 'p', WORD,  1, { "-p",           "",             "-p",                "",             NULL } },
	{ 'q', NUMBER,0, { "--linger",     "--linger",     "",                  "",             "" } },
	{ 'r', NONE,  0, { "",             "",             "",                  "",             "" } },
	{ 's', WORD,  1, { "-s",           "",             "-s",                "",             NULL } },
	{ 'u', NONE,  0, { NULL,           NULL,           "",                  "",             "--udp" } },
	{ 'v', NONE,  0, { "-v",           "-v",           "-v",                "-v",           "-v" } },
	{ 'w', NUMBER,0, { "-w",           "-w",           "--reply=any --for", "-w",           "--connect-timeout" } },
	{ 'z', NONE,  0, { NULL,           NULL,           NULL,                NULL,           "" } },
};

/* The letters of netcat that a command of genet says already. */
static const struct {
	const char *command, *letters;
} commands[] = {
	{ "connect", "" },
	{ "listen", "l" },
	{ "udp-send", "u" },
	{ "udp-recv", "ul" },
	{ "unix connect", "U" },
	{ "unix listen", "Ul" },
	{ "unix send", "Uu" },
	{ "unix recv", "Uul" },
};
/* clang-format on */

/* A line of netcat. The values and operands are words of it. */
struct line {
	bool has[128];
	const char *values[128];
	const char *operands[OPERANDS_MOST];
	size_t operand_count;
};

static const struct letter *find_letter(char letter)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].letter == letter)
			return &letters[i];
	return NULL;
}

static bool is_value(const struct letter *letter, const char *value)
{
	if (letter->value == WORD)
		return value[0] != '-';
	return *value && value[strspn(value, "0123456789")] == '\0';
}

/* Reads the letters of words[at]. Returns how many words that took, or 0 if
 * one of them is unknown or has no value. */
static size_t read_letters(
    struct line *line, char *const *words, size_t count, size_t at)
{
	for (const char *c = words[at] + 1; *c; c++) {
		const struct letter *letter = find_letter(*c);
		if (!letter)
			return 0;
		line->has[(unsigned char)*c] = true;
		if (letter->value == NONE)
			continue;
		if (!c[1] && at + 1 == count)
			return 0;
		const char *value = c[1] ? c + 1 : words[at + 1];
		if (!is_value(letter, value))
			return 0;
		line->values[(unsigned char)*c] = value;
		return c[1] ? 1 : 2;
	}
	return 1;
}

static bool read_line(struct line *line, char *const *words, size_t count)
{
	for (size_t at = 0; at < count;) {
		size_t used = 1;
		if (words[at][0] == '-' && words[at][1])
			used = read_letters(line, words, count, at);
		else if (line->operand_count < OPERANDS_MOST)
			line->operands[line->operand_count++] = words[at];
		else
			return false;
		if (used == 0)
			return false;
		at += used;
	}
	return true;
}

/* Adds what the command says already. Returns false if no line of netcat does
 * the same as the command; *is_another says whether one of the letters asks for
 * another command. */
static bool complete(struct line *line, const char *command, bool *is_another)
{
	const char *said = NULL;

	*is_another = true;
	if (!command)
		return true;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].command, command) == 0)
			said = commands[i].letters;
	if (!said)
		return false;
	*is_another = line->has['z'];
	for (const char *c = "luU"; *c; c++)
		*is_another |=
		    line->has[(unsigned char)*c] && !strchr(said, *c);
	for (; *said; said++)
		line->has[(unsigned char)*said] = true;
	return true;
}

static enum role choose_role(const struct line *line)
{
	if (line->has['z'])
		return SCAN;
	if (line->has['l'])
		return line->has['u'] ? RECV : LISTEN;
	return line->has['u'] ? SEND : CONNECT;
}

static const char *command_name(enum role role, bool is_unix)
{
	static const char *const names[ROLES][2] = {
		[CONNECT] = { "connect", "unix connect" },
		[LISTEN] = { "listen", "unix listen" },
		[SEND] = { "udp-send", "unix send" },
		[RECV] = { "udp-recv", "unix recv" },
		[SCAN] = { "scan", "scan" },
	};

	return names[role][is_unix];
}

/* Writes the letters that have a counterpart. Returns whether all have one. A
 * program comes last: see write_program(). */
static bool write_letters(
    FILE *to, const struct line *line, enum role role, bool is_unix)
{
	char shown[QUOTE_ROOM];

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		const struct letter *l = &letters[i];
		const char *value = line->values[(unsigned char)l->letter];
		if (!line->has[(unsigned char)l->letter])
			continue;
		if (!l->spelling[role] || (is_unix && l->is_internets))
			return false;
		if (!*l->spelling[role] || l->letter == 'e')
			continue;
		fprintf(to, " %s", l->spelling[role]);
		if (value)
			fprintf(
			    to, " %s", quote_word(shown, sizeof(shown), value));
	}
	return true;
}

static void write_word(FILE *to, const char *word, const char *placeholder)
{
	char shown[QUOTE_ROOM];

	fprintf(to, " %s",
	    word ? quote_word(shown, sizeof(shown), word) : placeholder);
}

/* -s and -p are operands of those that listen. Returns whether the line has a
 * place for each. */
static bool write_own_end(FILE *to, const struct line *line)
{
	const char *const *words = line->operands;
	size_t count = line->operand_count;
	const char *host = line->values['s'], *port = line->values['p'];

	if (!port && count > 0)
		port = words[--count];
	if (!host && count > 0)
		host = words[--count];
	if (count > 0)
		return false;
	if (host)
		write_word(to, host, NULL);
	write_word(to, port, "PORT");
	return true;
}

static bool write_operands(
    FILE *to, const struct line *line, enum role role, bool is_unix)
{
	const char *host = line->operands[0], *port = line->operands[1];

	if (is_unix) {
		write_word(to, host, "PATH");
		return !port;
	}
	if (role == LISTEN || role == RECV)
		return write_own_end(to, line);
	write_word(to, host, "HOST");
	if (port || !host || !strchr(host, ':'))
		write_word(to, port, role == SCAN ? "PORTS" : "PORT");
	return true;
}

char *netcat_line(
    const char *command, char *const *words, size_t count, bool *is_another)
{
	struct line line = { 0 };
	char *text = NULL, shown[QUOTE_ROOM];
	size_t size = 0;

	if (!read_line(&line, words, count) ||
	    !complete(&line, command, is_another))
		return NULL;
	enum role role = choose_role(&line);
	bool is_unix = line.has['U'];
	FILE *to = open_memstream(&text, &size);
	if (!to)
		return NULL;
	fprintf(to, "genet %s", command_name(role, is_unix));
	bool is_whole = write_letters(to, &line, role, is_unix) &&
	                write_operands(to, &line, role, is_unix);
	if (line.has['e'])
		fprintf(to, " %s %s",
		    strchr(line.values['e'], ' ') ? "--sh" : "--exec --",
		    quote_word(shown, sizeof(shown), line.values['e']));
	if (fclose(to) == 0 && is_whole)
		return text;
	free(text);
	return NULL;
}
