/* SPDX-License-Identifier: MIT */
/* The proxies on the way to a target. */
#include "work/far/proxies.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "net/dial/tcp-dial.h"
#include "sys/secret.h"

/* The texts and the password of a hop, which the dial refers to. */
struct stop {
	struct proxy_url url;
	char *password; /* NULL: none */
	char *target;   /* whom it is asked for: "db.test:443" */
	char *name, *tls_name;
};

struct proxies {
	const struct run *run;
	struct stop *stops;
	struct proxy_hop *hops;
	size_t count;
	struct inet_dial_opts first; /* how the first one is dialled */
	char *first_name;
	struct tls_opts tls_opts;
	struct tls_context *tls; /* NULL: no proxy speaks TLS */
};

/* Passwords */

static int ask_password(const struct run *run, const struct proxy_url *url,
    char **out, struct error *err)
{
	char *prompt = xasprintf(
	    "Password of %s for the proxy %s: ", url->user, url->text);
	int result = secret_ask(prompt, run->deadline, out, err);

	free(prompt);
	if (result != 0)
		return result < 0 ? -1 : 0;
	error_set(err, FAULT_USAGE,
	    "no password for the user '%s' of the proxy %s", url->user,
	    url->text);
	return error_hint(err,
	    "its file: --proxy-password-file FILE; without it, genet asks at a "
	    "terminal");
}

/* The files are those of the proxies with a user, in their order. */
static int take_passwords(struct proxies *p, struct error *err)
{
	const struct config_texts *files = &p->run->cfg->proxy.password_files;
	size_t used = 0;

	for (size_t i = 0; i < p->count; i++) {
		struct stop *s = &p->stops[i];
		if (!s->url.user || !proxy_scheme_has_password(s->url.scheme))
			continue;
		if (used < files->count)
			s->password = secret_read(
			    files->items[used++], p->run->deadline, err);
		else if (ask_password(p->run, &s->url, &s->password, err) < 0)
			return -1;
		if (!s->password)
			return -1;
	}
	if (used < files->count)
		return error_set(err, FAULT_USAGE,
		    "--proxy-password-file '%s' is for no proxy: none with a "
		    "user is left",
		    files->items[used]);
	return 0;
}

/* Makes the context for TLS to proxies. Their certificates are always checked,
 * by the same authorities as that of the target. */
static int take_tls(struct proxies *p, struct error *err)
{
	bool is_needed = false;

	for (size_t i = 0; i < p->count; i++)
		is_needed |= p->stops[i].url.scheme == PROXY_SCHEME_HTTPS;
	if (!is_needed)
		return 0;
	p->tls_opts.is_of_proxy = true;
	p->tls_opts.ca = p->run->cfg->tls.ca;
	p->tls_opts.deadline = p->run->deadline;
	p->tls = tls_context_new(&p->tls_opts, p->run->tap, err);
	return p->tls ? 0 : -1;
}

static struct proxies *make(const struct run *run, size_t count)
{
	struct proxies *p = xcalloc(1, sizeof(*p));

	p->run = run;
	p->stops = xcalloc(count, sizeof(*p->stops));
	p->hops = xcalloc(count, sizeof(*p->hops));
	return p;
}

static int open_all(struct proxies *p, struct error *err)
{
	const struct config_texts *urls = &p->run->cfg->proxy.urls;

	for (; p->count < urls->count; p->count++)
		if (proxy_url_parse(urls->items[p->count],
			&p->stops[p->count].url, err) < 0)
			return -1;
	if (take_passwords(p, err) < 0)
		return -1;
	return take_tls(p, err);
}

int proxies_open(const struct run *run, struct proxies **out, struct error *err)
{
	const struct config_proxy *cfg = &run->cfg->proxy;

	*out = NULL;
	if (cfg->urls.count == 0 && cfg->password_files.count > 0)
		return error_set(err, FAULT_USAGE,
		    "--proxy-password-file is for a --proxy, and there is "
		    "none");
	if (cfg->urls.count == 0)
		return 0;
	*out = make(run, cfg->urls.count);
	if (open_all(*out, err) == 0)
		return 0;
	proxies_free(*out);
	*out = NULL;
	return -1;
}

