/* SPDX-License-Identifier: MIT */
/* Addresses of all kinds. */
#include "args/spec.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "args/command-words.h"
#include "args/file-spec.h"
#include "args/tty-spec.h"
#include "args/vsock-spec.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "net/address/unix-address.h"

/* What is being parsed. */
struct parsing {
	const struct spec_rules *rules;
	struct spec *out;
	const char *prefix; /* of the kind; NULL: none was written */
	const char *rest;   /* behind it */
	const char *second; /* the next word, if it belongs to it; or NULL */
};

/* Roles */

static const struct role {
	const char *prefix, *verb, *cannot;
} roles[] = {
	[SPEC_DIALS] = { "connect:", "connect", "be connected to" },
	[SPEC_LISTENS] = { "listen:", "listen", "be listened on" },
	[SPEC_WAITS] = { NULL, NULL, "be waited for" },
};

#define ROLES (sizeof(roles) / sizeof(roles[0]))

/* The word behind "connect:" or "listen:", which sets the role. */
static const char *skip_role(const char *word, enum spec_role *role)
{
	for (size_t i = 0; i < ROLES; i++) {
		const char *prefix = roles[i].prefix;
		if (!prefix || strncmp(word, prefix, strlen(prefix)) != 0)
			continue;
		*role = (enum spec_role)i;
		return word + strlen(prefix);
	}
	return word;
}

static int refuse_role(
    const struct parsing *p, enum spec_role role, struct error *err)
{
	error_set(err, FAULT_USAGE, "'%s' says '%s', and %s does not %s",
	    p->out->name, roles[role].prefix, p->rules->command,
	    roles[role].verb);
	return p->rules->role == SPEC_WAITS
	           ? -1
	           : error_hint(err, "genet %s %s", roles[role].verb,
			 p->out->name + strlen(roles[role].prefix));
}

/* The kinds that can stand there. Allocated. */
static char *list_able(const struct parsing *p)
{
	unsigned able = SPEC_BIT(p->out->role);

	if (p->rules->takes_roles && !spec_split(p->out->name).has_role)
		able |= SPEC_BIT(SPEC_DIALS);
	return spec_list(p->rules->kinds, able);
}

/* A kind that has no meaning here. */
static int refuse_kind(const struct parsing *p, struct error *err)
{
	const struct spec *s = p->out;
	const struct spec_rules *rules = p->rules;
	const struct spec_trait *trait = spec_trait(s->kind);
	bool can = trait->roles & SPEC_BIT(s->role);
	char *others = list_able(p);

	if (can)
		error_set(err, FAULT_USAGE, "'%s' is %s, which %s cannot use",
		    s->name, trait->what, rules->command);
	else
		error_set(err, FAULT_USAGE, "'%s' cannot %s: it is %s", s->name,
		    roles[s->role].cannot, trait->what);
	if (spec_trait(rules->usual)->form == SPEC_SOCKET)
		error_hint(err, "a file of that name is ./%s", s->name);
	error_hint(err, "what can: %s", others);
	free(others);
	return -1;
}

static int refuse_unknown(
    const struct parsing *p, const char *kind, size_t len, struct error *err)
{
	char *kinds = list_able(p);

	error_set(err, FAULT_USAGE, "there is no kind '%.*s' of an address",
	    (int)len, kind);
	error_hint(err, "the kinds here: %s", kinds);
	free(kinds);
	return -1;
}

/* What stands behind the prefix */

static int parse_descriptor(struct parsing *p, struct error *err)
{
	uint64_t number;

	if (!parse_number(p->rest + strlen("fd:"), &number) || number > INT_MAX)
		return error_set(err, FAULT_USAGE,
		    "'%s' is not a descriptor; write fd:3", p->out->name);
	p->out->fd = (int)number;
	return 0;
}

