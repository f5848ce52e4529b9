/* SPDX-License-Identifier: MIT */
/* A command line of socat, taken apart. */
#include "front/translate/socat-line.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

/* clang-format off */
/* The ends that are no sockets. */
static const struct near {
	char name[8];
	enum socat_end_kind kind;
	bool is_appended;
} nears[] = {
	{ "-", SOCAT_STREAMS, 0 },
	{ "STDIO", SOCAT_STREAMS, 0 },
	{ "STDIN", SOCAT_STREAMS, 0 },
	{ "STDOUT", SOCAT_STREAMS, 0 },
	{ "EXEC", SOCAT_COMMAND, 0 },
	{ "SYSTEM", SOCAT_SHELL, 0 },
	{ "PIPE", SOCAT_ECHO, 0 },
	{ "ECHO", SOCAT_ECHO, 0 },
	{ "OPEN", SOCAT_FILE, 0 },
	{ "FILE", SOCAT_FILE, 0 },
	{ "CREATE", SOCAT_FILE, 0 },
	{ "CREAT", SOCAT_FILE, 0 },
	{ "GOPEN", SOCAT_FILE, 1 },
	{ "PTY", SOCAT_PTY, 0 },
};

/* The options of addresses, which may also begin with "so-", and those of genet
 * by their long names; "" for what genet does anyway. */
static const struct row {
	char name[20], option[20];
} rows[] = {
	{ "backlog", "backlog" },
	{ "bindtodevice", "interface" },
	{ "broadcast", "broadcast" },
	{ "chroot", "chroot" },
	{ "congestion", "congestion" },
	{ "connect-timeout", "connect-timeout" },
	{ "creat", "" },
	{ "create", "" },
	{ "crlf", "crlf" },
	{ "crnl", "crlf" },
	{ "if", "interface" },
	{ "interface", "interface" },
	{ "interval", "retry-delay" },
	{ "ip-multicast-ttl", "ttl" },
	{ "ip-tos", "tos" },
	{ "ip-ttl", "ttl" },
	{ "keepalive", "keepalive" },
	{ "max-children", "max-conns" },
	{ "mode", "mode" },
	{ "nodelay", "" },
	{ "perm", "mode" },
	{ "pipes", "pipes" },
	{ "range", "allow" },
	{ "rcvbuf", "recv-buffer" },
	{ "rdonly", "" },
	{ "readbytes", "bytes" },
	{ "retry", "retry" },
	{ "reuse", "" },
	{ "reuseaddr", "" },
	{ "reuseport", "reuse-port" },
	{ "sndbuf", "send-buffer" },
	{ "sourceport", "source-port" },
	{ "sp", "source-port" },
	{ "su", "user" },
	{ "su-d", "user" },
	{ "substuser", "user" },
	{ "tcp-nodelay", "" },
	{ "tos", "tos" },
	{ "trunc", "" },
	{ "ttl", "ttl" },
	{ "unlink", "" },
	{ "unlink-close", "" },
	{ "unlink-early", "" },
	{ "wronly", "" },
};
/* clang-format on */

/* Takes what stands before the mark off the text, which is changed. Quotes,
 * brackets and a backslash protect the mark, and stay. */
static char *cut(char **text, char mark)
{
	char *from = *text, *c = from, quote = '\0';

	for (; *c && (quote || *c != mark); c++) {
		if (*c == '\\' && c[1])
			c++;
		else if (quote)
			quote = *c == quote ? '\0' : quote;
		else if (*c == '\'' || *c == '"')
			quote = *c;
		else if (*c == '[')
			quote = ']';
	}
	*text = *c ? c + 1 : c;
	*c = '\0';
	return from;
}

static char *without_brackets(char *host)
{
	size_t len = strlen(host);

	if (host[0] != '[' || host[len - 1] != ']')
		return host;
	host[len - 1] = '\0';
	return host + 1;
}

/* "HOST:PORT", "PORT", or another text. */
static void read_parameters(struct socat_end *end)
{
	char *rest = end->parameters;

	if (!end->keyword || end->keyword->parameters == SOCAT_PATH ||
	    end->keyword->parameters == SOCAT_ABSTRACT_NAME)
		return;
	bool has_port = end->keyword->parameters == SOCAT_PROXIED_PORT;
	if (has_port || end->keyword->parameters == SOCAT_PROXIED)
		end->secure.proxy_host = without_brackets(cut(&rest, ':'));
	if (has_port)
		end->secure.proxy_port = cut(&rest, ':');
	if (end->keyword->parameters != SOCAT_OWN_PORT)
		end->host = without_brackets(cut(&rest, ':'));
	end->port = *rest ? rest : NULL;
}

