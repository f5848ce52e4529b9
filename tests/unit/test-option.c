/* SPDX-License-Identifier: MIT */
/* Command lines, read by the tables that the commands have. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/option-groups.h"
#include "front/option.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS_MAX 12

static const struct option_group *const all_groups[] = { &option_group_global,
	&option_group_address, &option_group_source, &option_group_tcp,
	&option_group_retry, &option_group_ending, &option_group_data,
	&option_group_accepting, &option_group_ready, NULL };

/* A command line of words, and what was made of it. */
struct line {
	char *argv[WORDS_MAX + 1];
	int argc, result;
	struct config config;
	struct error err;
};

static void read_line_as(
    struct line *line, const struct option_scan *scan, const char *const *words)
{
	*line = (struct line){ .config = CONFIG_DEFAULT };
	line->argv[line->argc++] = (char *)(uintptr_t) "genet";
	while (*words)
		line->argv[line->argc++] = (char *)(uintptr_t)*words++;
	line->result = option_read(
	    scan, line->argc, line->argv, &line->config, &line->err);
}

static void read_line(struct line *line, const char *const *words)
{
	static const struct option_scan scan = { all_groups, "connect", false };

	read_line_as(line, &scan, words);
}

#define READ(line, ...)                                                        \
	read_line(line, (const char *const[]){ __VA_ARGS__, NULL })

static void free_line(struct line *line)
{
	free(line->config.operands);
	free(line->config.data.bytes);
}

