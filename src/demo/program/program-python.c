/* SPDX-License-Identifier: MIT */
/* Lessons as programs in Python. */
#include "demo/program/program-language.h"

static const char parts[] = "begin\0\0"
#include "demo/program/program.py.inc"
			    "\0";

/* The module socket does not know them. */
static const char *const missing[] = { "FIONREAD", "IPV6_RECVERR",
	"IP_MULTICAST_ALL", "IP_RECVERR", "SIOCATMARK", "SIOCINQ", "SIOCOUTQ",
	"SIOCOUTQNSD", "SO_RXQ_OVFL", "TCP_CLOSE", "TCP_CLOSE_WAIT",
	"TCP_ESTABLISHED", "TCP_FIN_WAIT2", "TCP_LISTEN", "TCP_SYN_SENT",
	NULL };

const struct program_language program_python = {
	.parts = parts,
	.before_helper = "\n\n",
	.missing = missing,

	.number = "shared[\"$1\"]",
	.address = "shared[\"$1\"]",
	.port = "shared[\"$1\"][1]",
	.inet = "(\"$1\", $2)",
	.path = "\"$1\"",
	.abstract = "\"\\0$1\"",
	.bytes = "b\"$1\"",
	.filler = "b\"x\" * $1",
	.octal = "0o$1",
	.null = "None",

	.results = {
		[WANTED_ANY] = "ANY",
		[WANTED_BLOCKS] = "ANY",
		[WANTED_SIGNAL] = "ANY",
		[WANTED_BYTES] = "$1",
		[WANTED_ERRNO] = "\"$1\"",
		[WANTED_VALUE] = "$1",
		[WANTED_ABOVE] = "above($1)",
		[WANTED_BELOW] = "below($1)",
	},
	.sysno = "errno.$1",
	.either = "either($1, $2)",

	.assign[CALL_NUMBER] = "shared[\"$1\"] = ",
	.assign[CALL_DESCRIPTOR] = "$1 = ",
	.assign[CALL_PASSED] = "$1 = ",
	.assign[CALL_PAIR] = "$1, $2 = ",
	.assign[CALL_ADDRESS] = "shared[\"$1\"] = ",
	.expect = "    $1expect($3, $2)\n",
	.expect_bytes = "    $1expect($3, $2)\n",
	.expect_either = "    $1expect($3, $2)\n",
	.eventually = "    $1eventually($3, $2)\n",
	.expect_address = "    expect(True, is_same, shared[\"$1\"], $2)\n",
	.expect_flag = "    expect($1, shared.get, \"message_flags\")\n",

	.wait = "\n    wait_for_turn($1)\n",
	.pass = "    memory[TURN] = $1\n",
	.comment = "    # $1\n",
	.comment_begin = "",
	.comment_line = "    # $1\n",
	.comment_end = "",
	.party = "\n\ndef run_$1():\n",
	.party_end = "",
	.global = "    global $1\n",
};
