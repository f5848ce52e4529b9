/* SPDX-License-Identifier: MIT */
/* The first byte is the place in which the address stands, the second which
 * kinds it takes; the words are lines. What is understood is written from its
 * parts, and that is understood as the same. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "args/command-words.h"
#include "args/file-spec.h"
#include "args/proxy-url.h"
#include "args/spec.h"
#include "args/tty-spec.h"
#include "args/url.h"
#include "base/xalloc.h"
#include "fuzz.h"

/* Of each enum spec_role, for one word, and the list of relay. */
static const struct spec_rules places[] = {
	{ "connect", "genet connect HOST PORT", "h 80", SPEC_DIALS, SPEC_TCP,
	    SPEC_ALL_KINDS, SPEC_TWO_WORDS, false },
	{ "listen", "genet listen PORT", "80", SPEC_LISTENS, SPEC_TCP,
	    SPEC_ALL_KINDS, SPEC_TWO_WORDS, false },
	{ "relay", "genet relay A B", "80 h:80", SPEC_LISTENS, SPEC_TCP,
	    SPEC_ALL_KINDS, SPEC_ONE_WORD, true },
	{ "relay", "genet relay A B", "80 h:80", SPEC_DIALS, SPEC_TCP,
	    SPEC_ALL_KINDS, SPEC_ONE_WORD, true },
	{ "wait", "genet wait ADDRESS...", "h:80", SPEC_WAITS, SPEC_TCP,
	    SPEC_ALL_KINDS, SPEC_LIST, false },
	{ "unix listen", "genet unix listen PATH", "./s", SPEC_LISTENS,
	    SPEC_UNIX, SPEC_UNIX_KINDS, SPEC_ONE_WORD, false },
	{ "udp-recv", "genet udp-recv PORT", "80", SPEC_LISTENS, SPEC_UDP,
	    SPEC_BIT(SPEC_UDP) | SPEC_UNIX_KINDS, SPEC_TWO_WORDS, false },
};
#define PLACES (sizeof(places) / sizeof(places[0]))

/* Host and port as one word. */
static char *host_text(const struct spec *s)
{
	const struct endpoint *e = &s->endpoint;
	const char *host = e->host ? e->host : "*";
	bool is_v6 = strchr(host, ':');

	if (s->fd >= 0)
		return xasprintf("fd:%d", s->fd);
	if (e->is_port_alone)
		return xstrdup(e->port);
	return xasprintf(
	    "%s%s%s:%s", is_v6 ? "[" : "", host, is_v6 ? "]" : "", e->port);
}

/* What stands behind the prefix, from the parts; NULL: that is no text of them
 * alone. */
static char *rest_text(const struct spec *s)
{
	char text[ADDRESS_TEXT];
	size_t len = 0;
	const char *name;

	switch (spec_trait(s->kind)->form) {
	case SPEC_HOST:
		return host_text(s);
	case SPEC_SOCKET:
		name = address_unix_name(&s->address, &len);
		FUZZ_MUST(name && len > 0);
		return *name ? xasprintf("%.*s", (int)len, name)
		             : xasprintf("@%.*s", (int)len - 1, name + 1);
	case SPEC_MACHINE:
		address_text(text, &s->address);
		return xstrdup(text + strlen("vsock:"));
	case SPEC_TEXT:
		return xstrdup(s->text);
	case SPEC_NUMBER:
		return xasprintf("%d", s->kind == SPEC_PID ? s->pid : s->fd);
	case SPEC_NOTHING:
		break;
	}
	return xstrdup("");
}

static bool are_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_same(const struct spec *a, const struct spec *b)
{
	FUZZ_MUST(a->kind == b->kind && a->role == b->role);
	FUZZ_MUST(a->fd == b->fd && a->pid == b->pid);
	FUZZ_MUST(are_same(a->text, b->text));
	FUZZ_MUST(are_same(a->endpoint.host, b->endpoint.host));
	FUZZ_MUST(are_same(a->endpoint.port, b->endpoint.port));
	if (a->address.len > 0)
		FUZZ_MUST(address_is_same(&a->address, &b->address));
}