static void test_operands(void)
{
	static const struct {
		const char *what, *words[WORDS_MAX];
	} rows[] = {
		{ "before options", { "host", "80", "-v", "--timeout", "1s" } },
		{ "behind options", { "-v", "--timeout", "1s", "host", "80" } },
		{ "between options", { "-v", "host", "--timeout=1s", "80" } },
		{ "around options", { "host", "--timeout", "1s", "-v", "80" } },
		{ "behind --", { "-v", "--timeout=1s", "--", "host", "80" } },
		{ "on both sides of --",
		    { "host", "-v", "--timeout=1s", "--", "80" } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct line line;
		read_line(&line, rows[i].words);
		const char **operands = line.config.operands;
		ok(line.result == line.argc && line.config.operand_count == 2 &&
			strcmp(operands[0], "host") == 0 &&
			strcmp(operands[1], "80") == 0 && !operands[2],
		    "operands may stand %s", rows[i].what);
		ok(line.config.verbosity == 1 &&
			line.config.timeout_us == CLOCK_SECOND,
		    "options are read with operands %s", rows[i].what);
		free_line(&line);
	}
}

static void test_odd_operands(void)
{
	struct line line;

	READ(&line, "-v", "--", "-v", "--quiet", "--");
	ok(line.config.operand_count == 3 && line.config.verbosity == 1 &&
		!line.config.quiet,
	    "behind --, all is operand");
	is_text(line.config.operands[2], "--", "so is a second --");
	free_line(&line);

	READ(&line, "-", "", "-v");
	ok(line.result == line.argc && line.config.operand_count == 2,
	    "a dash alone and an empty word are operands");
	is_text(line.config.operands[0], "-", "a dash stays a dash");
	is_text(line.config.operands[1], "", "an empty word stays empty");
	free_line(&line);

	read_line(&line, (const char *const[]){ NULL });
	ok(line.result == 1 && line.config.operand_count == 0,
	    "there may be no words at all");
	free_line(&line);
}

static void test_values(void)
{
	struct line line;

	READ(&line, "-vv", "-4n", "-p", "0", "-w2", "--retry", "forever",
	    "--send-buffer", "64K", "--tos=255");
	is_text(line.result < 0 ? line.err.text : NULL, NULL,
	    "letters may be joined with each other and their values");
	is_int(line.config.verbosity, 2, "-vv counts as two");
	ok(line.config.family == AF_INET && line.config.numeric,
	    "-4n is -4 and -n");
	is_text(line.config.source_port, "0", "-p 0 is a port");
	is_int(line.config.idle_timeout_us, 2000000, "-w2 is two seconds");
	is_int(line.config.retries, INT64_MAX, "one may retry forever");
	is_int(line.config.sockopts.send_buffer, 65536, "64K is a size");
	is_int(line.config.sockopts.tos, 255, "255 is a type of service");
	is_int(line.config.sockopts.recv_buffer, SOCKOPT_UNSET,
	    "what is not given stays as it was");
	free_line(&line);

	READ(&line, "--timeout", "1", "--timeout", "never", "-6", "-4",
	    "--input", "--output", "--data=", "--output=x=y");
	is_int(line.config.timeout_us, CLOCK_NEVER, "the last value counts");
	is_int(line.config.family, AF_INET, "the last family counts");
	is_text(
	    line.config.input, "--output", "a value may look like an option");
	is_text(line.config.output, "x=y", "a value may have an equals sign");
	ok(line.config.data.bytes && line.config.data.len == 0,
	    "a value may be empty");
	free_line(&line);
}

static void test_data(void)
{
	struct line line;

	READ(&line, "--data", "first", "--data", "a\\0b\\r\\n");
	ok(line.config.data.len == 5 &&
		memcmp(line.config.data.bytes, "a\0b\r\n", 5) == 0,
	    "--data knows escapes, and the last counts");
	free_line(&line);
	READ(&line, "--data", "a\\q");
	ok(line.result == -1 && line.err.kind == FAULT_USAGE,
	    "--data refuses an unknown escape");
	has_text(
	    line.err.text, "--data: 'a\\q' is not", "the value is repeated");
	free_line(&line);
}

static void test_choices(void)
{
	static const struct option_group *const groups[] = { &option_group_pair,
		NULL };
	static const struct option_scan scan = { .groups = groups };
	struct line line;

	read_line_as(
	    &line, &scan, (const char *const[]){ "--kind", "tcp", NULL });
	is_int(line.config.pair.kind, 2, "a choice is the place of its word");
	free_line(&line);

	read_line_as(&line, &scan, (const char *const[]){ NULL });
	is_int(line.config.pair.type, -1, "what was not chosen is left alone");
	free_line(&line);

	read_line_as(
	    &line, &scan, (const char *const[]){ "--kind", "TCP", NULL });
	ok(line.result == -1 && line.err.kind == FAULT_USAGE,
	    "a word that is no choice is an error of usage");
	is_text(line.err.text, "--kind: 'TCP' is none of pair, unix, tcp, udp",
	    "all choices are named");
	free_line(&line);

	read_line_as(&line, &scan, (const char *const[]){ "--kind=", NULL });
	is_int(line.result, -1, "no word is no choice");
	free_line(&line);
}

/* clang-format off */
static const struct {
	const char *words[4], *says;
} refusals[] = {
	/* abbreviations */
	{ { "--verb" }, "'--verb' is short for '--verbose'; write it out" },
	{ { "--connect-time", "1s" }, "'--connect-time' is short for '--connect-timeout'; write it out" },
	{ { "--connect-time=1s" }, "'--connect-time' is short for '--connect-timeout'; write it out" },
	{ { "--dat=" }, "'--dat' is short for '--data'; write it out" },
	{ { "--numeri", "--verbose" }, "'--numeri' is short for '--numeric'; write it out" },
	{ { "--ret", "3" }, "unknown option '--ret'" },
	/* unknown options */
	{ { "--verbsoe" }, "unknown option '--verbsoe'; did you mean '--verbose'?" },
	{ { "--tiemout", "1s" }, "unknown option '--tiemout'; did you mean '--timeout'?" },
	{ { "--tiemout=1s" }, "unknown option '--tiemout'; did you mean '--timeout'?" },
	{ { "--frobnicate" }, "unknown option '--frobnicate'" },
	{ { "--keep-alive" }, "'--keep-alive' is spelled --keepalive" },
	{ { "--udp" }, "'--udp' is " },
	{ { "--max-time=3" }, "'--max-time' is spelled --timeout" },
	{ { "-y" }, "unknown option '-y'" },
	{ { "-vy" }, "unknown option '-y'" },
	/* values */
	{ { "--timeout" }, "option '--timeout' needs a value: --timeout TIME" },
	{ { "host", "-w" }, "option '--idle-timeout' needs a value: --idle-timeout TIME" },
	{ { "-vw" }, "option '--idle-timeout' needs a value" },
	{ { "--verbose=2" }, "option '--verbose' takes no value" },
	{ { "--quiet=" }, "option '--quiet' takes no value" },
	{ { "--tos", "256" }, "--tos: 256 is out of range (0-255)" },
	{ { "--ttl", "0" }, "--ttl: 0 is out of range (1-255)" },
	{ { "--ttl", "99999999999999999999" }, "--ttl: '99999999999999999999' is not a number" },
	{ { "--ttl", "9999999999999999999" }, "--ttl: 9999999999999999999 is out of range" },
	{ { "--ttl", "-1" }, "--ttl: '-1' is not a number" },
	{ { "--ttl", "" }, "--ttl: '' is not a number" },
	{ { "--ttl", "1K" }, "--ttl: '1K' is not a number" },
	{ { "--send-buffer", "0" }, "--send-buffer: 0 is out of range" },
	{ { "--send-buffer", "2T" }, "--send-buffer: 2T is out of range" },
	{ { "--send-buffer", "64k" }, "--send-buffer: '64k' is not a size" },
	{ { "--timeout", "soon" }, "--timeout: 'soon' is not a time" },
	{ { "--timeout", "-1s" }, "--timeout: '-1s' is not a time" },
	{ { "-w", "0" }, "--idle-timeout: 0 is not a valid time limit" },
	{ { "--timeout", "0.0000001" }, "--timeout: 0 is not a valid time limit" },
	{ { "--retry-delay", "0" }, "--retry-delay: '0' is not a pause" },
	{ { "--retry-delay", "never" }, "--retry-delay: 'never' is not a pause" },
	{ { "--retry", "often" }, "--retry: 'often' is not a number, or 'forever'" },
	{ { "--retry", "-1" }, "--retry: '-1' is not" },
	{ { "--retry", "9223372036854775808" }, "--retry: '9223372036854775808' is not" },
	{ { "-p", "65536" }, "port '65536' is out of range (0-65535)" },
	{ { "-p", "80x" }, "port '80x' is neither" },
	{ { "--announce", "%{prot}" }, "unknown name '%{prot}'" },
	{ { "--backlog", "2147483648" }, "--backlog: 2147483648 is out of range" },
};
/* clang-format on */

static void test_refusals(void)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		const char *const *words = refusals[i].words;
		const char *second = words[1] ? words[1] : "";
		struct line line;

		read_line(&line, words);
		ok(line.result == -1 && line.err.kind == FAULT_USAGE,
		    "'%s %s' is an error of usage", words[0], second);
		has_text(line.err.text, refusals[i].says,
		    "of '%s %s' is said: %s", words[0], second,
		    refusals[i].says);
		free_line(&line);
	}
}

