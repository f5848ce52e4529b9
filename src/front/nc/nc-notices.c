/* SPDX-License-Identifier: MIT */
/* Prints what nc prints with -v, in the same words, since scripts look for
 * them. */
#include "front/nc/nc-notices.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "args/nc-words.h"
#include "base/text.h"
#include "sys/output/messages.h"
#include "tap/kinds/sentence.h"
#include "work/nc/nc-error.h"

/* Writes one line. */
__attribute__((format(printf, 1, 2))) static void say(const char *fmt, ...)
{
	char raw[SENTENCE_SIZE], words[2 * SENTENCE_SIZE];
	char line[2 * SENTENCE_SIZE + 1];
	va_list args;

	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	text_escape(words, sizeof(words), raw, strlen(raw));
	snprintf(line, sizeof(line), "%s\n", words);
	messages_write(line, 4);
}

/* What has happened on HOST PORT. The host has its name where names are looked
 * up. */
static void say_where(
    const struct config *cfg, const char *what, const struct address *a)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];
	int flags = NI_NUMERICSERV | (cfg->numeric ? NI_NUMERICHOST : 0);

	if (cfg->nc.is_unix)
		say("%s on %s", what, cfg->nc.host);
	else if (getnameinfo((const struct sockaddr *)&a->storage, a->len, host,
		     sizeof(host), port, sizeof(port), flags) == 0)
		say("%s on %s %s", what, host, port);
}

static void tell_listening(const struct config *cfg, const struct tap_event *e)
{
	const struct address *first = &e->listening.addresses->items[0];

	if (cfg->nc.is_unix || cfg->udp)
		say_where(cfg, "Bound", first);
	if (!cfg->udp)
		say_where(cfg, "Listening", first);
	if (e->listening.tls_pin && !cfg->tls.certificate)
		say("Certificate made for this run: %s", e->listening.tls_pin);
}

static void tell_accepted(const struct config *cfg, const struct tap_event *e)
{
	say_where(cfg, "Connection received", e->connection->remote);
}

/* Names the port that was reached. */
static void say_connected(
    const struct config *cfg, const char *peer, uint16_t port)
{
	const char *protocol = cfg->udp ? "udp" : "tcp";
	const struct servent *service = NULL;

	if (!cfg->numeric)
		service = getservbyport(htons(port), protocol);
	say("Connection to %s %u port [%s/%s] succeeded!", peer, port, protocol,
	    service ? service->s_name : "*");
}

/* The name of the peer as it was typed, followed by its address if that
 * differs. */
#define PEER (SENTENCE_SIZE / 2)
static char *name_peer(
    const struct config *cfg, const struct address *remote, char out[PEER])
{
	char host[ADDRESS_TEXT];

	address_host(host, remote);
	if (cfg->numeric || strcmp(host, cfg->nc.host) == 0)
		snprintf(out, PEER, "%s", cfg->nc.host);
	else
		snprintf(out, PEER, "%s (%s)", cfg->nc.host, host);
	return out;
}

static void tell_connected(const struct config *cfg, const struct tap_event *e)
{
	const struct address *remote = e->connection->remote;
	char peer[PEER];

	if (!cfg->nc.is_unix && !cfg->nc.proxy)
		say_connected(cfg, name_peer(cfg, remote, peer),
		    (uint16_t)address_port(remote));
}

/* The target ends in ":PORT". */
static void tell_proxied(const struct config *cfg, const struct tap_event *e)
{
	const char *port = strrchr(e->proxied.target, ':') + 1;

	say_connected(cfg, cfg->nc.host, (uint16_t)strtoul(port, NULL, 10));
}

/* "Thu Jan  1 00:00:00 1970" */
static void say_time(const char *what, int64_t seconds)
{
	time_t time = (time_t)seconds;
	char text[64];

	if (ctime_r(&time, text))
		say("%s: %.*s", what, (int)strcspn(text, "\n"), text);
}

