/* SPDX-License-Identifier: MIT */
/* Color and bold type on terminals: whether, and the sequences (ECMA-48, SGR).
 */
#ifndef SYS_PALETTE_H
#define SYS_PALETTE_H

/* What --color says, in the order of its words. */
enum palette_when { PALETTE_AUTO, PALETTE_ALWAYS, PALETTE_NEVER };

/* What stands before a part of a line, and off behind it. All are empty where
 * there is no color. Text from elsewhere is escaped before a sequence is added,
 * so that none but these reach the terminal. */
struct palette {
	const char *error, *warning, *hint, *heading, *topic, *faint, *off;
};

/* The palette for what is written to fd: --color decides, then NO_COLOR, then
 * FORCE_COLOR and CLICOLOR_FORCE, and then whether fd is a terminal that knows
 * such sequences (no-color.org, force-color.org, bixense.com/clicolors). */
const struct palette *palette_for(enum palette_when when, int fd);

#endif
