/* SPDX-License-Identifier: MIT */
/*
 * Options and commands that users of netcat, curl and ping type. A letter that
 * differs between the netcats is explained with each of its meanings.
 */
#include "front/guess/netcat.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/texts.h"

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
#define DOCTOR_TLS                                                             \
	"is spelled tls: before the address: genet doctor tls:HOST:PORT"
#define BYTES STREAMS "|" SENDERS "|" RECEIVERS
#define TIMED STREAMS "|" SENDERS "|" RECEIVERS "|wait|scan|ping"

#define LISTENERS "listen|unix listen"
#define CONNECTERS "connect|unix connect"
#define PROXY "for a proxy, --proxy socks5h://HOST:PORT (or socks4, http)"

/* A row is a word, which is an option without its dashes; the commands that the
 * row is for, separated by '|' (all others, if there are none); what is said; a
 * hint, or nothing. Tables are one text (base/texts.h). */
#define ROW(word, commands, say, hint)                                         \
	word "\0" commands "\0" say "\0" hint "\0"

/* clang-format off */
/* For each letter, the first row that names the command counts. */
static const char letters[] =
	ROW("I", "ping", "is spelled --interface IF", "")
	ROW("W", "ping", "is spelled --connect-timeout TIME", "")
	ROW("c", "ping", "is spelled --count N", "")
	ROW("i", "ping", "is spelled --interval TIME", "")
	ROW("t", "ping", "is spelled --ttl N", "")
	ROW("w", "ping", "is spelled --timeout TIME", "")
	ROW("4", UNIX, "has no meaning for Unix sockets", "")
	ROW("6", UNIX, "has no meaning for Unix sockets", "")
	ROW("I", TCP "|udp-send|udp-recv", "is spelled --recv-buffer SIZE", "")
	ROW("M", TCP "|udp-send|udp-recv|ping", "is spelled --ttl N", "")
	ROW("N", STREAMS, "is not needed: genet always signals the end of its input", "")
	ROW("N", "", "is not needed", "")
	ROW("O", TCP "|udp-send|udp-recv|ping", "is spelled --send-buffer SIZE", "")
	ROW("T", TCP "|udp-send|udp-recv|ping", "is spelled --tos N", "")
	ROW("U", UNIX, "is what the command says already", "")
	ROW("U", "listen", "is a command of its own: genet unix listen PATH", "")
	ROW("U", "udp-send", "is a command of its own: genet unix send PATH", "")
	ROW("U", "udp-recv", "is a command of its own: genet unix recv PATH", "")
	ROW("U", "wait", "is spelled unix: before the path: genet wait unix:PATH", "")
	ROW("U", "ping", "is spelled unix: before the path: genet ping unix:PATH", "")
	ROW("U", "", "is a command of its own: genet unix connect PATH", "")
	ROW("W", RECEIVERS, "is spelled --count N", "")
	ROW("X", "connect", "is the kind of a proxy in netcats; here the URL says it", PROXY)
	ROW("X", "", "is the kind of a proxy in netcats; this command uses none", "")
	ROW("b", "udp-send", "is spelled --broadcast", "")
	ROW("b", "udp-recv", "is not needed: broadcasts are received, too", "")
	ROW("b", "", "is for datagrams: genet udp-send --broadcast HOST PORT", "")
	ROW("c", STREAMS, "is spelled --sh COMMAND (or --exec -- PROGRAM ARG...)", "")
	ROW("c", "wait", "is not needed: genet wait HOST PORT -- PROGRAM ARG...", "")
	ROW("c", "", "is for connections: genet listen PORT --sh COMMAND", "")
	ROW("d", STREAMS, "is spelled --no-stdin (or --data TEXT, as in curl)", "")
	ROW("d", SENDERS, "is spelled --data TEXT, as in curl", "")
	ROW("d", RECEIVERS, "is not needed: standard input is not read", "")
	ROW("e", STREAMS, "is spelled --exec -- PROGRAM ARG... (or --sh COMMAND)", "")
	ROW("e", "wait", "is not needed: genet wait HOST PORT -- PROGRAM ARG...", "")
	ROW("e", "", "is for connections: genet listen PORT --exec -- PROGRAM ARG...", "")
	ROW("f", "ping", "is spelled --interval 0", "")
	ROW("k", RECEIVERS, "is not needed: the datagrams of all senders are received", "")
	ROW("k", UNIX, "is for listeners: genet unix listen -k PATH", "")
	ROW("k", "", "is for listeners: genet listen -k PORT", "")
	ROW("l", "listen|udp-recv|unix listen|unix recv", "is what the command says already", "")
	ROW("l", UNIX, "is a command of its own: genet unix listen PATH", "")
	ROW("l", "udp-send", "is a command of its own: genet udp-recv PORT", "")
	ROW("l", "", "is a command of its own: genet listen PORT", "")
	ROW("m", TIMED, "is spelled --timeout TIME, as curl means it", "")
	ROW("n", UNIX, "has no meaning for Unix sockets", "")
	ROW("p", "listen", "is not needed: genet listen PORT (in netcat: nc -l -p PORT)", "")
	ROW("p", "udp-recv", "is not needed: genet udp-recv PORT (in netcat: nc -lu -p PORT)", "")
	ROW("p", UNIX, "has no meaning for Unix sockets", "")
	ROW("q", STREAMS, "has several meanings: netcat's \"-q 1\" is --linger 1s, and quiet is --quiet", "")
	ROW("q", SENDERS, "has several meanings: netcat's \"-q 1\" is not needed, as genet ends when all is sent; quiet is --quiet", "")
	ROW("q", RECEIVERS, "has several meanings: to end after a silence say -w TIME; quiet is --quiet", "")
	ROW("q", "", "has several meanings: quiet is --quiet", "")
	ROW("s", "listen", "is not needed: genet listen HOST PORT", "")
	ROW("s", "udp-recv", "is not needed: genet udp-recv HOST PORT", "")
	ROW("s", "unix listen|unix send|unix recv", "has no meaning here", "")
	ROW("t", TCP, "has several meanings: say --timeout TIME, --tos N, or --telnet", "")
	ROW("t", "udp-send|udp-recv", "has several meanings: say --timeout TIME, or --tos N", "")
	ROW("t", TIMED, "is spelled --timeout TIME", "")
	ROW("u", "udp-send|udp-recv|unix send|unix recv", "is what the command says already", "")
	ROW("u", "connect", CONNECT_UDP, "")
	ROW("u", "listen", LISTEN_UDP, "")
	ROW("u", "unix connect", "is spelled --datagram: genet unix connect --datagram PATH; to send only: genet unix send PATH", "")
	ROW("u", "unix listen", "is spelled --datagram: genet unix listen --datagram PATH; to hear all senders: genet unix recv PATH", "")
	ROW("u", "scan", "is spelled --udp", "")
	ROW("u", "wait", "is spelled udp: before the address: genet wait udp:HOST:PORT --send TEXT", "")
	ROW("u", "ping", "is spelled udp: before the address: genet ping udp:HOST:PORT --send TEXT", "")
	ROW("u", "", "is a command of its own: genet udp-send HOST PORT, or genet udp-recv PORT", "")
	ROW("w", SENDERS, "is spelled --reply=any --for TIME; without an answer, --reply --timeout TIME fails", "")
	ROW("w", "scan", "is spelled --connect-timeout TIME", "")
	ROW("w", "wait", "is spelled --timeout TIME", "")
	ROW("w", "resolve", "is spelled --connect-timeout TIME", "")
	ROW("x", RECEIVERS, "is a hex dump in netcats: say --hex, or --format hex", "")
	ROW("x", SENDERS, "is a hex dump in netcats: say --hex; for the answers, --reply --format hex", "")
	ROW("x", "connect", "is a proxy or a hex dump in netcats: a hex dump is --hex", PROXY)
	ROW("x", STREAMS, "is a proxy or a hex dump in netcats: a hex dump is --hex", "")
	ROW("x", "", "is a proxy or a hex dump in netcats; this command has neither", "")
	ROW("z", "scan|wait|ping", "is what the command says already", "")
	ROW("z", "", "is a command of its own: genet wait HOST PORT, or genet scan HOST PORTS", "");

