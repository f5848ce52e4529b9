/* SPDX-License-Identifier: MIT */
/* pair-demo: show a connected pair of sockets talking to each other. */
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "cmd/command.h"
#include "demo/course/course.h"
#include "demo/demo.h"
#include "demo/join.h"
#include "stream/datagram.h"

/* In the order of the words of --type. */
static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

static int choose_type(const struct config *cfg)
{
	if (cfg->pair.type >= 0)
		return types[cfg->pair.type];
	return cfg->pair.kind == PAIR_UDP ? SOCK_DGRAM : SOCK_STREAM;
}

static int check_options(const struct config *cfg, struct error *err)
{
	bool is_udp = cfg->pair.kind == PAIR_UDP;

	if (!pair_is_possible(cfg->pair.kind, choose_type(cfg))) {
		error_set(err, FAULT_USAGE, "--kind %s is always --type %s",
		    is_udp ? "udp" : "tcp", is_udp ? "dgram" : "stream");
		return error_hint(err,
		    "stream, dgram and seqpacket are for --kind pair and "
		    "--kind unix");
	}
	if (is_udp && cfg->pair.size > DATAGRAM_LONGEST)
		return error_set(err, FAULT_USAGE,
		    "--size: a UDP datagram has at most %d bytes",
		    DATAGRAM_LONGEST);
	if (cfg->pair.interval_us == CLOCK_NEVER)
		return error_set(err, FAULT_USAGE,
		    "--interval: a second message would never come");
	return 0;
}

/* Refuses options that have no meaning for lessons. */
static int check_lesson(const struct config *cfg, struct error *err)
{
	static const struct config_pair unset = CONFIG_PAIR_DEFAULT;
	const struct config_pair *pair = &cfg->pair;
	bool is_list = pair->lesson && strcmp(pair->lesson, "list") == 0;
	bool is_one =
	    pair->lesson && !is_list && strcmp(pair->lesson, "all") != 0;

	if (pair->language >= 0 && !is_one) {
		error_set(err, FAULT_USAGE,
		    "--write is for one lesson: give its name by --lesson");
		return error_hint(
		    err, "all lessons: genet pair-demo --lesson list");
	}
	if (cfg->watching.json && (is_list || pair->language >= 0))
		return error_set(err, FAULT_USAGE,
		    "--json is for lessons that run, and %s runs none",
		    is_list ? "--lesson list" : "--write");
	if (!pair->lesson && cfg->family != AF_UNSPEC)
		return error_set(err, FAULT_USAGE,
		    "-4 and -6 are for --lesson; --kind tcp and udp use IPv4");
	if (pair->lesson && cfg->program)
		return error_set(err, FAULT_USAGE, "--lesson runs no programs");
	if (pair->lesson &&
	    (pair->kind != unset.kind || pair->type != unset.type ||
		pair->count != unset.count || pair->size != unset.size ||
		pair->interval_us != unset.interval_us || pair->both_ways ||
		pair->no_shutdown))
		return error_set(err, FAULT_USAGE,
		    "--lesson chooses its sockets itself: no --kind, --type, "
		    "--count, --size, --interval, --both-ways, --no-shutdown");
	return 0;
}

static int run_course(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct course_opts opts = {
		.lesson = cfg->pair.lesson,
		.family = cfg->family == AF_INET6 ? AF_INET6 : AF_INET,
		.tap = run->tap,
		.is_silent = cfg->watching.json,
		.is_brief = cfg->quiet,
		.color = (enum palette_when)cfg->color,
	};

	if (cfg->pair.language < 0)
		return course_run(&opts, err);
	return course_write(
	    &opts, (enum program_language_name)cfg->pair.language, err);
}

static int pair_demo_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct demo_opts opts = {
		.pair.kind = cfg->pair.kind,
		.pair.type = choose_type(cfg),
		.pair.tap = run->tap,
		.is_silent = cfg->watching.json,
		.count = (uint64_t)cfg->pair.count,
		.size = (size_t)cfg->pair.size,
		.interval_us = cfg->pair.interval_us,
		.both_ways = cfg->pair.both_ways,
		.no_shutdown = cfg->pair.no_shutdown,
		.shows_calls = cfg->verbosity >= 3 && !cfg->quiet,
		.color = (enum palette_when)cfg->color,
	};

	if (check_lesson(cfg, err) < 0 || check_options(cfg, err) < 0)
		return -1;
	if (cfg->pair.lesson)
		return run_course(run, err);
	if (cfg->program)
		return join_run(&opts.pair, cfg->program, err);
	return demo_run(&opts, err);
}

static const struct option_group *const groups[] = {
	&option_group_lesson,
	&option_group_pair,
	NULL,
};

const struct command cmd_pair_demo = {
	.name = "pair-demo",
	.operands = "[-- A [ARG...] -- B [ARG...]]",
	.summary = "Show how sockets work; --lesson list prints the lessons",
	.examples =
	    "  genet pair-demo                  two processes talk, step by "
	    "step\n"
	    "  genet pair-demo --no-shutdown    what happens without a "
	    "shutdown\n"
	    "  genet pair-demo --kind tcp -vvv  the same over TCP, with each "
	    "call\n"
	    "  genet pair-demo --lesson list    the questions that can "
	    "be answered\n"
	    "  genet pair-demo -- cat -- sh -c 'echo hi; read x; echo $x "
	    ">&2'\n"
	    "                                   two programs, joined by a "
	    "two-way pipe\n",
	.statuses =
	    "0 all that was sent has been read, or a lesson was right, 1 "
	    "sockets or processes cannot "
	    "be made, 2 usage, 4, 5 or 6 no connection on this host, 7 "
	    "connection or bytes lost, 8 a call of a lesson had another "
	    "result, 11 "
	    "no IPv6 on this host; "
	    "with programs the first status that is "
	    "not 0, 126 cannot be run, 127 not found, 128+N killed by signal N",
	.options = groups,
	.takes_program = true,
	.is_report = true,
	.run = pair_demo_run,
};