static const struct near *find_near(const char *name)
{
	for (size_t i = 0; i < sizeof(nears) / sizeof(nears[0]); i++)
		if (strcasecmp(nears[i].name, name) == 0)
			return &nears[i];
	return NULL;
}

int socat_line_read_end(
    struct translation *t, const char *word, struct socat_end *end)
{
	end->word = word;
	char *text = end->options = translation_text(t, "%s", word);
	end->keyword = socat_find(word, &end->family);
	char *rest = cut(&end->options, ',');
	const char *name = cut(&rest, ':');
	bool is_path = strchr(name, '/') != NULL;
	const struct near *near = find_near(is_path ? "GOPEN" : name);
	bool is_known = near && (near->kind != SOCAT_ECHO || !*rest);

	end->parameters = is_path ? text : rest;
	if (strstr(word, "!!"))
		return translation_lack(
		    t, word, "each end of genet reads and writes by itself");
	if (end->keyword) {
		read_parameters(end);
		return 0;
	}
	if (!is_known)
		return translation_lack(
		    t, word, "this is no kind of address that genet has");
	end->kind = near->kind;
	if (end->kind == SOCAT_FILE && socat_tty_is_line(end->parameters))
		end->kind = SOCAT_TTY;
	end->is_appended = near->is_appended;
	return 0;
}

/* What -d, -v and others ask for. Returns 0, or -1. */
static int take_letter(
    struct translation *t, struct socat_line *line, int letter)
{
	const char part[] = { '-', (char)letter, '\0' };

	switch (letter) {
	case 'd':
		line->verbosity++;
		return 0;
	case 'u':
	case 'U':
		line->read[letter == 'u'] = false;
		return 0;
	case 't':
		line->linger = optarg;
		return 0;
	case 'T':
		line->idle = optarg;
		return 0;
	case '4':
	case '6':
		line->family = letter == '4' ? AF_INET : AF_INET6;
		return 0;
	case 'b': /* genet needs no such option */
	case 'D':
	case 'g':
	case 'l':
	case 's':
		return 0;
	case '?':
	case ':':
		return translation_refuse(t,
		    "'-%c' is no option, or has no "
		    "value",
		    optopt);
	}
	return translation_lack(t, part,
	    strchr("vxrR", letter) ? "--hex and --capture show bytes otherwise"
	    : strchr("LW", letter) ? "flock(1) runs a program under a lock"
				   : "it asks about socat");
}

/* "-,raw" is an address, like "-" without an option. */
static bool is_letter_next(int argc, char **argv)
{
	int next = optind ? optind : 1;

	return next < argc && strncmp(argv[next], "-,", 2) != 0;
}

int socat_line_read(
    struct translation *t, int argc, char **argv, struct socat_line *line)
{
	int letter, result = 0;

	line->read[0] = line->read[1] = true;
	optind = 0;
	opterr = 0;
	while (is_letter_next(argc, argv) &&
	       (letter = getopt(
		    argc, argv, "+:46b:dDghl:L:r:R:st:T:uUvVW:x")) != -1)
		if (take_letter(t, line, letter) < 0)
			result = -1;
	optind += optind == 0; /* there was no letter */
	if (argc - optind != 2)
		return translation_refuse(t, "two addresses are needed");
	for (int i = 0; i < 2; i++)
		if (socat_line_read_end(t, argv[optind + i], &line->ends[i]) <
		    0)
			result = -1;
	t->cfg.verbosity = line->verbosity > 1 ? line->verbosity - 1 : 0;
	return result;
}

/* "bind=HOST:PORT", or a path; a part of it may be missing. */
static void set_bind(
    struct translation *t, struct socat_end *end, char *value, const char *part)
{
	char *rest = value;

	if (end->keyword->parameters == SOCAT_PATH ||
	    end->keyword->parameters == SOCAT_ABSTRACT_NAME) {
		translation_set(t, "source", value, part);
		return;
	}
	char *host = without_brackets(cut(&rest, ':'));
	if (*host && end->keyword->parameters == SOCAT_OWN_PORT)
		end->host = host;
	else if (*host)
		translation_set(t, "source", host, part);
	if (*rest && (!end->port || strcmp(rest, end->port) != 0))
		translation_set(t, "source-port", rest, part);
}

