/* SPDX-License-Identifier: MIT */
/* The option tables that commands share: one row an option. */
#include "args/option-groups.h"

#include <limits.h>

#include "args/option-groups-private.h"
#include "stream/datagram.h"

/* clang-format off */
static const struct option_spec global[] = {
	{ 'v', "verbose", "", "print what happens; -vv each step, -vvv each call", OPTION_COUNT, AT(verbosity), 0, 0, .is_common = true },
	{ 0, "quiet", "", "only errors, without hints", OPTION_FLAG, AT(quiet), 0, 0 },
	{ 0, "color", "WHEN", "use colors: auto (default), always or never", OPTION_CHOICE, AT(color), 0, 0, WORDS_COLORS },
	{ 'h', "", "", "the most useful options on one screen", OPTION_FLAG, AT(short_help), 0, 0 },
	{ 0, "help", "", "all options", OPTION_FLAG, AT(full_help), 0, 0 },
	{ 'V', "version", "", "version and features", OPTION_FLAG, AT(version), 0, 0 },
};
GROUP(global, "Help and diagnostics");

static const struct option_spec address[] = {
	{ '4', "ipv4", "", "only IPv4", OPTION_FAMILY, AT(family), AF_INET, 0 },
	{ '6', "ipv6", "", "only IPv6", OPTION_FAMILY, AT(family), AF_INET6, 0 },
	{ 'n', "numeric", "", "do not look up names", OPTION_FLAG, AT(numeric), 0, 0 },
};
GROUP(address, "Addresses");

static const struct option_spec source[] = {
	{ 's', "source", "ADDR", "use this local address", OPTION_TEXT, AT(source), 0, 0 },
	{ 'p', "source-port", "PORT", "use this local port", OPTION_PORT, AT(source_port), 0, 0 },
};
GROUP(source, "Local address");

static const struct option_spec tcp[] = {
	{ 0, "nagle", "", "collect small writes (leave TCP_NODELAY off)", OPTION_FLAG, AT(sockopts.nagle), 0, 0 },
	{ 0, "keepalive", "", "probe a silent connection regularly", OPTION_FLAG, AT(sockopts.keepalive), 0, 0 },
	{ 0, "congestion", "NAME", "congestion control, such as cubic or reno", OPTION_TEXT, AT(sockopts.congestion), 0, 0 },
	{ 0, "send-buffer", "SIZE", "the kernel's buffer for sending", OPTION_SIZE, AT(sockopts.send_buffer), 1, INT_MAX / 2 },
	{ 0, "recv-buffer", "SIZE", "the kernel's buffer for receiving", OPTION_SIZE, AT(sockopts.recv_buffer), 1, INT_MAX / 2 },
	{ 0, "tos", "N", "type of service or traffic class of the packets", OPTION_NUMBER, AT(sockopts.tos), 0, 255 },
	{ 0, "ttl", "N", "time to live (hop limit) of the packets", OPTION_NUMBER, AT(sockopts.ttl), 1, 255 },
	{ 0, "min-ttl", "N", "only packets that arrive with a TTL of N or more", OPTION_NUMBER, AT(sockopts.min_ttl), 1, 255 },
	{ 0, "mptcp", "", "use Multipath TCP if the peer does", OPTION_FLAG, AT(sockopts.mptcp), 0, 0 },
	{ 0, "fast-open", "", "TCP Fast Open: data in the first packet", OPTION_FLAG, AT(sockopts.fast_open), 0, 0 },
	{ 0, "interface", "IF", "use this network interface only", OPTION_TEXT, AT(sockopts.interface), 0, 0 },
};
GROUP(tcp, "TCP");

static const struct option_spec telnet[] = {
	{ 0, "telnet", "", "decline the telnet options that the peer negotiates", OPTION_FLAG, AT(telnet), 0, 0 },
};
GROUP(telnet, "Telnet");

