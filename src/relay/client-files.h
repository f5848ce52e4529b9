/* SPDX-License-Identifier: MIT */
/* The files of clients: a regular file for each, which no other client of the
 * run has or has had. */
#ifndef RELAY_CLIENT_FILES_H
#define RELAY_CLIENT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

struct client_file {
	int fd; /* -1: there is none */
	dev_t device;
	ino_t number;
};

#define CLIENT_FILE_NONE                                                       \
	{                                                                      \
		.fd = -1                                                       \
	}

/* Begin with all zeros, but for the first member. */
struct client_files {
	bool names_differ; /* always: they hold the number of the client */
	size_t max_used;   /* for names that were used: bytes */
	size_t used_bytes;
	void *used; /* names, if they can be equal; a tree, tsearch(3) */
	void *open; /* struct client_file, likewise */
};

/* The files that are still open are left alone. */
void client_files_free(struct client_files *files);

/* Opens the file of that name, and empties it if it was there before the run.
 * Neither waits nor follows a symbolic link. *file stays where it is until
 * client_files_close(). Returns 0, or -1 with FAULT_IO. */
int client_files_open(struct client_files *files, const char *name,
    struct client_file *file, struct error *err);

/* Writes all of it. Returns 0, or -1 with FAULT_IO. */
int client_files_write(const struct client_file *file, const void *bytes,
    size_t len, struct error *err);

/* Closes the file, if there is one. Returns 0, or -1 with FAULT_IO: not all
 * that was written has arrived. */
int client_files_close(
    struct client_files *files, struct client_file *file, struct error *err);

#endif