/* A port that is bound may be inherited: "tls:fd:3". */
static int parse_host(struct parsing *p, struct error *err)
{
	const struct spec_rules *rules = p->rules;
	enum spec_role role = p->out->role;
	const struct endpoint_rules own = {
		.command =
		    rules->words == SPEC_ONE_WORD ? NULL : rules->command,
		.usage = rules->usage,
		.example = rules->example,
		.may_bind = role != SPEC_DIALS,
		.names_are_hosts = role == SPEC_WAITS,
		.kind = p->prefix,
	};
	const char *words[] = { p->rest, p->second, NULL };

	if (role == SPEC_LISTENS && strncmp(p->rest, "fd:", 3) == 0)
		return parse_descriptor(p, err);
	if (role == SPEC_WAITS && strncmp(p->rest, "fd:", 3) == 0)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a descriptor, not an address", p->out->name);
	if (endpoint_parse(words, &own, &p->out->endpoint, err) < 0)
		return -1;
	return role == SPEC_WAITS
	           ? endpoint_check_port(p->out->endpoint.port, false, err)
	           : 0;
}

static int parse_socket(struct parsing *p, struct error *err)
{
	bool is_name = p->rest[0] == '@';

	if (!p->rest[is_name])
		return error_set(err, FAULT_USAGE, "missing %s in '%s'",
		    is_name ? "name" : "path", p->out->name);
	return unix_address_parse(p->rest, &p->out->address, err);
}

static int parse_machine(struct parsing *p, struct error *err)
{
	return vsock_spec_parse(
	    p->rest, p->out->role != SPEC_DIALS, &p->out->address, err);
}

/* Whether the module of the kind understands the text. Each takes it apart
 * anew, where it is used. Return 0, or -1 with FAULT_USAGE. */

static int check_command(const char *text, struct error *err)
{
	char **words = command_words(text, err);

	if (!words)
		return -1;
	xfree_texts(words);
	return 0;
}

static int check_file(const char *text, struct error *err)
{
	struct file_spec f;

	if (file_spec_parse(text, &f, err) < 0)
		return -1;
	file_spec_free(&f);
	return 0;
}

static int check_fifo(const char *text, struct error *err)
{
	struct file_spec f;

	if (file_spec_parse_fifo(text, &f, err) < 0)
		return -1;
	file_spec_free(&f);
	return 0;
}

static int check_tty(const char *text, struct error *err)
{
	struct tty_spec t;

	if (tty_spec_parse(text, &t, err) < 0)
		return -1;
	tty_spec_free(&t);
	return 0;
}

static int check_pty(const char *text, struct error *err)
{
	struct tty_spec t;

	if (tty_spec_parse_pty(text, &t, err) < 0)
		return -1;
	tty_spec_free(&t);
	return 0;
}

static int parse_text(struct parsing *p, struct error *err)
{
	static int (*const checks[SPEC_KINDS])(const char *, struct error *) = {
		[SPEC_EXEC] = check_command,
		[SPEC_FILE] = check_file,
		[SPEC_FIFO] = check_fifo,
		[SPEC_TTY] = check_tty,
		[SPEC_PTY] = check_pty,
	};
	struct spec *s = p->out;

	if (!*p->rest)
		return error_set(err, FAULT_USAGE, "missing %s in '%s'",
		    s->kind == SPEC_EXEC || s->kind == SPEC_SH ? "command"
							       : "path",
		    s->name);
	s->text = xstrdup(p->rest);
	/* What is waited for is a path, whatever it is. */
	return s->role == SPEC_WAITS || !checks[s->kind]
	           ? 0
	           : checks[s->kind](p->rest, err);
}

static int parse_nothing(struct parsing *p, struct error *err)
{
	(void)p;
	(void)err;
	return 0;
}

static int parse_id(struct parsing *p, struct error *err)
{
	uint64_t number;

	if (p->out->kind == SPEC_FD) {
		p->rest -= strlen(p->prefix);
		return parse_descriptor(p, err);
	}
	if (!parse_number(p->rest, &number) || number == 0 || number > INT_MAX)
		return error_set(
		    err, FAULT_USAGE, "'%s' is not a process id", p->rest);
	p->out->pid = (pid_t)number;
	return 0;
}

static int (*const parsers[])(struct parsing *p, struct error *err) = {
	[SPEC_HOST] = parse_host,
	[SPEC_SOCKET] = parse_socket,
	[SPEC_MACHINE] = parse_machine,
	[SPEC_TEXT] = parse_text,
	[SPEC_NUMBER] = parse_id,
	[SPEC_NOTHING] = parse_nothing,
};

