/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection: TCP_INFO, see tcp(7). */
#ifndef SYS_SOCKET_TCP_FACTS_H
#define SYS_SOCKET_TCP_FACTS_H

#include <stdbool.h>
#include <stdint.h>

/* 0: none, or not known to this kernel. */
struct tcp_facts {
	bool is_connecting; /* the peer has not answered yet */
	bool is_ending;     /* the peer has not confirmed our FIN yet */
	unsigned probes;    /* unanswered, of keepalive or a closed window */
	unsigned timeouts;  /* in a row, of the latest segment */
	unsigned rtt_us, min_rtt_us; /* 0: nothing has been measured */
	unsigned retransmits;        /* also of SYN and FIN */
	unsigned segments;           /* sent with data, also again */
	int64_t silent_us;           /* since data was sent last */
	uint64_t delivery_rate;      /* bytes per second, of the latest */
	bool is_app_limited;         /* the sender gave too little for more */
	bool has_window;             /* since Linux 5.4: */
	unsigned peer_window, segment_size;
	/* How long there were bytes to be sent or confirmed; and for how long
	 * the window of the peer, or the buffer of the socket, kept the kernel
	 * from sending (Linux 4.10, tcp_chrono_start()). */
	bool has_times;
	uint64_t busy_us, window_full_us, buffer_full_us;
};

/* Returns false for a socket of another kind, and where the kernel tells
 * nothing.
 */
bool tcp_facts_get(int fd, struct tcp_facts *out);

/* Asks for a field by its name in struct tcp_info: one of tcpi_unacked,
 * tcpi_sacked, tcpi_backoff, tcpi_total_retrans and tcpi_state. Returns 0, or
 * -1 with errno. */
int tcp_facts_field(int fd, const char *field, unsigned *out);

#endif
