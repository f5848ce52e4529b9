/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection: TCP_INFO, see tcp(7). */
#ifndef SYS_TCP_FACTS_H
#define SYS_TCP_FACTS_H

#include <stdbool.h>

struct tcp_facts {
	bool is_connecting; /* the peer has not answered yet */
	bool is_ending;     /* the peer has not confirmed our end yet */
	unsigned probes;    /* of keepalive, without an answer */
	unsigned rtt_us, retransmits;
};

/* Returns false for a socket of another kind. */
bool tcp_facts_get(int fd, struct tcp_facts *out);

#endif