static const struct option_spec retry[] = {
	{ 0, "connect-timeout", "TIME", "limit for the lookup and connecting (default 30s)", OPTION_TIME, AT(connect_timeout_us), 1, 0 },
	{ 0, "retry", "N", "try again N times, or 'forever'", OPTION_REPEATS, AT(retries), 0, 0 },
	{ 0, "retry-for", "TIME", "try again until TIME has passed", OPTION_TIME, AT(retry_for_us), 1, 0, .is_common = true },
	{ 0, "retry-delay", "TIME", "first pause, then doubled up to 2s (default 50ms)", OPTION_PAUSE, AT(retry_delay_us), 0, 0 },
};
GROUP(retry, "Connecting");

static const struct option_spec reconnection[] = {
	{ 0, "reconnect", "", "connect again whenever the connection breaks", OPTION_FLAG, AT(reconnects), 0, 0 },
	{ 0, "greeting", "", "with it: send the --data on each connection", OPTION_FLAG, AT(greets), 0, 0 },
};
GROUP(reconnection, "Connecting again");

static const struct option_spec ending[] = {
	{ 'w', "idle-timeout", "TIME", "fail when no data moves for TIME", OPTION_TIME, AT(idle_timeout_us), 1, 0 },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
	{ 0, "linger", "TIME", "after the input, wait at most TIME for the peer", OPTION_TIME, AT(linger_us), 0, 0 },
	{ 0, "for", "TIME", "end with success after TIME", OPTION_TIME, AT(for_us), 1, 0 },
	{ 0, "end-with-peer", "", "end when the peer has ended, even if the input has not", OPTION_FLAG, AT(end_with_peer), 0, 0 },
};
GROUP(ending, "Ending");

static const struct option_spec data[] = {
	{ 'i', "input", "FILE", "send FILE instead of standard input", OPTION_TEXT, AT(input), 0, 0 },
	{ 'o', "output", "FILE", "write to FILE instead of standard output", OPTION_TEXT, AT(output), 0, 0, .is_common = true },
	{ 0, "data", "TEXT", "send TEXT; escapes: \\r \\n \\t \\0 \\xHH \\\\", OPTION_BYTES, AT(data), 0, 0, .is_common = true },
	{ 'C', "crlf", "", "send LF as CRLF", OPTION_FLAG, AT(crlf), 0, 0 },
	{ 0, "line-interval", "TIME", "send line by line, with a pause of TIME", OPTION_PAUSE, AT(line_interval_us), 0, 0 },
	{ 0, "send-only", "", "end when everything is delivered", OPTION_FLAG, AT(send_only), 0, 0 },
	{ 0, "recv-only", "", "send nothing", OPTION_FLAG, AT(recv_only), 0, 0 },
	{ 0, "no-stdin", "", "do not read standard input; it counts as empty", OPTION_FLAG, AT(no_stdin), 0, 0 },
	{ 0, "raw", "", "do not escape control characters on a terminal", OPTION_FLAG, AT(raw), 0, 0 },
};
GROUP(data, "Data");

static const struct option_spec urgent[] = {
	{ 0, "urgent", "TEXT", "send TEXT before the input; its last byte is urgent", OPTION_BYTES, AT(urgent), 1, 0 },
};
GROUP(urgent, "Urgent data");

static const struct option_spec moving[] = {
	{ 0, "engine", "ENGINE", "how to move bytes: auto (default), copy or splice", OPTION_CHOICE, AT(engine), 0, 0, WORDS_ENGINES },
	{ 0, "rate", "SIZE", "transfer at most SIZE bytes a second each way", OPTION_SIZE, AT(rate), 1, LONG_MAX },
	{ 0, "size", "SIZE", "the expected size, for --progress", OPTION_SIZE, AT(watching.size), 1, LONG_MAX },
	{ 0, "stats", "", "print totals, and what limited the speed", OPTION_FLAG, AT(stats), 0, 0 },
};
GROUP(moving, "Moving bytes");

static const struct option_spec accepting[] = {
	{ '1', "once", "", "accept one connection (the default)", OPTION_FLAG, AT(once), 0, 0 },
	{ 'k', "keep-open", "", "accept any number of clients at once", OPTION_FLAG, AT(keep_open), 0, 0, .is_common = true },
	{ 0, "count-conns", "N", "accept N connections, then end", OPTION_NUMBER, AT(count_conns), 1, LONG_MAX },
	{ 0, "max-conns", "N", "serve at most N clients at once (default 1000)", OPTION_NUMBER, AT(max_conns), 1, INT_MAX },
	{ 0, "max-memory", "SIZE", "memory for all clients (default 256MiB)", OPTION_SIZE, AT(max_memory), 1, LONG_MAX },
	{ 0, "backlog", "N", "clients that may wait (default 4096)", OPTION_NUMBER, AT(backlog), 0, INT_MAX },
};
GROUP(accepting, "Accepting");

