/* SPDX-License-Identifier: MIT */
/* Dialling as nc does with -x. */
#include "work/nc/nc-proxy.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "args/nc-words.h"
#include "base/xalloc.h"
#include "net/proxy/proxy.h"
#include "sys/output/messages.h"
#include "sys/secret.h"
#include "work/far/proxies.h"

/* How often the password is asked for. */
#define PASSWORDS_MOST 3

#define HTTP_WANTS_LOGIN 407

/* What nc calls the refusals of SOCKS 5, by their codes, and those of SOCKS 4,
 * by their codes from the one for success on. */
#define GRANTED4 90
static const char words5[][56] = {
	[1] = "General SOCKS server failure",
	[2] = "Connection not allowed by ruleset",
	[3] = "Network unreachable",
	[4] = "Host unreachable",
	[5] = "Connection refused",
	[6] = "TTL expired",
	[7] = "Command not supported",
	[8] = "Address type not supported",
}, words4[][56] = {
	[1] = "Request rejected or failed",
	[2] = "SOCKS server cannot connect to identd on the client",
	[3] = "Client program and identd report different user-ids",
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *word_of(const char (*words)[56], size_t count, int code)
{
	bool is_known = code > 0 && (size_t)code < count;

	return is_known ? words[code] : "Unknown error";
}

/* What nc says when the proxy refuses. */
static int restate_refusal(
    enum proxy_scheme scheme, const struct proxy_refusal *r, struct error *err)
{
	if (scheme == PROXY_SCHEME_HTTP)
		return error_set(
		    err, FAULT_PROXY, "Proxy error: \"%s\"", r->words);
	if (scheme == PROXY_SCHEME_SOCKS4)
		return error_set(err, FAULT_PROXY,
		    "connection failed, SOCKSv4 error: %s",
		    word_of(words4, COUNT(words4), r->code - GRANTED4));
	return error_set(err, FAULT_PROXY,
	    "connection failed, SOCKSv5 error: %s",
	    word_of(words5, COUNT(words5), r->code));
}

/* Of the name of the proxy, or with SOCKS 4 of the host. */
static int restate_lookup(const struct config *cfg, const struct proxy_url *url,
    const char *port, struct error *err)
{
	const char *why = gai_strerror(err->lookup);

	if (strcmp(err->hint.subject, url->host) != 0)
		return error_set(err, FAULT_RESOLVE,
		    "getaddrinfo(\"%.64s\", \"%.64s\"): %s", cfg->nc.host, port,
		    why);
	return error_set(err, FAULT_RESOLVE,
	    "getaddrinfo for host \"%s\" port %s: %s", url->host, url->port,
	    why);
}

/* Says in the words of nc why the dial has failed. A proxy that is silent, or a
 * call that fails while the proxy is asked, says nothing of the port: no other
 * port is tried, and nc prints the reason. */
static void restate(const struct config *cfg,
    const struct proxy_outcome *outcome, const struct proxy_url *url,
    const char *port, struct error *err)
{
	const struct proxy_refusal *r = &outcome->refusal;

	if (err->lookup)
		restate_lookup(cfg, url, port, err);
	else if ((err->kind == FAULT_TIMEOUT || err->is_local) &&
		 outcome->was_asked)
		err->kind = FAULT_PROXY;
	else if (err->kind == FAULT_PROXY && r->code != 0)
		restate_refusal(url->scheme, r, err);
	else if (err->kind == FAULT_PROXY && err->hint.code == HINT_PROXY_LOGIN)
		error_set(err, FAULT_PROXY,
		    "authentication method negotiation failed");
}

struct attempt {
	const struct run *run;
	const struct inet_dial_opts *opts;
	struct secure *secure;
};

/* One connection to the proxy. Returns 0, or -1 with err filled, and
 * *wants_login if it asks who is there. Takes over the password. */
static int dial(const struct attempt *a, char *password, struct connection *out,
    bool *wants_login, struct error *err)
{
	const struct run *run = a->run;
	const struct config *cfg = run->cfg;
	struct nc_proxy p = nc_proxy_read(&cfg->nc);
	struct proxy_url url;

	proxy_url_make(&url, p.scheme, password ? cfg->nc.proxy_user : NULL,
	    p.host, p.port);
	free(p.host);
	struct proxies *proxies = proxies_make(run, &url, password);
	struct proxy_outcome outcome = { 0 };
	int result = proxies_aim(proxies, a->opts, err);
	if (result == 0) {
		struct dial *d = proxies_dial(proxies, &outcome);
		result =
		    dial_run(secure_dial(a->secure, run, d, NULL), out, err);
		if (result < 0)
			restate(cfg, &outcome, &url, a->opts->port, err);
	}
	*wants_login = result < 0 && p.scheme == PROXY_SCHEME_HTTP &&
	               outcome.refusal.code == HTTP_WANTS_LOGIN;
	proxies_free(proxies);
	out->behind = cfg->nc.host;
	return result;
}

static char *ask_password(const struct run *run, struct error *err)
{
	struct nc_proxy p = nc_proxy_read(&run->cfg->nc);
	char *password = NULL, *prompt;

	prompt = xasprintf(
	    "Proxy password for %s@%s: ", run->cfg->nc.proxy_user, p.host);
	if (secret_ask(prompt, run->deadline, &password, err) == 0)
		error_set(err, FAULT_USAGE, "Unable to read proxy passphrase");
	free(prompt);
	free(p.host);
	return password;
}

int nc_proxy_dial(const struct run *run, const struct inet_dial_opts *opts,
    struct secure *secure, struct connection *out, struct error *err)
{
	const struct attempt a = { run, opts, secure };
	bool wants_login;
	int result = dial(&a, NULL, out, &wants_login, err);

	for (int i = 0; wants_login && run->cfg->nc.proxy_user; i++) {
		if (i == PASSWORDS_MOST)
			return error_set(err, FAULT_PROXY,
			    "Too many authentication failures");
		*err = (struct error)ERROR_NONE;
		char *password = ask_password(run, err);
		if (!password)
			return -1;
		result = dial(&a, password, out, &wants_login, err);
		if (wants_login)
			messages_write("Proxy authentication failed\n", 4);
	}
	return result;
}
