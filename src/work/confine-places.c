/* SPDX-License-Identifier: MIT */
/* The files that a run still opens in its sandbox. */
#include "work/confine-places.h"

#include <assert.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/file-spec.h"
#include "args/tty-spec.h"
#include "base/xalloc.h"
#include "net/address/unix-address.h"

#define REPLACES                                                               \
	(SANDBOX_PLACE_WRITES | SANDBOX_PLACE_MAKES | SANDBOX_PLACE_REMOVES)

static void add(struct sandbox_rules *out, char *path, unsigned rights)
{
	assert(out->place_count < SANDBOX_PLACES);
	out->places[out->place_count++] =
	    (struct sandbox_place){ path, rights };
}

/* The directory of a file. */
static void add_directory(
    struct sandbox_rules *out, const char *name, unsigned rights)
{
	char *copy = xstrdup(name);

	add(out, xstrdup(dirname(copy)), rights);
	free(copy);
}

/* The same, and that of the file that a symbolic link leads to. */
static void add_directories(
    struct sandbox_rules *out, const char *name, unsigned rights)
{
	char *real = realpath(name, NULL);

	add_directory(out, name, rights);
	if (real)
		add_directory(out, real, rights);
	free(real);
}

/* Addresses. What is opened anew may be another file of that name. */

static void add_file(const char *text, struct sandbox_rules *out)
{
	static const unsigned rights[] = {
		[FILE_BY_SIDE] = SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES |
		                 SANDBOX_PLACE_MAKES,
		[FILE_READ] = SANDBOX_PLACE_READS,
		[FILE_WRITE] = SANDBOX_PLACE_WRITES | SANDBOX_PLACE_MAKES,
		[FILE_APPEND] = SANDBOX_PLACE_WRITES | SANDBOX_PLACE_MAKES,
		[FILE_BOTH] = SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES |
		              SANDBOX_PLACE_MAKES,
	};
	struct error ignored = ERROR_NONE;
	struct file_spec f;

	if (file_spec_parse(text, &f, &ignored) < 0)
		return;
	add_directories(out, f.path, rights[f.mode]);
	file_spec_free(&f);
}

static void add_fifo(const char *text, struct sandbox_rules *out)
{
	struct error ignored = ERROR_NONE;
	struct file_spec f;

	if (file_spec_parse_fifo(text, &f, &ignored) < 0)
		return;
	add_directories(
	    out, f.path, SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES);
	file_spec_free(&f);
}

/* A terminal that is in use may be so by this process. */
static void add_tty(const char *text, struct sandbox_rules *out)
{
	struct error ignored = ERROR_NONE;
	struct tty_spec t;

	if (tty_spec_parse(text, &t, &ignored) < 0)
		return;
	add_directories(out, t.path,
	    SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES | SANDBOX_PLACE_DEVICES);
	add(out, xstrdup("/proc/self/fd"), SANDBOX_PLACE_LISTS);
	tty_spec_free(&t);
}

static void add_pty(const char *text, struct sandbox_rules *out)
{
	static const char *const devices[] = { "/dev/ptmx", "/dev/pts" };
	struct error ignored = ERROR_NONE;
	struct tty_spec t;

	if (tty_spec_parse_pty(text, &t, &ignored) < 0)
		return;
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
		add(out, xstrdup(devices[i]),
		    SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES |
			SANDBOX_PLACE_DEVICES);
	add_directory(out, t.path, SANDBOX_PLACE_LINKS | SANDBOX_PLACE_REMOVES);
	tty_spec_free(&t);
}

static void add_end(const struct spec *s, struct sandbox_rules *out)
{
	static void (*const adders[SPEC_KINDS])(
	    const char *, struct sandbox_rules *) = {
		[SPEC_FILE] = add_file,
		[SPEC_FIFO] = add_fifo,
		[SPEC_TTY] = add_tty,
		[SPEC_PTY] = add_pty,
	};

	if (s && adders[s->kind])
		adders[s->kind](s->text, out);
}

