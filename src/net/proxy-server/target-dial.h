/* SPDX-License-Identifier: MIT */
/* Dialling by TCP what the client of a proxy server asks for. */
#ifndef NET_PROXY_SERVER_TARGET_DIAL_H
#define NET_PROXY_SERVER_TARGET_DIAL_H

#include "net/dial/inet-dial.h"
#include "net/proxy-server/proxy-server.h"
#include "net/proxy-server/target-rules.h"

struct target_dial_opts {
	const struct proxy_server_request *request; /* copied */
	const struct target_rules *rules;           /* outlive the dial */
	bool is_client_local;       /* the client is on this host */
	struct inet_dial_opts inet; /* all but host, port and name */
};

/* Each round looks the host up and connects to those of its addresses that the
 * rules allow. If there are none, the cause is FAULT_PROXY with EACCES. */
struct dial *target_dial(const struct target_dial_opts *opts);

#endif
