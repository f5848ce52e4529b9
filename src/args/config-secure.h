/* SPDX-License-Identifier: MIT */
/* What the command line says of TLS and of proxies. Texts are argv's own. */
#ifndef ARGS_CONFIG_SECURE_H
#define ARGS_CONFIG_SECURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "args/config-texts.h"

/* When close_notify is sent. Auto is early, but late with STARTTLS, whose
 * protocols have their own way to end. */
enum config_tls_close {
	CONFIG_TLS_CLOSE_AUTO,
	CONFIG_TLS_CLOSE_EARLY,
	CONFIG_TLS_CLOSE_LATE
};

struct config_tls {
	bool is_asked; /* --tls, --starttls, or tls: before the address */
	bool insecure, allows_truncation;
	int close; /* enum config_tls_close */
	const char *ca, *name, *certificate, *key, *password_file;
	const char *alpn, *min, *ciphers, *known, *client_ca;
	struct config_texts pins;
	int starttls; /* enum starttls_protocol; 0: none */

	/* What only nc asks for; its -e is the name, -K the certificate. */
	const char *max, *hash, *staple;
	bool any_issuer, any_name, wants_staple;
	bool asks_client, wants_client; /* for a certificate */
};

struct config_proxy {
	struct config_texts urls;           /* the first is dialled first */
	struct config_texts password_files; /* of those with a user */
	int sends_header;    /* the version of the PROXY protocol; 0: none */
	bool accepts_header; /* of either version */
	/* Of a proxy server: */
	struct config_texts allowed_targets, denied_targets;
	struct config_texts user_files; /* of those who may use it */
	/* Of a client of a listener; 0: the default. */
	int64_t handshake_timeout_us;
};

#endif
