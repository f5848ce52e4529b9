/* SPDX-License-Identifier: MIT */
/* Questions to the kernel by netlink(7). */
#ifndef SYS_LINUX_NETLINK_H
#define SYS_LINUX_NETLINK_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>

/* What is done with each message of the answer. Returns whether it wants more
 * of them. */
struct netlink_reader {
	bool (*take)(void *context, const struct nlmsghdr *message);
	void *context;
};

/*
 * Sends a request of len bytes, which begins with a header whose type and flags
 * are set (NLM_F_DUMP for a table), to the kernel's protocol, such as
 * NETLINK_ROUTE, and reads the answer. Returns 0, or -1 with errno, also if the
 * kernel answers by an errno.
 */
int netlink_ask(int protocol, struct nlmsghdr *request, size_t len,
    const struct netlink_reader *reader);

/* Finds an attribute of this kind behind a body of this size. Returns its
 * value, or NULL if there is none, or it is shorter than least. len: of the
 * value; may be NULL. */
const void *netlink_attribute(const struct nlmsghdr *message, size_t body,
    unsigned short kind, size_t least, size_t *len);

#endif
