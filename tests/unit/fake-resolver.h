/* SPDX-License-Identifier: MIT */
/*
 * A resolver for tests, in the place of the C library's getaddrinfo(3). It
 * understands IPv4 addresses, and knows a few names:
 *   one.test      127.0.0.1
 *   two.test      127.0.0.1, then 127.0.0.2
 *   half.test     198.51.100.1, which is not of this host, then 127.0.0.1
 *   other.test    198.51.100.1, then 203.0.113.1
 *   again.test    the name server does not answer
 *   slow.test     the same, but only after fake_resolver_answer()
 */
#ifndef UNIT_FAKE_RESOLVER_H
#define UNIT_FAKE_RESOLVER_H

/* Does nothing, but a program that calls it has this resolver. */
void fake_resolver_use(void);

/* Has one question for slow.test answered; a program that calls it has this
 * resolver, too. */
void fake_resolver_answer(void);

#endif
