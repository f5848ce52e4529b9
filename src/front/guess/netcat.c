/* SPDX-License-Identifier: MIT */
/*
 * Options and commands that users of netcat and curl type. A letter that
 * differs between the netcats is explained with each of its meanings.
 */
#include "front/guess/netcat.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define TCP "connect|listen"
#define UNIX "unix connect|unix listen|unix send|unix recv"
#define STREAMS "connect|listen|unix connect|unix listen"
#define SENDERS "udp-send|unix send"
#define RECEIVERS "udp-recv|unix recv"
#define CONNECT_UDP                                                            \
	"is spelled udp: before the host: genet connect udp:HOST PORT; to "    \
	"send only: genet udp-send HOST PORT"
#define LISTEN_UDP                                                             \
	"is spelled udp: before the port: genet listen udp:PORT; to hear all " \
	"senders: genet udp-recv PORT"
#define BYTES STREAMS "|" SENDERS "|" RECEIVERS
#define TIMED STREAMS "|" SENDERS "|" RECEIVERS "|wait|scan"

#define LISTENERS "listen|unix listen"
#define CONNECTERS "connect|unix connect"
#define PROXY "for a proxy, --proxy socks5h://HOST:PORT (or socks4, http)"

/* clang-format off */
/* For each letter, the first row that names the command counts. */
static const struct habit letters[] = {
	{ UNIX, "4", "has no meaning for Unix sockets", NULL },
	{ UNIX, "6", "has no meaning for Unix sockets", NULL },
	{ TCP "|udp-send|udp-recv", "I", "is spelled --recv-buffer SIZE", NULL },
	{ TCP "|udp-send|udp-recv", "M", "is spelled --ttl N", NULL },
	{ STREAMS, "N", "is not needed: genet always signals the end of its input", NULL },
	{ NULL, "N", "is not needed", NULL },
	{ TCP "|udp-send|udp-recv", "O", "is spelled --send-buffer SIZE", NULL },
	{ TCP "|udp-send|udp-recv", "T", "is spelled --tos N", NULL },
	{ UNIX, "U", "is what the command says already", NULL },
	{ "listen", "U", "is a command of its own: genet unix listen PATH", NULL },
	{ "udp-send", "U", "is a command of its own: genet unix send PATH", NULL },
	{ "udp-recv", "U", "is a command of its own: genet unix recv PATH", NULL },
	{ "wait", "U", "is spelled unix: before the path: genet wait unix:PATH", NULL },
	{ NULL, "U", "is a command of its own: genet unix connect PATH", NULL },
	{ RECEIVERS, "W", "is spelled --count N", NULL },
	{ "connect", "X", "is the kind of a proxy in netcats; here the URL says it", PROXY },
	{ NULL, "X", "is the kind of a proxy in netcats; this command uses none", NULL },
	{ "udp-send", "b", "is spelled --broadcast", NULL },
	{ "udp-recv", "b", "is not needed: broadcasts are received, too", NULL },
	{ NULL, "b", "is for datagrams: genet udp-send --broadcast HOST PORT", NULL },
	{ STREAMS, "c", "is spelled --sh COMMAND (or --exec -- PROGRAM ARG...)", NULL },
	{ "wait", "c", "is not needed: genet wait HOST PORT -- PROGRAM ARG...", NULL },
	{ NULL, "c", "is for connections: genet listen PORT --sh COMMAND", NULL },
	{ STREAMS, "d", "is spelled --no-stdin (or --data TEXT, as in curl)", NULL },
	{ SENDERS, "d", "is spelled --data TEXT, as in curl", NULL },
	{ RECEIVERS, "d", "is not needed: standard input is not read", NULL },
	{ STREAMS, "e", "is spelled --exec -- PROGRAM ARG... (or --sh COMMAND)", NULL },
	{ "wait", "e", "is not needed: genet wait HOST PORT -- PROGRAM ARG...", NULL },
	{ NULL, "e", "is for connections: genet listen PORT --exec -- PROGRAM ARG...", NULL },
	{ RECEIVERS, "k", "is not needed: the datagrams of all senders are received", NULL },
	{ UNIX, "k", "is for listeners: genet unix listen -k PATH", NULL },
	{ NULL, "k", "is for listeners: genet listen -k PORT", NULL },
	{ "listen|udp-recv|unix listen|unix recv", "l", "is what the command says already", NULL },
	{ UNIX, "l", "is a command of its own: genet unix listen PATH", NULL },
	{ "udp-send", "l", "is a command of its own: genet udp-recv PORT", NULL },
	{ NULL, "l", "is a command of its own: genet listen PORT", NULL },
	{ TIMED, "m", "is spelled --timeout TIME, as curl means it", NULL },
	{ UNIX, "n", "has no meaning for Unix sockets", NULL },
	{ "listen", "p", "is not needed: genet listen PORT (in netcat: nc -l -p PORT)", NULL },
	{ "udp-recv", "p", "is not needed: genet udp-recv PORT (in netcat: nc -lu -p PORT)", NULL },
	{ UNIX, "p", "has no meaning for Unix sockets", NULL },
	{ STREAMS, "q", "has several meanings: netcat's \"-q 1\" is --linger 1s, and quiet is --quiet", NULL },
	{ SENDERS, "q", "has several meanings: netcat's \"-q 1\" is not needed, as genet ends when all is sent; quiet is --quiet", NULL },
	{ RECEIVERS, "q", "has several meanings: to end after a silence say -w TIME; quiet is --quiet", NULL },
	{ NULL, "q", "has several meanings: quiet is --quiet", NULL },
	{ "listen", "s", "is not needed: genet listen HOST PORT", NULL },
	{ "udp-recv", "s", "is not needed: genet udp-recv HOST PORT", NULL },
	{ "unix listen|unix send|unix recv", "s", "has no meaning here", NULL },
	{ TCP, "t", "has several meanings: say --timeout TIME, --tos N, or --telnet", NULL },
	{ "udp-send|udp-recv", "t", "has several meanings: say --timeout TIME, or --tos N", NULL },
	{ TIMED, "t", "is spelled --timeout TIME", NULL },
	{ "udp-send|udp-recv|unix send|unix recv", "u", "is what the command says already", NULL },
	{ "connect", "u", CONNECT_UDP, NULL },
	{ "listen", "u", LISTEN_UDP, NULL },
	{ "unix connect", "u", "is spelled --datagram: genet unix connect --datagram PATH; to send only: genet unix send PATH", NULL },
	{ "unix listen", "u", "is spelled --datagram: genet unix listen --datagram PATH; to hear all senders: genet unix recv PATH", NULL },
	{ "scan", "u", "is spelled --udp", NULL },
	{ "wait", "u", "is spelled udp: before the address: genet wait udp:HOST:PORT --send TEXT", NULL },
	{ NULL, "u", "is a command of its own: genet udp-send HOST PORT, or genet udp-recv PORT", NULL },
	{ SENDERS, "w", "is spelled --reply=any --for TIME; without an answer, --reply --timeout TIME fails", NULL },
	{ "scan", "w", "is spelled --connect-timeout TIME", NULL },
	{ "wait", "w", "is spelled --timeout TIME", NULL },
	{ "resolve", "w", "is spelled --connect-timeout TIME", NULL },
	{ RECEIVERS, "x", "is a hex dump in netcats: say --hex, or --format hex", NULL },
	{ SENDERS, "x", "is a hex dump in netcats: say --hex; for the answers, --reply --format hex", NULL },
	{ "connect", "x", "is a proxy or a hex dump in netcats: a hex dump is --hex", PROXY },
	{ STREAMS, "x", "is a proxy or a hex dump in netcats: a hex dump is --hex", NULL },
	{ NULL, "x", "is a proxy or a hex dump in netcats; this command has neither", NULL },
	{ "scan|wait", "z", "is what the command says already", NULL },
	{ NULL, "z", "is a command of its own: genet wait HOST PORT, or genet scan HOST PORTS", NULL },
};