struct proxies *proxies_make(
    const struct run *run, const struct proxy_url *url, char *password)
{
	struct proxies *p = make(run, 1);

	p->stops[0].url = *url;
	p->stops[0].password = password;
	p->count = 1;
	return p;
}

bool proxies_encrypt(const struct proxies *p)
{
	return p->tls != NULL;
}

void proxies_free(struct proxies *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++) {
		proxy_url_free(&p->stops[i].url);
		secret_free(p->stops[i].password);
		free(p->stops[i].target);
		free(p->stops[i].name);
		free(p->stops[i].tls_name);
	}
	tls_context_free(p->tls);
	free(p->first_name);
	free(p->stops);
	free(p->hops);
	free(p);
}

/* What each is asked for */

static bool is_literal(const char *host, int *family)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	*family = strchr(host, ':') ? AF_INET6 : AF_INET;
	return inet_pton(*family, host, bytes) == 1;
}

/* The name is sent to the proxy as it is written, so that blanks and control
 * characters in it could change the request. */
static int check_host(const char *host, struct error *err)
{
	for (const char *c = host; *c; c++)
		if (*c <= 0x20 || *c > 0x7E)
			return error_set(err, FAULT_USAGE,
			    "no proxy can be asked for the name '%s', which "
			    "is not ASCII without blanks",
			    host);
	if (strchr(host, '%') && strchr(host, ':'))
		return error_set(err, FAULT_USAGE,
		    "no proxy can be asked for '%s': the interface is one of "
		    "this host",
		    host);
	return 0;
}

/* The number of a port; names of services are those of this host. */
static int find_port(const struct inet_dial_opts *opts, const char *port,
    unsigned *out, struct error *err)
{
	uint64_t number;
	struct servent *service = NULL;

	if (parse_number(port, &number)) {
		*out = (unsigned)number;
		return 0;
	}
	if (!opts->numeric)
		service = getservbyname(port, "tcp");
	if (!service) {
		error_set(err, FAULT_RESOLVE,
		    "cannot resolve service '%s': not known", port);
		return error_suggest(err, HINT_SERVICE_UNKNOWN, NULL);
	}
	*out = ntohs((uint16_t)service->s_port);
	return 0;
}

static int check_lengths(
    const struct stop *s, const char *host, bool looks_up, struct error *err)
{
	bool is_socks = s->url.scheme >= PROXY_SCHEME_SOCKS4;

	if (is_socks && !looks_up && strlen(host) > PROXY_SOCKS_MOST)
		return error_set(err, FAULT_USAGE,
		    "the name of the target has %zu bytes, and SOCKS carries "
		    "%d",
		    strlen(host), PROXY_SOCKS_MOST);
	if (is_socks &&
	    ((s->url.user && strlen(s->url.user) > PROXY_SOCKS_MOST) ||
		(s->password && strlen(s->password) > PROXY_SOCKS_MOST)))
		return error_set(err, FAULT_USAGE,
		    "the user or the password for the proxy %s is longer than "
		    "%d bytes",
		    s->url.text, PROXY_SOCKS_MOST);
	if (!is_socks && s->url.user && strchr(s->url.user, ':'))
		return error_set(err, FAULT_USAGE,
		    "the user for the proxy %s has a colon, which HTTP cannot "
		    "carry",
		    s->url.text);
	return 0;
}

