/* SPDX-License-Identifier: MIT */
/* A command line of socat that is a relay in genet: both ends become addresses.
 */
#include "front/translate/socat-relay.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static bool is_terminal(const struct socat_end *end)
{
	return !end->keyword &&
	       (end->kind == SOCAT_TTY || end->kind == SOCAT_PTY);
}

static bool listens(const struct socat_end *end)
{
	const char *command = end->keyword ? end->keyword->command : "";

	return strstr(command, "listen") || strcmp(command, "udp-recv") == 0;
}

/* Whether bytes can pass in both directions. */
static bool converses(const struct socat_end *end)
{
	const struct socat_keyword *k = end->keyword;

	return k && strcmp(k->command, "unix recv") != 0 &&
	       strcmp(k->name, "UDP-RECV") != 0;
}

/* An option without a value. */
static bool has_option(const struct socat_end *end, const char *name)
{
	size_t len = strlen(name);

	for (const char *o = end->options; *o; o += strspn(o, ",")) {
		if (strncasecmp(o, name, len) == 0 &&
		    (!o[len] || o[len] == ','))
			return true;
		o += strcspn(o, ",");
	}
	return false;
}

/* Whether each sender of datagrams has a program, or an echo. */
static bool serves_senders(
    const struct socat_end *end, const struct socat_end *other)
{
	return end->keyword && converses(end) && listens(end) &&
	       (socat_is_udp(end->keyword) ||
		   strcmp(end->keyword->command, "udp-recv") == 0) &&
	       has_option(end, "fork") && !other->keyword &&
	       (other->kind == SOCAT_COMMAND || other->kind == SOCAT_SHELL ||
		   other->kind == SOCAT_ECHO);
}

bool socat_relay_is_asked(const struct socat_line *line)
{
	const struct socat_end *a = &line->ends[0], *b = &line->ends[1];

	if (is_terminal(a) || is_terminal(b))
		return true;
	if (!line->read[0] || !line->read[1])
		return false;
	return (converses(a) && converses(b)) || serves_senders(a, b) ||
	       serves_senders(b, a);
}

static const char *prefix_of(const struct socat_keyword *k)
{
	if (k->kind[0])
		return k->kind;
	if (strncmp(k->command, "udp-", 4) == 0)
		return "udp:";
	if (k->parameters == SOCAT_ABSTRACT_NAME)
		return strstr(k->command, "send") ? "unix-dgram:@" : "unix:@";
	if (k->parameters == SOCAT_PATH)
		return strstr(k->command, "send") ? "unix-dgram:" : "unix:";
	return "";
}

/* Returns NULL with t->err filled if the end has no address. */
static char *socket_address(struct translation *t, const struct socat_end *end)
{
	const struct socat_keyword *k = end->keyword;
	const char *prefix = prefix_of(k), *host = end->host;
	bool is_path =
	    k->parameters == SOCAT_PATH || k->parameters == SOCAT_ABSTRACT_NAME;
	bool is_v6 = host && strchr(host, ':');

	if (*end->parameters && is_path)
		return translation_text(t, "%s%s", prefix, end->parameters);
	if (!*end->parameters || !end->port ||
	    (!host && k->parameters != SOCAT_OWN_PORT)) {
		translation_refuse(
		    t, "'%s' has no address, or no port", end->word);
		return NULL;
	}
	return translation_text(t, "%s%s%s%s%s%s", prefix, is_v6 ? "[" : "",
	    host ? host : "", is_v6 ? "]" : "", host ? ":" : "", end->port);
}

static char *address(struct translation *t, const struct socat_end *end)
{
	if (end->keyword)
		return socket_address(t, end);
	switch (end->kind) {
	case SOCAT_SOCKET:
	case SOCAT_STREAMS:
		return translation_text(t, "-");
	case SOCAT_COMMAND:
		return translation_text(t, "exec:%s", end->parameters);
	case SOCAT_SHELL:
		return translation_text(t, "sh:%s", end->parameters);
	case SOCAT_ECHO:
		return translation_text(t, "echo:");
	case SOCAT_FILE:
		return translation_text(t, "file:%s", end->parameters);
	case SOCAT_TTY:
		return socat_tty_address(t, &end->tty, end->parameters);
	case SOCAT_PTY:
		break;
	}
	if (end->tty.link && *end->tty.link)
		return translation_text(t, "pty:%s", end->tty.link);
	translation_lack(t, end->word,
	    "pty: makes a terminal with a name of its own: PTY,link=PATH");
	return NULL;
}

