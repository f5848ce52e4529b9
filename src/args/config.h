/* SPDX-License-Identifier: MIT */
/* Everything a command line can say, as plain data. Texts are argv's own. */
#ifndef ARGS_CONFIG_H
#define ARGS_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "args/config-dialogue.h"
#include "args/config-faults.h"
#include "args/config-nc.h"
#include "args/config-pair.h"
#include "args/config-ping.h"
#include "args/config-secure.h"
#include "args/config-texts.h"
#include "args/config-watching.h"
#include "base/clock.h"
#include "net/sockopts.h"

/* Bytes that may hold NUL; allocated. */
struct config_bytes {
	char *bytes; /* NULL: not given */
	size_t len;
};

struct config {
	const char **operands; /* allocated, ended by NULL */
	int operand_count;
	char **program; /* what stands behind "--"; NULL: nothing does */

	/* what may have been meant otherwise */
	int after_dashes; /* so many of the operands come after "--" */
	struct config_apart {
		const char *option, *value; /* "--reply 3", for --reply=3 */
	} apart;

	/* everywhere */
	int verbosity, color; /* of color: enum palette_when */
	bool quiet, short_help, full_help, version;
	int sandbox;               /* enum confine_how */
	const char *user, *chroot; /* to become, and to enter */

	/* address and connection */
	int family;
	bool numeric;
	const char *source, *source_port;
	struct sockopts sockopts;
	long backlog; /* -1: the default */

	/* timing; microseconds, or CLOCK_NEVER */
	int64_t connect_timeout_us, idle_timeout_us, timeout_us, linger_us;
	int64_t for_us, drain_us, flow_timeout_us;
	int64_t retries, retry_for_us, retry_delay_us;

	/* data */
	const char *input, *output; /* files; NULL: standard streams */
	struct config_bytes data, urgent;
	bool crlf, raw, no_stdin, send_only, recv_only, end_with_peer;
	bool telnet, reconnects, greets;
	int64_t line_interval_us; /* 0: none */
	int engine;               /* as in enum engine */
	long rate;                /* bytes a second; 0: no limit */
	bool stats;

	/* accepting */
	bool once, keep_open, tag, discard;
	bool has_client_files; /* output is a template for their names */
	long peek;             /* bytes of each client; 0: none */
	long max_conns;        /* 0: the default */
	long count_conns;      /* 0: no limit */
	long max_memory;       /* 0: the default */
	int stream_format;     /* of many clients: raw or lines */
	struct config_texts allow, deny;

	/* programs, and what is to be received */
	bool exec, during, wants_program, pipes;
	const char *shell; /* --sh */
	struct config_bytes expect;
	long max_reads; /* of what the peer sends; 0: no limit */

	/* running */
	bool background;
	const char *log, *pid_file, *status_file;
	long owner_pid; /* --exit-with-pid; 0: none */

	/* Unix sockets */
	bool seqpacket, datagram;
	long mode; /* of the socket's file; -1: the default */

	/* readiness */
	const char *announce, *ready_file;
	long ready_fd; /* -1: none */

	/* datagrams */
	bool lines, length_prefixed;
	long size, block; /* 0: not given */
	int64_t repeats, interval_us, error_wait_us;
	bool end_empty, no_loop;
	long replies; /* to wait for; 0: none; OPTION_ANY: however many */
	struct config_bytes reply;
	bool echo, strict, peeks;
	int format;        /* enum record_format */
	long count, bytes; /* 0: no limit */
	struct config_bytes until;
	const char *from;
	struct config_texts groups; /* to join */

	/* resolve */
	bool try_connect;

	/* wait and scan */
	bool gone, any, bound, udp, all;
	struct config_bytes send;
	int64_t attempt_timeout_us; /* 0: the command's default */
	int64_t wait_us;            /* for a client; 0: no wait */
	long parallel;

	struct config_pair pair; /* pair-demo */
	struct config_ping ping;
	struct config_nc nc;             /* the command line of nc */
	struct config_watching watching; /* what observers are asked for */
	struct config_tls tls;
	struct config_proxy proxy;
	struct config_faults faults;
	struct config_dialogue dialogue;
};

#define CONFIG_FLOW_TIMEOUT (60 * CLOCK_SECOND)

#define CONFIG_DEFAULT                                                         \
	{                                                                      \
		.family = AF_UNSPEC, .sockopts = SOCKOPTS_DEFAULT,             \
		.backlog = -1, .connect_timeout_us = 30 * CLOCK_SECOND,        \
		.idle_timeout_us = CLOCK_NEVER, .timeout_us = CLOCK_NEVER,     \
		.linger_us = CLOCK_NEVER, .for_us = CLOCK_NEVER,               \
		.flow_timeout_us = CONFIG_FLOW_TIMEOUT,                        \
		.retry_for_us = CLOCK_NEVER,                                   \
		.retry_delay_us = CLOCK_SECOND / 20, .ready_fd = -1,           \
		.mode = -1, .repeats = 1, .pair = CONFIG_PAIR_DEFAULT,         \
		.ping = CONFIG_PING_DEFAULT, .parallel = 100,                  \
		.faults.seed = -1, .dialogue = CONFIG_DIALOGUE_DEFAULT,        \
		.nc = {.quit_s = -1,                                           \
			.wait_s = -1,                                          \
			.shuts = true }                                        \
	}

/* Adds an operand, which must outlive the config. */
void config_add_operand(struct config *cfg, const char *word);

/* Frees what reading a command line has allocated. */
void config_free(struct config *cfg);

#endif