/* A listener prints only the certificate of a client, if the client has one. */
static void tell_secured(const struct config *cfg, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;
	const char *name = cfg->tls.name ? cfg->tls.name : cfg->nc.host;
	char client[ADDRESS_TEXT];

	if (cfg->nc.listens && !s->hash)
		return;
	if (cfg->nc.listens)
		address_host(client, e->connection->remote);
	say("TLS handshake negotiated %s/%s with host %s", s->version,
	    s->cipher, cfg->nc.listens ? client : cfg->nc.host);
	if (!s->hash)
		return;
	if (!cfg->nc.listens || cfg->tls.name)
		say("Peer name: %s", name);
	if (s->subject_line)
		say("Subject: %s", s->subject_line);
	if (s->issuer_line)
		say("Issuer: %s", s->issuer_line);
	say_time("Valid From", s->begins_s);
	say_time("Valid Until", s->ends_s);
	say("Cert Hash: %s", s->hash);
	if (s->staple)
		say("OCSP Stapling: %s", s->staple);
}

static void tell_failed(const struct config *cfg, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;
	const char *why = a->cause->text;
	int sysno = a->cause->sysno;
	bool is_late = a->cause->kind == FAULT_TIMEOUT && !sysno;
	char peer[PEER];

	/* main() prints errors that are not the fault of the peer. */
	if (a->cause->kind == FAULT_BIND)
		return;
	if (sysno)
		why = strerror(sysno);
	name_peer(cfg, a->remote, peer);
	if (cfg->nc.proxy) {
		struct nc_proxy proxy = nc_proxy_read(&cfg->nc);
		snprintf(peer, sizeof(peer), "%s", proxy.host);
		free(proxy.host);
	}
	say("%s: connect to %s port %u (%s) %s: %s", cfg->nc.program, peer,
	    address_port(a->remote), cfg->udp ? "udp" : "tcp",
	    is_late ? "timed out" : "failed",
	    is_late ? "Operation now in progress" : why);
}

/* Prints why a handshake of one of several clients has failed; main() prints it
 * if there is only one client. */
static void tell_closed(const struct config *cfg, const struct tap_event *e)
{
	struct error err;

	if (!cfg->keep_open || e->closed.outcome != TAP_FAILED ||
	    !e->closed.cause)
		return;
	err = *e->closed.cause;
	nc_error_of_tls(&err);
	if (err.kind == FAULT_TLS)
		say("%s: %s", cfg->nc.program, err.text);
}

static void tell_warning(const struct config *cfg, const struct tap_event *e)
{
	char sentence[SENTENCE_SIZE];

	sentence_write(sentence, e);
	say("%s: %s", cfg->nc.program, sentence);
}

static const struct {
	void (*tell)(const struct config *cfg, const struct tap_event *e);
	bool is_always_told; /* also without -v */
} rows[] = {
	[TAP_ATTEMPT_FAILED] = { tell_failed },
	[TAP_CONNECTED] = { tell_connected },
	[TAP_PROXIED] = { tell_proxied },
	[TAP_SECURED] = { tell_secured },
	[TAP_LISTENING] = { tell_listening },
	[TAP_ACCEPTED] = { tell_accepted },
	[TAP_CLOSED] = { tell_closed, .is_always_told = true },
	[TAP_WARNING] = { tell_warning, .is_always_told = true },
	[TAP_LEFT_OUT] = { tell_warning, .is_always_told = true },
};

static bool wants(const struct tap *tap, enum tap_kind kind)
{
	const struct nc_notices *n = (const struct nc_notices *)tap;

	return kind < sizeof(rows) / sizeof(rows[0]) && rows[kind].tell &&
	       (n->cfg->verbosity > 0 || rows[kind].is_always_told);
}

static void event(struct tap *tap, const struct tap_event *e)
{
	rows[e->kind].tell(((const struct nc_notices *)tap)->cfg, e);
}

struct nc_notices nc_notices_make(const struct config *cfg)
{
	static const struct tap_ops ops = { .wants = wants, .event = event };

	if (cfg->tls.is_asked && cfg->verbosity > 0)
		tzset(); /* later there is no file of the time zone */
	return (struct nc_notices){ .tap.ops = &ops, .cfg = cfg };
}
