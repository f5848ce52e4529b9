/* SPDX-License-Identifier: MIT */
/* Colors and bold type on terminals. */
#include "sys/output/palette.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct palette plain = { "", "", "", "", "", "", "" };

static const struct palette colored = {
	.error = "\033[1;31m",
	.warning = "\033[33m",
	.hint = "\033[1m",
	.heading = "\033[1m",
	.topic = "\033[36m",
	.faint = "\033[2m",
	.off = "\033[0m",
};

static const char *value_of(const char *variable)
{
	const char *value = getenv(variable);

	return value ? value : "";
}

static bool is_colored(enum palette_when when, int fd)
{
	const char *term = value_of("TERM"),
		   *force = value_of("CLICOLOR_FORCE");

	if (when != PALETTE_AUTO)
		return when == PALETTE_ALWAYS;
	if (*value_of("NO_COLOR"))
		return false;
	if (*value_of("FORCE_COLOR") || (*force && strcmp(force, "0") != 0))
		return true;
	return *term && strcmp(term, "dumb") != 0 && isatty(fd);
}

const struct palette *palette_for(enum palette_when when, int fd)
{
	return is_colored(when, fd) ? &colored : &plain;
}
