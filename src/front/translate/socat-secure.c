/* SPDX-License-Identifier: MIT */
/* What addresses of socat say of TLS and of proxies. */
#include "front/translate/socat-secure.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "args/proxy-url.h"

#define AT(field) offsetof(struct socat_secure, field)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
/* Those that are the same in genet. */
static const struct {
	const char *name, *option;
} sames[] = {
	{ "cert", "tls-cert" },
	{ "certificate", "tls-cert" },
	{ "cipher", "tls-ciphers" },
	{ "cipherlist", "tls-ciphers" },
	{ "ciphers", "tls-ciphers" },
	{ "key", "tls-key" },
};

/* Options that have a meaning only together. */
static const struct {
	const char *name;
	size_t at;
} parts[] = {
	{ "cafile", AT(authorities) },
	{ "capath", AT(authorities) },
	{ "cn", AT(common_name) },
	{ "commonname", AT(common_name) },
	{ "proxyport", AT(proxy_port) },
	{ "snihost", AT(sni) },
	{ "socksport", AT(proxy_port) },
	{ "socksuser", AT(proxy_user) },
	{ "verify", AT(verify) },
};
/* clang-format on */

/* "TLS1.2" */
static void set_min(struct translation *t, const char *value, const char *part)
{
	if (strncasecmp(value, "TLS1", 4) == 0)
		translation_set(t, "tls-min",
		    value[4] ? value + strlen("TLS") : "1.0", part);
	else
		translation_lack(t, part, "genet has TLS 1.0 to 1.3");
}

bool socat_secure_option(struct translation *t, struct socat_secure *s,
    const char *part, const char *name, const char *value)
{
	static const char prefix[] = "openssl-";

	if (strncasecmp(name, prefix, strlen(prefix)) == 0)
		name += strlen(prefix);
	for (size_t i = 0; i < COUNT(parts); i++)
		if (strcasecmp(parts[i].name, name) == 0) {
			*(const char **)((char *)s + parts[i].at) = value;
			return true;
		}
	for (size_t i = 0; i < COUNT(sames); i++)
		if (strcasecmp(sames[i].name, name) == 0) {
			translation_set(t, sames[i].option, value, part);
			return true;
		}
	if (strcasecmp(name, "min-proto-version") == 0)
		set_min(t, value, part);
	else if (strcasecmp(name, "proxyauth") == 0)
		translation_lack(t, part,
		    "write USER@ into the URL of --proxy, and the password "
		    "into the file of --proxy-password-file");
	else
		return false;
	return true;
}

/* socat checks clients, too, unless it is told not to. */
static void settle_listener(struct translation *t, const struct socat_secure *s)
{
	bool is_checked = !s->verify || strcmp(s->verify, "0") != 0;

	if (s->common_name && *s->common_name)
		translation_lack(
		    t, "commonname", "genet listen takes a client of any name");
	if (is_checked && s->authorities)
		translation_set(t, "tls-client-ca", s->authorities, "cafile");
	else if (is_checked)
		translation_lack(t, "verify",
		    "--tls-client-ca needs the authorities of clients "
		    "(cafile=); verify=0 asks for no certificate");
	if (!t->cfg.tls.certificate)
		translation_note(t,
		    "a certificate is made for the run; socat has none then");
}

static void settle_client(struct translation *t, const struct socat_secure *s)
{
	bool is_checked = !s->verify || strcmp(s->verify, "0") != 0;
	bool has_no_name = s->common_name && !*s->common_name;
	const char *name =
	    s->common_name && *s->common_name ? s->common_name : s->sni;

	if (!is_checked)
		translation_set(t, "insecure", NULL, "verify=0");
	else if (s->authorities)
		translation_set(t, "tls-ca", s->authorities, "cafile");
	if (is_checked && has_no_name)
		translation_lack(
		    t, "commonname=", "--insecure takes any issuer, too");
	else if (name)
		translation_set(
		    t, "tls-name", name, s->sni ? "snihost" : "commonname");
	if (s->sni && is_checked && !has_no_name &&
	    (!s->common_name || strcmp(s->common_name, s->sni) != 0))
		translation_lack(t, "snihost",
		    "--tls-name is told to the server, and must be in its "
		    "certificate, too");
}

static void settle_tls(struct translation *t, const struct socat_secure *s,
    const struct socat_keyword *k)
{
	/* The address of a relay says it. */
	if (t->command != &cmd_relay &&
	    translation_set(t, "tls", NULL, k->name) < 0)
		return;
	if (strcmp(k->command, "listen") == 0)
		settle_listener(t, s);
	else
		settle_client(t, s);
	translation_note(t,
	    "an end without close_notify is status 7 "
	    "(--tls-allow-truncation); socat takes it for an end");
}

static void settle_proxy(struct translation *t, const struct socat_secure *s,
    const struct socat_keyword *k)
{
	bool is_http = strcmp(k->scheme, "http") == 0;
	const char *port = s->proxy_port ? s->proxy_port
	                   : is_http     ? "8080"
	                                 : "1080";

	translation_set(t, "proxy",
	    translation_own(t,
		proxy_url_write(k->scheme, s->proxy_user, s->proxy_host, port)),
	    k->name);
}

void socat_secure_settle(struct translation *t, const struct socat_secure *s,
    const struct socat_keyword *k)
{
	if (!k)
		return;
	if (strcmp(k->kind, "tls:") == 0)
		settle_tls(t, s, k);
	if (*k->scheme)
		settle_proxy(t, s, k);
}