/* The whole */

static int parse(struct parsing *p, struct error *err)
{
	const unsigned both = SPEC_BIT(SPEC_DIALS) | SPEC_BIT(SPEC_LISTENS);
	struct spec *s = p->out;
	const struct spec_rules *rules = p->rules;
	const struct spec_parts parts = spec_split(p->rest);

	s->kind = parts.has_kind ? parts.kind : rules->usual;
	const struct spec_trait *trait = spec_trait(s->kind);
	s->role = parts.has_role ? parts.role : rules->role;
	if (rules->takes_roles && !parts.has_role &&
	    (trait->roles & both) == SPEC_BIT(SPEC_DIALS))
		s->role = SPEC_DIALS;
	if (s->role != rules->role && !rules->takes_roles)
		return refuse_role(p, s->role, err);
	if (!(rules->kinds & SPEC_BIT(s->kind)) ||
	    !(trait->roles & SPEC_BIT(s->role)))
		return refuse_kind(p, err);
	size_t unknown = parts.has_kind || p->second || trait->form != SPEC_HOST
	                     ? 0
	                     : spec_find_unknown(parts.rest);
	if (unknown)
		return refuse_unknown(p, parts.rest, unknown, err);
	if (p->second && trait->form != SPEC_HOST)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a whole address: what is '%s' for?", p->rest,
		    p->second);
	p->prefix = parts.has_kind ? trait->prefix : NULL;
	p->rest = parts.rest;
	return parsers[trait->form](p, err);
}

int spec_parse(const char *const *words, const struct spec_rules *rules,
    struct spec *out, struct error *err)
{
	int used = spec_words(words, rules);
	struct parsing p = {
		.rules = rules,
		.out = out,
		.rest = words[0],
		.second = used > 1 ? words[1] : NULL,
	};

	*out = (struct spec)SPEC_NONE;
	out->is_left = rules->role == SPEC_LISTENS;
	out->name = p.second ? xasprintf("%s %s", words[0], p.second)
	                     : xstrdup(words[0]);
	if (parse(&p, err) == 0)
		return used;
	spec_free(out);
	return -1;
}

void spec_free(struct spec *s)
{
	free(s->name);
	free(s->text);
	endpoint_free(&s->endpoint);
	*s = (struct spec)SPEC_NONE;
}

/* HOST:PORT or [V6]:PORT. More colons without brackets are an address. */
static bool has_port(const char *word)
{
	const char *colon = strchr(word, ':');

	if (word[0] == '[')
		return strstr(word, "]:");
	return colon && colon == strrchr(word, ':');
}

/* In a list, a word without a colon is no address of its own: behind a host it
 * is the host's port. */
int spec_words(const char *const *words, const struct spec_rules *rules)
{
	enum spec_kind ignored;

	if (!words[1] || rules->words == SPEC_ONE_WORD)
		return 1;
	if (rules->words == SPEC_TWO_WORDS)
		return 2;
	return spec_find(words[0], &ignored) || strchr(words[1], ':') ||
	               has_port(words[0])
	           ? 1
	           : 2;
}

struct spec_parts spec_split(const char *word)
{
	struct spec_parts parts = { .role = SPEC_WAITS };

	parts.rest = skip_role(word, &parts.role);
	parts.has_role = parts.rest != word;
	parts.has_kind = spec_find(parts.rest, &parts.kind);
	if (parts.has_kind)
		parts.rest += strlen(spec_trait(parts.kind)->prefix);
	return parts;
}

int spec_type(const struct spec *s)
{
	return spec_trait(s->kind)->type;
}

int spec_descriptor(const char *word)
{
	const struct spec_parts parts = spec_split(word);
	bool is_behind_a_kind =
	    parts.has_kind && spec_trait(parts.kind)->form == SPEC_HOST;
	bool is_fd = parts.has_kind && parts.kind == SPEC_FD;
	const char *number = parts.rest;
	uint64_t found;

	if (!is_fd && is_behind_a_kind && strncmp(number, "fd:", 3) == 0)
		number += strlen("fd:");
	else if (!is_fd)
		return -1;
	return parse_number(number, &found) && found <= INT_MAX ? (int)found
	                                                        : -1;
}