static const struct option_spec sharing[] = {
	{ 0, "reuse-port", "", "share the port with other listeners", OPTION_FLAG, AT(sockopts.reuse_port), 0, 0 },
};
GROUP(sharing, "Sharing");

static const struct option_spec ranges[] = {
	{ 0, "allow", "CIDR", "accept only this range; can be repeated", OPTION_TEXTS, AT(allow), 0, 0 },
	{ 0, "deny", "CIDR", "reject this range; can be repeated", OPTION_TEXTS, AT(deny), 0, 0 },
};
GROUP(ranges, "Allowed clients");

static const struct option_spec many[] = {
	{ 0, "format", "FORMAT", "raw (default), or lines: keep lines whole", OPTION_CHOICE, AT(stream_format), 0, 0, WORDS_STREAM_FORMATS },
	{ 0, "tag", "", "begin each line with its client", OPTION_FLAG, AT(tag), 0, 0 },
	{ 0, "echo", "", "send each client its own bytes back", OPTION_FLAG, AT(echo), 0, 0 },
	{ 0, "discard", "", "discard what is received", OPTION_FLAG, AT(discard), 0, 0 },
};
GROUP(many, "Many clients");

static const struct option_spec goal[] = {
	{ 0, "expect", "TEXT", "status 8 unless TEXT (with escapes) is received", OPTION_BYTES, AT(expect), 1, 0, .is_common = true },
	{ 0, "until", "TEXT", "end when TEXT (with escapes) is received", OPTION_BYTES, AT(until), 1, 0 },
	{ 0, "bytes", "SIZE", "end when SIZE bytes are received", OPTION_SIZE, AT(bytes), 1, LONG_MAX },
	{ 0, "count", "N", "end when N lines are received", OPTION_NUMBER, AT(count), 1, LONG_MAX },
};
GROUP(goal, "Stop conditions and expectations");

static const struct option_spec program[] = {
	{ 0, "exec", "", "talk to the program given after --", OPTION_PROGRAM, AT(exec), 0, 0, .is_common = true },
	{ 0, "sh", "COMMAND", "talk to a shell command", OPTION_TEXT, AT(shell), 0, 0, .is_common = true },
	{ 0, "pipes", "", "give the program pipes instead of the connection", OPTION_FLAG, AT(pipes), 0, 0 },
};
GROUP(program, "Programs");

static const struct option_spec running[] = {
	{ 0, "background", "", "continue in the background when ready", OPTION_FLAG, AT(background), 0, 0 },
	{ 0, "during", "", "run the program given after --, end when it ends", OPTION_PROGRAM, AT(during), 0, 0, .is_common = true },
	{ 0, "exit-with-pid", "PID", "end when that process ends", OPTION_NUMBER, AT(owner_pid), 1, INT_MAX },
	{ 0, "log", "FILE", "add messages to FILE", OPTION_TEXT, AT(log), 0, 0 },
	{ 0, "pid-file", "FILE", "keep the process id in FILE until the end", OPTION_TEXT, AT(pid_file), 0, 0 },
	{ 0, "status-file", "FILE", "write the exit status to FILE, locked until then", OPTION_TEXT, AT(status_file), 0, 0 },
};
GROUP(running, "Running");

static const struct option_spec ready[] = {
	{ 0, "announce", "FORMAT", "what to announce when ready (default %{address})", OPTION_FORMAT, AT(announce), 0, 0, WORDS_ANNOUNCE },
	{ 0, "ready-fd", "N", "announce to descriptor N, and close it", OPTION_NUMBER, AT(ready_fd), 0, INT_MAX },
	{ 0, "ready-file", "FILE", "write the announcement to FILE", OPTION_TEXT, AT(ready_file), 0, 0, .is_common = true },
};
GROUP(ready, "Readiness");