static void test_limits(void)
{
	struct line line;

	READ(&line, "--ttl=1", "--tos=0", "--backlog=2147483647", "--linger=0",
	    "--retry=0", "--timeout=1us");
	is_text(line.result < 0 ? line.err.text : NULL, NULL,
	    "the least and the largest values are taken");
	ok(line.config.sockopts.ttl == 1 && line.config.sockopts.tos == 0 &&
		line.config.backlog == INT_MAX,
	    "the limits of numbers belong to them");
	is_int(line.config.linger_us, 0, "to linger for no time is possible");
	is_int(line.config.timeout_us, 1, "a microsecond is a time");
	free_line(&line);

	READ(&line, "-w", "0");
	has_text(line.err.hint_text, "--idle-timeout never",
	    "who says 0 hears how to have no limit");
	free_line(&line);
}

/* They mean different things in different netcats. */
static void test_letters_of_netcat(void)
{
	static const char letters[] = "qecdxmtzuUl";

	for (const char *letter = letters; *letter; letter++) {
		char word[] = { '-', *letter, '\0' };
		char answer[] = { '\'', '-', *letter, '\'', ' ', '\0' };
		struct line line;

		READ(&line, word, "host", "80");
		ok(line.result == -1 && line.err.kind == FAULT_USAGE,
		    "'%s' is an error of usage", word);
		ok(strncmp(line.err.text, answer, 5) == 0 &&
			!strstr(line.err.text, "unknown"),
		    "whoever types '%s' hears what to type: %s", word,
		    line.err.text);
		free_line(&line);
	}
}

