/* SPDX-License-Identifier: MIT */
/*
 * A resolver for tests, in the place of the C library's getaddrinfo(3). It
 * understands IPv4 addresses, and knows a few names:
 *   one.test      127.0.0.1
 *   two.test      127.0.0.1, then 127.0.0.2
 *   again.test    the name server does not answer
 *   slow.test     the same, but only after fake_resolver_answer()
 */
#ifndef UNIT_FAKE_RESOLVER_H
#define UNIT_FAKE_RESOLVER_H

/* Has one question for slow.test answered. */
void fake_resolver_answer(void);

#endif
