/* SPDX-License-Identifier: MIT */
/* Wrapping of lines at the width of a terminal. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

/*
 * Returns a copy of the lines, to be freed by the caller, in which no line has
 * more columns than width; the continuation of a line is indented by hang.
 * Spaces that are not at a break stay as they are, and words that are longer
 * than a line stay whole. Sequences of color have no width. Width 0 means no
 * limit. Returns NULL if there is no memory.
 */
char *wrap_lines(const char *lines, int width, int hang);

#endif
