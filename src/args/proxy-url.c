/* SPDX-License-Identifier: MIT */
/* How people write a proxy: SCHEME://[USER@]HOST[:PORT]. */
#include "args/proxy-url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "args/endpoint.h"
#include "base/bytes.h"
#include "base/parse.h"
#include "base/xalloc.h"

#define BEHIND "://"

/* The ports are those of curl(1), whose URLs these are. */
static const struct {
	const char *name, *port;
	bool looks_up, has_password;
} schemes[] = {
	[PROXY_SCHEME_HTTP] = { "http", "1080", false, true },
	[PROXY_SCHEME_HTTPS] = { "https", "443", false, true },
	[PROXY_SCHEME_SOCKS4] = { "socks4", "1080", true, false },
	[PROXY_SCHEME_SOCKS4A] = { "socks4a", "1080", false, false },
	[PROXY_SCHEME_SOCKS5] = { "socks5", "1080", true, true },
	[PROXY_SCHEME_SOCKS5H] = { "socks5h", "1080", false, true },
};
#define SCHEMES (sizeof(schemes) / sizeof(schemes[0]))

bool proxy_scheme_looks_up(enum proxy_scheme scheme)
{
	return schemes[scheme].looks_up;
}

bool proxy_scheme_has_password(enum proxy_scheme scheme)
{
	return schemes[scheme].has_password;
}

const char *proxy_scheme_name(enum proxy_scheme scheme)
{
	return schemes[scheme].name;
}

/* "USER@" with the escapes of RFC 3986. Allocated. */
static char *write_user(const char *user)
{
	struct bytes out = { 0 };

	for (; *user; user++)
		if (isalnum((unsigned char)*user) || strchr("-._~", *user))
			bytes_add(&out, user, 1);
		else
			bytes_print(&out, "%%%02X", (unsigned char)*user);
	bytes_add(&out, "@", sizeof("@"));
	return (char *)out.at;
}

char *proxy_url_write(
    const char *scheme, const char *user, const char *host, const char *port)
{
	bool is_v6 = strchr(host, ':') != NULL;
	char *before = user ? write_user(user) : NULL;
	char *text = xasprintf("%s://%s%s%s%s:%s", scheme, before ? before : "",
	    is_v6 ? "[" : "", host, is_v6 ? "]" : "", port);

	free(before);
	return text;
}

void proxy_url_make(struct proxy_url *out, enum proxy_scheme scheme,
    const char *user, const char *host, const char *port)
{
	if (!port)
		port = schemes[scheme].port;
	*out = (struct proxy_url){
		.scheme = scheme,
		.user = user ? xstrdup(user) : NULL,
		.host = xstrdup(host),
		.port = xstrdup(port),
		.text = proxy_url_write(schemes[scheme].name, NULL, host, port),
	};
}

void proxy_url_free(struct proxy_url *url)
{
	free(url->user);
	free(url->host);
	free(url->port);
	free(url->text);
	*url = (struct proxy_url){ 0 };
}

/* Fails. The message leaves out the user, since a password may follow it. */
static int refuse(const char *word, const char *why, struct error *err)
{
	const char *at = strrchr(word, '@');

	error_set(err, FAULT_USAGE, "the proxy '%s%s' %s", at ? "..." : "",
	    at ? at : word, why);
	return error_hint(err,
	    "write SCHEME://[USER@]HOST[:PORT]; a SCHEME is http, https, "
	    "socks4, socks4a, socks5 or socks5h");
}

/* Returns what stands behind the scheme, or NULL. */
static const char *take_scheme(const char *word, enum proxy_scheme *out)
{
	for (size_t i = 0; i < SCHEMES; i++) {
		size_t len = strlen(schemes[i].name);
		if (strncasecmp(word, schemes[i].name, len) != 0 ||
		    strncmp(word + len, BEHIND, strlen(BEHIND)) != 0)
			continue;
		*out = (enum proxy_scheme)i;
		return word + len + strlen(BEHIND);
	}
	return NULL;
}

/* Replaces %40 and the like in place. Returns false if one is malformed, or
 * stands for a control character. */
static bool decode(char *text)
{
	char *to = text;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '%') {
			int high = parse_hex_digit(text[1]);
			int low = high < 0 ? -1 : parse_hex_digit(text[2]);
			if (low < 0)
				return false;
			c = (unsigned char)(16 * high + low);
			text += 2;
		}
		if (c < 0x20 || c == 0x7F)
			return false;
		*to++ = (char)c;
	}
	*to = '\0';
	return true;
}

static int refuse_password(const char *word, struct error *err)
{
	refuse(word, "has a password, which everybody sees who lists processes",
	    err);
	err->hint_text[0] = '\0';
	return error_hint(err,
	    "write USER alone, and put the password into a file: "
	    "--proxy-password-file FILE");
}

/* Takes the user off. Returns what is left, or NULL. */
static const char *take_user(
    const char *word, const char *rest, char **user, struct error *err)
{
	const char *at = strrchr(rest, '@');

	if (!at)
		return rest;
	*user = xasprintf("%.*s", (int)(at - rest), rest);
	if (strchr(*user, ':'))
		refuse_password(word, err);
	else if (!**user || !decode(*user))
		refuse(word, "has no user before the '@', or not a valid one",
		    err);
	else
		return at + 1;
	return NULL;
}

/* HOST, HOST:PORT, [V6], [V6]:PORT. */
static int take_host(const char *word, char *host, enum proxy_scheme scheme,
    const char *user, struct proxy_url *out, struct error *err)
{
	char *end = host[0] == '[' ? strchr(host, ']') : host;
	char *colon = end ? strchr(end, ':') : NULL;

	if (!end || (host[0] == '[' && end[1] && end[1] != ':'))
		return refuse(word, "has no valid address", err);
	if (colon && strchr(colon + 1, ':'))
		return refuse(word,
		    "has more than one colon: an IPv6 address stands between "
		    "brackets",
		    err);
	if (colon)
		*colon++ = '\0';
	if (host[0] == '[') {
		*end = '\0';
		host++;
	}
	if (!*host)
		return refuse(word, "has no host", err);
	if (strpbrk(host, "[]"))
		return refuse(word, "has no valid address", err);
	if (colon && (strspn(colon, "0123456789") != strlen(colon) ||
			 endpoint_check_port(colon, false, err) < 0))
		return refuse(word, "has no valid port", err);
	proxy_url_make(out, scheme, user, host, colon);
	return 0;
}

int proxy_url_parse(const char *word, struct proxy_url *out, struct error *err)
{
	enum proxy_scheme scheme;
	const char *rest = take_scheme(word, &scheme);
	char *user = NULL;

	*out = (struct proxy_url){ 0 };
	if (!rest)
		return refuse(word,
		    strstr(word, BEHIND) ? "has an unknown scheme"
					 : "has no scheme",
		    err);
	const char *behind = take_user(word, rest, &user, err);
	int result = behind ? 0 : -1;
	if (result == 0) {
		char *host = xstrdup(behind);
		size_t len = strlen(host);
		if (len > 0 && host[len - 1] == '/')
			host[len - 1] = '\0';
		result =
		    strpbrk(host, "/?# \t\r\n")
			? refuse(word, "has more than a host and a port", err)
			: take_host(word, host, scheme, user, out, err);
		free(host);
	}
	free(user);
	return result;
}
