/* SPDX-License-Identifier: MIT */
/* JSON (RFC 8259): names, strings, and bytes of any kind. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "tap.h"

/* What was composed, as a text that lives until the next one. */
static const char *finish(struct bytes *b)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%.*s", (int)b->len, (char *)b->at);
	bytes_free(b);
	return text;
}

static const char *string(const void *bytes, size_t len)
{
	struct bytes b = { 0 };

	json_string(&b, bytes, len);
	return finish(&b);
}

static const char *payload(const void *bytes, size_t len)
{
	struct bytes b = { 0 };

	json_payload(&b, bytes, len);
	return finish(&b);
}

static void test_names(void)
{
	struct bytes b = { 0 };

	bytes_add_text(&b, "{");
	json_name(&b, "a");
	bytes_add_text(&b, "1");
	json_name(&b, "b");
	bytes_add_text(&b, "{");
	json_name(&b, "c");
	json_string(&b, "{", 1);
	json_name(&b, "d");
	bytes_add_text(&b, "2}");
	json_name(&b, "e");
	bytes_add_text(&b, "3}");
	is_text(finish(&b), "{\"a\":1,\"b\":{\"c\":\"{\",\"d\":2},\"e\":3}",
	    "commas stand between members, and nowhere else");
}

static void test_members(void)
{
	struct bytes b = { 0 };

	json_open(&b, NULL);
	json_number(&b, "n", -5);
	json_seconds(&b, "s", 1000001);
	json_flag(&b, "f", true);
	json_word(&b, "w", "word");
	json_text(&b, "t", "\xff\n");
	json_bytes(&b, "u", "gr\xc3\xbc\xc3\x9f", 6);
	json_bytes(&b, "x", "\xff", 1);
	json_open(&b, "o");
	json_close(&b);
	json_close(&b);
	is_text(finish(&b),
	    "{\"n\":-5,\"s\":1.000001,\"f\":true,\"w\":\"word\","
	    "\"t\":\"\\\\xff\\\\n\",\"u\":\"gr\xc3\xbc\xc3\x9f\","
	    "\"x_b64\":\"/w==\",\"o\":{}}",
	    "an object of each kind of member");
}

static void test_strings(void)
{
	static const struct {
		const char *bytes, *json, *what;
	} cases[] = {
		{ "", "\"\"", "an empty string" },
		{ "plain", "\"plain\"", "a plain string" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"", "quotes and backslashes" },
		{ "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"", "known controls" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"", "others" },
		{ "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\"", "UTF-8" },
		{ "\xc2\x9b\x32J\xc2\xa0", "\"\\u009b2J\xc2\xa0\"", "C1" },
		{ "\xd8\x9c\xd8\x9d\xe2\x80\xae\xe2\x81\xa9\xe2\x82\xac",
		    "\"\\u061c\xd8\x9d\\u202e\\u2069\xe2\x82\xac\"",
		    "a mark of direction" },
		{ "a/b", "\"a/b\"", "a slash" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_text(string(cases[i].bytes, strlen(cases[i].bytes)),
		    cases[i].json, "%s is written as JSON has it",
		    cases[i].what);
	is_text(
	    string("\0", 1), "\"\\u0000\"", "a NUL is written as JSON has it");
}

static void test_payloads(void)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *json, *what;
	} cases[] = {
		{ "", 0, "\"len\":0,\"text\":\"\"", "nothing" },
		{ "hi", 2, "\"len\":2,\"text\":\"hi\"", "a text" },
		{ "\xe2\x82\xac", 3, "\"len\":3,\"text\":\"\xe2\x82\xac\"",
		    "a text of one character" },
		{ "\x1b[m", 3, "\"len\":3,\"text\":\"\\u001b[m\"",
		    "a text with a control character" },
		{ "\0", 1, "\"len\":1,\"b64\":\"AA==\"", "a NUL" },
		{ "\0\1", 2, "\"len\":2,\"b64\":\"AAE=\"", "two bytes" },
		{ "\0\1\2", 3, "\"len\":3,\"b64\":\"AAEC\"", "three bytes" },
		{ "\xff\xfe\xfd\xfc", 4, "\"len\":4,\"b64\":\"//79/A==\"",
		    "what is no UTF-8" },
		{ "a\xe2\x82", 3, "\"len\":3,\"b64\":\"YeKC\"",
		    "a character without its end" },
		{ "\xc0\xaf", 2, "\"len\":2,\"b64\":\"wK8=\"",
		    "a character that is longer than it must be" },
		{ "\xed\xa0\x80", 3, "\"len\":3,\"b64\":\"7aCA\"",
		    "a surrogate" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_text(payload(cases[i].bytes, cases[i].len), cases[i].json,
		    "%s is text if it can be, else base64", cases[i].what);
}

int main(void)
{
	test_names();
	test_members();
	test_strings();
	test_payloads();
	return plan();
}
