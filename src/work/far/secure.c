/* SPDX-License-Identifier: MIT */
/* What the command line says of TLS, for what is dialled. */
#include "work/far/secure.h"

#include <stdlib.h>
#include <string.h>

#include "args/choice.h"
#include "base/xalloc.h"
#include "net/proxy-header/proxy-header-prelude.h"
#include "work/far/dialling.h"

/* What options mean */

static bool closes_late(const struct config_tls *t)
{
	return t->close == CONFIG_TLS_CLOSE_LATE ||
	       (t->close == CONFIG_TLS_CLOSE_AUTO && t->starttls);
}

struct tls_opts secure_tls_opts(const struct run *run)
{
	const struct config_tls *t = &run->cfg->tls;

	return (struct tls_opts){
		.certificate = t->certificate,
		.key = t->key,
		.password_file = t->password_file,
		.deadline = run->deadline,
		.alpn = t->alpn,
		.min = t->min,
		.ciphers = t->ciphers,
		.max = t->max,
		.hash = t->hash,
		.staple = t->staple,
		.any_issuer = t->any_issuer,
		.any_name = t->any_name,
		.wants_staple = t->wants_staple,
		.closes_late = closes_late(t),
		.allows_truncation = t->allows_truncation,
		.key_log = secure_getenv("SSLKEYLOGFILE"),
	};
}

int secure_check_unused(const struct config *cfg, struct error *err)
{
	const struct config_tls *t = &cfg->tls;
	const struct choice rows[] = {
		{ t->certificate, "--tls-cert" },
		{ t->key, "--tls-key" },
		{ t->password_file, "--tls-password-file" },
		{ t->alpn, "--tls-alpn" },
		{ t->min, "--tls-min" },
		{ t->ciphers, "--tls-ciphers" },
		{ t->close != CONFIG_TLS_CLOSE_AUTO, "--tls-close" },
		{ t->allows_truncation, "--tls-allow-truncation" },
		{ t->ca && cfg->proxy.urls.count == 0, "--tls-ca" },
		{ t->name, "--tls-name" },
		{ t->pins.count, "--tls-pin" },
		{ t->known, "--tls-known" },
		{ t->insecure, "--insecure" },
		{ t->client_ca, "--tls-client-ca" },
	};

	const char *given = CHOICE_FIRST(rows);

	return given ? error_set(err, FAULT_USAGE,
			   "%s has no effect without --tls", given)
	             : 0;
}

/* Options that do not go together */

static int check_trust(const struct config_tls *t,
    const struct secure_peer *peer, struct error *err)
{
	bool is_pinned = t->pins.count > 0 || t->known;

	if (t->insecure && (is_pinned || t->ca))
		return error_set(err, FAULT_USAGE,
		    "--insecure believes any certificate, which contradicts %s",
		    t->ca           ? "--tls-ca"
		    : t->pins.count ? "--tls-pin"
				    : "--tls-known");
	if (t->starttls == STARTTLS_XMPP && !t->name && !peer->host)
		return error_set(err, FAULT_USAGE,
		    "--starttls xmpp names a domain, which %s has not: "
		    "--tls-name is needed",
		    peer->what);
	if (!peer->host && !t->name && !t->insecure &&
	    (t->pins.count == 0 || t->known))
		return error_set(err, FAULT_USAGE,
		    "%s has no name that a certificate could be for: "
		    "--tls-name, --tls-pin or --insecure is needed",
		    peer->what);
	return 0;
}

/* What both sides have in common. */
static int check_both(
    const struct config *cfg, bool carries_bytes, struct error *err)
{
	const struct config_tls *t = &cfg->tls;

	if (!carries_bytes)
		return error_set(err, FAULT_USAGE,
		    "TLS needs a connection that carries bytes; TLS by "
		    "datagrams (DTLS) is not in genet");
	if (t->key && !t->certificate)
		return error_set(err, FAULT_USAGE,
		    "--tls-key has no effect without --tls-cert");
	if (t->password_file && !t->certificate)
		return error_set(err, FAULT_USAGE,
		    "--tls-password-file has no effect without --tls-cert");
	if (cfg->telnet)
		return error_set(err, FAULT_USAGE,
		    "--telnet looks at what --tls encrypts: only one of them "
		    "can be used");
	return 0;
}

static int check(
    const struct config *cfg, const struct secure_peer *peer, struct error *err)
{
	if (cfg->proxy.sends_header && !peer->is_stream)
		return error_set(err, FAULT_USAGE,
		    "--send-proxy needs a connection that carries bytes");
	if (!peer->wants_tls)
		return 0;
	if (check_both(cfg, peer->is_stream, err) < 0)
		return -1;
	return check_trust(&cfg->tls, peer, err);
}

