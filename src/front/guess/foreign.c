/* SPDX-License-Identifier: MIT */
/* Explains operands that are no hosts, but paths, URLs or addresses of other
 * tools. */
#include "front/guess/foreign.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "args/url.h"
#include "base/parse.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "front/guess/socat-kind.h"
#include "front/translate/socat-keywords.h"
#include "front/translate/translate.h"

/* The beginning of a command line for an address of another kind; NULL: there
 * is none. Of relay, whose addresses are one word each, that of the word. */
static const struct row {
	const char *command, *unix_command, *tcp_command, *udp_command;
	bool takes_urls;
} rows[] = {
	{ "connect", "unix connect ", "connect ", "connect udp:" },
	{ "listen", "unix listen ", "listen ", "listen udp:" },
	{ "udp-send", "unix send ", "udp-send ", "udp-send " },
	{ "udp-recv", "unix recv ", "udp-recv ", "udp-recv " },
	{ "wait", "wait unix:", "wait ", "wait udp:" },
	{ "scan", "wait unix:", "scan ", "scan --udp " },
	{ "resolve", NULL, "resolve ", NULL },
	{ "relay", "unix:", "tcp:", "udp:" },
	{ "ping", "ping unix:", "ping ", "ping udp:" },
	{ "doctor", "doctor unix:", "doctor ", "doctor udp:", true },
};

static const struct row *find_row(const char *command)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].command, command) == 0)
			return &rows[i];
	return NULL;
}

static bool is_relay(const char *command)
{
	return strcmp(command, "relay") == 0;
}

/* What a hint begins with: it is a command line, or a word. */
static const char *lead(const struct row *row)
{
	return is_relay(row->command) ? "" : "genet ";
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
	if (is_relay(row->command))
		error_hint(
		    err, "for a port: %.*s:%s", (int)len, word, slash + 1);
	else
		error_hint(err, "for a port: genet %s %.*s %s", row->command,
		    (int)len, word, slash + 1);
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
	if (is_relay(row->command) && begins_with(path, "/dev/tty"))
		return error_hint(err, "for a serial line: tty:%.*s",
		    (int)strcspn(path, ","), path);
	error_hint(err, "for a Unix socket: %s%s%s", lead(row),
	    row->unix_command, shown);
	if (may_be_port)
		return -1;
	if (strcmp(row->command, "wait") == 0)
		error_hint(err, "for a file: genet wait file:%s", shown);
	if (is_relay(row->command) && *path != '@')
		error_hint(err, "for a file: file:%s", shown);
	return -1;
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
	struct url parts = url_split(url);
	const char *port = parts.port;

	error_set(err, FAULT_USAGE, "'%s' is a URL, not a host", url);
	const char *command = command_for(row, begins_with(url, "udp:"));
	if (!port)
		port =
		    row && strcmp(row->command, "scan") == 0 ? "PORTS" : "PORT";
	if (command && *parts.host) {
		if (parts.is_secure && strcmp(command, "connect ") == 0)
			command = "connect --tls ";
		if (parts.is_secure && strcmp(command, "ping ") == 0)
			command = "ping tls:";
		if (parts.is_secure && is_relay(row->command))
			command = "tls:";
		char *words = join(command, parts.host, port);
		error_hint(err, "its host and port: %s%s", lead(row), words);
		free(words);
	}
	url_free(&parts);
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
	return error_hint(
	    err, "%s%s%.*s", lead(row), command, (int)digits, word);
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
	if (is_relay(row->command))
		return error_hint(err, "%s", host);
	return error_hint(err, "genet %s %s%s%s", row->command,
	    quote_word(shown[0], sizeof(shown[0]), host), port ? " " : "",
	    port ? quote_word(shown[1], sizeof(shown[1]), port) : "");
}

/* "TCP:localhost:80". In lower case and without a dash, others write "tcp:" and
 * "unix:", too. */
static const struct socat_keyword *find_socat(const char *word)
{
	int family;
	bool is_ours = word[0] >= 'a' && word[0] <= 'z' &&
	               !memchr(word, '-', strcspn(word, ":"));

	return is_ours ? NULL : socat_find(word, &family);
}

static int refuse_socat(
    const char *command, const char *word, struct error *err)
{
	static const char connect[] = "genet connect ";
	const struct socat_keyword *k = find_socat(word);
	bool is_asked =
	    strcmp(command, "wait") == 0 || strcmp(command, "scan") == 0;

	if (!k)
		return 0;
	char *line = translate_socat_address(word);
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", word);
	if (line && is_asked && !*k->kind && begins_with(line, connect))
		error_hint(err, "genet %s %s", command, line + strlen(connect));
	else if (line)
		error_hint(err, "%s", line);
	free(line);
	return -1;
}

/* The options of socat, behind a comma, are left out. */
static int refuse_socat_other(const char *word, struct error *err)
{
	const char *kind = socat_other(word);
	const char *rest = strchr(word, ':');
	char shown[QUOTE_ROOM];

	if (!kind)
		return 0;
	char *own =
	    xasprintf("%s%.*s", kind, (int)strcspn(rest + 1, ","), rest + 1);
	quote_word(shown, sizeof(shown), own);
	free(own);
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", word);
	return error_hint(err, "in genet: %s", shown);
}

/* Both addresses of a relay may be those of socat. */
static int refuse_socat_pair(
    const char *const *words, int count, struct error *err)
{
	char shown[2][QUOTE_ROOM];
	const char *socat = NULL;

	for (int i = 0; i < count && !socat; i++)
		if (find_socat(words[i]))
			socat = words[i];
	for (int i = 0; i < count && !socat; i++)
		if (refuse_socat_other(words[i], err) < 0)
			return -1;
	if (!socat)
		return 0;
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", socat);
	if (count != 2)
		return -1;
	return error_hint(err, "what genet has: genet translate socat %s %s",
	    quote_word(shown[0], sizeof(shown[0]), words[0]),
	    quote_word(shown[1], sizeof(shown[1]), words[1]));
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
	if (url_is(word))
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
	const struct row *row = find_row(command->name);

	if (!row || cfg->operand_count == 0)
		return 0;
	if (row->takes_urls && cfg->operand_count == 1 && url_is(operands[0]))
		return 0;
	int used = cfg->operand_count;
	if (is_relay(command->name) &&
	    refuse_socat_pair(operands, used, err) < 0)
		return -1;
	for (int i = 0; i < cfg->operand_count; i += used) {
		if (rules)
			used = spec_words(operands + i, rules);
		const struct spec_parts parts = spec_split(operands[i]);
		if (!parts.has_kind &&
		    socat_kind_refuse(parts.rest, rules, err) < 0)
			return -1;
		const char *words[] = { host_of(rules, operands[i]),
			used > 1 ? operands[i + 1] : NULL, NULL };
		if (words[0] && foreign_refuse(command->name, words, err) < 0)
			return -1;
	}
	return 0;
}
