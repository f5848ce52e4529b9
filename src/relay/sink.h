/* SPDX-License-Identifier: MIT */
/* Where the bytes of many clients go: all to our output, raw or by lines, a
 * file each, back to the sender, or nowhere. */
#ifndef RELAY_SINK_H
#define RELAY_SINK_H

#include <stdbool.h>

#include "base/bytes.h"
#include "relay/client-files.h"
#include "relay/client.h"
#include "stream/stream.h"

enum sink_kind {
	SINK_RAW,     /* to the output, as they come */
	SINK_LINES,   /* to the output, whole lines */
	SINK_FILES,   /* a file for each client */
	SINK_ECHO,    /* back to the client */
	SINK_DISCARD, /* nowhere */
};

struct sink {
	enum sink_kind kind;
	struct stream *output; /* of SINK_RAW and SINK_LINES */
	bool tags;             /* each line is preceded by its client */
	/* Gives the name of a client's file, allocated. */
	char *(*file_name)(const void *context, const struct client *c);
	const void *context;
	struct client_files files;
	struct bytes pending; /* for the output; the first written are */
	size_t written;
};

void sink_free(struct sink *s);

/* A client is there. Returns 0, or -1 with err filled: its file cannot be
 * opened. */
int sink_opened(struct sink *s, struct client *c, struct error *err);

/* It has sent len bytes. Returns 0; or -1 with err filled, if the client has to
 * go. */
int sink_take(struct sink *s, struct client *c, const void *bytes, size_t len,
    struct error *err);

/* It will send no more: a line without an end is ended. */
void sink_ended(struct sink *s, struct client *c);

/* It is gone. Returns 0, or -1 with err filled: not all that it sent is in its
 * file. */
int sink_closed(struct sink *s, struct client *c, struct error *err);

/* Whether so much waits for the output that no more should be read. */
bool sink_is_full(const struct sink *s);
bool sink_has_pending(const struct sink *s);

/* Writes what the output takes. Returns 0, or -1 with err filled. */
int sink_flush(struct sink *s, struct error *err);

/* Gives up what waits for the output. Returns how many bytes that are. */
size_t sink_give_up(struct sink *s);

#endif
