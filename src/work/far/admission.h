/* SPDX-License-Identifier: MIT */
/* Which clients a listener admits, and by which handshakes. */
#ifndef WORK_FAR_ADMISSION_H
#define WORK_FAR_ADMISSION_H

#include "args/spec.h"
#include "net/address/cidr.h"
#include "relay/handshake.h"
#include "stream/tls/tls.h"
#include "work/run.h"

/* Begins with all zeros but wants_tls, and stays where it is. */
struct admission {
	bool wants_tls;
	struct cidr_list allow, deny;
	struct tls_context *tls; /* NULL: without TLS */
	struct handshake_opts handshakes;
};

/* Refuses options that have no effect with a listener there. Returns 0, or -1
 * with FAULT_USAGE. */
int admission_check(
    const struct config *cfg, const struct spec *where, struct error *err);

/* Makes what the options ask for: the certificate is loaded, or made for the
 * addresses, which live as long. Returns 0, or -1 with err filled. */
int admission_open(struct admission *a, const struct run *run,
    const struct address_list *bound, struct error *err);
void admission_close(struct admission *a);

/* The pin of the certificate; NULL: there is none. */
const char *admission_pin(const struct admission *a);

#endif
