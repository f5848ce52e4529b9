/* SPDX-License-Identifier: MIT */
/* The files of clients: each client has a regular file that no other client of
 * the run has or has had. */
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
	bool names_differ; /* names hold the number of the client */
	size_t max_used;   /* the most bytes for used */
	size_t used_bytes;
	void *used; /* tree of names, unless names_differ; tsearch(3) */
	void *open; /* tree of struct client_file */
};

/* Leaves files open that are open. */
void client_files_free(struct client_files *files);

/* Opens the file of that name, and empties it if it existed before the run.
 * Neither waits nor follows a symbolic link. *file must not move until
 * client_files_close(). Returns 0, or -1 with FAULT_IO. */
int client_files_open(struct client_files *files, const char *name,
    struct client_file *file, struct error *err);

/* Writes all of it. Returns 0, or -1 with FAULT_IO. */
int client_files_write(const struct client_file *file, const void *bytes,
    size_t len, struct error *err);

/* Closes the file, if there is one. Returns 0, or -1 with FAULT_IO if not all
 * that was written has arrived. */
int client_files_close(
    struct client_files *files, struct client_file *file, struct error *err);

#endif
