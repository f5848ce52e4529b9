/* SPDX-License-Identifier: MIT */
/* Messages about texts, ends, resets and times that are not as a dialogue says.
 */
#include "player-bench.h"
#include "tap.h"

/* What the other side says. */
#define COMES(text) text, sizeof(text) - 1

/* clang-format off */
static const struct player_case cases[] = {
	{
	    "< 250 ok\\r\\n",
	    COMES("251 ok\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 3 differs\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     251 ok\\r\\n\n"
	    "                ^\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES("250 ok\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 7 differs\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     250 ok\\n\n"
	    "                    ^\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES("250 OK, and more\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 5 differs\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     250 OK, and more\\r\\n\n"
	    "                  ^\n",
	},
	{
	    "< caf\\xc3\\xa9",
	    COMES("caf\xc3\xa8"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 5 differs\n"
	    "    expected: caf\xc3\xa9\n"
	    "    came:     caf\xc3\xa8\n"
	    "                 ^\n",
	},
	{
	    "< 1 \\x00\\x01\\xff",
	    COMES("1 \x00\x02\xff"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 4 differs\n"
	    "    expected: 1 \\0\\x01\\xff\n"
	    "    came:     1 \\0\\x02\\xff\n"
	    "                  ^\n",
	},
	{
	    "< The quick brown fox jumps over the lazy dog, and over the "
	    "next one, too, and is away.",
	    COMES("The quick brown fox jumps over the lazy dog, and over the "
	        "last one, too, and is away."),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 59 differs\n"
	    "    expected: ... the lazy dog, and over the next one, too, "
	    "and is away.\n"
	    "    came:     ... the lazy dog, and over the last one, too, "
	    "and is away.\n"
	    "                                             ^\n",
	},
	{
	    "< +OK\\n\n"
	    "< -ERR ${host}\\n",
	    COMES("+OK\n"
	        "-ERR example.org\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:2: dialogue 'x', step 2: the server says something else "
	    "than expected: byte 14 differs\n"
	    "    expected: -ERR example.com\\n\n"
	    "    came:     -ERR example.org\\n\n"
	    "                           ^\n",
	},
	{
	    "< hello\\x20",
	    COMES("hello!"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 6 differs\n"
	    "    expected: hello\\x20\n"
	    "    came:     hello!\n"
	    "                   ^\n",
	},
	{
	    "< a",
	    COMES("A"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says something else "
	    "than expected: byte 1 differs\n"
	    "    expected: a\n"
	    "    came:     A\n"
	    "              ^\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES(""),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where 8 bytes are expected\n"
	    "    expected: 250 ok\\r\\n\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES("250 "),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream after "
	    "4 of 8 bytes\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     250 \n"
	    "                  ^\n",
	},
	{
	    "<begins 250\\x20",
	    COMES("250 o"),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream "
	    "before the line has its end (\\n)\n"
	    "    expected: 250 ...\n"
	    "    came:     250 o\n",
	},
	{
	    "<begins 250\\x20",
	    COMES(""),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where a line is expected\n"
	    "    expected: 250 ...\n",
	},
	{
	    "<begins 250\\x20",
	    COMES("25"),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream "
	    "before the line has its end (\\n)\n"
	    "    expected: 250 ...\n"
	    "    came:     25\n"
	    "                ^\n",
	},
	{
	    "<matches 250 .*",
	    COMES("250 ok"),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream "
	    "before the line has its end (\\n)\n"
	    "    expression: 250 .*\n"
	    "    came:       250 ok\n",
	},
	{
	    "<until \\r\\n\\r\\n",
	    COMES("HTTP/1.1 200 OK\r\n"
	        "Server: x\r\n"),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream "
	    "before the expected text has come\n"
	    "    expected: ...\\r\\n\\r\\n\n"
	    "    came:     HTTP/1.1 200 OK\\r\\nServer: x\\r\\n\n",
	},
	{
	    "<until \\r\\n\\r\\n",
	    COMES(""),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where the text below is expected\n"
	    "    expected: ...\\r\\n\\r\\n\n",
	},
	{
	    "<bytes 100",
	    COMES("0123456789"),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream after "
	    "10 of 100 bytes\n",
	},
	{
	    "<bytes 1",
	    COMES(""),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where 1 byte is expected\n",
	},
	{
	    "< eof",
	    COMES("421 too busy\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says more, where it "
	    "should end its stream\n"
	    "    came:     421 too busy\\r\\n\n",
	},
	{
	    "> QUIT\n"
	    "< eof",
	    COMES("x"),
	    PLAYER_THEN_END, 0,
	    "x:2: dialogue 'x', step 2: the server says more, where it "
	    "should end its stream\n"
	    "    came:     x\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES(""),
	    PLAYER_THEN_RESET, 0,
	    "x:1: dialogue 'x', step 1: the server resets the "
	    "connection, where 8 bytes are expected\n"
	    "    expected: 250 ok\\r\\n\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES("250"),
	    PLAYER_THEN_RESET, 0,
	    "x:1: dialogue 'x', step 1: the server resets the connection "
	    "after 3 of 8 bytes\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     250\n"
	    "                 ^\n",
	},
	{
	    "<matches .*",
	    COMES("25"),
	    PLAYER_THEN_RESET, 0,
	    "x:1: dialogue 'x', step 1: the server resets the connection "
	    "before the line has its end (\\n)\n"
	    "    expression: .*\n"
	    "    came:       25\n",
	},
	{
	    "< eof",
	    COMES(""),
	    PLAYER_THEN_RESET, 0,
	    "x:1: dialogue 'x', step 1: the server resets the "
	    "connection, where it should end its stream\n",
	},
	{
	    "< reset",
	    COMES(""),
	    PLAYER_THEN_END, 0,
	    "x:1: dialogue 'x', step 1: the server ends its stream, "
	    "where it should reset the connection\n",
	},
	{
	    "< reset",
	    COMES("421 too busy\r\n"),
	    PLAYER_THEN_NOTHING, 0,
	    "x:1: dialogue 'x', step 1: the server says more, where it "
	    "should reset the connection\n"
	    "    came:     421 too busy\\r\\n\n",
	},
	{
	    "< hi\n"
	    "> QUIT",
	    COMES("hi"),
	    PLAYER_THEN_RESET_EARLY, 0,
	    "x:2: dialogue 'x', step 2: the server resets the connection "
	    "before the client has said this step\n"
	    "    expected: QUIT\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES(""),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server says nothing within 5 "
	    "s, where 8 bytes are expected\n"
	    "    expected: 250 ok\\r\\n\n",
	},
	{
	    "< 250 ok\\r\\n",
	    COMES("250 ok"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server says only 6 of 8 "
	    "bytes within 5 s\n"
	    "    expected: 250 ok\\r\\n\n"
	    "    came:     250 ok\n"
	    "                    ^\n",
	},
	{
	    "<begins 250",
	    COMES("250-first"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the line from the server has no "
	    "end (\\n) within 5 s\n"
	    "    expected: 250...\n"
	    "    came:     250-first\n",
	},
	{
	    "<begins 250",
	    COMES("2"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the line from the server has no "
	    "end (\\n) within 5 s\n"
	    "    expected: 250...\n"
	    "    came:     2\n"
	    "               ^\n",
	},
	{
	    "<matches [0-9]+",
	    COMES(""),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server says nothing within 5 "
	    "s, where a line is expected\n"
	    "    expression: [0-9]+\n",
	},
	{
	    "<until END",
	    COMES("BEGIN and so on"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the expected text has not come "
	    "from the server within 5 s\n"
	    "    expected: ...END\n"
	    "    came:     BEGIN and so on\n",
	},
	{
	    "<until END",
	    COMES("A long text that goes on and on, without what was to be "
	        "expected at its end, wh"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the expected text has not come "
	    "from the server within 64 B, the limit of a step\n"
	    "    expected: ...END\n"
	    "    came:     ...n and on, without what was to be expected "
	    "at its end, wh\n",
	},
	{
	    "<bytes 1K",
	    COMES("0123456789"),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server says only 10 of 1024 "
	    "bytes within 5 s\n",
	},
	{
	    "< eof",
	    COMES(""),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server does not end its "
	    "stream within 5 s\n",
	},
	{
	    "< reset",
	    COMES(""),
	    PLAYER_THEN_WAIT, 0,
	    "x:1: dialogue 'x', step 1: the server does not reset the "
	    "connection within 5 s\n",
	},
	{
	    "pause 2s\n"
	    "< ready",
	    COMES(""),
	    PLAYER_THEN_WAIT, 0,
	    "x:2: dialogue 'x', step 2: the server says nothing within 7 "
	    "s, where 5 bytes are expected\n"
	    "    expected: ready\n",
	},
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		player_case_check(&cases[i]);
	return plan();
}