static void test_command_in_messages(void)
{
	static const struct option_group *const few[] = { &option_group_global,
		NULL };
	static const struct option_scan listen = { few, "listen", false };
	static const struct option_scan resolve = { few, "resolve", false };
	static const char *const words[] = { "-p", "80", NULL };
	struct line line;

	read_line_as(&line, &listen, words);
	has_text(line.err.text, "genet listen 80",
	    "whoever types listen -p hears that it is not needed");
	free_line(&line);
	read_line_as(&line, &resolve, words);
	is_text(
	    line.err.text, "unknown option '-p'", "elsewhere, -p is not known");
	free_line(&line);
}

static void test_before_the_command(void)
{
	static const struct option_group *const few[] = { &option_group_global,
		NULL };
	static const struct option_scan scan = { few, NULL, true };
	struct line line;

	read_line_as(&line, &scan,
	    (const char *const[]){ "-v", "connect", "-v", "-4", NULL });
	is_int(line.result, 2, "reading stops at the command");
	ok(line.config.verbosity == 1 && line.config.operand_count == 0,
	    "nothing behind the command is read");
	is_text(line.argv[2], "connect", "the words keep their order");
	free_line(&line);

	read_line_as(
	    &line, &scan, (const char *const[]){ "--quiet", "--", "-x", NULL });
	ok(line.result == 3 && line.config.quiet,
	    "before the command, -- ends the options");
	free_line(&line);

	read_line_as(&line, &scan, (const char *const[]){ "-V", NULL });
	ok(line.result == 2 && line.config.version,
	    "there may be no command at all");
	free_line(&line);

	read_line_as(
	    &line, &scan, (const char *const[]){ "-4", "connect", NULL });
	is_int(line.result, -1, "an option of the command comes too early");
	free_line(&line);
}

static void check_row(
    const struct option_group *group, const struct option_spec *spec)
{
	const char *name = *spec->name ? spec->name : "(letter)";
	bool takes_value = spec->kind != OPTION_FLAG &&
	                   spec->kind != OPTION_COUNT &&
	                   spec->kind != OPTION_FAMILY;

	ok(*spec->help && (*spec->name || spec->letter),
	    "%s: --%s has a name and help", group->title, name);
	ok(takes_value == (*spec->arg != 0),
	    "%s: --%s names a value if it takes one", group->title, name);
	ok(spec->offset < sizeof(struct config),
	    "%s: --%s has its place in the configuration", group->title, name);
	for (size_t g = 0; all_groups[g]; g++)
		for (size_t i = 0; i < all_groups[g]->count; i++) {
			const struct option_spec *other =
			    &all_groups[g]->specs[i];
			if (other != spec && spec->letter &&
			    other->letter == spec->letter)
				ok(false, "-%c means one thing", spec->letter);
		}
}

static void test_tables(void)
{
	for (size_t g = 0; all_groups[g]; g++)
		for (size_t i = 0; i < all_groups[g]->count; i++)
			check_row(all_groups[g], &all_groups[g]->specs[i]);
}

int main(void)
{
	test_operands();
	test_odd_operands();
	test_values();
	test_data();
	test_choices();
	test_refusals();
	test_limits();
	test_letters_of_netcat();
	test_command_in_messages();
	test_before_the_command();
	test_tables();
	return plan();
}
