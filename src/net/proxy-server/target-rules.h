/* SPDX-License-Identifier: MIT */
/* To which targets the clients of a proxy server may connect: rules by the name
 * that was asked for, by the address that was found for it, and by port. */
#ifndef NET_PROXY_SERVER_TARGET_RULES_H
#define NET_PROXY_SERVER_TARGET_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "net/address/cidr.h"

struct target_rule {
	char *name; /* a pattern: "*" stands for any bytes; NULL: a range */
	struct cidr range;
	unsigned first_port, last_port; /* 0 to 65535: any port */
};

struct target_list {
	struct target_rule *items;
	size_t count;
};

/* Begin with all zeros. */
struct target_rules {
	struct target_list allow; /* empty: whatever is not denied */
	struct target_list deny;  /* stronger than allow */
};

enum target_verdict {
	TARGET_ALLOWED,
	TARGET_DENIED,      /* by a rule */
	TARGET_NOT_ALLOWED, /* no rule of those that allow is for it */
	TARGET_SHIELDED,    /* the client is on another host */
};

/* Adds a rule, and takes over its name. */
void target_list_add(struct target_list *list, const struct target_rule *rule);

/* What can be said before the lookup of a host. TARGET_ALLOWED: the addresses
 * decide. */
enum target_verdict target_rules_judge_name(
    const struct target_rules *rules, const char *host, unsigned port);

/*
 * What is said of an address of that host, with the port. Addresses that mean
 * this host or its link (loopback, link-local, unspecified) are shielded from
 * clients on other hosts, whatever name was asked for, unless a rule allows a
 * range that lies among them. That protects from names whose owner lets them
 * point to such an address (DNS rebinding). An IPv6 address that a translator
 * or a tunnel turns into an IPv4 address is also denied and shielded as that
 * one is.
 */
enum target_verdict target_rules_judge(const struct target_rules *rules,
    const char *host, const struct address *found, bool is_client_local);

void target_rules_free(struct target_rules *rules);

#endif
