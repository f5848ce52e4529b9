/* SPDX-License-Identifier: MIT */
/* The step "bind": whether a server can listen on the address, and who could
 * reach it there. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "doctor/bind-verdict.h"
#include "net/address/lookup.h"
#include "net/bind/listener.h"

static const char *scope_words(const struct address *a)
{
	struct address plain = address_unmapped(a);
	const struct sockaddr_in6 *sin6 = (const void *)&plain.storage;

	if (address_is_loopback(a))
		return "only programs of this host can reach it";
	if (plain.storage.ss_family == AF_INET6 &&
	    IN6_IS_ADDR_LINKLOCAL(&sin6->sin6_addr))
		return "only hosts on the same link can reach it";
	return "all hosts that have a route to it can reach it";
}

/* The addresses of this host as text: "10.0.0.2, fd00::2". */
struct own_text {
	char *text;
	bool is_ipv4_only;
};

static void add_own(void *context, const struct interface_address *a)
{
	struct own_text *own = context;
	char host[ADDRESS_TEXT];

	if (address_is_loopback(&a->address) || a->is_link_local ||
	    (own->is_ipv4_only && address_family(&a->address) != AF_INET))
		return;
	char *more = xasprintf("%s%s%s", own->text, *own->text ? ", " : "",
	    address_host(host, &a->address));
	free(own->text);
	own->text = more;
}

static void say_all_addresses(
    struct examination *x, const struct address *a, const char *shown)
{
	struct own_text own = {
		.text = xstrdup(""),
		.is_ipv4_only = address_family(a) == AF_INET,
	};

	interface_each_address(add_own, &own);
	exam_say(x, EXAM_WELL, -1, "%s is for all addresses of this host: %s%s",
	    shown, *own.text ? "loopback, " : "loopback alone", own.text);
	free(own.text);
}

static void say_reach(struct examination *x)
{
	const struct address_list *all = listener_addresses(x->listener);
	bool is_local = true;

	for (size_t i = 0; i < all->count; i++) {
		const struct address *a = &all->items[i];
		char shown[ADDRESS_TEXT];
		address_text(shown, a);
		is_local &= address_is_loopback(a);
		if (address_is_any(a))
			say_all_addresses(x, a, shown);
		else
			exam_say(
			    x, EXAM_WELL, -1, "%s: %s", shown, scope_words(a));
	}
	if (is_local) {
		findings_add(&x->findings, RANK_ASIDE, "listen-loopback-only",
		    "only programs of this host, and of this network "
		    "namespace, can reach a loopback address");
		findings_advise(&x->findings,
		    "for clients on other hosts: listen on all addresses, or "
		    "on one that they can reach");
	} else
		exam_say(x, EXAM_UNKNOWN, -1,
		    "whether a firewall lets clients in cannot be seen; root "
		    "sees its rules: nft list ruleset");
}

static int find_targets(struct examination *x, struct error *err)
{
	const struct doctor_opts *o = x->opts;
	const struct lookup_opts opts = {
		.host = o->target.host         ? o->target.host
		        : o->family == AF_INET ? "0.0.0.0"
		                               : "::",
		.port = o->target.port,
		.family = o->target.host ? o->family : AF_UNSPEC,
		.type = SOCK_STREAM,
		.numeric = o->numeric,
		.passive = true,
		.deadline = o->deadline,
		.tap = o->tap,
	};
	struct lookup_result found;

	if (lookup_run(&opts, &found, err) < 0)
		return -1;
	x->name.addresses = found.addresses;
	found.addresses = (struct address_list){ 0 };
	lookup_free(&found);
	return 0;
}

static enum step_result fail_to_find(
    struct examination *x, const struct error *failure, struct error *err)
{
	if (failure->kind != FAULT_RESOLVE && failure->kind != FAULT_TIMEOUT) {
		*err = *failure;
		return STEP_FAILED;
	}
	exam_say(x, EXAM_WRONG, -1, "%s", failure->text);
	findings_add(&x->findings, RANK_PROVEN, "listen-name-unknown", "%s",
	    failure->text);
	findings_advise(&x->findings,
	    "use an address that is shown by: ip address; or leave out "
	    "HOST, for all addresses");
	return STEP_LAST;
}

static enum step_result examine(struct examination *x, struct error *err)
{
	static const struct sockopts sockopts = SOCKOPTS_DEFAULT;
	struct error failure = ERROR_NONE;
	char shown[ADDRESS_TEXT];

	if (find_targets(x, &failure) < 0)
		return fail_to_find(x, &failure, err);
	const struct binding_opts opts = {
		.host = x->opts->target.host,
		.port = x->opts->target.port,
		.type = SOCK_STREAM,
		.family = x->opts->family,
		.numeric = x->opts->numeric,
		.shared = true,
		.backlog = 128,
		.sockopts = &sockopts,
		.deadline = x->opts->deadline,
		.tap = x->opts->tap,
	};
	int64_t begin = clock_now();
	x->listener = listener_open(&opts, &failure);
	if (!x->listener) {
		if (failure.kind == FAULT_SIGNAL) {
			*err = failure;
			return STEP_FAILED;
		}
		bind_conclude(x, &failure);
		return STEP_LAST;
	}
	exam_say(x, EXAM_WELL, clock_now() - begin, "%s can be bound",
	    address_text(shown, &listener_addresses(x->listener)->items[0]));
	say_reach(x);
	bind_note_connections(x);
	x->answers = true;
	return STEP_NEXT;
}

const struct exam_step exam_bind = { "bind", examine };
