/* SPDX-License-Identifier: MIT */
/* Socket addresses as values. */
#include "sys/socket/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/xalloc.h"
#include "sys/socket/interface-name.h"
#include "sys/socket/vsock.h"

static const struct sockaddr_in *inet4(const struct address *a)
{
	return (const struct sockaddr_in *)&a->storage;
}

static const struct sockaddr_in6 *inet6(const struct address *a)
{
	return (const struct sockaddr_in6 *)&a->storage;
}

static bool is_mapped(const struct address *a)
{
	return a->storage.ss_family == AF_INET6 &&
	       IN6_IS_ADDR_V4MAPPED(&inet6(a)->sin6_addr);
}

void address_list_free(struct address_list *list)
{
	free(list->items);
	*list = (struct address_list){ 0 };
}

bool address_is_same(const struct address *a, const struct address *b)
{
	return a->len == b->len &&
	       memcmp(&a->storage, &b->storage, a->len) == 0;
}

bool address_list_has(const struct address_list *list, const struct address *a)
{
	for (size_t i = 0; i < list->count; i++)
		if (address_is_same(&list->items[i], a))
			return true;
	return false;
}

void address_list_add(struct address_list *list, const struct address *a)
{
	list->items =
	    xreallocarray(list->items, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = *a;
}

void address_list_interleave(struct address_list *list)
{
	size_t n = list->count;

	for (size_t i = 1; i < n; i++) {
		int before = address_family(&list->items[i - 1]);
		size_t j = i;
		while (j < n && address_family(&list->items[j]) == before)
			j++;
		if (j == n)
			return; /* only one family is left */
		struct address other = list->items[j];
		memmove(&list->items[i + 1], &list->items[i],
		    (j - i) * sizeof(other));
		list->items[i] = other;
	}
}

/* Writes a scope as the name of the interface, if that still exists. Leaves
 * errno as it was: messages often have both. */
static void write_inet6(char *buf, const struct sockaddr_in6 *sin6)
{
	char text[INET6_ADDRSTRLEN], name[IF_NAMESIZE];
	int saved = errno;

	inet_ntop(AF_INET6, &sin6->sin6_addr, text, sizeof(text));
	if (!sin6->sin6_scope_id)
		snprintf(buf, ADDRESS_TEXT, "%s", text);
	else if (interface_name_find(sin6->sin6_scope_id, name))
		snprintf(buf, ADDRESS_TEXT, "%s%%%s", text, name);
	else
		snprintf(buf, ADDRESS_TEXT, "%s%%%u", text,
		    (unsigned)sin6->sin6_scope_id);
	errno = saved;
}

const char *address_unix_name(const struct address *a, size_t *len)
{
	const struct sockaddr_un *sun = (const void *)&a->storage;
	size_t head = offsetof(struct sockaddr_un, sun_path);

	*len = 0;
	if (a->storage.ss_family != AF_UNIX || a->len <= head)
		return NULL;
	*len = a->len - head;
	if (sun->sun_path[0])
		*len = strnlen(sun->sun_path, *len);
	return sun->sun_path;
}

static const struct in_addr *ipv4_of(const struct address *a)
{
	return is_mapped(a) ? (const void *)&inet6(a)->sin6_addr.s6_addr[12]
	                    : &inet4(a)->sin_addr;
}

bool address_is_same_host(const struct address *a, const struct address *b)
{
	int family = address_family(a);
	unsigned scope_a = inet6(a)->sin6_scope_id;
	unsigned scope_b = inet6(b)->sin6_scope_id;

	if (family != address_family(b))
		return false;
	if (family == AF_INET)
		return memcmp(ipv4_of(a), ipv4_of(b), sizeof(struct in_addr)) ==
		       0;
	return family == AF_INET6 &&
	       IN6_ARE_ADDR_EQUAL(&inet6(a)->sin6_addr, &inet6(b)->sin6_addr) &&
	       (!scope_a || !scope_b || scope_a == scope_b);
}

bool address_is_loopback(const struct address *a)
{
	int family = address_family(a);

	if (family == AF_INET)
		return *(const unsigned char *)ipv4_of(a) == 127;
	return family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&inet6(a)->sin6_addr);
}

/* A path, "@NAME" in the abstract namespace, or nothing (unix(7)). */
static void write_unix(char *buf, const struct address *a)
{
	size_t len;
	const char *name = address_unix_name(a, &len);

	if (!name)
		snprintf(buf, ADDRESS_TEXT, "an unnamed Unix socket");
	else if (name[0])
		snprintf(buf, ADDRESS_TEXT, "%.*s", (int)len, name);
	else
		snprintf(buf, ADDRESS_TEXT, "@%.*s", (int)len - 1, name + 1);
}

