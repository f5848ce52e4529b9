/* SPDX-License-Identifier: MIT */
/* The words of hints: a row for each code, with values that stand in them as
 * {subject}, {word} (that, quoted for a shell), {target}, {port}, {number},
 * {octal} or {other}. */
#include "front/wording.h"

#include <stdio.h>
#include <string.h>

#include "base/quote.h"

/* clang-format off */
static const char *const hints[HINT_CODES] = {
	[HINT_NONE] = "",
	[HINT_NAME_UNKNOWN] = "check the spelling; to see what a name resolves to: genet resolve {word}",
	[HINT_NAME_SERVER] = "is the name server in /etc/resolv.conf up? a numeric address needs none; to ask each server: genet doctor HOST:PORT",
	[HINT_SERVICE_UNKNOWN] = "a port is a number, or a name from /etc/services",

	[HINT_PORT_CLOSED] = "the host is up but nothing listens on port {port}; to wait for it: genet wait {target}; to see more: genet doctor {target}",
	[HINT_PORT_CLOSED_INTERFACE] = "the host is up but nothing listens on port {port}", /* genet wait has no --interface */
	[HINT_HOST_SILENT] = "a host that does not answer is down, or behind a firewall; to see more: genet doctor {target}",
	[HINT_HOST_SILENT_INTERFACE] = "a host that does not answer is down, or behind a firewall", /* the same */
	[HINT_HOST_UNREACHABLE] = "to see where the way ends: genet doctor {target}",

	[HINT_PROXY_LOGIN] = "name a user, and the file of its password: --proxy SCHEME://USER@HOST:PORT --proxy-password-file FILE",
	[HINT_PROXY_PASSWORD] = "the user is '{subject}'; the password is the first line of the file of --proxy-password-file, or was typed",
	[HINT_PROXY_HTTP] = "it answers in HTTP; is it --proxy http://HOST:PORT?",
	[HINT_PROXY_SOCKS] = "it may speak SOCKS: --proxy socks5h://HOST:PORT",
	[HINT_PROXY_PLAIN] = "it may speak HTTP without TLS: --proxy http://HOST:PORT",
	[HINT_TARGET_SHIELDED] = "to allow it to clients on other hosts: --allow-target {target}",

	[HINT_PORT_PRIVILEGED] = "ports below 1024 need root or CAP_NET_BIND_SERVICE; try a port from 1024 up",
	[HINT_PORT_TAKEN] = "use port 0 for a free port",
	[HINT_PORT_HELD] = "held by {subject} (pid {number}); use port 0 for a free port, or --reuse-port to share",
	[HINT_PORT_SHARED] = "held by {subject} (pid {number}); use port 0 for a free port",
	[HINT_NUMBER_READ] = "the number {number} was read as the address {subject}",
	[HINT_SUPER_USER] = "only the super-user can become another user, or change the root of files: start genet as root",

	[HINT_UNIX_TOO_LONG] = "a shorter way to the same file: go to its directory, and name the file alone",
	[HINT_UNIX_STREAM] = "genet unix connect {word}",
	[HINT_UNIX_DATAGRAM] = "for datagrams: genet unix send {word}, or genet unix connect --datagram {word}",
	[HINT_UNIX_SEQPACKET] = "genet unix connect --seqpacket {word}",
	[HINT_UNIX_CLOSED] = "nothing listens there; to wait for a listener: --retry-for 30s",
	[HINT_UNIX_DEAF] = "nothing receives there; to receive: genet unix recv {word}",
	[HINT_UNIX_ABANDONED] = "the socket file is left over, no process has it; genet unix listen {word} would take it over",
	[HINT_UNIX_ABANDONED_DGRAM] = "the socket file is left over, no process has it; genet unix recv {word} would take it over",
	[HINT_UNIX_BUSY] = "a process listens there, but accepts no more clients",
	[HINT_UNIX_MODE] = "the file has mode {octal} and belongs to uid {other}; connecting needs the permission to write",
	[HINT_UNIX_DIRECTORY] = "a directory of the path permits no access",
	[HINT_UNIX_HELD] = "held by {subject} (pid {number})",

	[HINT_BROADCAST] = "if it is a broadcast address: --broadcast",
	[HINT_GROUP_INTERFACE] = "no route says which interface; name it: --join {subject}%IF",
	[HINT_GROUP_TALK] = "to send to a group or a network, and print the answers: genet udp-send --reply=any --for TIME",
	[HINT_DATAGRAM_TOO_LONG] = "nothing was cut; UDP carries up to {number} B, a Unix socket what its send buffer holds",
	[HINT_DATAGRAM_PORT_DEAF] = "nothing receives on that port",
	[HINT_DATAGRAM_UNIX_DEAF] = "nothing receives on that socket",

	[HINT_TLS_LIBRARY] = "TLS needs {subject}, which is a part of OpenSSL; Debian has it in the package libssl3",
	[HINT_TLS_PASSWORD] = "a file with the password as its first line: --tls-password-file FILE",
	[HINT_TLS_KEY] = "if the key is in a file of its own: --tls-key FILE",
	[HINT_TLS_EXPIRED] = "the server needs a new one; if it has, is the clock of this host right? (date)",
	[HINT_TLS_EARLY] = "is the clock of this host right? (date)",
	[HINT_TLS_NAME] = "if it is the right server nevertheless: --tls-name {word}",
	[HINT_TLS_PIN] = "if it is the right one, and only then: --tls-pin {word}",
	[HINT_TLS_CHANGED] = "an attacker may intercept the connection; if the server has a new key, delete its line in {word}",
	[HINT_TLS_ISSUER] = "to trust an authority, name its file in PEM: --tls-ca FILE",
	[HINT_TLS_WEAK] = "if that has to do: --tls-ciphers 'DEFAULT:@SECLEVEL=0'",
	[HINT_TLS_OLD] = "if old versions have to do: --tls-min 1.0",
	[HINT_TLS_REFUSED] = "it may want a certificate (--tls-cert FILE) or old ciphers (--tls-min 1.0)",
	[HINT_TLS_CERTIFICATE] = "a file with the certificate and its key: --tls-cert FILE",
	[HINT_TLS_CLOSE] = "the peer may take the end of the input for the end of all: --tls-close=late tells of it later",
	[HINT_TLS_STARTTLS] = "it may begin without TLS: --starttls {subject}",
	[HINT_TLS_PLAIN] = "is it another port that speaks TLS? without TLS: leave --tls out",
	[HINT_TLS_SILENT] = "is it a port that speaks TLS? there are some that begin without it: --starttls PROTOCOL",
	[HINT_TLS_AT_ONCE] = "it may begin with TLS: --tls, without --starttls",
	[HINT_TLS_ENDED] = "it may not speak TLS on this port, or wait for a PROXY header first (--send-proxy)",
	[HINT_TLS_TRUNCATED] = "if nothing is missing: --tls-allow-truncation",
};
/* clang-format on */

