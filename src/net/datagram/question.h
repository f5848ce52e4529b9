/* SPDX-License-Identifier: MIT */
/* A question to a UDP port, from a socket that is connected to it. */
#ifndef NET_DATAGRAM_QUESTION_H
#define NET_DATAGRAM_QUESTION_H

#include <stddef.h>
#include <sys/types.h>

#include "sys/socket/address.h"
#include "tap/tap.h"

/* Opens a socket, which does not block, connected to the address, and never to
 * itself. Returns it, or -1 with errno. */
int question_open(const struct address *a, struct tap *tap);

/* Sends the question, or sends it again. Returns 0, also if the datagram did
 * not leave this host, which counts as lost; or -1 with errno, which may be the
 * answer to an earlier question: the port refuses, or cannot be reached. */
int question_ask(int fd, const void *bytes, size_t len, struct tap *tap);

/* Results of question_hear(): no answer yet; a refusal, with errno. */
#define QUESTION_OPEN (-1)
#define QUESTION_REFUSED (-2)

/* Receives one answer, which may be empty. Returns how many of its bytes fit
 * into buf, or one of these. */
ssize_t question_hear(int fd, void *buf, size_t size, struct tap *tap);

#endif
