/* SPDX-License-Identifier: MIT */
/* The beginning of a small file. */
#ifndef SYS_FILE_START_H
#define SYS_FILE_START_H

#include <stddef.h>

/* Reads up to size - 1 bytes as a text; "" if the file cannot be read. */
void file_start(const char *path, char *text, size_t size);

#endif
