/* SPDX-License-Identifier: MIT */
/* The peer's actions with urgent data. */
#ifndef PEER_URGENT_H
#define PEER_URGENT_H

/* Where the bytes come from and where they go; -1 once closed. */
struct talk {
	int in;
	int out;
};

/* TEXT is sent, and its last byte is urgent. */
void peer_urgent(struct talk *t, const char *text, long n);

/* N urgent bytes, each of a call of its own. */
void peer_urgent_bytes(struct talk *t, const char *text, long n);

/* TEXT is the urgent byte that comes next. */
void peer_expect_urgent(struct talk *t, const char *text, long n);

/* What comes before the urgent byte, and a bar. */
void peer_recv_mark(struct talk *t, const char *text, long n);

#endif