/* Options of one end. Those of a relay are for both, so that the same one must
 * not be said of both. */
static void set_options(
    struct translation *t, const struct socat_line *line, struct socat_end *end)
{
	const char *certificate = t->cfg.tls.certificate;
	int family = t->cfg.family;

	t->cfg.family = end->family;
	socat_line_set_options(t, line, end);
	if (certificate && t->cfg.tls.certificate != certificate)
		translation_lack(t, end->word,
		    "a relay has one certificate (--tls-cert), for one side");
	if (family == AF_UNSPEC)
		return;
	if (t->cfg.family != AF_UNSPEC && t->cfg.family != family)
		translation_lack(
		    t, end->word, "-4 and -6 of a relay are for both ends");
	t->cfg.family = family;
}

static bool is_datagrams(const struct socat_end *end)
{
	return end->keyword &&
	       (socat_is_udp(end->keyword) ||
		   strncmp(end->keyword->command, "udp-", 4) == 0);
}

/* Datagrams have no end. */
static void tell_ends(struct translation *t, const struct socat_line *line)
{
	if (is_datagrams(&line->ends[0]) && is_datagrams(&line->ends[1])) {
		translation_note(t,
		    "a client that is silent for 60 s is forgotten "
		    "(--flow-timeout); socat keeps it until -T");
	} else if (line->linger) {
		translation_set(t, "linger", line->linger, "-t");
		translation_note(t,
		    "an end that goes on after that is reset; socat closes it");
	} else {
		translation_note(t,
		    "when one end has ended, genet waits for the other one "
		    "without a limit (--linger); socat waits 0.5 s");
	}
}

static void tell_differences(
    struct translation *t, const struct socat_line *line, int left)
{
	const struct socat_end *from = &line->ends[left];

	if (line->idle) {
		translation_set(t, "idle-timeout", line->idle, "-T");
		translation_note(
		    t, "silence resets both ends; socat closes them");
	}
	tell_ends(t, line);
	if (from->keyword && strstr(from->keyword->name, "RECVFROM"))
		translation_note(t,
		    "each sender has one conversation; socat begins one for "
		    "each datagram");
	/* -4 would be for the target as well. */
	if (from->keyword && from->keyword->parameters == SOCAT_OWN_PORT &&
	    !from->host && t->cfg.family == AF_UNSPEC)
		translation_note(
		    t, "genet listens by IPv6 as well; socat by IPv4 alone");
}

int socat_relay(struct translation *t, struct socat_line *line)
{
	struct socat_end *ends = line->ends;
	int left = listens(&ends[1]) && !listens(&ends[0]);
	struct socat_end *from = &ends[left], *to = &ends[!left];

	t->command = &cmd_relay;
	for (int i = 0; i < 2; i++)
		if (ends[i].keyword && !converses(&ends[i]))
			return translation_lack(t, ends[i].word,
			    "a relay carries bytes in both directions");
	if (!line->read[0] || !line->read[1])
		return translation_lack(t, line->read[0] ? "-u" : "-U",
		    "a relay carries bytes in both directions");
	set_options(t, line, from);
	set_options(t, line, to);
	char *first = address(t, from), *second = address(t, to);
	if (!first || !second)
		return -1;
	if (listens(from) && !from->forks)
		translation_set(t, "count-conns", "1", from->word);
	if (from->keyword && !listens(from))
		first = translation_text(t, "connect:%s", first);
	if (listens(to))
		second = translation_text(t, "listen:%s", second);
	tell_differences(t, line, left);
	config_add_operand(&t->cfg, first);
	config_add_operand(&t->cfg, second);
	return 0;
}
