/* SPDX-License-Identifier: MIT */
/* Addresses of Unix sockets: paths and abstract names. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "net/address/unix-address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What unix(7) says the length of the address is. */
#define HEADER offsetof(struct sockaddr_un, sun_path)

static void test_understood(void)
{
	static const struct {
		const char *word, *text, *path; /* path NULL: abstract */
		size_t len;
	} rows[] = {
		{ "socket", "socket", "socket", HEADER + 7 },
		{ "/run/app.socket", "/run/app.socket", "/run/app.socket",
		    HEADER + 16 },
		{ "unix:x", "unix:x", "unix:x", HEADER + 7 },
		{ "./unix:x", "./unix:x", "./unix:x", HEADER + 9 },
		{ "./@x", "./@x", "./@x", HEADER + 5 },
		{ "@name", "@name", NULL, HEADER + 5 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!rows[i].path && !for_linux("abstract names"))
			continue;
		struct address a;
		struct error err = ERROR_NONE;
		char text[ADDRESS_TEXT];

		is_int(unix_address_parse(rows[i].word, &a, &err), 0,
		    "'%s' is understood", rows[i].word);
		is_int(a.len, (long long)rows[i].len,
		    "'%s' has the right length", rows[i].word);
		is_text(address_text(text, &a), rows[i].text,
		    "'%s' is written as %s", rows[i].word, rows[i].text);
		is_text(unix_address_path(&a), rows[i].path, "'%s' is %s",
		    rows[i].word, rows[i].path ? "a path" : "abstract");
	}
}

static void test_refused(void)
{
	static const char *const words[] = { "", "@" };

	for (size_t i = 0; i < COUNT(words); i++) {
		if (*words[i] && !for_linux("an empty name"))
			continue;
		struct address a;
		struct error err = ERROR_NONE;

		unix_address_parse(words[i], &a, &err);
		is_int(err.kind, FAULT_USAGE, "'%s' is refused", words[i]);
	}
}

static void test_lengths(void)
{
	static const char *const beginnings[] = { "", "@" };
	char word[128];

	for (size_t i = 0; i < COUNT(beginnings); i++) {
		if (*beginnings[i] && !for_linux("long names"))
			continue;
		struct address a;
		struct error err = ERROR_NONE;
		char text[ADDRESS_TEXT];

		snprintf(word, sizeof(word), "%s%0*d", beginnings[i],
		    UNIX_ADDRESS_LONGEST, 0);
		is_int(unix_address_parse(word, &a, &err), 0,
		    "'%s' and %d bytes are not too long", beginnings[i],
		    UNIX_ADDRESS_LONGEST);
		is_text(address_text(text, &a), word,
		    "and are written without loss");
		snprintf(word, sizeof(word), "%s%0*d", beginnings[i],
		    UNIX_ADDRESS_LONGEST + 1, 0);
		is_int(unix_address_parse(word, &a, &err), -1,
		    "'%s' and one byte more are", beginnings[i]);
		has_text(err.text, "107", "which says how long it may be");
		is_int(err.hint.code,
		    beginnings[i][0] ? HINT_NONE : HINT_UNIX_TOO_LONG,
		    "of a path with a hint");
	}
}

static void test_no_path(void)
{
	struct address none = { 0 }, unnamed = {
		.storage.ss_family = AF_UNIX,
		.len = HEADER,
	};

	is_text(unix_address_path(&none), NULL, "no address has no path");
	is_text(
	    unix_address_path(&unnamed), NULL, "an unnamed socket has no path");
}

int main(void)
{
	test_understood();
	test_refused();
	test_lengths();
	test_no_path();
	return plan();
}
