/* SPDX-License-Identifier: MIT */
/* The options of an inbox: what to receive, and what to do with it. */
#ifndef RELAY_INBOX_OPTS_H
#define RELAY_INBOX_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relay/answerer.h"
#include "relay/record.h"
#include "sys/socket/address.h"

struct inbox_opts {
	const int *fds;
	size_t fd_count;
	bool are_answers;
	bool peeks;         /* leaves the first datagram in the socket */
	bool is_inherited;  /* another process may have used the sockets */
	bool may_be_joined; /* datagram_want_joined() was called */
	const char *name;   /* of the sender; NULL: any sender */
	size_t room;        /* the length of the longest datagram */
	enum record_format format;
	uint64_t max_count, max_bytes; /* end after so many; 0: no limit */
	const char *until;  /* end after one that holds this; NULL: none */
	bool end_empty;     /* end after an empty one */
	bool needs_one;     /* at the end, no datagram is too few */
	const char *expect; /* one of them must hold this; NULL: nothing */
	size_t until_len, expect_len;
	const struct address_list *from; /* accepted senders; NULL: all */
	struct answerer_opts answers;
	int64_t for_us, idle_timeout_us, timeout_us; /* or CLOCK_NEVER */
	int64_t deadline; /* the end of timeout_us; CLOCK_NEVER: no limit */
};

#endif
