/* SPDX-License-Identifier: MIT */
/* The text of file:PATH[,MODE] and fifo:PATH[,MODE], behind the prefix. */
#ifndef ARGS_FILE_SPEC_H
#define ARGS_FILE_SPEC_H

#include "base/error.h"

enum file_mode {
	FILE_BY_SIDE, /* no mode was given: the place of the address decides */
	FILE_READ,
	FILE_WRITE, /* created, and emptied */
	FILE_APPEND,
	FILE_BOTH, /* read from the beginning, and written at the end */
};

struct file_spec {
	char *path; /* owned */
	enum file_mode mode;
};

/*
 * Understands PATH, or PATH with ",read", ",write", ",append" or ",both" behind
 * it; a path with a comma needs one of them. A FIFO has the first two only.
 * Returns 0, to be freed with file_spec_free(), or -1 with FAULT_USAGE.
 */
int file_spec_parse(const char *text, struct file_spec *out, struct error *err);
int file_spec_parse_fifo(
    const char *text, struct file_spec *out, struct error *err);
void file_spec_free(struct file_spec *f);

#endif
