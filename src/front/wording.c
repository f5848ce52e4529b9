/* SPDX-License-Identifier: MIT */
/* The words of hints with their values in them. */
#include "front/wording.h"

#include <stdio.h>
#include <string.h>

#include "base/quote.h"

/* As it comes, for sentences. */
static void write_subject(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%s", h->subject);
}

/* As a shell reads it, for command lines. */
static void write_word(char *out, size_t size, const struct hint *h)
{
	quote_word(out, size, h->subject);
}

static void write_target(char *out, size_t size, const struct hint *h)
{
	char plain[sizeof(h->subject) + sizeof(h->port) + sizeof("[]:")];

	snprintf(plain, sizeof(plain),
	    strchr(h->subject, ':') ? "[%s]:%s" : "%s:%s", h->subject, h->port);
	quote_word(out, size, plain);
}

static void write_port(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%s", h->port);
}

static void write_number(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%lld", h->number);
}

static void write_octal(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%04llo", (unsigned long long)h->number);
}

static void write_other(char *out, size_t size, const struct hint *h)
{
	snprintf(out, size, "%lld", h->other);
}

static const struct field {
	const char *name;
	void (*write)(char *out, size_t size, const struct hint *h);
} fields[] = {
	{ "{subject}", write_subject },
	{ "{word}", write_word },
	{ "{target}", write_target },
	{ "{port}", write_port },
	{ "{number}", write_number },
	{ "{octal}", write_octal },
	{ "{other}", write_other },
};

static const struct field *find_field(const char *text)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strncmp(text, fields[i].name, strlen(fields[i].name)) == 0)
			return &fields[i];
	return NULL;
}

char *wording_hint(
    const struct wording *w, const struct hint *h, char *out, size_t size)
{
	const char *text = w->hints[h->code] ? w->hints[h->code] : "";
	size_t used = 0;

	while (*text && used + 1 < size) {
		const struct field *f = find_field(text);
		if (!f) {
			out[used++] = *text++;
			continue;
		}
		f->write(out + used, size - used, h);
		used += strlen(out + used);
		text += strlen(f->name);
	}
	out[used] = '\0';
	return out;
}