static const struct habit options[] = {
	{ STREAMS "|" SENDERS, "bwlimit", "is spelled --rate SIZE", NULL },
	{ CONNECTERS, "cacert", "is spelled --tls-ca FILE", NULL },
	{ "listen|unix listen", "cacert", "is spelled --tls-client-ca FILE", NULL },
	{ NULL, "cacert", "is for connections: genet connect --tls HOST PORT", NULL },
	{ CONNECTERS, "cafile", "is spelled --tls-ca FILE", NULL },
	{ "listen|unix listen", "cafile", "is spelled --tls-client-ca FILE", NULL },
	{ NULL, "cafile", "is for connections: genet connect --tls HOST PORT", NULL },
	{ STREAMS, "cert", "is spelled --tls-cert FILE", NULL },
	{ NULL, "cert", "is for connections: genet connect --tls HOST PORT", NULL },
	{ BYTES, "dump", "is spelled --hex, or --capture FILE for packets", NULL },
	{ BYTES, "hex-dump", "is spelled --hex=FILE, or --hex", NULL },
	{ BYTES, "hexdump", "is spelled --hex", NULL },
	{ CONNECTERS, "accept-proxy", "is for listeners; a client sends a header by --send-proxy", NULL },
	{ NULL, "insecure", "is for connections: genet connect --tls HOST PORT", NULL },
	{ TCP, "keep-alive", "is spelled --keepalive", NULL },
	{ STREAMS "|" SENDERS, "limit-rate", "is spelled --rate SIZE", NULL },
	{ NULL, "limit-rate", "has no meaning for this command", NULL },
	{ UNIX, "listen", "is a command of its own: genet unix listen PATH", NULL },
	{ NULL, "listen", "is a command of its own: genet listen PORT", NULL },
	{ TIMED, "max-time", "is spelled --timeout", NULL },
	{ TCP "|udp-send|udp-recv|wait|scan|resolve", "nodns", "is spelled --numeric", NULL },
	{ BYTES, "pcap", "is spelled --capture FILE", NULL },
	{ NULL, "proxy", "is for connections: genet connect --proxy http://HOST:PORT HOST PORT", NULL },
	{ "connect|unix connect", "retry-max-time", "is spelled --retry-for", NULL },
	{ STREAMS, "sh-exec", "is spelled --sh", NULL },
	{ "connect|udp-send", "source-address", "is spelled --source", NULL },
	{ CONNECTERS, "pinnedpubkey", "is spelled --tls-pin PIN", NULL },
	{ LISTENERS, "send-proxy", "is for clients: genet connect --send-proxy HOST PORT", NULL },
	{ LISTENERS, "starttls", "is for clients: genet connect --starttls smtp HOST PORT", NULL },
	{ STREAMS, "ssl", "is spelled --tls", NULL },
	{ NULL, "ssl", "is for connections: genet connect --tls HOST PORT", NULL },
	{ STREAMS, "ssl-alpn", "is spelled --tls-alpn LIST", NULL },
	{ STREAMS, "ssl-cert", "is spelled --tls-cert FILE", NULL },
	{ STREAMS, "ssl-ciphers", "is spelled --tls-ciphers LIST", NULL },
	{ STREAMS, "ssl-key", "is spelled --tls-key FILE", NULL },
	{ CONNECTERS, "ssl-servername", "is spelled --tls-name HOST", NULL },
	{ CONNECTERS, "ssl-trustfile", "is spelled --tls-ca FILE", NULL },
	{ CONNECTERS, "ssl-verify", "is not needed: --tls checks who the peer is", NULL },
	{ NULL, "ssl-verify", "is for connections: genet connect --tls HOST PORT", NULL },
	{ LISTENERS, "tls-ca", "is for clients; whom to believe of these: --tls-client-ca FILE", NULL },
	{ CONNECTERS, "tls-client-ca", "is for listeners; whom to believe: --tls-ca FILE", NULL },
	{ LISTENERS, "tls-pin", "is for clients; the pin of this side is %{tls_pin} of --announce", NULL },
	{ NULL, "tls", "is for connections: genet connect --tls HOST PORT", NULL },
	{ "wait", "udp", "is spelled before the address: genet wait udp:HOST:PORT --send TEXT", NULL },
	{ "listen", "udp", LISTEN_UDP, NULL },
	{ "connect", "udp", CONNECT_UDP, NULL },
	{ NULL, "udp", "is a command of its own: genet udp-send HOST PORT, or genet udp-recv PORT", NULL },
	{ "listen", "unixsock", "is a command of its own: genet unix listen PATH", NULL },
	{ NULL, "unixsock", "is a command of its own: genet unix connect PATH", NULL },
	{ "connect|unix connect", "wait", "has several meanings: say --connect-timeout or --idle-timeout", NULL },
	{ "listen|unix listen|udp-recv|unix recv", "wait", "is spelled --idle-timeout", NULL },
	{ TIMED, "wait", "is spelled --timeout", NULL },
	{ NULL, "zero", "is a command of its own: genet wait HOST PORT, or genet scan HOST PORTS", NULL },
};

