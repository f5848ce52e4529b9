/* SPDX-License-Identifier: MIT */
/* %{name} templates: what passes the check, and what becomes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/template.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct template_field fields[] = {
	{ "address", "127.0.0.1:8080" },
	{ "host", "127.0.0.1" },
	{ "port", "8080" },
	{ "pid", "" },
};

static void test_expansion(void)
{
	static const struct {
		const char *what, *format, *text;
	} rows[] = {
		{ "nothing becomes nothing", "", "" },
		{ "plain text stays", "ready {now}", "ready {now}" },
		{ "a name becomes its value", "%{port}", "8080" },
		{ "names stand next to each other", "%{host}%{port}",
		    "127.0.0.18080" },
		{ "text stands around names", "<%{host}>:<%{port}>",
		    "<127.0.0.1>:<8080>" },
		{ "a name may come twice", "%{port} %{port}", "8080 8080" },
		{ "a value may be empty", "[%{pid}]", "[]" },
		{ "two percent signs are one", "100%%", "100%" },
		{ "two percent signs hide a name", "%%{port}", "%{port}" },
		{ "three percent signs do not", "%%%{port}", "%8080" },
		{ "\\n is a line end", "a\\nb", "a\nb" },
		{ "\\t is a tab", "a\\tb", "a\tb" },
		{ "\\r is a carriage return", "a\\rb", "a\rb" },
		{ "two backslashes are one", "a\\\\n", "a\\n" },
		{ "other escapes stay as they are", "a\\qb", "a\\qb" },
		{ "a backslash at the end stays", "a\\", "a\\" },
		{ "a backslash hides no name", "\\%{port}", "\\8080" },
		{ "a brace behind a name is text", "%{port}}", "8080}" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err = ERROR_NONE;
		int checked = template_check(
		    rows[i].format, template_announce_names, &err);
		char *text =
		    template_expand(rows[i].format, fields, COUNT(fields));
		is_text(checked == 0 ? text : err.text, rows[i].text, "%s",
		    rows[i].what);
		free(text);
	}
}

/* A value is not a template, however it looks. */
static void test_values(void)
{
	static const struct template_field strange[] = {
		{ "host", "%{port}\\n%%" },
		{ "port", "1" },
	};
	char *text = template_expand("%{host}", strange, COUNT(strange));

	is_text(text, "%{port}\\n%%", "values are taken as they are");
	free(text);

	char format[4001] = "";
	for (size_t i = 0; i < sizeof(format) - 1; i += 4)
		memcpy(format + i, "ab%%", 4);
	text = template_expand(format, NULL, 0);
	is_int((long long)strlen(text), 3000, "long templates are no matter");
	free(text);
}

static void test_refused(void)
{
	static const struct {
		const char *what, *format, *culprit;
	} rows[] = {
		{ "an unknown name", "%{prot}", "%{prot}" },
		{ "an empty name", "%{}", "%{}" },
		{ "a name with a blank", "%{ port}", "%{ port}" },
		{ "a name in capitals", "%{PORT}", "%{PORT}" },
		{ "the beginning of a name", "%{por}", "%{por}" },
		{ "more than a name", "%{ports}", "%{ports}" },
		{ "an unknown name behind a known one", "%{port}%{x}", "%{x}" },
		{ "a name that is not closed", "a%{port", "%{port" },
		{ "a percent sign at the end", "100%", "'%'" },
		{ "a percent sign before a letter", "%d", "'%d'" },
		{ "a percent sign before a blank", "100% of", "'% '" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error err = ERROR_NONE;
		is_int(template_check(
			   rows[i].format, template_announce_names, &err),
		    -1, "%s is refused", rows[i].what);
		is_int(err.kind, FAULT_USAGE, "%s is an error of usage",
		    rows[i].what);
		has_text(
		    err.text, rows[i].culprit, "%s is named", rows[i].what);
	}
}

static void test_hint(void)
{
	struct error err = ERROR_NONE;

	template_check("%{prot}", template_announce_names, &err);
	has_text(err.text, "did you mean '%{port}'?", "a near name is named");
	template_check("%{weather}", template_announce_names, &err);
	for (size_t i = 0; template_announce_names[i]; i++) {
		char known[64];
		snprintf(
		    known, sizeof(known), "%%{%s}", template_announce_names[i]);
		has_text(err.hint_text, known, "the hint lists the name '%s'",
		    template_announce_names[i]);
	}
}

static void test_names(void)
{
	ok(template_names("a%{port}-%{conn}", "conn"), "a name is found");
	ok(!template_names("%{connection}", "conn"), "a longer one is another");
	ok(!template_names("100%%{conn}", "conn"), "a text is none");
}

static void test_apart(void)
{
	static const struct {
		const char *format;
		bool wanted;
	} rows[] = {
		{ "from-%{conn}", true },
		{ "1%{conn}", true },
		{ "%{conn}-%{port}", true },
		{ "%{port}-%{conn}", true },
		{ "%{port}%{conn}-", false }, /* 1, 11 and 11, 1 */
		{ "%{conn}%{port}", false },  /* 1, 12345 and 11, 2345 */
		{ "%{conn}1%{port}", false },
		{ "%{address}-%{conn}-%{address}", false },
		{ "%{address}", false },
		{ "%{conn}%{port}-%{conn}", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(template_tells_apart(rows[i].format, "conn") ==
			rows[i].wanted,
		    "%s tells numbers apart: %d", rows[i].format,
		    rows[i].wanted);
}

/* What a peer says of itself leads to no other directory. */
static void test_file_values(void)
{
	static const struct {
		const char *value, *wanted;
	} rows[] = {
		{ "[fe80::1%eth0]:80", "[fe80::1%eth0]:80" },
		{ "192.0.2.1", "192.0.2.1" },
		{ "../etc/passwd", "_._etc_passwd" },
		{ "/etc/passwd", "_etc_passwd" },
		{ "a/../b", "a_.._b" },
		{ ".", "_" },
		{ "..", "_." },
		{ ".hidden", "_hidden" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char value[32];
		snprintf(value, sizeof(value), "%s", rows[i].value);
		is_text(template_file_value(value), rows[i].wanted,
		    "'%s' in the name of a file", rows[i].value);
	}
}

int main(void)
{
	test_expansion();
	test_values();
	test_refused();
	test_hint();
	test_names();
	test_apart();
	test_file_values();
	return plan();
}
