/* SPDX-License-Identifier: MIT */
/* Bytes as lines for people. */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "tap/dump.h"

static const char *dump(const char *before, uint64_t offset, const char *bytes,
    size_t len, size_t a_line)
{
	static char text[1024];
	struct bytes out = { 0 };

	dump_lines(
	    &out, before, offset, (const unsigned char *)bytes, len, a_line);
	snprintf(text, sizeof(text), "%.*s", (int)out.len, (char *)out.at);
	bytes_free(&out);
	return text;
}

int main(void)
{
	is_text(dump("> ", 0, "GET / HTTP/1.0\r\n\r\n", 18, 16),
	    "> 00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 30 0d 0a  "
	    "|GET / HTTP/1.0..|\n"
	    "> 00000010  0d 0a                                             "
	    "|..|\n",
	    "16 bytes a line, in two groups; the rest stands where it would");
	is_text(dump("", 0x20, "GET / HTT", 9, 8),
	    "00000020  47 45 54 20 2f 20 48 54  |GET / HT|\n"
	    "00000028  54                       |T|\n",
	    "8 bytes a line, from an offset on");
	is_text(dump("", 0, "\0\x1b\x7f\x9b\xff~", 6, 8),
	    "00000000  00 1b 7f 9b ff 7e        |.....~|\n",
	    "what could be a command of a terminal is a dot");
	is_text(dump("", 0x123456789a, "a", 1, 8),
	    "123456789a  61                       |a|\n",
	    "an offset may have more than eight digits");
	is_text(dump("", 0, "", 0, 16), "", "no bytes, no line");
	is_int((long long)dump_bytes_a_line(80, 2), 16, "80 columns hold 16");
	is_int((long long)dump_bytes_a_line(79, 2), 8, "79 do not");
	is_int((long long)dump_bytes_a_line(0, 9), 16, "a file has no columns");
	is_int((long long)strlen(dump("> ", 0, "0123456789abcdef", 16, 16)), 81,
	    "a full line is as wide as that says");
	return plan();
}