static void write_machine(char *buf, unsigned cid)
{
	if (cid == VSOCK_ANY)
		snprintf(buf, ADDRESS_TEXT, "any");
	else
		snprintf(buf, ADDRESS_TEXT, "%u", cid);
}

struct address address_of_name(const char *name)
{
	struct address a = { .len = 0 };
	char *text = (char *)&a.storage + offsetof(struct sockaddr, sa_data);
	size_t room = ADDRESS_TEXT - offsetof(struct sockaddr, sa_data);

	snprintf(text, room, "%s", name);
	a.len =
	    (socklen_t)(offsetof(struct sockaddr, sa_data) + strlen(text) + 1);
	return a;
}

const char *address_name(const struct address *a)
{
	size_t head = offsetof(struct sockaddr, sa_data);

	if (a->storage.ss_family != AF_UNSPEC || a->len <= head)
		return NULL;
	return (const char *)&a->storage + head;
}

char *address_host(char buf[ADDRESS_TEXT], const struct address *a)
{
	if (address_family(a) == AF_INET)
		inet_ntop(AF_INET, ipv4_of(a), buf, ADDRESS_TEXT);
	else if (a->storage.ss_family == AF_INET6)
		write_inet6(buf, inet6(a));
	else if (a->storage.ss_family == AF_UNIX)
		write_unix(buf, a);
	else if (a->storage.ss_family == vsock_family)
		write_machine(buf, vsock_cid(&a->storage));
	else
		snprintf(buf, ADDRESS_TEXT, "%s",
		    address_name(a) ? address_name(a) : "an unknown address");
	return buf;
}

char *address_text(char buf[ADDRESS_TEXT], const struct address *a)
{
	char host[ADDRESS_TEXT - 10];
	int family = address_family(a);

	if (a->takes_both) {
		snprintf(buf, ADDRESS_TEXT, "*:%u", address_port(a));
		return buf;
	}
	address_host(buf, a);
	if (family != AF_INET && family != AF_INET6 && family != vsock_family)
		return buf;
	snprintf(host, sizeof(host), "%s", buf);
	snprintf(buf, ADDRESS_TEXT,
	    family == AF_INET    ? "%s:%u"
	    : family == AF_INET6 ? "[%s]:%u"
				 : "vsock:%s:%u",
	    host, address_port(a));
	return buf;
}

unsigned address_port(const struct address *a)
{
	if (a->storage.ss_family == AF_INET)
		return ntohs(inet4(a)->sin_port);
	if (a->storage.ss_family == AF_INET6)
		return ntohs(inet6(a)->sin6_port);
	if (a->storage.ss_family != vsock_family)
		return 0;
	unsigned port = vsock_port(&a->storage);

	return port != VSOCK_ANY ? port : 0;
}

void address_set_port(struct address *a, unsigned port)
{
	in_port_t wire = htons((uint16_t)port);

	if (a->storage.ss_family == AF_INET)
		((struct sockaddr_in *)&a->storage)->sin_port = wire;
	else if (a->storage.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&a->storage)->sin6_port = wire;
}

int address_family(const struct address *a)
{
	return is_mapped(a) ? AF_INET : a->storage.ss_family;
}

struct address address_unmapped(const struct address *a)
{
	struct address plain = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in sin = { .sin_family = AF_INET };

	if (!is_mapped(a))
		return *a;
	sin.sin_addr = *ipv4_of(a);
	sin.sin_port = inet6(a)->sin6_port;
	memcpy(&plain.storage, &sin, sizeof(sin));
	return plain;
}

bool address_is_any(const struct address *a)
{
	if (a->storage.ss_family == AF_INET)
		return inet4(a)->sin_addr.s_addr == htonl(INADDR_ANY);
	return a->storage.ss_family == AF_INET6 &&
	       IN6_IS_ADDR_UNSPECIFIED(&inet6(a)->sin6_addr);
}

struct address address_local(int fd)
{
	struct address a = { .len = sizeof(a.storage) };

	if (getsockname(fd, (struct sockaddr *)&a.storage, &a.len) < 0)
		a.len = 0;
	return a;
}

struct address address_remote(int fd)
{
	struct address a = { .len = sizeof(a.storage) };

	if (getpeername(fd, (struct sockaddr *)&a.storage, &a.len) < 0)
		a.len = 0;
	return a;
}

bool address_is_own(int fd, const struct address *a)
{
	struct address local = address_local(fd);

	return address_is_same(&local, a);
}

bool address_meets_itself(int fd)
{
	struct address remote = address_remote(fd);

	return address_is_own(fd, &remote);
}
