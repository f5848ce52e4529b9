/* SPDX-License-Identifier: MIT */
/* Words about names. */
#include "doctor/name-words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"

/* So many addresses are named. */
#define NAMED_MOST 4

/* Before item i of count. */
static const char *joint(size_t i, size_t count)
{
	return i == 0 ? "" : i + 1 == count ? " and " : ", ";
}

static char *take_text(struct bytes *b)
{
	char *text = xasprintf("%.*s", (int)b->len, (const char *)b->at);

	bytes_free(b);
	return text;
}

char *name_words_addresses(const struct address_list *list)
{
	bool is_long = list->count > NAMED_MOST + 1;
	size_t shown = is_long ? NAMED_MOST : list->count;
	char text[ADDRESS_TEXT];
	struct bytes b = { 0 };

	for (size_t i = 0; i < shown; i++) {
		bytes_add_text(&b, joint(i, is_long ? shown + 1 : shown));
		bytes_add_text(&b, address_host(text, &list->items[i]));
	}
	if (is_long)
		bytes_print(&b, " and %zu more", list->count - shown);
	return take_text(&b);
}

char *name_words_servers(
    const struct name_servers *servers, enum dns_answer answer, int family)
{
	struct address_list list = { 0 };
	char *text = NULL;

	for (unsigned i = 0; i < servers->count; i++)
		if (name_server_said(&servers->items[i], family) == answer)
			address_list_add(&list, &servers->items[i].address);
	if (list.count > 0) {
		char *hosts = name_words_addresses(&list);
		text = xasprintf(
		    "name server%s %s", list.count == 1 ? "" : "s", hosts);
		free(hosts);
	}
	address_list_free(&list);
	return text;
}

static bool is_starvation(int sysno)
{
	return sysno == EMFILE || sysno == ENFILE;
}

int name_words_starved(const struct name_facts *f)
{
	if (is_starvation(f->resolv.error))
		return f->resolv.error;
	for (unsigned i = 0; i < f->servers.count; i++)
		if (is_starvation(f->servers.items[i].error))
			return f->servers.items[i].error;
	return 0;
}

const char *name_words_family(int family)
{
	return family == AF_INET    ? "IPv4 address"
	       : family == AF_INET6 ? "IPv6 address"
	                            : "address";
}

char *name_words_answer(const struct name_server *s, int family)
{
	char took[TEXT_MEASURE];

	switch (name_server_said(s, family)) {
	case DNS_NOT_ASKED:
		return xasprintf("not asked, for want of time");
	case DNS_SILENT:
		return xasprintf(
		    "no answer in %s", text_duration(took, s->took_us));
	case DNS_UNREACHABLE:
		return xasprintf("%s", sysno_phrase(s->error));
	case DNS_RUBBISH:
		return xasprintf("what it sends is no answer");
	case DNS_UNKNOWN:
		return xasprintf("no such name (NXDOMAIN)");
	case DNS_REFERS:
		return xasprintf("it points to other servers (no recursion)");
	case DNS_REFUSES:
		return xasprintf("it refuses to answer (REFUSED)");
	case DNS_FAILS:
		return xasprintf("it fails to answer (SERVFAIL or the like)");
	case DNS_NO_ADDRESS:
		return xasprintf(
		    "the name has no %s", name_words_family(family));
	case DNS_ADDRESSES:
		break;
	}
	if (s->found.count == 0)
		return xasprintf("more addresses than fit a datagram");
	char *found = name_words_addresses(&s->found);
	char *text = xasprintf("%s is %s", s->asked, found);
	free(found);
	return text;
}
