/* SPDX-License-Identifier: MIT */
/* Lessons as programs in C. */
#include "demo/program/program-language.h"

static const char parts[] = "begin\0\0"
#include "demo/program/program.c.inc"
			    "\0";

const struct program_language program_c = {
	.parts = parts,
	.before_helper = "\n",
	.takes_c = true,
	.number_type = "long",
	.address_type = "struct address",

	.number = "shared->$1",
	.address = "AT(&shared->$1)",
	.port = "port_of(&shared->$1)",
	.inet = "AT(inet(\"$1\", $2))",
	.path = "AT(named(\"$1\"))",
	.abstract = "AT(named(\"@$1\"))",
	.bytes = "\"$1\"",
	.filler = "filler",
	.octal = "0$1",
	.null = "NULL",

	.results = {
		[WANTED_ANY] = "ANY",
		[WANTED_BLOCKS] = "ANY",
		[WANTED_SIGNAL] = "ANY",
		[WANTED_BYTES] = "$1",
		[WANTED_ERRNO] = "FAILS($1)",
		[WANTED_VALUE] = "IS($1)",
		[WANTED_ABOVE] = "ABOVE($1)",
		[WANTED_BELOW] = "BELOW($1)",
	},
	.sysno = "IS($1)",
	.either = "$1, $2",

	.assign[CALL_NUMBER] = "shared->$1 = ",
	.assign[CALL_DESCRIPTOR] = "$1 = ",
	.expect = "\tEXPECT($1$2, $3);\n",
	.expect_bytes = "\tEXPECT_BYTES($1$2, $3);\n",
	.expect_either = "\tEXPECT_EITHER($1$2, $3);\n",
	.eventually = "\tEVENTUALLY($1$2, $3);\n",
	.expect_address = "\tEXPECT(is_same(&shared->$1, $2), IS(1));\n",
	.expect_flag = "\tEXPECT(message_flags & $1, IS($1));\n",

	.wait = "\n\twait_for_turn($1);\n",
	.pass = "\tshared->turn = $1;\n",
	.comment = "\t/* $1 */\n",
	.comment_begin = "\t/*\n",
	.comment_line = "\t * $1\n",
	.comment_end = "\t */\n",
	.party = "\nstatic void run_$1(void)\n{",
	.global = "",
	.party_end = "}\n",
};
