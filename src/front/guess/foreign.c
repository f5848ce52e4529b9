/* SPDX-License-Identifier: MIT */
/* Explains operands that are no hosts, but paths, URLs or addresses of other
 * tools. */
#include "front/guess/foreign.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "args/parse.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "front/translate/socat-keywords.h"
#include "front/translate/translate.h"

/* The beginning of a command line for an address of another kind; NULL: there
 * is none. */
static const struct row {
	const char *command, *unix_command, *tcp_command, *udp_command;
} rows[] = {
	{ "connect", "unix connect ", "connect ", "connect udp:" },
	{ "listen", "unix listen ", "listen ", "listen udp:" },
	{ "udp-send", "unix send ", "udp-send ", "udp-send " },
	{ "udp-recv", "unix recv ", "udp-recv ", "udp-recv " },
	{ "wait", "wait unix:", "wait ", "wait udp:" },
	{ "scan", "wait unix:", "scan ", "scan --udp " },
	{ "resolve", NULL, "resolve ", NULL },
};

static const struct row *find_row(const char *command)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].command, command) == 0)
			return &rows[i];
	return NULL;
}

static const char *command_for(const struct row *row, bool is_udp)
{
	if (!row)
		return NULL;
	return is_udp ? row->udp_command : row->tcp_command;
}

static bool begins_with(const char *word, const char *beginning)
{
	return strncmp(word, beginning, strlen(beginning)) == 0;
}

/* "localhost/80" has a host and a port with the wrong separator. Returns
 * whether the word has this form. */
static bool hint_port(
    const struct row *row, const char *word, struct error *err)
{
	const char *slash = strchr(word, '/');
	size_t len = strcspn(word, "/");

	if (!slash || len == 0 || strchr(".@", word[0]) ||
	    parse_port(slash + 1) != PORT_NUMBER)
		return false;
	error_hint(err, "for a port: genet %s %.*s %s", row->command, (int)len,
	    word, slash + 1);
	return true;
}

static int refuse_path(const struct row *row, const char *word,
    const char *path, struct error *err)
{
	char shown[QUOTE_ROOM];

	error_set(err, FAULT_USAGE, "'%s' is a path, not a host", word);
	if (!row || !row->unix_command || !*path)
		return -1;
	bool may_be_port = hint_port(row, word, err);
	quote_word(shown, sizeof(shown), path);
	error_hint(
	    err, "for a Unix socket: genet %s%s", row->unix_command, shown);
	if (strcmp(row->command, "wait") == 0 && !may_be_port)
		error_hint(err, "for a file: genet wait file:%s", shown);
	return -1;
}

/* The port that a URL of the scheme has if it names none. */
static const char *scheme_port(const char *url)
{
	if (begins_with(url, "http:") || begins_with(url, "ws:"))
		return "80";
	if (begins_with(url, "https:") || begins_with(url, "wss:"))
		return "443";
	return NULL;
}

/* The host and port of "[USER@]HOST[:PORT]", which is changed. An IPv6 address
 * loses its brackets. */
static void split_authority(char *authority, char **host, char **port)
{
	char *at = strrchr(authority, '@'), *colon;

	*host = at ? at + 1 : authority;
	colon = strrchr(*host, ':');
	if (**host == '[' && strchr(*host, ']')) {
		char *end = strchr(++*host, ']');
		colon = end[1] == ':' ? end + 1 : NULL;
		*end = '\0';
	}
	if (colon)
		*colon++ = '\0';
	*port = colon && *colon ? colon : NULL;
}

/* An address of a kind is one word. Returns an allocated text. */
static char *join(const char *command, const char *host, const char *port)
{
	char shown[QUOTE_ROOM];

	quote_word(shown, sizeof(shown), host);
	if (command[strlen(command) - 1] != ':')
		return xasprintf("%s%s %s", command, shown, port);
	return xasprintf(
	    strchr(host, ':') ? "%s[%s]:%s" : "%s%s:%s", command, shown, port);
}

static int refuse_url(const struct row *row, const char *url, struct error *err)
{
	const char *authority = strstr(url, "://") + strlen("://");
	char *copy =
	    xasprintf("%.*s", (int)strcspn(authority, "/?#"), authority);
	char *host, *own_port;

	error_set(err, FAULT_USAGE, "'%s' is a URL, not a host", url);
	split_authority(copy, &host, &own_port);
	const char *port = own_port ? own_port : scheme_port(url);
	const char *command = command_for(row, begins_with(url, "udp:"));
	if (!port)
		port =
		    row && strcmp(row->command, "scan") == 0 ? "PORTS" : "PORT";
	if (command && *host) {
		bool is_tls = begins_with(url, "https:") &&
		              strcmp(command, "connect ") == 0;
		char *words =
		    join(is_tls ? "connect --tls " : command, host, port);
		error_hint(err, "its host and port: genet %s", words);
		free(words);
	}
	free(copy);
	return -1;
}

/* "tcp:HOST:PORT", "udp:HOST:PORT" and "udp:PORT", or with the port in the next
 * word. */
static int refuse_kind(const struct row *row, const char *word,
    const char *next, struct error *err)
{
	const char *command = command_for(row, word[0] == 'u');
	char shown[2][QUOTE_ROOM];

	error_set(err, FAULT_USAGE, "leave out '%.4s' in '%s'", word, word);
	if (!command)
		return -1;
	return error_hint(err, "genet %s%s%s%s", command,
	    quote_word(shown[0], sizeof(shown[0]), word + 4), next ? " " : "",
	    next ? quote_word(shown[1], sizeof(shown[1]), next) : "");
}

