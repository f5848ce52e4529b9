/* SPDX-License-Identifier: MIT */
/* How the calls of a lesson, and their results, are written for people. */
#include "demo/language/shown.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/sysno.h"
#include "base/text.h"
#include "demo/language/names.h"

/* A call that took at least this long has waited. */
#define WAITED_US 20000

/* If the outcome has no room for all bytes, only this number is shown. */
#define SHOWN_BYTES 8

struct showing {
	struct writing writing;
	const struct variables *variables;
	bool is_raw;
};

static void show_address(struct bytes *out, const struct address *a)
{
	char text[ADDRESS_TEXT];

	if (a->storage.ss_family == AF_INET6 && address_family(a) == AF_INET)
		bytes_print(out, "[::ffff:%s]:%u", address_host(text, a),
		    address_port(a));
	else
		bytes_add_text(out, address_text(text, a));
}

static void show_bytes(struct bytes *out, const char *bytes, size_t len)
{
	char text[4 * PHRASE_WORD];

	bytes_print(out, "\"%s\"", text_escape(text, sizeof(text), bytes, len));
}

static void show_word(
    struct bytes *out, const char *word, const struct variables *v)
{
	if (strcmp(word, "FAMILY") == 0)
		word = v->family == AF_INET ? "AF_INET" : "AF_INET6";
	else if (v->type && strcmp(word, "TYPE") == 0)
		word = v->type;
	bytes_add_text(out, word);
}

static void show_value(
    const struct showing *s, struct bytes *out, const char *word)
{
	struct value v;

	if (!values_read(s->variables, word, &v))
		bytes_add_text(out, word);
	else if (v.kind == VALUE_ADDRESS)
		show_address(out, &v.address);
	else if (v.kind == VALUE_BYTES)
		show_bytes(out, v.bytes, v.len);
	else if (isupper((unsigned char)*word) ||
		 *word == '0' || /* of an octal number */
		 (v.kind == VALUE_DESCRIPTOR && !s->is_raw))
		show_word(out, word, s->variables);
	else
		bytes_print(out, "%ld", v.number);
}

static void write_arg(
    const struct writing *w, struct bytes *out, const char *word, char letter)
{
	const struct showing *s = (const struct showing *)w;
	char name[ADDRESS_TEXT];
	struct value v;

	if (letter == 'u') { /* the bytes, without quotes */
		bytes_print(out, "%.*s", (int)strcspn(word + 1, "'"), word + 1);
		return;
	}
	if (!values_read(s->variables, word, &v) ||
	    (letter == 'r' && !(s->is_raw && v.kind == VALUE_DESCRIPTOR)))
		bytes_add_text(out, word);
	else if (letter == 'b' && v.kind == VALUE_NUMBER)
		bytes_add_text(out, "buf");
	else if (letter == 'n')
		bytes_print(
		    out, "%ld", v.kind == VALUE_BYTES ? (long)v.len : v.number);
	else if (letter == 'p' && v.kind == VALUE_ADDRESS)
		bytes_print(out, "\"%u\"", address_port(&v.address));
	else if (letter == 'h')
		bytes_add_text(out, address_host(name, &v.address));
	else if (letter == 'f')
		bytes_print(out, "\"%s\"", word);
	else
		show_value(s, out, word);
}

static void show(struct bytes *out, const struct phrase *phrase,
    const struct variables *v, bool is_raw)
{
	const struct call *call = calls_find(phrase->name);
	const struct showing s = { { write_arg, phrase }, v, is_raw };

	phrase_write(out, call ? call->shown : phrase->name, &s.writing);
}

void shown_call(
    struct bytes *out, const struct phrase *phrase, const struct variables *v)
{
	show(out, phrase, v, false);
}

char *shown_raw(
    char out[SHOWN_RAW], const struct phrase *phrase, const struct variables *v)
{
	struct bytes text = { 0 };

	show(&text, phrase, v, true);
	snprintf(out, SHOWN_RAW, "%.*s", (int)text.len, (const char *)text.at);
	bytes_free(&text);
	return out;
}

/* Results */

static void show_flags(struct bytes *out, long flags)
{
	static const char *const names[] = { "MSG_TRUNC", "MSG_OOB", "MSG_EOR",
		"MSG_CTRUNC" };
	long flag;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names_read(names[i], &flag) && flags & flag)
			bytes_print(out, ", %s", names[i]);
}

/* The number of calls and the sum of the results, unless both are the same. */
static void show_several(struct bytes *out, const struct outcome *o)
{
	bytes_print(out, "%u calls", o->times);
	if (o->result < 0)
		bytes_print(out, ", the last -1 %s", sysno_name(o->sysno));
	if (o->result < 0 || o->value != (long)o->times)
		bytes_print(out, "; %ld in all", o->value);
}

/* The value that was asked for, by its name if the lesson has one. */
static void show_asked(
    struct bytes *out, const struct wanted *wanted, const struct outcome *o)
{
	const char *word = wanted->result.word;
	bool is_name = (wanted->result.kind == WANTED_VALUE ||
			   wanted->result.kind == WANTED_ERRNO) &&
	               wanted->other.kind == WANTED_ANY &&
	               isupper((unsigned char)*word);

	if (o->is_as_wanted && is_name)
		bytes_print(out, ", %s", word);
	else
		bytes_print(out, ", %ld", o->value);
}

void shown_result(struct bytes *out, const struct phrase *phrase,
    const struct wanted *wanted, const struct outcome *o)
{
	const struct call *call = calls_find(phrase->name);
	char took[TEXT_MEASURE];

	bytes_add_text(out, "= ");
	if (o->times > 1)
		show_several(out, o);
	else if (o->result < 0)
		bytes_print(out, "-1 %s (%s)", sysno_name(o->sysno),
		    sysno_phrase(o->sysno));
	else
		bytes_print(out,
		    call && call->gives == CALL_MODE ? "0%lo" : "%ld",
		    o->result);
	if (o->result >= 0 && call && call->gives == CALL_DESCRIPTOR)
		bytes_print(out, " (%s)", phrase->results[0]);
	if (o->has_bytes && o->len) {
		bytes_add_text(out, " ");
		bool is_full = o->len == sizeof(o->bytes) - 1;
		show_bytes(out, o->bytes, is_full ? SHOWN_BYTES : o->len);
		if (is_full || o->result > (long)o->len)
			bytes_add_text(out, "...");
	}
	if (o->has_flags)
		show_flags(out, o->flags);
	if (o->has_address) {
		bytes_add_text(out, ", ");
		show_address(out, &o->address);
	}
	if (o->second.len) {
		bytes_add_text(out, ", ");
		show_address(out, &o->second);
	}
	if (o->has_value && o->times == 1 && o->result >= 0)
		show_asked(out, wanted, o);
	if (o->tries > 1)
		bytes_print(out, " (the last of %u calls)", o->tries);
	if (o->ended - o->began >= WAITED_US)
		bytes_print(out, ", after %s",
		    text_duration(took, o->ended - o->began));
}
