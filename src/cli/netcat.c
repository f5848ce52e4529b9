/* SPDX-License-Identifier: MIT */
/*
 * The habits of netcat's users. Letters with several meanings among the
 * netcats have none here: they say how to spell what was meant.
 */
#include "cli/netcat.h"

#include <stddef.h>
#include <string.h>

static const struct letter_row {
	const char *command; /* NULL: any */
	char letter;
	const char *say;
} letters[] = {
	{ "listen", 'p',
	    "is not needed: genet listen PORT (in netcat: nc -l -p PORT)" },
	{ "unix connect", 'l',
	    "is a command of its own: genet unix listen PATH" },
	{ "scan", 'u', "is spelled --udp" },
	{ "scan", 'w', "is spelled --connect-timeout TIME" },
	{ "scan", 'z', "is what the command says already" },
	{ "wait", 'w', "is spelled --timeout TIME" },
	{ "wait", 'z', "is what the command says already" },
	{ NULL, 'N',
	    "is not needed: at the end of its input genet tells the peer" },
	{ NULL, 'b', "is not an option of TCP" },
	{ NULL, 'c', "is spelled --sh COMMAND (or --exec -- PROGRAM ARG...)" },
	{ NULL, 'd', "is spelled --no-stdin (or --data TEXT, as in curl)" },
	{ NULL, 'e', "is spelled --exec -- PROGRAM ARG... (or --sh COMMAND)" },
	{ NULL, 'l', "is a command of its own: genet listen PORT" },
	{ NULL, 'm', "is spelled --timeout TIME, as curl means it" },
	{ NULL, 'q',
	    "takes no part here: netcat's \"-q 1\" is \"--linger 1s\", and "
	    "quiet is '--quiet'" },
	{ NULL, 't', "is spelled --timeout TIME, or --tos N" },
	{ "listen", 'U', "is a command of its own: genet unix listen PATH" },
	{ "unix connect", 'U', "is what the command says already" },
	{ "unix listen", 'U', "is what the command says already" },
	{ NULL, 'U', "is a command of its own: genet unix connect PATH" },
	{ NULL, 'u',
	    "is a command of its own: genet udp-send HOST PORT, or genet "
	    "udp-recv PORT" },
	{ NULL, 'x',
	    "is a proxy or a hex dump in netcats; here it is neither" },
	{ NULL, 'X', "is a proxy's kind in netcats; there are none here" },
	{ NULL, 'z',
	    "is a command of its own: genet wait HOST PORT, or genet scan "
	    "HOST PORTS" },
};

struct word_row {
	const char *word, *say;
};

static const struct word_row options[] = {
	{ "keep-alive", "is spelled '--keepalive'" },
	{ "limit-rate", "is not in this version" },
	{ "max-time", "is spelled '--timeout'" },
	{ "retry-max-time", "is spelled '--retry-for'" },
	{ "source-address", "is spelled '--source'" },
	{ "ssl", "is not in this version: there is no TLS" },
	{ "tls", "is not in this version" },
	{ "udp", "is a command of its own: genet udp-send, genet udp-recv" },
	{ "wait", "is spelled '--connect-timeout' or '--idle-timeout'" },
};

static const struct word_row commands[] = {
	{ "client", "'connect'" },
	{ "open", "'connect'" },
	{ "server", "'listen'" },
	{ "serve", "'listen'" },
	{ "lookup", "'resolve'" },
	{ "dns", "'resolve'" },
	{ "wait-for", "'wait'" },
	{ "wait-for-it", "'wait'" },
	{ "portscan", "'scan'" },
};

const char *netcat_letter(const char *command, char letter)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		const struct letter_row *row = &letters[i];
		if (row->letter != letter)
			continue;
		if (!row->command ||
		    (command && strcmp(row->command, command) == 0))
			return row->say;
	}
	return NULL;
}

static const char *find(
    const struct word_row *rows, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].say;
	return NULL;
}

const char *netcat_option(const char *name)
{
	return find(options, sizeof(options) / sizeof(options[0]), name);
}

const char *netcat_command(const char *word)
{
	return find(commands, sizeof(commands) / sizeof(commands[0]), word);
}