/* Which addresses of its target SOCKS 4 takes, or genet looks up. */
static int choose_family(const struct stop *s, const char *host, int family,
    int *out, struct error *err)
{
	int own;
	bool is_address = is_literal(host, &own);
	bool is_socks4 = s->url.scheme == PROXY_SCHEME_SOCKS4 ||
	                 s->url.scheme == PROXY_SCHEME_SOCKS4A;
	bool is_inet6 = is_address ? own == AF_INET6
	                           : family == AF_INET6 &&
	                                 s->url.scheme == PROXY_SCHEME_SOCKS4;

	if (is_socks4 && is_inet6) {
		error_set(err, FAULT_USAGE,
		    "the proxy %s cannot be asked for %s: SOCKS4 has no IPv6",
		    s->url.text, host);
		return error_hint(err, "socks5:// and socks5h:// have");
	}
	*out = is_address ? AF_UNSPEC : is_socks4 ? AF_INET : family;
	return 0;
}

static struct prelude *(*const speakers[])(struct proxy_request *) = {
	[PROXY_SCHEME_HTTP] = proxy_http,
	[PROXY_SCHEME_HTTPS] = proxy_http,
	[PROXY_SCHEME_SOCKS4] = proxy_socks4,
	[PROXY_SCHEME_SOCKS4A] = proxy_socks4,
	[PROXY_SCHEME_SOCKS5] = proxy_socks5,
	[PROXY_SCHEME_SOCKS5H] = proxy_socks5,
};

static void name_stop(struct stop *s, const char *host, const char *port)
{
	free(s->target);
	free(s->name);
	free(s->tls_name);
	s->target =
	    xasprintf(strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
	s->name = xasprintf("the proxy %s", s->url.text);
	s->tls_name =
	    xasprintf("the TLS handshake with the proxy %s", s->url.text);
}

static int make_hop(struct proxies *p, size_t i, const char *host,
    const char *port, const struct inet_dial_opts *opts, struct error *err)
{
	struct stop *s = &p->stops[i];
	struct proxy_hop *h = &p->hops[i];
	int family;
	bool looks_up =
	    is_literal(host, &family) || proxy_scheme_looks_up(s->url.scheme);

	*h = (struct proxy_hop){ 0 };
	if (check_host(host, err) < 0 ||
	    check_lengths(s, host, looks_up, err) < 0 ||
	    choose_family(s, host, opts->family, &h->family, err) < 0 ||
	    find_port(opts, port, &h->request.port, err) < 0)
		return -1;
	name_stop(s, host, port);
	h->url = s->url.text;
	h->name = s->name;
	h->tls_name = s->tls_name;
	h->target = s->target;
	h->speak = speakers[s->url.scheme];
	h->request.host = host;
	h->request.user = s->url.user;
	h->request.password = s->password;
	h->looks_up = looks_up;
	h->tls = s->url.scheme == PROXY_SCHEME_HTTPS ? p->tls : NULL;
	h->peer.host = s->url.host;
	h->peer.port = s->url.port;
	return 0;
}

int proxies_aim(
    struct proxies *p, const struct inet_dial_opts *opts, struct error *err)
{
	for (size_t i = 0; i < p->count; i++) {
		bool is_last = i + 1 == p->count;
		const struct proxy_url *next = &p->stops[i + !is_last].url;
		if (make_hop(p, i, is_last ? opts->host : next->host,
			is_last ? opts->port : next->port, opts, err) < 0)
			return -1;
	}
	const struct stop *first = &p->stops[0];
	free(p->first_name);
	p->first_name =
	    xasprintf("%s by %s", p->stops[p->count - 1].target, first->name);
	p->first = *opts;
	p->first.host = first->url.host;
	p->first.port = first->url.port;
	p->first.name = p->first_name;
	return 0;
}

struct dial *proxies_dial(
    const struct proxies *p, struct proxy_outcome *outcome)
{
	const struct proxied_dial_opts opts = {
		.name = p->stops[p->count - 1].target,
		.numeric = p->first.numeric,
		.outcome = outcome,
		.retry = p->first.retry,
	};

	return proxied_dial(tcp_dial(&p->first), p->hops, p->count, &opts);
}
