/* SPDX-License-Identifier: MIT */
/* %{name} templates. */
#include "args/template.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/xalloc.h"

const char *const template_announce_names[] = { "address", "host", "port",
	"path", "pid", "tls_pin", NULL };

const char *const template_file_names[] = { "conn", "address", "host", "port",
	NULL };

/* First those of curl, with its meanings. */
const char *const template_write_out_names[] = { "errormsg", "exitcode", "json",
	"local_ip", "local_port", "num_connects", "num_retries", "remote_ip",
	"remote_port", "size_download", "size_upload", "speed_download",
	"speed_upload", "stderr", "stdout", "time_connect", "time_namelookup",
	"time_starttransfer", "time_total",
	/* And the others. */
	"datagrams_in", "datagrams_out", "dropped", "error_kind", "local",
	"pid", "proto", "remote", "retransmits", "rtt", NULL };

enum piece_kind { PIECE_TEXT, PIECE_NAME, PIECE_BROKEN, PIECE_END };

struct piece {
	enum piece_kind kind;
	const char *text;
	size_t len;
};

/* Cuts the next piece off the template and moves past it. */
static struct piece next_piece(const char **format)
{
	static const char letters[] = "ntr\\", meanings[] = "\n\t\r\\";
	const char *p = *format;

	if (!*p)
		return (struct piece){ .kind = PIECE_END };
	if (p[0] == '%' && p[1] == '{') {
		const char *end = strchr(p, '}');
		if (!end)
			return (struct piece){ PIECE_BROKEN, p, strlen(p) };
		*format = end + 1;
		return (
		    struct piece){ PIECE_NAME, p + 2, (size_t)(end - p - 2) };
	}
	if (p[0] == '%' && p[1] != '%')
		return (struct piece){ PIECE_BROKEN, p, p[1] ? 2 : 1 };
	if (p[0] == '%') {
		*format = p + 2;
		return (struct piece){ PIECE_TEXT, p, 1 };
	}
	const char *letter =
	    p[0] == '\\' && p[1] ? strchr(letters, p[1]) : NULL;
	if (letter) {
		*format = p + 2;
		return (struct piece){ PIECE_TEXT,
			meanings + (letter - letters), 1 };
	}
	size_t len = 1 + strcspn(p + 1, "%\\");
	*format = p + len;
	return (struct piece){ PIECE_TEXT, p, len };
}

static bool is_name(const struct piece *piece, const char *name)
{
	return strlen(name) == piece->len &&
	       memcmp(name, piece->text, piece->len) == 0;
}

static int unknown_name(
    const struct piece *piece, const char *const *names, struct error *err)
{
	char known[512] = "";

	char *typed = xasprintf("%.*s", (int)piece->len, piece->text);
	struct suggestion s = suggest_begin(typed);

	for (; *names; names++) {
		size_t used = strlen(known);
		snprintf(known + used, sizeof(known) - used, " %%{%s}", *names);
		suggest_consider(&s, *names);
	}
	error_set(err, FAULT_USAGE,
	    s.best ? "unknown name '%%{%s}' in a template; did you mean "
		     "'%%{%s}'?"
		   : "unknown name '%%{%s}' in a template",
	    typed, s.best);
	free(typed);
	return s.best ? -1 : error_hint(err, "known names:%s", known);
}

static bool is_one_of(const struct piece *piece, const char *const *names)
{
	while (*names && !is_name(piece, *names))
		names++;
	return *names;
}

bool template_has_name(const char *text)
{
	return text && strstr(text, "%{");
}

int template_check(
    const char *format, const char *const *names, struct error *err)
{
	for (;;) {
		struct piece piece = next_piece(&format);
		if (piece.kind == PIECE_END)
			return 0;
		if (piece.kind == PIECE_BROKEN)
			return error_set(err, FAULT_USAGE,
			    "'%.*s' in a template; write %%{NAME}, or %%%% for "
			    "a percent sign",
			    (int)piece.len, piece.text);
		if (piece.kind == PIECE_NAME && !is_one_of(&piece, names))
			return unknown_name(&piece, names, err);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether a number before or after this piece ends at the piece. */
static bool ends_number_before(const struct piece *next)
{
	return next->kind == PIECE_END ||
	       (next->kind == PIECE_TEXT && !is_digit(next->text[0]));
}

static bool ends_number_after(const struct piece *last)
{
	return last->kind == PIECE_END ||
	       (last->kind == PIECE_TEXT &&
		   !is_digit(last->text[last->len - 1]));
}

/* The number can be found in the text if all before it or all behind it is
 * constant, and it is next to no digit on the other side. */
bool template_tells_apart(const char *format, const char *name)
{
	struct piece last = { .kind = PIECE_END }, piece;
	bool is_first = true;

	while ((piece = next_piece(&format)).kind != PIECE_END &&
	       piece.kind != PIECE_BROKEN) {
		const char *rest = format;
		struct piece next = next_piece(&rest);
		bool is_number =
		    piece.kind == PIECE_NAME && is_name(&piece, name);
		if (is_number && is_first && ends_number_before(&next))
			return true;
		if (is_number && !template_has_name(format) &&
		    ends_number_after(&last))
			return true;
		is_first &= piece.kind != PIECE_NAME;
		last = piece;
	}
	return false;
}

bool template_names(const char *format, const char *name)
{
	for (;;) {
		struct piece piece = next_piece(&format);
		if (piece.kind == PIECE_END || piece.kind == PIECE_BROKEN)
			return false;
		if (piece.kind == PIECE_NAME && is_name(&piece, name))
			return true;
	}
}

char *template_file_value(char *value)
{
	if (value[0] == '.')
		value[0] = '_';
	for (char *at = value; (at = strchr(at, '/'));)
		*at = '_';
	return value;
}

static const char *value_of(const struct piece *piece,
    const struct template_field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_name(piece, fields[i].name))
			return fields[i].value;
	return "";
}

static int find_stop(const struct piece *piece, const char *const *stops)
{
	for (int i = 0; stops[i]; i++)
		if (piece->kind == PIECE_NAME && is_name(piece, stops[i]))
			return i;
	return -1;
}

char *template_expand_part(const char **format,
    const struct template_field *fields, size_t count, const char *const *stops,
    int *stop)
{
	char *text = xstrdup("");

	for (;;) {
		struct piece piece = next_piece(format);
		*stop = find_stop(&piece, stops);
		if (piece.kind == PIECE_END || piece.kind == PIECE_BROKEN ||
		    *stop >= 0)
			return text;
		char *longer =
		    piece.kind == PIECE_NAME
			? xasprintf(
			      "%s%s", text, value_of(&piece, fields, count))
			: xasprintf("%s%.*s", text, (int)piece.len, piece.text);
		free(text);
		text = longer;
	}
}

char *template_expand(
    const char *format, const struct template_field *fields, size_t count)
{
	static const char *const none[] = { NULL };
	int stop;

	return template_expand_part(&format, fields, count, none, &stop);
}
