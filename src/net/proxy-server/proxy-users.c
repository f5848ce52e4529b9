/* SPDX-License-Identifier: MIT */
/* Who may use a proxy server: names with passwords. */
#include "net/proxy-server/proxy-users.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

int proxy_users_add(
    struct proxy_users *users, const char *line, struct error *err)
{
	const char *colon = strchr(line, ':');
	size_t name = colon ? (size_t)(colon - line) : 0;

	if (name == 0)
		return error_set(
		    err, FAULT_USAGE, "is not of the form NAME:PASSWORD");
	if (name > PROXY_USERS_LONGEST ||
	    strlen(colon + 1) > PROXY_USERS_LONGEST)
		return error_set(err, FAULT_USAGE,
		    "has a name or a password of more than %d bytes",
		    PROXY_USERS_LONGEST);
	users->items = xreallocarray(
	    users->items, users->count + 1, sizeof(*users->items));
	struct proxy_user *u = &users->items[users->count++];
	*u = (struct proxy_user){
		.line = xstrdup(line),
		.at = name + 1,
		.bytes = strlen(line),
	};
	return 0;
}

/* As memcmp(3), but the time does not depend on where the first difference is.
 */
static bool are_same(
    const char *ours, size_t our_len, const void *bytes, size_t len)
{
	const unsigned char *theirs = bytes;
	unsigned differences = our_len != len;

	for (size_t i = 0; i < len && i < our_len; i++)
		differences |= (unsigned char)ours[i] ^ theirs[i];
	return differences == 0;
}

bool proxy_users_know(const struct proxy_users *users, const void *name,
    size_t name_len, const void *password, size_t password_len)
{
	bool is_known = false;

	for (size_t i = 0; i < users->count; i++) {
		const struct proxy_user *u = &users->items[i];
		bool is_name = are_same(u->line, u->at - 1, name, name_len);
		bool is_password = are_same(
		    u->line + u->at, u->bytes - u->at, password, password_len);
		is_known |= is_name & is_password;
	}
	return is_known;
}

void proxy_users_free(struct proxy_users *users)
{
	for (size_t i = 0; i < users->count; i++) {
		explicit_bzero(users->items[i].line, users->items[i].bytes);
		free(users->items[i].line);
	}
	free(users->items);
	*users = (struct proxy_users){ 0 };
}
