/* SPDX-License-Identifier: MIT */
/* The rights of the user that a run has. */
#include "work/confine-rights.h"

#include "args/command-words.h"
#include "base/xalloc.h"
#include "sys/process/exec.h"
#include "sys/process/privileges.h"
#include "work/confine-places.h"
#include "work/near/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What cannot hold, or would be found in another place. */
static int check_options(const struct config *cfg,
    const struct confine_opts *opts, struct error *err)
{
	const struct row {
		bool is_given;
		const char *option;
	} outside[] = {
		{ cfg->pid_file, "--pid-file" },
		{ cfg->ready_file, "--ready-file" },
		{ cfg->faults.control, "--control" },
		{ cfg->tls.known, "--tls-known" },
		{ confine_places_has_socket_file(opts->bound),
		    "the path of a Unix socket" },
	};

	if (cfg->chroot && !cfg->user)
		return error_set(err, FAULT_USAGE,
		    "--chroot needs --user: the super-user can leave the "
		    "directory");
	for (size_t i = 0; cfg->chroot && i < COUNT(outside); i++)
		if (outside[i].is_given)
			return error_set(err, FAULT_USAGE,
			    "--chroot and %s contradict each other: genet uses "
			    "the file later, and it would be outside of '%s'",
			    outside[i].option, cfg->chroot);
	return 0;
}

static int check_end(const struct spec *s, struct error *err)
{
	if (s->kind == SPEC_SH)
		return exec_check("sh", err);
	if (s->kind != SPEC_EXEC)
		return 0;
	char **words = command_words(s->text, err);
	int result = words ? exec_check(words[0], err) : -1;
	if (words)
		xfree_texts(words);
	return result;
}

/* A program of the directory may be missing, or not be for the user. */
static int check_programs(const struct config *cfg,
    const struct confine_opts *opts, struct error *err)
{
	struct program_words words;

	program_words(cfg, &words);
	char **argv = cfg->program ? cfg->program : words.argv;
	int result = argv ? exec_check(argv[0], err) : 0;
	if (result == 0 && opts->from)
		result = check_end(opts->from, err);
	for (size_t i = 0; i < opts->target_count && result == 0; i++)
		result = check_end(&opts->targets[i], err);
	return result;
}

static int drop(const struct config *cfg, const struct confine_opts *opts,
    struct error *err)
{
	const struct privileges to = { cfg->user, cfg->chroot };

	if (!cfg->user && !cfg->chroot)
		return 0;
	if (check_options(cfg, opts, err) < 0 || privileges_drop(&to, err) < 0)
		return -1;
	return check_programs(cfg, opts, err);
}

/* What a peer says to a program may be an attack on the program. */
static void note_super_user(
    const struct run *run, const struct confine_opts *opts)
{
	bool has_program = program_is_asked(run->cfg);

	for (size_t i = 0; i < opts->target_count; i++)
		has_program |= opts->targets[i].kind == SPEC_EXEC ||
		               opts->targets[i].kind == SPEC_SH;
	if (opts->bound && has_program && privileges_are_ours())
		tap_tell(run->tap,
		    &(struct tap_event){
			.kind = TAP_NOTE,
			.text = "programs for peers run as the super-user; "
				"--user NAME runs them as another user",
		    });
}

int confine_rights(
    const struct run *run, const struct confine_opts *opts, struct error *err)
{
	if (drop(run->cfg, opts, err) < 0 ||
	    confine_places_check(run->cfg, opts->bound, err) < 0)
		return -1;
	note_super_user(run, opts);
	return 0;
}
