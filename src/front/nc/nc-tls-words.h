/* SPDX-License-Identifier: MIT */
/* Words that OpenBSD's netcat has for TLS. */
#ifndef FRONT_NC_NC_TLS_WORDS_H
#define FRONT_NC_NC_TLS_WORDS_H

#include "args/config-secure.h"
#include "base/error.h"

/* Stores what a word of -T asks of TLS: "noverify", "ciphers=LIST" ... Returns
 * 1 if it is one of these words, 0 if not, or -1 with FAULT_USAGE. */
int nc_tls_keyword(const char *word, struct config_tls *out, struct error *err);

/* Refuses what is no hash of a certificate: "SHA256:HEX". Returns 0, or -1 with
 * FAULT_USAGE. */
int nc_tls_hash_check(const char *word, struct error *err);

#endif