static bool is_of_kind(const char *word)
{
	return begins_with(word, "tcp:") || begins_with(word, "udp:");
}

/* "8080/tcp", as others write ports. Returns the length of the number, or 0 if
 * it is none of these. */
static size_t published_port(const char *word)
{
	size_t digits = strspn(word, "0123456789");

	return digits > 0 && (strcmp(word + digits, "/tcp") == 0 ||
				 strcmp(word + digits, "/udp") == 0)
	           ? digits
	           : 0;
}

static int refuse_published(
    const struct row *row, const char *word, size_t digits, struct error *err)
{
	const char *command = command_for(row, word[digits + 1] == 'u');

	error_set(err, FAULT_USAGE,
	    "port '%s' is neither a number nor a service name", word);
	if (!command || strstr(command, "send") || strstr(command, "connect"))
		return -1;
	return error_hint(err, "genet %s%.*s", command, (int)digits, word);
}

/* "192.0.2.0/24" */
static bool is_range(const char *word)
{
	const char *slash = strchr(word, '/');
	uint64_t bits;

	/* "127.0.0.1/80" is a host and a port. */
	if (slash && !memchr(word, ':', (size_t)(slash - word)) &&
	    parse_number(slash + 1, &bits) && bits > 32)
		return false;
	return slash && slash > word && slash[1] &&
	       strspn(word, "0123456789abcdefABCDEF.:") ==
	           (size_t)(slash - word) &&
	       strpbrk(word, ".:") && strpbrk(word, ".:") < slash &&
	       slash[1 + strspn(slash + 1, "0123456789")] == '\0' &&
	       word[0] != '.';
}

/* "user@HOST" or "user@HOST:PORT", as for ssh. */
static int refuse_user(const struct row *row, const char *word,
    const char *next, struct error *err)
{
	const char *host = strrchr(word, '@') + 1;
	const char *needed =
	    row && strcmp(row->command, "scan") == 0 ? "PORTS" : "PORT";
	const char *port = next ? next : strchr(host, ':') ? NULL : needed;
	char shown[2][QUOTE_ROOM];

	error_set(err, FAULT_USAGE,
	    "'%s' begins with a user, and addresses have none here", word);
	if (!row || !*host)
		return -1;
	return error_hint(err, "genet %s %s%s%s", row->command,
	    quote_word(shown[0], sizeof(shown[0]), host), port ? " " : "",
	    port ? quote_word(shown[1], sizeof(shown[1]), port) : "");
}

/* "TCP:localhost:80". In lower case and without a dash, others write "tcp:" and
 * "unix:", too. */
static int refuse_socat(
    const char *command, const char *word, struct error *err)
{
	static const char connect[] = "genet connect ";
	int family;
	const struct socat_keyword *k = socat_find(word, &family);
	bool is_asked =
	    strcmp(command, "wait") == 0 || strcmp(command, "scan") == 0;

	if (!k || (word[0] >= 'a' && word[0] <= 'z' &&
		      !memchr(word, '-', strcspn(word, ":"))))
		return 0;
	char *line = translate_socat_address(word);
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", word);
	if (line && is_asked && !k->kind && begins_with(line, connect))
		error_hint(err, "genet %s %s", command, line + strlen(connect));
	else if (line)
		error_hint(err, "%s", line);
	free(line);
	return -1;
}

int foreign_refuse(
    const char *command, const char *const *words, struct error *err)
{
	const struct row *row = find_row(command);
	const char *word = words[0];
	size_t digits = published_port(word);

	for (int i = 0; i < 2 && words[i]; i++)
		if (refuse_socat(command, words[i], err) < 0)
			return -1;

	if (begins_with(word, "unix:"))
		return refuse_path(row, word, word + strlen("unix:"), err);
	if (strstr(word, "://"))
		return refuse_url(row, word, err);
	if (is_of_kind(word) && (strchr(word + 4, ':') || words[1] ||
				    parse_port(word + 4) == PORT_NUMBER))
		return refuse_kind(row, word, words[1], err);
	if (digits)
		return refuse_published(row, word, digits, err);
	if (is_range(word))
		return error_set(err, FAULT_USAGE,
		    "'%s' is a range of addresses, not a host", word);
	if (strchr(word, '/') || word[0] == '@')
		return refuse_path(row, word, word, err);
	if (strchr(word, '@'))
		return refuse_user(row, word, words[1], err);
	return 0;
}

/* The part of an operand that should be a host. A kind that the command does
 * not take is explained as a word of others; one without a host has no such
 * part: NULL. */
static const char *host_of(const struct spec_rules *rules, const char *word)
{
	const struct spec_parts parts = spec_split(word);

	if (!rules ||
	    (parts.has_kind && !(rules->kinds & SPEC_BIT(parts.kind))))
		return word;
	return parts.has_kind && spec_trait(parts.kind)->form != SPEC_HOST
	           ? NULL
	           : parts.rest;
}

int foreign_check(
    const struct command *command, const struct config *cfg, struct error *err)
{
	const struct spec_rules *rules = command->addresses;
	const char *const *operands = cfg->operands;

	if (!find_row(command->name) || cfg->operand_count == 0)
		return 0;
	int used = cfg->operand_count;
	for (int i = 0; i < cfg->operand_count; i += used) {
		if (rules)
			used = spec_words(operands + i, rules);
		const char *words[] = { host_of(rules, operands[i]),
			used > 1 ? operands[i + 1] : NULL, NULL };
		if (words[0] && foreign_refuse(command->name, words, err) < 0)
			return -1;
	}
	return 0;
}
