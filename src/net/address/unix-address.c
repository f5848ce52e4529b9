/* SPDX-License-Identifier: MIT */
/* Addresses of Unix sockets. */
#include "net/address/unix-address.h"

#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include "sys/backend.h"

int unix_address_parse(const char *name, struct address *out, struct error *err)
{
	size_t len = strlen(name), is_abstract = name[0] == '@';
	struct sockaddr_un *sun = (struct sockaddr_un *)&out->storage;

	if (is_abstract && !backend_has_abstract_names)
		return backend_lacks("a Unix socket without a file", err);
	if (len == is_abstract)
		return error_set(err, FAULT_USAGE, "missing %s in '%s'",
		    is_abstract ? "name" : "path", name);
	if (len - is_abstract > UNIX_ADDRESS_LONGEST) {
		error_set(err, FAULT_USAGE,
		    "%s too long for a Unix socket: %zu bytes, of %d at most",
		    is_abstract ? "name" : "path", len - is_abstract,
		    UNIX_ADDRESS_LONGEST);
		if (!is_abstract)
			error_suggest(err, HINT_UNIX_TOO_LONG, NULL);
		return -1;
	}
	*out = (struct address){ 0 };
	sun->sun_family = AF_UNIX;
	memcpy(sun->sun_path, name, len);
	if (is_abstract)
		sun->sun_path[0] = '\0';
	/* The length includes the NUL of a path; a name has none. */
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len +
			       !is_abstract);
	return 0;
}

const char *unix_address_path(const struct address *a)
{
	size_t len;
	const char *name = address_unix_name(a, &len);

	return name && name[0] ? name : NULL;
}
