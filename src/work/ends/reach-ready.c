/* SPDX-License-Identifier: MIT */
/* Reaching ends that open at once: programs, files, terminals. */
#include "args/command-words.h"
#include "work/ends/fd-end.h"
#include "work/ends/file-end.h"
#include "work/ends/inner-end.h"
#include "work/ends/program-end.h"
#include "work/ends/reach-private.h"
#include "work/ends/terminal-end.h"
#include "work/far/dialling.h"

/* A row of the table: makes the end, or returns NULL with err filled. */
typedef struct ready_end *maker(const struct reach *r, struct error *err);

static struct ready_end *make_fd(const struct reach *r, struct error *err)
{
	return fd_end(r->spec->fd, err);
}

static struct ready_end *make_stdio(const struct reach *r, struct error *err)
{
	return fd_end_standard(r->run, err);
}

static struct ready_end *make_program(const struct reach *r, struct error *err)
{
	char **words = command_words(r->spec->text, err);

	return words ? program_end(words, r->run->cfg->chroot, err) : NULL;
}

static struct ready_end *make_shell(const struct reach *r, struct error *err)
{
	return program_end_shell(r->spec->text, r->run->cfg->chroot, err);
}

static enum end_side side_of(const struct reach *r)
{
	return r->spec->is_left ? END_LEFT : END_RIGHT;
}

static struct ready_end *make_file(const struct reach *r, struct error *err)
{
	struct file_spec f;

	return file_spec_parse(r->spec->text, &f, err) < 0
	           ? NULL
	           : file_end(&f, side_of(r));
}

static struct ready_end *make_fifo(const struct reach *r, struct error *err)
{
	struct file_spec f;

	return file_spec_parse_fifo(r->spec->text, &f, err) < 0
	           ? NULL
	           : file_end_fifo(&f, side_of(r));
}

static struct ready_end *make_tty(const struct reach *r, struct error *err)
{
	struct tty_spec t;

	return tty_spec_parse(r->spec->text, &t, err) < 0 ? NULL
	                                                  : terminal_end(&t);
}

static struct ready_end *make_pty(const struct reach *r, struct error *err)
{
	struct tty_spec t;

	return tty_spec_parse_pty(r->spec->text, &t, err) < 0
	           ? NULL
	           : terminal_end_pty(&t);
}

static struct ready_end *make_echo(const struct reach *r, struct error *err)
{
	(void)r;
	(void)err;
	return inner_end_echo();
}

static struct ready_end *make_discard(const struct reach *r, struct error *err)
{
	(void)r;
	(void)err;
	return inner_end_discard();
}

static maker *const makers[SPEC_KINDS] = {
	[SPEC_FD] = make_fd,
	[SPEC_STDIO] = make_stdio,
	[SPEC_EXEC] = make_program,
	[SPEC_SH] = make_shell,
	[SPEC_FILE] = make_file,
	[SPEC_FIFO] = make_fifo,
	[SPEC_TTY] = make_tty,
	[SPEC_PTY] = make_pty,
	[SPEC_ECHO] = make_echo,
	[SPEC_DISCARD] = make_discard,
};

static int ready_open_end(struct reach *r, struct error *err)
{
	r->end = makers[r->spec->kind](r, err);
	return r->end ? 0 : -1;
}

static struct dial *dial(struct reach *r)
{
	struct retry_opts retry = dialling_retry(r->run);

	return ready_end_dial(r->end, r->spec->name, &retry);
}

static void ready_close_end(struct reach *r)
{
	ready_end_close(r->end);
}

const struct reach_family reach_ready = { ready_open_end, dial,
	ready_close_end };
