/* SPDX-License-Identifier: MIT */
/* Finds a sender by its address and the socket that it sends to. */
#ifndef NET_BIND_SENDER_TABLE_H
#define NET_BIND_SENDER_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "sys/socket/address.h"

/* A member of the struct of a sender. */
struct sender_entry {
	struct sender_entry *next, **at; /* in its slot; at NULL: in no table */
	int fd;
	uint64_t hash;
	struct address peer;
	struct address own; /* that the peer sends to; len 0: the only one */
};

/* Begin with all zeros. */
struct sender_table {
	struct sender_entry **slots;
	size_t size, count;
	/* Senders choose their addresses, but do not know these numbers, and so
	 * cannot choose addresses that share a slot. */
	uint64_t secret[2];
};

/* Adds an entry, of which the caller has set fd, peer and own. */
void sender_table_add(struct sender_table *t, struct sender_entry *e);
void sender_table_remove(struct sender_table *t, struct sender_entry *e);

/* The entry with these three; or NULL. */
struct sender_entry *sender_table_find(const struct sender_table *t, int fd,
    const struct address *peer, const struct address *own);

/* The first entry with these two, whatever own is, or NULL; the next one. */
struct sender_entry *sender_table_first(
    const struct sender_table *t, int fd, const struct address *peer);
struct sender_entry *sender_table_next(const struct sender_entry *e);

/* Frees the table, which has no entries. */
void sender_table_free(struct sender_table *t);

#endif
