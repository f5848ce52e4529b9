/* SPDX-License-Identifier: MIT */
/* Who may use a proxy server: names with passwords. */
#ifndef NET_PROXY_SERVER_PROXY_USERS_H
#define NET_PROXY_SERVER_PROXY_USERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The longest name or password (RFC 1929). */
#define PROXY_USERS_LONGEST 255

struct proxy_user {
	char *line;   /* NAME:PASSWORD */
	size_t at;    /* where the password begins */
	size_t bytes; /* of the whole line */
};

/* Begin with all zeros. */
struct proxy_users {
	struct proxy_user *items;
	size_t count;
};

/* Adds the user of a line "NAME:PASSWORD", which is copied. Returns 0, or -1
 * with FAULT_USAGE and a predicate of the line. */
int proxy_users_add(
    struct proxy_users *users, const char *line, struct error *err);

/* Whether a user has this name and this password. How long that takes does not
 * tell which bytes are wrong. */
bool proxy_users_know(const struct proxy_users *users, const void *name,
    size_t name_len, const void *password, size_t password_len);

/* Overwrites the passwords, too. */
void proxy_users_free(struct proxy_users *users);

#endif