static const struct option_spec relay[] = {
	{ 'w', "idle-timeout", "TIME", "reset both ends when no data moves for TIME", OPTION_TIME, AT(idle_timeout_us), 1, 0, .is_common = true },
	{ 0, "linger", "TIME", "the same when one end goes on for TIME after the other", OPTION_TIME, AT(linger_us), 0, 0 },
	{ 0, "flow-timeout", "TIME", "datagrams: forget a silent client after TIME (default 60s)", OPTION_TIME, AT(flow_timeout_us), 1, 0 },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0 },
	{ 0, "for", "TIME", "end with success after TIME", OPTION_TIME, AT(for_us), 1, 0 },
	{ 0, "drain", "TIME", "after SIGTERM, let connections end for TIME (default 0)", OPTION_TIME, AT(drain_us), 0, 0, .is_common = true },
};
GROUP(relay, "Ending");

static const struct option_spec forwarding[] = {
	{ 0, "count-conns", "N", "accept N connections, then end", OPTION_NUMBER, AT(count_conns), 1, LONG_MAX },
	{ 0, "max-conns", "N", "serve at most N clients at once (default 10000)", OPTION_NUMBER, AT(max_conns), 1, INT_MAX, .is_common = true },
	{ 0, "backlog", "N", "clients that may wait (default 4096)", OPTION_NUMBER, AT(backlog), 0, INT_MAX },
};
GROUP(forwarding, "Accepting");

static const struct option_spec seqpacket[] = {
	{ 0, "seqpacket", "", "carry messages, not a stream of bytes", OPTION_FLAG, AT(seqpacket), 0, 0 },
	{ 0, "datagram", "", "exchange datagrams instead of a stream", OPTION_FLAG, AT(datagram), 0, 0 },
};
GROUP(seqpacket, "Kind of socket");

static const struct option_spec socket_file[] = {
	{ 0, "mode", "MODE", "permissions of the socket file (default 0600)", OPTION_MODE, AT(mode), 0, 0 },
};
GROUP(socket_file, "Socket file");

static const struct option_spec unix_source[] = {
	{ 's', "source", "PATH", "with --datagram: receive answers on this socket", OPTION_TEXT, AT(source), 0, 0 },
	{ 0, "mode", "MODE", "permissions of its file (default 0600)", OPTION_MODE, AT(mode), 0, 0 },
};
GROUP(unix_source, "Local address");

static const struct option_spec resolve[] = {
	{ 0, "connect", "", "connect to each address, and print the outcome", OPTION_FLAG, AT(try_connect), 0, 0, .is_common = true },
	{ 0, "connect-timeout", "TIME", "limit for the lookup and each address (default 30s)", OPTION_TIME, AT(connect_timeout_us), 1, 0, .is_common = true },
};
GROUP(resolve, "Trying");
static const struct option_spec datagrams_out[] = {
	{ 0, "size", "SIZE", "split what one read returns at SIZE", OPTION_SIZE, AT(size), 1, DATAGRAM_LONGEST },
	{ 0, "lines", "", "one datagram per line, without its end", OPTION_FLAG, AT(lines), 0, 0, .is_common = true },
	{ 0, "block", "SIZE", "exactly SIZE bytes per datagram", OPTION_SIZE, AT(block), 1, DATAGRAM_LONGEST },
	{ 0, "length-prefixed", "", "a 32-bit length precedes each datagram", OPTION_FLAG, AT(length_prefixed), 0, 0 },
	{ 'i', "input", "FILE", "send FILE instead of standard input", OPTION_TEXT, AT(input), 0, 0 },
	{ 'C', "crlf", "", "send LF as CRLF", OPTION_FLAG, AT(crlf), 0, 0 },
	{ 0, "data", "TEXT", "send TEXT as one; escapes: \\r \\n \\t \\0 \\xHH \\\\", OPTION_BYTES, AT(data), 0, 0, .is_common = true },
	{ 0, "repeat", "N", "send the --data N times, or 'forever'", OPTION_REPEATS, AT(repeats), 0, 0 },
	{ 0, "interval", "TIME", "pause between two datagrams", OPTION_TIME, AT(interval_us), 0, 0 },
	{ 0, "rate", "SIZE", "send at most SIZE bytes a second", OPTION_SIZE, AT(rate), 1, LONG_MAX },
	{ 0, "end-empty", "", "send an empty datagram last", OPTION_FLAG, AT(end_empty), 0, 0 },
	{ 0, "error-wait", "TIME", "wait TIME for refusals", OPTION_TIME, AT(error_wait_us), 0, 0 },
};
GROUP(datagrams_out, "Datagrams");

