/* SPDX-License-Identifier: MIT */
/* Lines cut at the width of a terminal, between words. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

/*
 * Returns a copy of the lines in which none has more columns than width, the
 * continuation of a line being indented by hang; the caller frees it. Spaces
 * that are not at a cut stay as they are, and words that are longer than a
 * line stay whole. Sequences of color have no width. Width 0 means no limit.
 * Returns NULL if there is no memory.
 */
char *wrap_lines(const char *lines, int width, int hang);

#endif
