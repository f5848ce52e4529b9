/* SPDX-License-Identifier: MIT */
/* How people write a proxy, and that no message has a password. */
#include <string.h>

#include "args/proxy-url.h"
#include "tap.h"

/* clang-format off */
static const struct {
	const char *word;
	enum proxy_scheme scheme;
	const char *user, *host, *port, *text;
} good[] = {
	{ "http://p.test:3128", PROXY_SCHEME_HTTP, NULL, "p.test", "3128", "http://p.test:3128" },
	{ "http://p.test", PROXY_SCHEME_HTTP, NULL, "p.test", "1080", "http://p.test:1080" },
	{ "https://p.test", PROXY_SCHEME_HTTPS, NULL, "p.test", "443", "https://p.test:443" },
	{ "socks4://p", PROXY_SCHEME_SOCKS4, NULL, "p", "1080", "socks4://p:1080" },
	{ "socks4a://p", PROXY_SCHEME_SOCKS4A, NULL, "p", "1080", "socks4a://p:1080" },
	{ "socks5://p", PROXY_SCHEME_SOCKS5, NULL, "p", "1080", "socks5://p:1080" },
	{ "socks5h://p", PROXY_SCHEME_SOCKS5H, NULL, "p", "1080", "socks5h://p:1080" },
	{ "SOCKS5H://p:1/", PROXY_SCHEME_SOCKS5H, NULL, "p", "1", "socks5h://p:1" },
	{ "http://[::1]", PROXY_SCHEME_HTTP, NULL, "::1", "1080", "http://[::1]:1080" },
	{ "http://ann@[fe80::1%eth0]:8080", PROXY_SCHEME_HTTP, "ann", "fe80::1%eth0", "8080", "http://[fe80::1%eth0]:8080" },
	{ "http://a%40b%3ac%25@p:1", PROXY_SCHEME_HTTP, "a@b:c%", "p", "1", "http://p:1" },
	{ "http://a@b@p:1", PROXY_SCHEME_HTTP, "a@b", "p", "1", "http://p:1" },
};

static const struct {
	const char *word, *text;
} bad[] = {
	{ "p.test:3128", "the proxy 'p.test:3128' has no scheme" },
	{ "ann:secret@p.test", "the proxy '...@p.test' has no scheme" },
	{ "socks://p.test", "the proxy 'socks://p.test' has an unknown scheme" },
	{ "http:/p", "the proxy 'http:/p' has no scheme" },
	{ "http://", "the proxy 'http://' has no host" },
	{ "http://:80", "the proxy 'http://:80' has no host" },
	{ "http://[]:80", "the proxy 'http://[]:80' has no host" },
	{ "http://@p", "the proxy '...@p' has no user before the '@', or not a valid one" },
	{ "http://a%4@p", "the proxy '...@p' has no user before the '@', or not a valid one" },
	{ "http://a%00@p", "the proxy '...@p' has no user before the '@', or not a valid one" },
	{ "http://a%0a@p", "the proxy '...@p' has no user before the '@', or not a valid one" },
	{ "http://ann:secret@p:1", "the proxy '...@p:1' has a password, which everybody sees who lists processes" },
	{ "http://ann:secret@x@p:1", "the proxy '...@p:1' has a password, which everybody sees who lists processes" },
	{ "socks5://ann:sec/ret@p:1", "the proxy '...@p:1' has a password, which everybody sees who lists processes" },
	{ "http://ann:@p", "the proxy '...@p' has a password, which everybody sees who lists processes" },
	{ "http://p:0", "the proxy 'http://p:0' has no valid port" },
	{ "http://p:65536", "the proxy 'http://p:65536' has no valid port" },
	{ "http://p:http", "the proxy 'http://p:http' has no valid port" },
	{ "http://p:", "the proxy 'http://p:' has no valid port" },
	{ "http://p:-1", "the proxy 'http://p:-1' has no valid port" },
	{ "http://::1:80", "the proxy 'http://::1:80' has more than one colon: an IPv6 address stands between brackets" },
	{ "http://[::1", "the proxy 'http://[::1' has no valid address" },
	{ "http://[::1]x", "the proxy 'http://[::1]x' has no valid address" },
	{ "http://[[::1]", "the proxy 'http://[[::1]' has no valid address" },
	{ "http://p]:80", "the proxy 'http://p]:80' has no valid address" },
	{ "http://[::1]:8:9", "the proxy 'http://[::1]:8:9' has more than one colon: an IPv6 address stands between brackets" },
	{ "http://p/path", "the proxy 'http://p/path' has more than a host and a port" },
	{ "http://p?q", "the proxy 'http://p?q' has more than a host and a port" },
	{ "http://p q", "the proxy 'http://p q' has more than a host and a port" },
};
/* clang-format on */

static void test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct error err = ERROR_NONE;
		struct proxy_url url;
		is_int(proxy_url_parse(good[i].word, &url, &err), 0,
		    "%s is a proxy", good[i].word);
		is_int(url.scheme, good[i].scheme, "its scheme");
		is_text(url.user, good[i].user, "its user");
		is_text(url.host, good[i].host, "its host");
		is_text(url.port, good[i].port, "its port");
		is_text(url.text, good[i].text, "for people");
		proxy_url_free(&url);
	}
}

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error err = ERROR_NONE;
		struct proxy_url url;
		is_int(proxy_url_parse(bad[i].word, &url, &err), -1,
		    "%s is none", bad[i].word);
		is_int(err.kind, FAULT_USAGE, "which is a usage error");
		is_text(err.text, bad[i].text, "and says why");
		ok(!strstr(err.text, "sec") && !strstr(err.hint_text, "sec"),
		    "without a password");
		ok(err.hint_text[0], "and what to write");
	}
}

int main(void)
{
	test_good();
	test_bad();
	return plan();
}