static const struct option_spec udp_out[] = {
	{ 0, "broadcast", "", "allow broadcast addresses", OPTION_FLAG, AT(sockopts.broadcast), 0, 0, .is_common = true },
	{ 0, "no-loop", "", "do not deliver multicast on this host", OPTION_FLAG, AT(no_loop), 0, 0 },
};
GROUP(udp_out, "Broadcast and multicast");

static const struct option_spec answers[] = {
	{ 0, "reply", "[=N]", "print N answers (default 1); 'any' needs --for", OPTION_NUMBER, AT(replies), 1, LONG_MAX, WORDS_ANY, .is_common = true },
	{ 0, "for", "TIME", "accept answers for TIME; status 8 if too few arrive", OPTION_TIME, AT(for_us), 1, 0 },
	{ 0, "expect", "TEXT", "status 8 unless one contains TEXT (with escapes)", OPTION_BYTES, AT(expect), 1, 0 },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
};
GROUP(answers, "Answers");

static const struct option_spec output[] = {
	{ 0, "format", "FORMAT", "raw (default), lines, length-prefixed, hex or json", OPTION_CHOICE, AT(format), 0, 0, WORDS_FORMATS, .is_common = true },
	{ 'o', "output", "FILE", "write to FILE instead of standard output", OPTION_TEXT, AT(output), 0, 0, .is_common = true },
	{ 0, "raw", "", "do not escape control characters on a terminal", OPTION_FLAG, AT(raw), 0, 0 },
};
GROUP(output, "Output");

static const struct option_spec datagrams_in[] = {
	{ 0, "count", "N", "end after N datagrams", OPTION_NUMBER, AT(count), 1, LONG_MAX, .is_common = true },
	{ 0, "bytes", "SIZE", "end after SIZE bytes", OPTION_SIZE, AT(bytes), 1, LONG_MAX },
	{ 0, "until", "TEXT", "end after a datagram with TEXT (with escapes)", OPTION_BYTES, AT(until), 1, 0, .is_common = true },
	{ 0, "end-empty", "", "end after an empty datagram", OPTION_FLAG, AT(end_empty), 0, 0 },
	{ 0, "for", "TIME", "end with success after TIME", OPTION_TIME, AT(for_us), 1, 0 },
	{ 0, "expect", "TEXT", "status 8 unless one contains TEXT (with escapes)", OPTION_BYTES, AT(expect), 1, 0 },
	{ 'w', "idle-timeout", "TIME", "fail when none arrives for TIME", OPTION_TIME, AT(idle_timeout_us), 1, 0 },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
	{ 0, "strict", "", "status 8 if the kernel dropped any", OPTION_FLAG, AT(strict), 0, 0 },
	{ 0, "length-prefixed", "", "the same as --format length-prefixed", OPTION_FLAG, AT(length_prefixed), 0, 0 },
	{ 0, "reply", "TEXT", "answer each with TEXT; escapes: \\r \\n \\xHH ...", OPTION_BYTES, AT(reply), 0, 0, .is_common = true },
	{ 0, "echo", "", "send each back to its sender", OPTION_FLAG, AT(echo), 0, 0, .is_common = true },
};
GROUP(datagrams_in, "Datagrams");

static const struct option_spec udp_in[] = {
	{ 0, "from", "ADDR", "accept only from this host, or HOST:PORT", OPTION_TEXT, AT(from), 0, 0 },
	{ 0, "join", "GROUP[%IF]", "join a multicast group; can be repeated", OPTION_TEXTS, AT(groups), 0, 0, .is_common = true },
	{ 0, "reuse-port", "", "share the port with other receivers", OPTION_FLAG, AT(sockopts.reuse_port), 0, 0 },
};
GROUP(udp_in, "Senders");