/* Options */

static bool is_unix(const struct spec *s)
{
	return s && spec_trait(s->kind)->form == SPEC_SOCKET;
}

/* Whether the source, which is given, is the name of a Unix socket. */
static bool is_source_unix(
    const struct config *cfg, const struct confine_opts *opts)
{
	bool is_file = strchr(cfg->source, '/') || is_unix(opts->from);

	for (size_t i = 0; i < opts->target_count; i++)
		is_file |= is_unix(&opts->targets[i]);
	return is_file;
}

/* An abstract name (unix(7)) is no file. */
static bool has_file_of_source(
    const struct config *cfg, const struct confine_opts *opts)
{
	return cfg->source && *cfg->source != '@' && is_source_unix(cfg, opts);
}

/* What the template says before its first name may be a directory. */
static void add_client_files(
    const struct config *cfg, struct sandbox_rules *out)
{
	if (!cfg->has_client_files)
		return;
	char *fixed = xstrdup(cfg->output);
	fixed[strcspn(fixed, "%")] = '\0';
	char *longer = xasprintf("%s-", fixed);
	add_directory(out, longer, SANDBOX_PLACE_WRITES | SANDBOX_PLACE_MAKES);
	free(fixed);
	free(longer);
}

/* The path of the socket i; NULL: it has none. */
static const char *socket_file(const struct address_list *bound, size_t i)
{
	return address_family(&bound->items[i]) == AF_UNIX
	           ? unix_address_path(&bound->items[i])
	           : NULL;
}

bool confine_places_has_socket_file(const struct address_list *bound)
{
	bool result = false;

	for (size_t i = 0; bound && i < bound->count; i++)
		result |= socket_file(bound, i) != NULL;
	return result;
}

static void add_socket_files(
    const struct address_list *bound, struct sandbox_rules *out)
{
	for (size_t i = 0; bound && i < bound->count; i++)
		if (socket_file(bound, i))
			add_directory(
			    out, socket_file(bound, i), SANDBOX_PLACE_REMOVES);
}

/* Where nc asks for the password of a proxy. */
static void add_terminal(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	if (cfg->nc.proxy_user && !opts->are_open)
		add(out, xstrdup("/dev/tty"),
		    SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES |
			SANDBOX_PLACE_DEVICES);
}

int confine_places_check(const struct config *cfg,
    const struct address_list *bound, struct error *err)
{
	struct sandbox_rules own = { 0 };
	int result = 0;

	add_client_files(cfg, &own);
	add_socket_files(bound, &own);
	for (size_t i = 0; i < own.place_count; i++) {
		const char *path = own.places[i].path;
		if (result == 0 &&
		    faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) < 0)
			result = error_sys(err, FAULT_IO,
			    "cannot make or remove files in '%s'", path);
		free(own.places[i].path);
	}
	return result;
}

void confine_places_add(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	const struct {
		const char *name;
		unsigned rights;
	} files[] = {
		{ cfg->pid_file, REPLACES | SANDBOX_PLACE_READS },
		{ cfg->ready_file, REPLACES },
		{ cfg->faults.control, SANDBOX_PLACE_REMOVES },
		{ cfg->tls.known, SANDBOX_PLACE_READS | SANDBOX_PLACE_WRITES |
				      SANDBOX_PLACE_MAKES },
		{ has_file_of_source(cfg, opts) ? cfg->source : NULL,
		    SANDBOX_PLACE_REMOVES },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i].name)
			add_directory(out, files[i].name, files[i].rights);
	if (cfg->tls.ca)
		add(out, xstrdup(cfg->tls.ca), SANDBOX_PLACE_READS);
	add_client_files(cfg, out);
	add_socket_files(opts->bound, out);
	add_terminal(cfg, opts, out);
	add_end(opts->from, out);
	if (opts->are_asked)
		return;
	for (size_t i = 0; i < opts->target_count; i++)
		add_end(&opts->targets[i], out);
}