static const struct other_command commands[] = {
	{ "bind", "listen", NULL },
	{ "chat", NULL, "two terminals chat: genet listen PORT, and genet connect HOST PORT" },
	{ "client", "connect", NULL },
	{ "dial", "connect", NULL },
	{ "dig", "resolve", NULL },
	{ "dns", "resolve", NULL },
	{ "forward", NULL, "for each client: genet listen -k PORT --exec -- genet connect HOST PORT" },
	{ "getent", "resolve", NULL },
	{ "host", "resolve", NULL },
	{ "learn", NULL, "what lessons there are: genet pair-demo --lesson list" },
	{ "lesson", NULL, "what lessons there are: genet pair-demo --lesson list" },
	{ "lessons", NULL, "what lessons there are: genet pair-demo --lesson list" },
	{ "lookup", "resolve", NULL },
	{ "nmap", "scan", NULL },
	{ "nslookup", "resolve", NULL },
	{ "open", "connect", NULL },
	{ "portscan", "scan", NULL },
	{ "proxy", NULL, "for each client: genet listen -k PORT --exec -- genet connect HOST PORT" },
	{ "receive", NULL, "a stream: genet listen PORT; datagrams: genet udp-recv PORT" },
	{ "recv", NULL, "a stream: genet listen PORT; datagrams: genet udp-recv PORT" },
	{ "relay", NULL, "for each client: genet listen -k PORT --exec -- genet connect HOST PORT" },
	{ "send", NULL, "a stream: genet connect HOST PORT; datagrams: genet udp-send HOST PORT" },
	{ "serve", "listen", NULL },
	{ "server", "listen", NULL },
	{ "socat", NULL, "two ends are a command here: genet listen PORT, or genet connect HOST PORT" },
	{ "tcp", NULL, "genet connect HOST PORT, or genet listen PORT" },
	{ "tcp-connect", "connect", NULL },
	{ "tcp-listen", "listen", NULL },
	{ "telnet", "connect", NULL },
	{ "tunnel", NULL, "for each client: genet listen -k PORT --exec -- genet connect HOST PORT" },
	{ "udp", NULL, "genet udp-send HOST PORT, or genet udp-recv PORT" },
	{ "udp-client", "udp-send", NULL },
	{ "udp-connect", "udp-send", NULL },
	{ "udp-listen", "udp-recv", NULL },
	{ "udp-receive", "udp-recv", NULL },
	{ "udp-server", "udp-recv", NULL },
	{ "wait-for", "wait", NULL },
	{ "wait-for-it", "wait", NULL },
	{ "wait-port", "wait", NULL },
};
/* clang-format on */

/* Whether the command is one of those, which are separated by '|'. */
static bool is_one_of(const char *commands_text, const char *command)
{
	size_t len = strlen(command);

	for (const char *c = commands_text; *c; c += strspn(c, "|")) {
		size_t word = strcspn(c, "|");
		if (word == len && strncmp(c, command, len) == 0)
			return true;
		c += word;
	}
	return false;
}

static const struct habit *find(const struct habit *rows, size_t count,
    const char *command, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		const struct habit *row = &rows[i];
		if (strcmp(row->word, word) == 0 &&
		    (!row->commands ||
			(command && is_one_of(row->commands, command))))
			return row;
	}
	return NULL;
}

const struct habit *netcat_letter(const char *command, char letter)
{
	const char word[] = { letter, '\0' };

	return find(
	    letters, sizeof(letters) / sizeof(letters[0]), command, word);
}

const struct habit *netcat_option(const char *command, const char *name)
{
	return find(
	    options, sizeof(options) / sizeof(options[0]), command, name);
}

const struct other_command *netcat_command(const char *word)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].word, word) == 0)
			return &commands[i];
	return NULL;
}
