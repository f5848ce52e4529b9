/* SPDX-License-Identifier: MIT */
/* Both sides of a conversation by TLS, in one process. */
#ifndef UNIT_TLS_PAIR_H
#define UNIT_TLS_PAIR_H

#include "stream/tls/tls.h"
#include "wire.h"

enum { CLIENT, SERVER };

struct tls_pair {
	struct wire_end wires[2];
	struct tls_context *contexts[2];
	struct stream *ends[2]; /* client, server */
	const char *pin[1];
	struct error err;
};

/* Makes both, the server with a certificate of its own, whose pin the client
 * knows unless the opts say otherwise. Returns whether that was possible; if
 * not, why is in p->err. */
bool tls_pair_open(
    struct tls_pair *p, const struct tls_opts *client, const char *ciphers);
void tls_pair_close(struct tls_pair *p);

/* Returns what the last failing start returned, or 0. */
int tls_pair_shake_hands(struct tls_pair *p);

/* Opens both, and shakes hands. Returns whether that has succeeded. */
bool tls_pair_open_shaken(struct tls_pair *p, const struct tls_opts *client);

#endif