/* Without "fork", socat takes one client, or one datagram. */
static bool takes_one_datagram(const struct socat_end *end)
{
	return end->keyword && strstr(end->keyword->name, "RECVFROM");
}

static void set_fork(
    struct translation *t, struct socat_end *end, const char *part)
{
	end->forks = true;
	if (t->command == &cmd_relay)
		return;
	if (takes_one_datagram(end))
		t->cfg.count = 0;
	else if (end->keyword && socat_is_udp(end->keyword))
		translation_lack(t, part,
		    "listen has one sender of datagrams; udp-recv hears all");
	else
		translation_set(t, "keep-open", NULL, part);
}

static void set_family(
    struct translation *t, const char *value, const char *part)
{
	if (strcasecmp(value, "ip4") == 0 || strcmp(value, "2") == 0)
		t->cfg.family = AF_INET;
	else if (strcasecmp(value, "ip6") == 0 || strcmp(value, "10") == 0)
		t->cfg.family = AF_INET6;
	else
		translation_lack(t, part, "genet has IPv4 and IPv6");
}

static void set_option(struct translation *t, struct socat_end *end,
    const char *part, const char *name, char *value)
{
	const char *bare = strncasecmp(name, "so-", 3) == 0 ? name + 3 : name;

	if (end->keyword &&
	    socat_secure_option(t, &end->secure, part, name, value))
		return;
	if ((end->kind == SOCAT_TTY || end->kind == SOCAT_PTY) &&
	    socat_tty_option(&end->tty, name, value))
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcasecmp(rows[i].name, bare) != 0)
			continue;
		if (strcmp(rows[i].option, "crlf") == 0 && !end->keyword)
			translation_lack(
			    t, part, "only lines that are sent get CRLF");
		else if (*rows[i].option)
			translation_set(t, rows[i].option, value, part);
		return;
	}
	if (strcasecmp(name, "fork") == 0)
		set_fork(t, end, part);
	else if (strcasecmp(name, "forever") == 0)
		translation_set(t, "retry", "forever", part);
	else if (strcasecmp(name, "append") == 0)
		end->is_appended = true;
	else if (strcasecmp(name, "bind") == 0 && end->keyword)
		set_bind(t, end, value, part);
	else if (strcasecmp(name, "pf") == 0)
		set_family(t, value, part);
	else
		translation_lack(t, part, "genet has no option for that");
}

/* By default socat binds IPv4 addresses, and with IPv6 both families. A hint
 * leaves the family to genet. */
static void set_bound_family(
    struct translation *t, const struct socat_end *end, bool only_v6)
{
	int *family = &t->cfg.family;

	if (!end->keyword || end->keyword->parameters != SOCAT_OWN_PORT ||
	    t->command == &cmd_relay)
		return;
	if (*family == AF_UNSPEC && t->is_hint)
		return;
	if (*family == AF_UNSPEC && !end->host)
		*family = AF_INET;
	else if (*family == AF_INET6 && !end->host && !only_v6)
		*family = AF_UNSPEC;
}

void socat_line_set_options(
    struct translation *t, const struct socat_line *line, struct socat_end *end)
{
	bool only_v6 = false;
	char *rest = end->options;

	if (end->port && t->cfg.family == AF_UNSPEC)
		t->cfg.family = line->family;
	if (takes_one_datagram(end) && t->command != &cmd_relay)
		t->cfg.count = 1;
	while (*rest) {
		char *value = cut(&rest, ',');
		const char *part = translation_text(t, "%s", value);
		const char *name = cut(&value, '=');
		if (strcasecmp(name, "ipv6only") == 0 ||
		    strcasecmp(name, "ipv6-v6only") == 0)
			only_v6 = strcmp(value, "0") != 0;
		else
			set_option(t, end, part, name, value);
	}
	socat_secure_settle(t, &end->secure, end->keyword);
	if (t->cfg.chroot && !t->cfg.user)
		translation_lack(t, "chroot",
		    "--chroot needs --user: socat's su=NAME, of the same end");
	set_bound_family(t, end, only_v6);
}