int secure_check_listener(
    const struct config *cfg, bool carries_bytes, struct error *err)
{
	return check_both(cfg, carries_bytes, err);
}

/* What is said, once */

static void warn(const struct run *run, const char *text)
{
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_TLS, "%s", text);
	tap_tell(run->tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

void secure_warn(const struct run *run)
{
	const struct config *cfg = run->cfg;

	if (cfg->tls.insecure)
		warn(run, "--insecure: the peer is not verified, an "
			  "attacker may intercept the connection");
	if (cfg->watching.capture)
		warn(run, "the capture has the plain text of what TLS "
			  "encrypts");
	if (cfg->watching.record)
		warn(run, "the record has the plain text of what TLS "
			  "encrypts");
}

/* The layers */

static struct stream *begin_in_the_clear(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct secure *s = layer->context;

	(void)err;
	return prelude_stream(
	    below, starttls_prelude(s->starttls, s->domain ? s->domain : ""));
}

static void add_starttls(struct secure *s)
{
	s->layers[s->count++] = (struct layer){
		.what = starttls_server(s->starttls),
		.silent_hint = HINT_TLS_AT_ONCE,
		.wrap = begin_in_the_clear,
		.context = s,
	};
}

static struct stream *begin_tls(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct secure *s = layer->context;

	return tls_stream(s->tls, below, &s->peer, err);
}

static struct stream *begin_header(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct secure *s = layer->context;
	const struct proxy_header unknown = { .version = s->sends_header };

	(void)err;
	if (s->has_proxies)
		return prelude_stream(below, proxy_header_writer(&unknown));
	return proxy_header_stream(below, s->sends_header);
}

/* The header of another connection, which is a part of the dial. */
struct forwarded {
	struct proxy_header header;
	struct layer layers[SECURE_LAYERS_MOST];
};

static struct stream *begin_forwarded(
    const struct layer *layer, struct stream *below, struct error *err)
{
	(void)err;
	return prelude_stream(below, proxy_header_writer(layer->context));
}

/* The layers with that header as the first one. */
static struct forwarded *forward(
    const struct secure *s, const struct proxy_header *client)
{
	struct forwarded *f = xmalloc(sizeof(*f));

	f->header = *client;
	f->header.version = s->sends_header;
	memcpy(f->layers, s->layers, sizeof(f->layers));
	f->layers[0].wrap = begin_forwarded;
	f->layers[0].context = &f->header;
	return f;
}

static void open_header(struct secure *s, const struct run *run)
{
	s->sends_header = (int)run->cfg->proxy.sends_header;
	s->has_proxies = run->cfg->proxy.urls.count > 0;
	s->layers[s->count++] = (struct layer){
		.what = "the PROXY header",
		.wrap = begin_header,
		.context = s,
	};
}

static int open_tls(struct secure *s, const struct run *run, struct error *err)
{
	const struct config_tls *t = &run->cfg->tls;
	struct tls_opts opts = secure_tls_opts(run);

	opts.ca = t->ca;
	opts.name = t->name;
	opts.pins = t->pins.items;
	opts.pin_count = t->pins.count;
	opts.known = t->known;
	opts.insecure = t->insecure;
	s->tls = tls_context_new(&opts, run->tap, err);
	if (!s->tls)
		return -1;
	secure_warn(run);
	if (s->starttls)
		add_starttls(s);
	s->layers[s->count++] = (struct layer){
		.what = "the TLS handshake",
		.is_tls = true,
		.silent_hint = s->starttls ? HINT_NONE : HINT_TLS_SILENT,
		.wrap = begin_tls,
		.context = s,
	};
	return 0;
}

int secure_open(struct secure *s, const struct run *run,
    const struct secure_peer *peer, struct error *err)
{
	const struct config_tls *t = &run->cfg->tls;

	*s = (struct secure){
		.peer = { peer->host, peer->port },
		.starttls = (enum starttls_protocol)t->starttls,
		.domain = t->name ? t->name : peer->host,
	};
	if (check(run->cfg, peer, err) < 0)
		return -1;
	if (run->cfg->proxy.sends_header)
		open_header(s, run);
	return peer->wants_tls ? open_tls(s, run, err) : 0;
}

void secure_close(struct secure *s)
{
	tls_context_free(s->tls);
}

struct dial *secure_dial(struct secure *s, const struct run *run,
    struct dial *first, const struct proxy_header *client)
{
	struct forwarded *own =
	    client && s->sends_header ? forward(s, client) : NULL;
	const struct layers layers = {
		.name = first->name,
		.items = own ? own->layers : s->layers,
		.count = s->count,
		.owned = own,
	};
	struct retry_opts retry = dialling_retry(run);

	return s->count > 0 ? layered_dial(first, &layers, &retry) : first;
}
