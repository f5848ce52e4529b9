/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection: TCP_INFO, see tcp(7). */
#ifndef SYS_TCP_FACTS_H
#define SYS_TCP_FACTS_H

#include <stdbool.h>
#include <stdint.h>

/* 0: none, or the kernel is too old to tell. */
struct tcp_facts {
	bool is_connecting; /* the peer has not answered yet */
	bool is_ending;     /* the peer has not confirmed our end yet */
	unsigned probes;    /* of keepalive or a closed window, unanswered */
	unsigned timeouts;  /* in a row, of what was sent last */
	unsigned rtt_us, min_rtt_us; /* 0: nothing has been measured */
	unsigned retransmits;        /* also of what begins or ends it */
	unsigned segments;           /* with data, sent, first or again */
	int64_t silent_us;           /* since data was sent last */
	uint64_t delivery_rate;      /* bytes a second, by the latest of them */
	bool is_app_limited;         /* the sender gave too little for more */
	bool has_window;             /* since Linux 5.4: */
	unsigned peer_window, segment_size;
	/* How long there were bytes to be sent or confirmed; and for how much
	 * of that the peer's window, or this socket's own buffer, kept the
	 * kernel from sending (Linux 4.10, tcp_chrono_start()). */
	bool has_times;
	uint64_t busy_us, window_full_us, buffer_full_us;
};

/* Returns false for a socket of another kind. */
bool tcp_facts_get(int fd, struct tcp_facts *out);

#endif
