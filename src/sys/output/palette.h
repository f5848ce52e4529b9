/* SPDX-License-Identifier: MIT */
/* Colors and bold type on terminals (ECMA-48, SGR). */
#ifndef SYS_OUTPUT_PALETTE_H
#define SYS_OUTPUT_PALETTE_H

/* What --color says, in the order of its words. */
enum palette_when { PALETTE_AUTO, PALETTE_ALWAYS, PALETTE_NEVER };

/* Sequences before a part of a line; off ends each. All are empty if there is
 * no color. Foreign text is escaped before a sequence is added, so that the
 * terminal gets no others. */
struct palette {
	const char *error, *warning, *hint, *heading, *topic, *faint, *off;
};

/* The palette for text that is written to fd: --color decides, then NO_COLOR,
 * then FORCE_COLOR and CLICOLOR_FORCE, and then whether fd is a terminal with
 * colors (no-color.org, force-color.org, bixense.com/clicolors). */
const struct palette *palette_for(enum palette_when when, int fd);

#endif