/* With a prefix, so that the usual kind of the place does not matter. */
static void check_again(const struct spec *s, const struct spec_rules *rules)
{
	static const char *const roles[] = { "connect:", "listen:", "" };
	struct error err = ERROR_NONE;
	struct spec again;
	char *rest = rest_text(s);
	char *word =
	    xasprintf("%s%s%s", rules->takes_roles ? roles[s->role] : "",
		spec_trait(s->kind)->prefix, rest);
	const char *const words[] = { word, NULL };

	/* "tcp://host" is a URL, "tcp:fd:80" a descriptor, and brackets end at
	 * the first one. */
	const char *host = s->endpoint.host ? s->endpoint.host : "";
	if (strncmp(rest, "//", 2) != 0 && !strpbrk(host, "[]") &&
	    strcmp(host, "fd") != 0) {
		FUZZ_MUST(spec_parse(words, rules, &again, &err) == 1);
		check_same(s, &again);
		FUZZ_MUST(spec_type(s) == spec_type(&again));
		spec_free(&again);
	}
	free(rest);
	free(word);
}

/* Inner forms. */

static void check_program(const char *text)
{
	struct error err = ERROR_NONE;
	char **words = command_words(text, &err);
	size_t total = 0, count = 0;

	for (; words && words[count]; count++)
		total += strlen(words[count]);
	if (words)
		FUZZ_MUST(count > 0 && total + count - 1 <= strlen(text));
	else
		fuzz_check_refusal(&err);
	if (words)
		xfree_texts(words);
}

static void check_files(const char *text)
{
	struct error err = ERROR_NONE;
	struct file_spec f;
	struct tty_spec t;

	if (file_spec_parse(text, &f, &err) == 0) {
		FUZZ_MUST(*f.path && strlen(f.path) <= strlen(text));
		file_spec_free(&f);
	}
	if (file_spec_parse_fifo(text, &f, &err) == 0) {
		FUZZ_MUST(*f.path && f.mode <= FILE_WRITE);
		file_spec_free(&f);
	}
	if (tty_spec_parse(text, &t, &err) == 0) {
		FUZZ_MUST(*t.path && strlen(t.path) <= strlen(text));
		tty_spec_free(&t);
	}
	if (tty_spec_parse_pty(text, &t, &err) == 0) {
		FUZZ_MUST(*t.path);
		tty_spec_free(&t);
	}
}

static void check_url(const char *word)
{
	struct url url;

	if (!url_is(word))
		return;
	url = url_split(word);
	FUZZ_MUST(strlen(url.host) < strlen(word));
	url_free(&url);
}

/* A user is written in escapes, and read back. */
static void check_proxy(const char *word)
{
	struct error err = ERROR_NONE;
	struct proxy_url url, again;

	if (proxy_url_parse(word, &url, &err) < 0) {
		fuzz_check_refusal(&err);
		return;
	}
	char *text = proxy_url_write(
	    proxy_scheme_name(url.scheme), url.user, url.host, url.port);
	FUZZ_MUST(proxy_url_parse(text, &again, &err) == 0);
	FUZZ_MUST(url.scheme == again.scheme && are_same(url.user, again.user));
	FUZZ_MUST(are_same(url.host, again.host));
	FUZZ_MUST(are_same(url.port, again.port));
	FUZZ_MUST(are_same(url.text, again.text));
	free(text);
	proxy_url_free(&url);
	proxy_url_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spec_rules rules = places[fuzz_byte(&data, &size) % PLACES];
	struct error err = ERROR_NONE;
	struct spec s;
	char **words;

	if (fuzz_words(data, size, 3, &words) > 0) {
		int used =
		    spec_parse((const char *const *)words, &rules, &s, &err);
		FUZZ_MUST(used == -1 || used == 1 || used == 2);
		if (used < 0)
			fuzz_check_refusal(&err);
		else
			check_again(&s, &rules);
		if (used > 0)
			spec_free(&s);
		spec_descriptor(words[0]);
		check_program(words[0]);
		check_files(words[0]);
		check_url(words[0]);
		check_proxy(words[0]);
	}
	xfree_texts(words);
	return 0;
}
