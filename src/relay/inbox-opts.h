/* SPDX-License-Identifier: MIT */
/* What an inbox is to wait for, and what it does with that. */
#ifndef RELAY_INBOX_OPTS_H
#define RELAY_INBOX_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relay/answerer.h"
#include "relay/record.h"
#include "sys/address.h"

struct inbox_opts {
	const int *fds;
	size_t fd_count;
	bool are_answers;
	bool peeks;         /* at the first one, which is not taken */
	bool is_inherited;  /* others may have received by the sockets */
	bool may_be_joined; /* datagram_want_joined() was called */
	const char *name;   /* of the sender; NULL: anybody */
	size_t room;        /* bytes of the longest datagram */
	enum record_format format;
	uint64_t max_count, max_bytes; /* end after so many; 0: no limit */
	const char *until;  /* end after one that holds this; NULL: none */
	bool end_empty;     /* end after an empty one */
	bool needs_one;     /* none at all is too few */
	const char *expect; /* one of them must hold this; NULL: nothing */
	size_t until_len, expect_len;
	const struct address_list *from; /* take these senders only, or NULL */
	struct answerer_opts answers;
	int64_t for_us, idle_timeout_us, timeout_us; /* or CLOCK_NEVER */
	int64_t deadline; /* when it is over; CLOCK_NEVER: no limit */
};

#endif