static const struct option_spec peek[] = {
	{ 0, "peek", "", "print the first datagram of fd:N, and leave it there", OPTION_FLAG, AT(peeks), 0, 0 },
};
GROUP(peek, "Inherited sockets");

static const struct option_spec ip[] = {
	{ 0, "send-buffer", "SIZE", "the kernel's buffer for sending", OPTION_SIZE, AT(sockopts.send_buffer), 1, INT_MAX / 2 },
	{ 0, "recv-buffer", "SIZE", "the kernel's buffer for receiving", OPTION_SIZE, AT(sockopts.recv_buffer), 1, INT_MAX / 2 },
	{ 0, "tos", "N", "type of service or traffic class of the packets", OPTION_NUMBER, AT(sockopts.tos), 0, 255 },
	{ 0, "ttl", "N", "time to live (hop limit) of the packets", OPTION_NUMBER, AT(sockopts.ttl), 1, 255 },
	{ 0, "interface", "IF", "use this network interface only", OPTION_TEXT, AT(sockopts.interface), 0, 0 },
};
GROUP(ip, "IP");

static const struct option_spec lesson[] = {
	{ 0, "lesson", "LESSON", "show one fact about sockets; list: all lessons", OPTION_TEXT, AT(pair.lesson), 0, 0, .is_common = true },
	{ 0, "write", "C|python", "print the lesson as a program in that language", OPTION_CHOICE, AT(pair.language), 0, 0, WORDS_LANGUAGES, .is_common = true },
	{ '4', "ipv4", "", "use IPv4 in lessons (the default)", OPTION_FAMILY, AT(family), AF_INET, 0 },
	{ '6', "ipv6", "", "use IPv6 in lessons", OPTION_FAMILY, AT(family), AF_INET6, 0 },
};
GROUP(lesson, "Lessons");

static const struct option_spec pair[] = {
	{ 0, "kind", "KIND", "pair, unix, tcp or udp (default pair)", OPTION_CHOICE, AT(pair.kind), 0, 0, WORDS_PAIR_KINDS, .is_common = true },
	{ 0, "type", "TYPE", "stream, dgram or seqpacket (default stream; with udp dgram)", OPTION_CHOICE, AT(pair.type), 0, 0, WORDS_PAIR_TYPES, .is_common = true },
	{ 0, "count", "N", "how many messages (default 1000)", OPTION_NUMBER, AT(pair.count), 1, INT_MAX, .is_common = true },
	{ 0, "size", "SIZE", "how long each message is (default 1)", OPTION_SIZE, AT(pair.size), 1, 1024 * 1024, .is_common = true },
	{ 0, "interval", "TIME", "pause between two messages (default 10us)", OPTION_TIME, AT(pair.interval_us), 0, 0 },
	{ 0, "both-ways", "", "both processes send, and both read", OPTION_FLAG, AT(pair.both_ways), 0, 0, .is_common = true },
	{ 0, "no-shutdown", "", "no shutdown: keep the socket open for 3 s instead", OPTION_FLAG, AT(pair.no_shutdown), 0, 0, .is_common = true },
};
GROUP(pair, "Demo");
static const struct option_spec waiting[] = {
	{ 0, "gone", "", "wait until the addresses are gone", OPTION_FLAG, AT(gone), 0, 0, .is_common = true },
	{ 0, "any", "", "stop when the first address answers, or is gone", OPTION_FLAG, AT(any), 0, 0, .is_common = true },
	{ 0, "bound", "", "do not connect: ask the kernel which sockets exist", OPTION_FLAG, AT(bound), 0, 0, .is_common = true },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
	{ 0, "connect-timeout", "TIME", "limit for each attempt (default 5s)", OPTION_TIME, AT(attempt_timeout_us), 1, 0 },
};
GROUP(waiting, "Waiting");

