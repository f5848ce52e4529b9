/* SPDX-License-Identifier: MIT */
/* What the command line of nc says. Texts are argv's own. */
#ifndef ARGS_CONFIG_NC_H
#define ARGS_CONFIG_NC_H

#include <stdbool.h>

#include "args/config-texts.h"

struct config_nc {
	const char *program; /* its name; NULL: the line is not nc's */
	bool listens;        /* -l */
	bool asks;           /* -z: only whether ports are open */
	bool is_unix, dccp;  /* -U -Z; -u is the field udp */
	bool shuts; /* -N: tells the peer of the end of input, as genet does */
	bool passes_socket, in_random_order; /* -F -r */
	bool md5;                            /* -S: asks for a key */
	long quit_s, wait_s, interval_s;     /* -q -w, or -1; -i */
	struct config_texts keywords;        /* -T, as given */
	const char *routing;                 /* -V, as given */
	const char *proxy, *proxy_protocol, *proxy_user; /* -x -X -P */
	const char *host;         /* or path; NULL: none */
	const char *const *ports; /* as given; ends in NULL */
};

#endif