/* As it comes, for sentences. */
static void write_subject(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%s", h->subject);
}

/* As a shell reads it, for command lines. */
static void write_word(char *out, size_t size, const struct hint *h)
{
	quote_word(out, size, h->subject);
}

static void write_target(char *out, size_t size, const struct hint *h)
{
	char plain[sizeof(h->subject) + sizeof(h->port) + sizeof("[]:")];

	snprintf(plain, sizeof(plain),
	    strchr(h->subject, ':') ? "[%s]:%s" : "%s:%s", h->subject, h->port);
	quote_word(out, size, plain);
}

static void write_port(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%s", h->port);
}

static void write_number(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%lld", h->number);
}

static void write_octal(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%04llo", (unsigned long long)h->number);
}

static void write_other(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%lld", h->other);
}

static const struct field {
	const char *name;
	void (*write)(char *out, size_t size, const struct hint *h);
} fields[] = {
	{ "{subject}", write_subject },
	{ "{word}", write_word },
	{ "{target}", write_target },
	{ "{port}", write_port },
	{ "{number}", write_number },
	{ "{octal}", write_octal },
	{ "{other}", write_other },
};

static const struct field *find_field(const char *text)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strncmp(text, fields[i].name, strlen(fields[i].name)) == 0)
			return &fields[i];
	return NULL;
}

char *wording_hint(const struct hint *h, char *out, size_t size)
{
	const char *text = hints[h->code];
	size_t used = 0;

	while (*text && used + 1 < size) {
		const struct field *f = find_field(text);
		if (!f) {
			out[used++] = *text++;
			continue;
		}
		f->write(out + used, size - used, h);
		used += strlen(out + used);
		text += strlen(f->name);
	}
	out[used] = '\0';
	return out;
}
