/* SPDX-License-Identifier: MIT */
/* The option tables for what is between genet and its peer: TLS and proxies. */
#include "args/option-groups-private.h"
#include "args/option-groups.h"

/* clang-format off */
static const struct option_spec tls[] = {
	{ 0, "tls", "", "encrypt with TLS; clients verify the server", OPTION_FLAG, AT(tls.is_asked), 0, 0, .is_common = true },
};
GROUP(tls, "TLS");

static const struct option_spec tls_own[] = {
	{ 0, "tls-cert", "FILE", "use this certificate, in PEM or PKCS#12", OPTION_TEXT, AT(tls.certificate), 0, 0 },
	{ 0, "tls-key", "FILE", "use this key, if it is in another file", OPTION_TEXT, AT(tls.key), 0, 0 },
	{ 0, "tls-password-file", "FILE", "read the password of the key from FILE", OPTION_TEXT, AT(tls.password_file), 0, 0 },
	{ 0, "tls-alpn", "LIST", "application protocols, such as h2,http/1.1", OPTION_TEXT, AT(tls.alpn), 0, 0 },
	{ 0, "tls-min", "VERSION", "oldest version: 1.0, 1.1, 1.2 (default) or 1.3", OPTION_TEXT, AT(tls.min), 0, 0 },
	{ 0, "tls-ciphers", "LIST", "ciphers, as openssl-ciphers(1) names them", OPTION_TEXT, AT(tls.ciphers), 0, 0 },
	{ 0, "tls-close", "MOMENT", "send close_notify: auto (default), early or late", OPTION_CHOICE, AT(tls.close), 0, 0, WORDS_TLS_CLOSES },
	{ 0, "tls-allow-truncation", "", "accept an end without close_notify", OPTION_FLAG, AT(tls.allows_truncation), 0, 0 },
};
GROUP(tls_own, "TLS: certificate and versions");

static const struct option_spec tls_client[] = {
	{ 0, "tls-ca", "FILE|DIR", "trust these authorities, not the system's", OPTION_TEXT, AT(tls.ca), 0, 0 },
	{ 0, "tls-name", "HOST", "the certificate must be for HOST", OPTION_TEXT, AT(tls.name), 0, 0 },
	{ 0, "tls-pin", "PIN", "the key of the peer must be sha256//BASE64[;...]", OPTION_TEXTS, AT(tls.pins), 0, 0 },
	{ 0, "tls-known", "FILE", "trust a new peer, and store its key in FILE", OPTION_TEXT, AT(tls.known), 0, 0 },
	{ 0, "starttls", "PROTOCOL", "switch to TLS by smtp, imap, pop3, ftp, postgres, mysql, ldap or xmpp", OPTION_CHOICE, AT(tls.starttls), 0, 0, WORDS_STARTTLS },
	{ 0, "insecure", "", "with TLS: accept any certificate", OPTION_FLAG, AT(tls.insecure), 0, 0 },
};
GROUP(tls_client, "TLS: verification");

static const struct option_spec proxy[] = {
	{ 0, "proxy", "URL", "connect through this proxy; can be repeated", OPTION_TEXTS, AT(proxy.urls), 0, 0 },
	{ 0, "proxy-password-file", "FILE", "read the password of the proxy from FILE", OPTION_TEXTS, AT(proxy.password_files), 0, 0 },
};
GROUP(proxy, "Proxies");

static const struct option_spec proxy_header[] = {
	{ 0, "send-proxy", "[=1|2]", "begin with a PROXY header of version 1 (default) or 2", OPTION_CHOICE, AT(proxy.sends_header), 1, 0, WORDS_HEADER_VERSIONS },
};
GROUP(proxy_header, "For servers behind a proxy");

static const struct option_spec proxy_server[] = {
	{ 0, "allow-target", "TARGET", "connect only to HOST[:PORTS] or CIDR[:PORTS]", OPTION_TEXTS, AT(proxy.allowed_targets), 0, 0 },
	{ 0, "deny-target", "TARGET", "do not connect to these; both can be repeated", OPTION_TEXTS, AT(proxy.denied_targets), 0, 0 },
	{ 0, "proxy-auth-file", "FILE", "serve only the NAME:PASSWORD of FILE", OPTION_TEXTS, AT(proxy.user_files), 0, 0 },
};
GROUP(proxy_server, "Proxy server");

static const struct option_spec tls_server[] = {
	{ 0, "tls-client-ca", "FILE|DIR", "require a certificate of these authorities", OPTION_TEXT, AT(tls.client_ca), 0, 0 },
	{ 0, "accept-proxy", "", "read the client's address from a PROXY header", OPTION_FLAG, AT(proxy.accepts_header), 0, 0 },
	{ 0, "peek", "SIZE", "report the first SIZE bytes, and leave them unread", OPTION_SIZE, AT(peek), 1, 65536 },
	{ 0, "handshake-timeout", "TIME", "limit for header, TLS or peek (default 30s)", OPTION_TIME, AT(proxy.handshake_timeout_us), 1, 0 },
};
GROUP(tls_server, "Before the session");
/* clang-format on */
