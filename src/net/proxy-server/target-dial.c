/* SPDX-License-Identifier: MIT */
/* Dialling by TCP what the client of a proxy server asks for. */
#include "net/proxy-server/target-dial.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/dial/tcp-dial.h"

struct target_dial {
	struct dial dial;
	struct proxy_server_request request;
	const struct target_rules *rules;
	bool is_client_local;
	char port[8];
};

/* Fills the cause. found: the address that was judged; NULL: the name was. */
static int refuse(const struct target_dial *t, enum target_verdict verdict,
    const struct address *found, struct error *err)
{
	static const char *const reasons[] = {
		[TARGET_DENIED] = "the rules deny this target",
		[TARGET_NOT_ALLOWED] = "no rule allows this target",
		[TARGET_SHIELDED] = "only clients on this host may connect to "
				    "its own addresses",
	};
	char where[ADDRESS_TEXT + 4] = "", text[ADDRESS_TEXT] = "";

	if (found)
		address_host(text, found);
	if (found && strcmp(text, t->request.host) != 0)
		snprintf(where, sizeof(where), " (%s)", text);
	error_set(err, FAULT_PROXY, "cannot connect to %s%s: %s", t->dial.name,
	    where, reasons[verdict]);
	err->sysno = EACCES;
	if (verdict != TARGET_SHIELDED)
		return -1;
	error_suggest(err, HINT_TARGET_SHIELDED, text);
	snprintf(err->hint.port, sizeof(err->hint.port), "%s", t->port);
	return -1;
}

/* Keeps the addresses that the rules allow. Returns 0, or -1 with the reason
 * why the first one is not allowed. */
static int admit(
    void *context, struct address_list *addresses, struct error *err)
{
	const struct target_dial *t = context;
	enum target_verdict first = TARGET_ALLOWED;
	size_t kept = 0;

	for (size_t i = 0; i < addresses->count; i++) {
		const struct address *a = &addresses->items[i];
		enum target_verdict verdict = target_rules_judge(
		    t->rules, t->request.host, a, t->is_client_local);
		if (i == 0)
			first = verdict;
		if (verdict == TARGET_ALLOWED)
			addresses->items[kept++] = *a;
	}
	if (kept == 0 && addresses->count > 0)
		return refuse(t, first, &addresses->items[0], err);
	addresses->count = kept;
	return 0;
}

/* One round */

static int begin_round(struct dial *d)
{
	struct target_dial *t = (struct target_dial *)d;
	enum target_verdict verdict =
	    target_rules_judge_name(t->rules, t->request.host, t->request.port);

	return verdict == TARGET_ALLOWED ? 0
	                                 : refuse(t, verdict, NULL, &d->cause);
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	(void)w;
	return d->deadline;
}

static void end_round(struct dial *d)
{
	(void)d;
}

static const struct dial_ops ops = {
	.begin = begin_round,
	.prepare = prepare_round,
	.service = dial_serve_inner,
	.end = end_round,
	.doing = "at the beginning",
};

struct dial *target_dial(const struct target_dial_opts *opts)
{
	struct target_dial *t = xmalloc(sizeof(*t));
	struct inet_dial_opts inet = opts->inet;

	*t = (struct target_dial){
		.request = *opts->request,
		.rules = opts->rules,
		.is_client_local = opts->is_client_local,
	};
	snprintf(t->port, sizeof(t->port), "%u", t->request.port);
	inet.host = t->request.host;
	inet.port = t->port;
	inet.name = NULL;
	inet.admit = admit;
	inet.admit_context = t;
	struct dial *inner = tcp_dial(&inet);
	t->dial = dial_make(&ops, xstrdup(inner->name), &inet.retry);
	t->dial.inner = inner;
	return &t->dial;
}
