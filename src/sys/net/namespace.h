/* SPDX-License-Identifier: MIT */
/* In which network namespace, and in which container, this process runs
 * (network_namespaces(7)). */
#ifndef SYS_NET_NAMESPACE_H
#define SYS_NET_NAMESPACE_H

#include <stdbool.h>

struct net_namespace {
	bool is_known;      /* genet could compare it with that of process 1, */
	bool is_other;      /* and it is another one */
	char name[64];      /* by which ip-netns(8) knows it; "": none */
	char container[32]; /* what runs this container; "": none is known */
};

void namespace_look(struct net_namespace *out);

/* The first port that programs may listen on without privileges: ip(7). */
unsigned namespace_first_port(void);

#endif
