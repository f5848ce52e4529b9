/* SPDX-License-Identifier: MIT */
/* Messages about lines, messages and a choice of dialogues that do not fit. */
#include "player-bench.h"
#include "tap.h"

/* What the other side says. */
#define COMES(text) text, sizeof(text) - 1

/* clang-format off */
static const struct player_case cases[] = {
	{
	    "<begins 250\\x20",
	    COMES("550 no such user\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not begin as expected: byte 1 differs\n"
	    "    expected: 250 ...\n"
	    "    came:     550 no such user\\r\\n\n"
	    "              ^\n",
	},
	{
	    "<begins 250 ${host}",
	    COMES("250 example.org\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not begin as expected: byte 13 differs\n"
	    "    expected: 250 example.com...\n"
	    "    came:     250 example.org\\r\\n\n"
	    "                          ^\n",
	},
	{
	    "<matches 250[ -].*",
	    COMES("550 no such user\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not match the expression\n"
	    "    expression: 250[ -].*\n"
	    "    came:       550 no such user\\r\\n\n",
	},
	{
	    "<matches ready$",
	    COMES("ready, or not\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not match the expression\n"
	    "    expression: ready$\n"
	    "    came:       ready, or not\\n\n",
	},
	{
	    "<matches ^[^c]*$",
	    COMES("a\x00" "bc\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not match the expression\n"
	    "    expression: ^[^c]*$\n"
	    "    came:       a\\0bc\\n\n",
	},
	{
	    "<matches ${host}",
	    COMES("exampleXcom\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server does "
	    "not match the expression\n"
	    "    expression: example\\.com\n"
	    "    came:       exampleXcom\\n\n",
	},
	{
	    "<begins +",
	    COMES("+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	        "xxxxxxxxxxxxxxxxxxxxx"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server is "
	    "longer than 64 B, the limit of a step\n"
	    "    expected: +...\n"
	    "    came:     +xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxx...\n",
	},
	{
	    "<matches .*",
	    COMES("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	        "xxxxxxxxxxxxxxxxxxxx"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the line from the server is "
	    "longer than 64 B, the limit of a step\n"
	    "    expression: .*\n"
	    "    came:       xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxx...\n",
	},
	{
	    "<until END",
	    COMES("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	        "xxxxxxxxxxxxxxxxxxxx"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the expected text has not come "
	    "from the server within 64 B, the limit of a step\n"
	    "    expected: ...END\n"
	    "    came:     ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxx\n",
	},
	{
	    "< pong",
	    COMES("ping"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 2 differs\n"
	    "    expected: pong\n"
	    "    came:     ping\n"
	    "               ^\n",
	},
	{
	    "< pong",
	    COMES("pong\n"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server has "
	    "5 bytes instead of 4\n"
	    "    expected: pong\n"
	    "    came:     pong\\n\n"
	    "                  ^\n",
	},
	{
	    "< pong",
	    COMES("po"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server has "
	    "2 bytes instead of 4\n"
	    "    expected: pong\n"
	    "    came:     po\n"
	    "                ^\n",
	},
	{
	    "< pong",
	    COMES(""),
	    PLAYER_THEN_WAIT, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the server says nothing within 5 "
	    "s, where a message of 4 bytes is expected\n"
	    "    expected: pong\n",
	},
	{
	    "<begins pong\\x20",
	    COMES("pon"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server has "
	    "only 3 of the 5 bytes that it should begin with\n"
	    "    expected: pong ...\n"
	    "    came:     pon\n"
	    "                 ^\n",
	},
	{
	    "<begins pong\\x20",
	    COMES("ping 7"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server does "
	    "not begin as expected: byte 2 differs\n"
	    "    expected: pong ...\n"
	    "    came:     ping 7\n"
	    "               ^\n",
	},
	{
	    "<matches pong [0-9]+",
	    COMES("pong seven"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server does "
	    "not match the expression\n"
	    "    expression: pong [0-9]+\n"
	    "    came:       pong seven\n",
	},
	{
	    "<until .",
	    COMES("pong"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server does "
	    "not end with the expected text\n"
	    "    expected: ....\n"
	    "    came:     pong\n",
	},
	{
	    "<bytes 8",
	    COMES("seven b"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the message from the server has "
	    "7 bytes instead of 8\n"
	    "    came:     seven b\n",
	},
	{
	    "< eof",
	    COMES("more"),
	    PLAYER_THEN_NOTHING, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the server says more, where it "
	    "should end its stream\n"
	    "    came:     more\n",
	},
	{
	    "<until .",
	    COMES(""),
	    PLAYER_THEN_END, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where a message is expected\n"
	    "    expected: ....\n",
	},
	{
	    "<begins pong",
	    COMES(""),
	    PLAYER_THEN_RESET, PLAYER_MESSAGES,
	    "x:1: dialogue 'x', step 1: the server resets the "
	    "connection, where a message is expected\n"
	    "    expected: pong...\n",
	},
	{
	    "dialogue a\n"
	    "> GET /a\n"
	    "< A\n"
	    "dialogue b\n"
	    "> GET /b\n"
	    "< B\n"
	    "> bye",
	    COMES("GET /c"),
	    PLAYER_THEN_NOTHING, PLAYER_SERVES,
	    "x: none of 2 dialogues goes on as the client does\n"
	    "    nearest: line 2, dialogue 'a', step 1: the client says "
	    "something else than expected: byte 6 differs\n"
	    "    expected: GET /a\n"
	    "    came:     GET /c\n"
	    "                   ^\n",
	},
	{
	    "dialogue a\n"
	    "> GET /a\n"
	    "< A\n"
	    "dialogue b\n"
	    "> GET /b\n"
	    "< B\n"
	    "> bye",
	    COMES("GET /bby!"),
	    PLAYER_THEN_NOTHING, PLAYER_SERVES,
	    "x:7: dialogue 'b', step 3: the client says something else "
	    "than expected: byte 3 differs\n"
	    "    expected: bye\n"
	    "    came:     by!\n"
	    "                ^\n",
	},
	{
	    "dialogue a\n"
	    "> GET /a\n"
	    "< A\n"
	    "dialogue b\n"
	    "> GET /b\n"
	    "< B\n"
	    "> bye",
	    COMES("GET /"),
	    PLAYER_THEN_WAIT, PLAYER_SERVES,
	    "x: none of 2 dialogues goes on as the client does\n"
	    "    nearest: line 2, dialogue 'a', step 1: the client says "
	    "only 5 of 6 bytes within 5 s\n"
	    "    expected: GET /a\n"
	    "    came:     GET /\n"
	    "                   ^\n",
	},
	{
	    "dialogue a\n"
	    "> GET /a\n"
	    "< A\n"
	    "dialogue b\n"
	    "> GET /b\n"
	    "< B\n"
	    "> bye",
	    COMES("GET"),
	    PLAYER_THEN_END, PLAYER_SERVES,
	    "x: none of 2 dialogues goes on as the client does\n"
	    "    nearest: line 2, dialogue 'a', step 1: the client ends "
	    "its stream after 3 of 6 bytes\n"
	    "    expected: GET /a\n"
	    "    came:     GET\n"
	    "                 ^\n",
	},
	{
	    "dialogue a\n"
	    "< 220\n"
	    ">begins HELO\n"
	    "< a\n"
	    "dialogue b\n"
	    "< 220\n"
	    ">begins EHLO\n"
	    "< b",
	    COMES("NOOP\n"),
	    PLAYER_THEN_NOTHING, PLAYER_SERVES,
	    "x: none of 2 dialogues goes on as the client does\n"
	    "    nearest: line 3, dialogue 'a', step 2: the line from "
	    "the client does not begin as expected: byte 1 differs\n"
	    "    expected: HELO...\n"
	    "    came:     NOOP\\n\n"
	    "              ^\n",
	},
	{
	    "dialogue a\n"
	    "> GET /a\n"
	    "< A",
	    COMES("GET /aGET /a"),
	    PLAYER_THEN_NOTHING, PLAYER_SERVES | PLAYER_ONCE,
	    "x: the client begins a dialogue, but none is left to be "
	    "played\n",
	},
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		player_case_check(&cases[i]);
	return plan();
}
