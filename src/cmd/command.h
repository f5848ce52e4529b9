/* SPDX-License-Identifier: MIT */
/* A subcommand: one file, one const struct. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>

#include "args/option-groups.h"
#include "args/spec.h"
#include "base/error.h"
#include "work/run.h"

struct command {
	const char *name; /* one word, or two: "unix send" */
	const char *operands, *summary;
	const char *manual;   /* the page, if not "genet-NAME" */
	const char *examples; /* lines, each ended by a newline */
	const char *statuses; /* the exit statuses it can have, in words */
	const struct option_group *const *options; /* ends in NULL */
	int min_operands, max_operands;
	const struct spec_rules *addresses; /* what operands are; or NULL */
	bool takes_program;                 /* behind "--" */
	bool is_foreign;      /* the command line has a syntax of its own */
	bool takes_line;      /* from the first operand on, options included */
	bool is_for_scripts;  /* not in the list of commands */
	bool is_report;       /* its output is a report; so are events */
	bool becomes_program; /* in the end, if one is given */

	/* Runs the command. Returns 0, or -1 with err filled. */
	int (*run)(const struct run *run, struct error *err);
};

extern const struct command cmd_connect;
extern const struct command cmd_doctor;
extern const struct command cmd_doctor_listen;
extern const struct command cmd_listen;
extern const struct command cmd_mock;
extern const struct command cmd_nc;
extern const struct command cmd_pair_demo;
extern const struct command cmd_ping;
extern const struct command cmd_relay;
extern const struct command cmd_resolve;
extern const struct command cmd_scan;
extern const struct command cmd_talk;
extern const struct command cmd_udp_recv;
extern const struct command cmd_udp_send;
extern const struct command cmd_unix_connect;
extern const struct command cmd_unix_listen;
extern const struct command cmd_unix_recv;
extern const struct command cmd_unix_send;
extern const struct command cmd_wait;

#endif
