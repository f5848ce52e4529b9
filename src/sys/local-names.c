/* SPDX-License-Identifier: MIT */
/* Names that this host knows. */
#include "sys/local-names-private.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sys/socket/address.h"

void local_names_read_lines(
    const char *file, void (*each)(void *context, char *line), void *context)
{
	FILE *from = fopen(file, "re");
	char *line = NULL;
	size_t size = 0;

	if (!from)
		return;
	while (getline(&line, &size, from) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		each(context, line);
	}
	free(line);
	fclose(from);
}

void local_names_take_words(
    char *words, const char *what, const struct local_names_wanted *w)
{
	char *rest, *word = strtok_r(words, " \t", &rest);

	for (; word; word = strtok_r(NULL, " \t", &rest))
		w->take(w->context, word, what);
}

static void take_host_line(void *context, char *line)
{
	const struct local_names_wanted *w = context;

	line[strcspn(line, "#")] = '\0';
	line += strspn(line, " \t");
	size_t len = strcspn(line, " \t");
	if (!line[len])
		return;
	line[len] = '\0';
	local_names_take_words(line + len + 1, line, w);
	w->take(w->context, line, NULL);
}

void local_names_hosts(local_names_taker *take, void *context)
{
	struct local_names_wanted w = { take, context };

	local_names_read_lines("/etc/hosts", take_host_line, &w);
}

void local_names_addresses(local_names_taker *take, void *context)
{
	struct ifaddrs *list;
	char text[ADDRESS_TEXT];

	if (getifaddrs(&list) < 0)
		return;
	for (const struct ifaddrs *i = list; i; i = i->ifa_next) {
		int family = i->ifa_addr ? i->ifa_addr->sa_family : AF_UNSPEC;
		struct address a = { .len = family == AF_INET
			                        ? sizeof(struct sockaddr_in)
			                        : sizeof(struct sockaddr_in6) };
		if (family != AF_INET && family != AF_INET6)
			continue;
		memcpy(&a.storage, i->ifa_addr, a.len);
		take(context, address_host(text, &a), i->ifa_name);
	}
	freeifaddrs(list);
}

void local_names_interfaces(local_names_taker *take, void *context)
{
	struct if_nameindex *list = if_nameindex();

	if (!list)
		return;
	for (const struct if_nameindex *i = list; i->if_name; i++)
		take(context, i->if_name, NULL);
	if_freenameindex(list);
}