static const char options[] =
	ROW("bwlimit", STREAMS "|" SENDERS, "is spelled --rate SIZE", "")
	ROW("cacert", CONNECTERS, "is spelled --tls-ca FILE", "")
	ROW("cacert", "listen|unix listen", "is spelled --tls-client-ca FILE", "")
	ROW("cacert", "doctor|ping", "is spelled --tls-ca FILE", "")
	ROW("cacert", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("cafile", CONNECTERS, "is spelled --tls-ca FILE", "")
	ROW("cafile", "listen|unix listen", "is spelled --tls-client-ca FILE", "")
	ROW("cafile", "doctor|ping", "is spelled --tls-ca FILE", "")
	ROW("cafile", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("cert", STREAMS, "is spelled --tls-cert FILE", "")
	ROW("cert", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("dump", BYTES, "is spelled --hex, or --capture FILE for packets", "")
	ROW("hex-dump", BYTES, "is spelled --hex=FILE, or --hex", "")
	ROW("hexdump", BYTES, "is spelled --hex", "")
	ROW("accept-proxy", CONNECTERS, "is for listeners; a client sends a header by --send-proxy", "")
	ROW("insecure", "doctor", "is not for doctor, which verifies each certificate", "")
	ROW("insecure", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("keep-alive", TCP, "is spelled --keepalive", "")
	ROW("limit-rate", STREAMS "|" SENDERS, "is spelled --rate SIZE", "")
	ROW("limit-rate", "", "has no meaning for this command", "")
	ROW("listen", UNIX, "is a command of its own: genet unix listen PATH", "")
	ROW("listen", "", "is a command of its own: genet listen PORT", "")
	ROW("max-time", TIMED, "is spelled --timeout", "")
	ROW("nodns", TCP "|udp-send|udp-recv|wait|scan|resolve", "is spelled --numeric", "")
	ROW("pcap", BYTES, "is spelled --capture FILE", "")
	ROW("proxy", "", "is for connections: genet connect --proxy http://HOST:PORT HOST PORT", "")
	ROW("retry-max-time", "connect|unix connect", "is spelled --retry-for", "")
	ROW("sh-exec", STREAMS, "is spelled --sh", "")
	ROW("source-address", "connect|udp-send", "is spelled --source", "")
	ROW("pinnedpubkey", CONNECTERS, "is spelled --tls-pin PIN", "")
	ROW("send-proxy", LISTENERS, "is for clients: genet connect --send-proxy HOST PORT", "")
	ROW("starttls", LISTENERS, "is for clients: genet connect --starttls smtp HOST PORT", "")
	ROW("ssl", STREAMS, "is spelled --tls", "")
	ROW("ssl", "doctor", DOCTOR_TLS, "")
	ROW("ssl", "ping", "is spelled --tls", "")
	ROW("ssl", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("ssl-alpn", STREAMS, "is spelled --tls-alpn LIST", "")
	ROW("ssl-cert", STREAMS, "is spelled --tls-cert FILE", "")
	ROW("ssl-ciphers", STREAMS, "is spelled --tls-ciphers LIST", "")
	ROW("ssl-key", STREAMS, "is spelled --tls-key FILE", "")
	ROW("ssl-servername", CONNECTERS, "is spelled --tls-name HOST", "")
	ROW("ssl-trustfile", CONNECTERS, "is spelled --tls-ca FILE", "")
	ROW("ssl-verify", CONNECTERS, "is not needed: --tls checks who the peer is", "")
	ROW("ssl-verify", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("tls-ca", LISTENERS, "is for clients; whom to believe of these: --tls-client-ca FILE", "")
	ROW("tls-client-ca", CONNECTERS, "is for listeners; whom to believe: --tls-ca FILE", "")
	ROW("tls-pin", LISTENERS, "is for clients; the pin of this side is %{tls_pin} of --announce", "")
	ROW("tls", "doctor", DOCTOR_TLS, "")
	ROW("tls", "", "is for connections: genet connect --tls HOST PORT", "")
	ROW("udp", "wait", "is spelled before the address: genet wait udp:HOST:PORT --send TEXT", "")
	ROW("udp", "ping", "is spelled before the address: genet ping udp:HOST:PORT --send TEXT", "")
	ROW("udp", "listen", LISTEN_UDP, "")
	ROW("udp", "connect", CONNECT_UDP, "")
	ROW("udp", "", "is a command of its own: genet udp-send HOST PORT, or genet udp-recv PORT", "")
	ROW("unixsock", "listen", "is a command of its own: genet unix listen PATH", "")
	ROW("unixsock", "", "is a command of its own: genet unix connect PATH", "")
	ROW("wait", "connect|unix connect", "has several meanings: say --connect-timeout or --idle-timeout", "")
	ROW("wait", "listen|unix listen|udp-recv|unix recv", "is spelled --idle-timeout", "")
	ROW("wait", TIMED, "is spelled --timeout", "")
	ROW("zero", "", "is a command of its own: genet wait HOST PORT, or genet scan HOST PORTS", "");

/* Words in the place of a command: "say" is the command that does the same. */
static const char commands[] =
	ROW("bind", "", "listen", "")
	ROW("chat", "", "", "two terminals chat: genet listen PORT, and genet connect HOST PORT")
	ROW("client", "", "connect", "")
	ROW("dial", "", "connect", "")
	ROW("dig", "", "resolve", "")
	ROW("dns", "", "resolve", "")
	ROW("forward", "", "relay", "")
	ROW("getent", "", "resolve", "")
	ROW("host", "", "resolve", "")
	ROW("learn", "", "", "what lessons there are: genet pair-demo --lesson list")
	ROW("lesson", "", "", "what lessons there are: genet pair-demo --lesson list")
	ROW("lessons", "", "", "what lessons there are: genet pair-demo --lesson list")
	ROW("lookup", "", "resolve", "")
	ROW("nmap", "", "scan", "")
	ROW("nslookup", "", "resolve", "")
	ROW("open", "", "connect", "")
	ROW("portscan", "", "scan", "")
	ROW("proxy", "", "", "a proxy server: genet relay socks5:PORT; to one target: genet relay PORT HOST:PORT")
	ROW("receive", "", "", "a stream: genet listen PORT; datagrams: genet udp-recv PORT")
	ROW("recv", "", "", "a stream: genet listen PORT; datagrams: genet udp-recv PORT")
	ROW("send", "", "", "a stream: genet connect HOST PORT; datagrams: genet udp-send HOST PORT")
	ROW("serve", "", "listen", "")
	ROW("server", "", "listen", "")
	ROW("socat", "", "", "two addresses of genet: genet relay LISTEN TARGET; those of socat: genet translate socat ADDRESS ADDRESS")
	ROW("tcp", "", "", "genet connect HOST PORT, or genet listen PORT")
	ROW("tcp-connect", "", "connect", "")
	ROW("tcp-listen", "", "listen", "")
	ROW("telnet", "", "connect", "")
	ROW("tunnel", "", "relay", "")
	ROW("udp", "", "", "genet udp-send HOST PORT, or genet udp-recv PORT")
	ROW("udp-client", "", "udp-send", "")
	ROW("udp-connect", "", "udp-send", "")
	ROW("udp-listen", "", "udp-recv", "")
	ROW("udp-receive", "", "udp-recv", "")
	ROW("udp-server", "", "udp-recv", "")
	ROW("wait-for", "", "wait", "")
	ROW("wait-for-it", "", "wait", "")
	ROW("wait-port", "", "wait", "");
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

static struct habit find(
    const char *rows, const char *command, const char *word)
{
	while (*rows) {
		bool is_word = strcmp(texts_take(&rows), word) == 0;
		const char *names = texts_take(&rows);
		const char *say = texts_take(&rows), *hint = texts_take(&rows);
		if (is_word &&
		    (!*names || (command && is_one_of(names, command))))
			return (struct habit){ say, hint };
	}
	return (struct habit){ NULL, NULL };
}

struct habit netcat_letter(const char *command, char letter)
{
	const char word[] = { letter, '\0' };

	return find(letters, command, word);
}

struct habit netcat_option(const char *command, const char *name)
{
	return find(options, command, name);
}

struct other_command netcat_command(const char *word)
{
	const struct habit row = find(commands, NULL, word);

	return (struct other_command){ row.say, row.hint };
}
