/* SPDX-License-Identifier: MIT */
/* The program that the command line names. */
#include "cmd/program.h"

#include <fcntl.h>
#include <stdint.h>

#include "base/text.h"
#include "relay/client.h"
#include "sys/child.h"
#include "sys/waiting.h"

bool program_is_asked(const struct config *cfg)
{
	return cfg->exec || cfg->shell;
}

/* The program has the socket itself, and nobody can watch what passes. */
static int check_watched(const struct config *cfg, struct error *err)
{
	const struct {
		bool is_given;
		const char *name;
	} watched[] = {
		{ cfg->idle_timeout_us != CLOCK_NEVER, "--idle-timeout" },
		{ cfg->expect.bytes, "--expect" },
		{ cfg->until, "--until" },
		{ cfg->bytes, "--bytes" },
		{ cfg->count, "--count" },
		{ cfg->crlf, "--crlf" },
		{ cfg->send_only, "--send-only" },
		{ cfg->recv_only, "--recv-only" },
		{ cfg->data.bytes, "--data" },
		{ cfg->input, "--input" },
		{ cfg->output, "--output" },
	};

	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		if (watched[i].is_given)
			return error_set(err, FAULT_USAGE,
			    "%s has no effect on a program, which gets the "
			    "connection itself",
			    watched[i].name);
	return 0;
}

int program_check(const struct config *cfg, struct error *err)
{
	const char *taker = cfg->exec ? "--exec" : "--during";

	if (cfg->exec + (cfg->shell != NULL) + cfg->during > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --exec, --sh and --during can run a program");
	if ((cfg->exec || cfg->during) && !cfg->program) {
		error_set(err, FAULT_USAGE, "%s needs a program", taker);
		return error_hint(
		    err, "it stands behind --: %s -- PROGRAM ARG...", taker);
	}
	return program_is_asked(cfg) ? check_watched(cfg, err) : 0;
}

/* Waits for its end. Returns 0, or -1 with err filled; then it has ended, too,
 * if need be by us. */
static int wait_for_program(
    struct child *child, const struct session *s, struct error *err)
{
	char limit[TEXT_MEASURE];
	int status;

	while (!child_has_ended(child, &status)) {
		int ready = waiting_for(-1, 0, s->deadline, err);
		if (ready > 0)
			continue;
		if (ready == 0)
			error_set(err, FAULT_TIMEOUT,
			    "the program had not ended within %s",
			    text_duration(limit, s->cfg->timeout_us));
		child_end(child);
		return -1;
	}
	return status ? error_program(err, status) : 0;
}

int program_converse(
    const struct session *s, struct stream *remote, struct error *err)
{
	int fd = remote->read_fd;
	char **environment = client_environment(fd, 1);
	struct program_words words;
	struct child child;

	program_words(s->cfg, &words);
	struct child_program program = {
		.argv = words.argv,
		.stdin_fd = fd,
		.stdout_fd = fd,
		.additional = (const char *const *)environment,
	};
	/* Programs do not expect "not now". */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	int result = child_run_program(&child, &program, err);
	client_environment_free(environment);
	stream_close(remote);
	return result < 0 ? -1 : wait_for_program(&child, s, err);
}

void program_words(const struct config *cfg, struct program_words *out)
{
	*out = (struct program_words){ 0 };
	if (cfg->exec)
		out->argv = cfg->program;
	if (!cfg->shell)
		return;
	/* execvp(3) takes them without const, and does not write. */
	out->shell[0] = (char *)(uintptr_t) "sh";
	out->shell[1] = (char *)(uintptr_t) "-c";
	out->shell[2] = (char *)(uintptr_t)cfg->shell;
	out->argv = out->shell;
}
