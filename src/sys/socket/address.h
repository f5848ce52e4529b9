/* SPDX-License-Identifier: MIT */
/* Socket addresses: as values and as text. */
#ifndef SYS_SOCKET_ADDRESS_H
#define SYS_SOCKET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* Room for "[ADDRESS%INTERFACE]:PORT", and for the path of a Unix socket. */
#define ADDRESS_TEXT 128

struct address {
	struct sockaddr_storage storage;
	socklen_t len;
	bool takes_both; /* bound for both IPv6 and IPv4 */
};

struct address_list {
	struct address *items;
	size_t count;
};

void address_list_free(struct address_list *list);

/* Adds a copy at the end. */
void address_list_add(struct address_list *list, const struct address *a);
bool address_list_has(const struct address_list *list, const struct address *a);

bool address_is_same(const struct address *a, const struct address *b);

/* Reorders the list so that the families alternate, beginning with that of the
 * first address (RFC 8305, section 4). */
void address_list_interleave(struct address_list *list);

/* In place of the address of an end that is no socket: its name, cut to what
 * fits. Its family is AF_UNSPEC. */
struct address address_of_name(const char *name);

/* That name; NULL if the address is one of a socket. */
const char *address_name(const struct address *a);

/* "192.0.2.1:80", "[2001:db8::1%eth0]:80" or "vsock:3:80"; "*:80" if it is
 * bound for both families. IPv4 mapped into IPv6 is written as IPv4. Both
 * return buf. */
char *address_text(char buf[ADDRESS_TEXT], const struct address *a);

/* The same without the port, and without brackets. */
char *address_host(char buf[ADDRESS_TEXT], const struct address *a);

/* The name of a Unix socket: its path, or a NUL and its abstract name, which
 * may contain more NULs. Returns NULL if it has no name. */
const char *address_unix_name(const struct address *a, size_t *len);

/* Whether both have the same host, whatever the ports. IPv4 mapped into IPv6 is
 * the same as IPv4; an address without a scope matches any scope. */
bool address_is_same_host(const struct address *a, const struct address *b);

/* The port in host order; 0 if the family has none. */
unsigned address_port(const struct address *a);
void address_set_port(struct address *a, unsigned port);

/* The family, and the address; IPv4 mapped into IPv6 is IPv4 for both. */
int address_family(const struct address *a);
struct address address_unmapped(const struct address *a);

/* Whether it stands for all addresses of the host; is that of the host to
 * itself. */
bool address_is_any(const struct address *a);
bool address_is_loopback(const struct address *a);

/* The local and the remote address of a socket. len is 0 if there is none. */
struct address address_local(int fd);
struct address address_remote(int fd);

/* Whether the address is the local one of the socket; and whether the socket is
 * connected to itself. */
bool address_is_own(int fd, const struct address *a);
bool address_meets_itself(int fd);

#endif
