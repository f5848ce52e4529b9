/* SPDX-License-Identifier: MIT */
/* An address of socat, in the words of genet. */
#include "args/socat.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "base/xalloc.h"

/* What stands between the keyword and the first comma. */
enum parameters { HOST_AND_PORT, OWN_PORT, PATH, ABSTRACT_NAME };

/* clang-format off */
static const struct keyword {
	const char *name, *command; /* the command has the options it needs */
	enum parameters parameters;
} keywords[] = {
	{ "TCP", "connect", HOST_AND_PORT },
	{ "TCP4", "connect -4", HOST_AND_PORT },
	{ "TCP6", "connect -6", HOST_AND_PORT },
	{ "TCP-CONNECT", "connect", HOST_AND_PORT },
	{ "TCP4-CONNECT", "connect -4", HOST_AND_PORT },
	{ "TCP6-CONNECT", "connect -6", HOST_AND_PORT },
	{ "TCP-LISTEN", "listen", OWN_PORT },
	{ "TCP-L", "listen", OWN_PORT },
	{ "TCP4-LISTEN", "listen -4", OWN_PORT },
	{ "TCP6-LISTEN", "listen -6", OWN_PORT },
	{ "UDP", "udp-send", HOST_AND_PORT },
	{ "UDP4", "udp-send -4", HOST_AND_PORT },
	{ "UDP6", "udp-send -6", HOST_AND_PORT },
	{ "UDP-CONNECT", "udp-send", HOST_AND_PORT },
	{ "UDP-SENDTO", "udp-send", HOST_AND_PORT },
	{ "UDP-DATAGRAM", "udp-send", HOST_AND_PORT },
	{ "UDP4-SENDTO", "udp-send -4", HOST_AND_PORT },
	{ "UDP6-SENDTO", "udp-send -6", HOST_AND_PORT },
	{ "UDP-LISTEN", "udp-recv", OWN_PORT },
	{ "UDP4-LISTEN", "udp-recv -4", OWN_PORT },
	{ "UDP6-LISTEN", "udp-recv -6", OWN_PORT },
	{ "UDP-RECV", "udp-recv", OWN_PORT },
	{ "UDP-RECVFROM", "udp-recv", OWN_PORT },
	{ "UNIX", "unix connect", PATH },
	{ "UNIX-CONNECT", "unix connect", PATH },
	{ "UNIX-CLIENT", "unix connect", PATH },
	{ "UNIX-LISTEN", "unix listen", PATH },
	{ "UNIX-SENDTO", "unix send", PATH },
	{ "UNIX-RECV", "unix recv", PATH },
	{ "UNIX-RECVFROM", "unix recv", PATH },
	{ "ABSTRACT-CONNECT", "unix connect", ABSTRACT_NAME },
	{ "ABSTRACT-CLIENT", "unix connect", ABSTRACT_NAME },
	{ "ABSTRACT-LISTEN", "unix listen", ABSTRACT_NAME },
	{ "ABSTRACT-SENDTO", "unix send", ABSTRACT_NAME },
	{ "ABSTRACT-RECV", "unix recv", ABSTRACT_NAME },
	{ "ABSTRACT-RECVFROM", "unix recv", ABSTRACT_NAME },
};
/* clang-format on */

/* "tcp:", "udp:" and "unix:" in lower case are also written elsewhere. */
static const struct keyword *find_keyword(const char *word)
{
	size_t len = strcspn(word, ":");

	if (word[len] != ':' ||
	    (!memchr(word, '-', len) && word[0] >= 'a' && word[0] <= 'z'))
		return NULL;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strlen(keywords[i].name) == len &&
		    strncasecmp(word, keywords[i].name, len) == 0)
			return &keywords[i];
	return NULL;
}

static bool is_listener(const struct keyword *k)
{
	return strstr(k->command, "listen") != NULL;
}

/* The options behind the first comma, which are changed. Returns whether genet
 * can do all of them; host is left as it is unless one of them names it. */
static bool read_options(
    const struct keyword *k, char *options, bool *keep, const char **host)
{
	char *rest = NULL;

	for (char *o = strtok_r(options, ",", &rest); o;
	     o = strtok_r(NULL, ",", &rest)) {
		if (strcmp(o, "fork") == 0)
			*keep = is_listener(k);
		else if (strncmp(o, "bind=", 5) == 0 &&
			 k->parameters == OWN_PORT)
			*host = o + 5;
		else if (strcmp(o, "reuseaddr") != 0)
			return false;
	}
	return true;
}

static void write_word(FILE *to, const char *word)
{
	char shown[QUOTE_ROOM];

	fprintf(to, " %s", quote_word(shown, sizeof(shown), word));
}

/* HOST and PORT are words of their own. Returns whether both are there. */
static bool write_host_and_port(FILE *to, char *parameters)
{
	char *colon = strrchr(parameters, ':');

	if (!colon || colon == parameters || !colon[1])
		return false;
	*colon = '\0';
	write_word(to, parameters);
	write_word(to, colon + 1);
	return true;
}

/* Writes what comes after "genet COMMAND". Returns whether genet can do all
 * that the text asks for, which is changed. */
static bool write_rest(FILE *to, const struct keyword *k, char *text)
{
	size_t len = strcspn(text, ",");
	char *options = text[len] ? text + len + 1 : text + len;
	const char *host = NULL;
	bool keep = false;

	text[len] = '\0';
	if (!*text || !read_options(k, options, &keep, &host))
		return false;
	if (keep)
		fputs(" -k", to);
	if (host)
		write_word(to, host);
	if (k->parameters == HOST_AND_PORT)
		return write_host_and_port(to, text);
	if (k->parameters == ABSTRACT_NAME) {
		char *name = xasprintf("@%s", text);
		write_word(to, name);
		free(name);
	} else {
		write_word(to, text);
	}
	return true;
}

/* Returns an allocated line, or NULL: no line of genet does the same. */
static char *line_of(
    const char *command, const struct keyword *k, const char *parameters)
{
	char *line = NULL, *text = xstrdup(parameters);
	size_t size = 0;
	FILE *to = open_memstream(&line, &size);

	if (!to) {
		free(text);
		return NULL;
	}
	fprintf(to, "genet %s", command);
	bool is_whole = write_rest(to, k, text);
	free(text);
	if (fclose(to) == 0 && is_whole)
		return line;
	free(line);
	return NULL;
}

int socat_refuse(const char *command, const char *word, struct error *err)
{
	const struct keyword *k = find_keyword(word);

	if (!k)
		return 0;
	bool is_operand =
	    (strcmp(command, "wait") == 0 || strcmp(command, "scan") == 0) &&
	    strncmp(k->command, "connect", strlen("connect")) == 0;
	char *line = line_of(
	    is_operand ? command : k->command, k, word + strlen(k->name) + 1);
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", word);
	if (line)
		error_hint(err, "%s", line);
	free(line);
	return -1;
}