static const struct option_spec pinging[] = {
	{ 0, "count", "N", "end after N pings (default: go on for ever)", OPTION_NUMBER, AT(count), 1, LONG_MAX, .is_common = true },
	{ 0, "interval", "TIME", "begin one ping each TIME (default 1s); 0: at once", OPTION_TIME, AT(ping.interval_us), 0, 0, .is_common = true },
	{ 0, "timeout", "TIME", "end after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
	{ 0, "connect-timeout", "TIME", "limit for each ping (default 5s)", OPTION_TIME, AT(attempt_timeout_us), 1, 0, .is_common = true },
	{ 0, "greeting", "", "the answer is what the server says first", OPTION_FLAG, AT(ping.greeting), 0, 0, .is_common = true },
};
GROUP(pinging, "Pinging");

static const struct option_spec question[] = {
	{ 0, "send", "TEXT", "send TEXT; escapes: \\r \\n \\t \\0 \\xHH \\\\", OPTION_BYTES, AT(send), 0, 0, .is_common = true },
	{ 0, "expect", "TEXT", "the answer must contain TEXT (with escapes)", OPTION_BYTES, AT(expect), 1, 0, .is_common = true },
};
GROUP(question, "Question and answer");

static const struct option_spec scanning[] = {
	{ 0, "udp", "", "scan UDP ports; also list silent ones", OPTION_FLAG, AT(udp), 0, 0, .is_common = true },
	{ 0, "all", "", "also list closed and silent ports", OPTION_FLAG, AT(all), 0, 0, .is_common = true },
	{ 0, "parallel", "N", "ports to try at once (default 100)", OPTION_NUMBER, AT(parallel), 1, 65535, .is_common = true },
	{ 0, "connect-timeout", "TIME", "limit for each port (default 2s)", OPTION_TIME, AT(attempt_timeout_us), 1, 0, .is_common = true },
	{ 0, "timeout", "TIME", "fail after TIME in all", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
};
GROUP(scanning, "Scanning");

static const struct option_spec doctor[] = {
	{ 0, "timeout", "TIME", "conclude from what is known after TIME (default 15s)", OPTION_TIME, AT(timeout_us), 1, 0, .is_common = true },
	{ 0, "tls-ca", "FILE|DIR", "trust these authorities, not the system's", OPTION_TEXT, AT(tls.ca), 0, 0 },
	{ 0, "tls-name", "HOST", "the certificate must be for HOST", OPTION_TEXT, AT(tls.name), 0, 0 },
};
GROUP(doctor, "Doctor");

static const struct option_spec doctor_listen[] = {
	{ 0, "wait", "TIME", "wait for a client, and say what arrives", OPTION_TIME, AT(wait_us), 1, 0, .is_common = true },
};
GROUP(doctor_listen, "Doctor");

static const struct option_spec events[] = {
	{ 0, "json", "", "print events as JSON, one object per line", OPTION_FLAG, AT(watching.json), 0, 0 },
	{ 0, "events", "FILE", "write events to FILE, or to a descriptor: fd:N", OPTION_TEXT, AT(watching.events), 0, 0 },
	{ 0, "events-data", "WHAT", "data in events: lengths (default), bytes or none", OPTION_CHOICE, AT(watching.events_data), 0, 0, WORDS_EVENTS_DATA },
};
GROUP(events, "Events");

static const struct option_spec reports[] = {
	{ 0, "write-out", "FORMAT", "print FORMAT at the end, such as '%{time_total}'", OPTION_FORMAT, AT(watching.write_out), 0, 0, WORDS_WRITE_OUT },
};
GROUP(reports, "Reports");

static const struct option_spec watching[] = {
	{ 0, "hex", "[=FILE]", "show all bytes in hexadecimal, or write them to FILE", OPTION_TEXT, AT(watching.hex), 0, 0 },
	{ 0, "capture", "FILE", "write all bytes to FILE as packets, for Wireshark", OPTION_TEXT, AT(watching.capture), 0, 0 },
	{ 0, "progress", "[=WHEN]", "show the progress: auto (default), plain or never", OPTION_CHOICE, AT(watching.progress), 1, 0, WORDS_PROGRESS },
};
GROUP(watching, "Watching");

static const struct option_spec recording[] = {
	{ 0, "record", "FILE", "write each connection to FILE as a dialogue", OPTION_TEXT, AT(watching.record), 0, 0 },
	{ 0, "record-times", "", "with --record: silences become pauses", OPTION_FLAG, AT(watching.record_times), 0, 0 },
};
GROUP(recording, "Recording");
/* clang-format on */
