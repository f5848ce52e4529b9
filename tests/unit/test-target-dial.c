/* SPDX-License-Identifier: MIT */
/* Dialling what the client of a proxy server asks for: only addresses that the
 * rules allow are connected to, whatever name they were found by. */
#include "net/proxy-server/target-dial.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args/target-rule.h"
#include "base/clock.h"
#include "fake-resolver.h"
#include "inet-address.h"
#include "sys/signals.h"
#include "tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

/* The same port of 127.0.0.1 and 127.0.0.2, at which both listen. */
static unsigned port;
static int listeners[3];

static void hold(int last)
{
	char host[16];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(host, sizeof(host), "127.0.0.%d", last);
	struct address a = inet(host, port);
	ok(bind(fd, (const struct sockaddr *)&a.storage, a.len) == 0 &&
		listen(fd, 8) == 0,
	    "%s has the port", host);
	a = address_local(fd);
	port = address_port(&a);
	listeners[last] = fd;
}

/* clang-format off */
static const struct row {
	const char *host;
	const char *allow, *deny; /* words; NULL: none */
	bool is_client_local;
	const char *remote; /* the address that is connected to; or */
	const char *text;   /* of the error, behind the target */
	enum hint_code hint;
} rows[] = {
	{ "127.0.0.2", NULL, NULL, true, "127.0.0.2", NULL, HINT_NONE },
	{ "one.test", NULL, NULL, true, "127.0.0.1", NULL, HINT_NONE },
	{ "one.test", NULL, NULL, false, NULL, " (127.0.0.1): only clients on this host may connect to its own addresses", HINT_TARGET_SHIELDED },
	{ "127.0.0.1", NULL, NULL, false, NULL, ": only clients on this host may connect to its own addresses", HINT_TARGET_SHIELDED },
	{ "one.test", "one.test", NULL, false, NULL, " (127.0.0.1): only clients on this host may connect to its own addresses", HINT_TARGET_SHIELDED },
	{ "one.test", "127.0.0.1", NULL, false, "127.0.0.1", NULL, HINT_NONE },
	{ "two.test", "127.0.0.2", NULL, false, "127.0.0.2", NULL, HINT_NONE },
	{ "two.test", "127.0.0.2", NULL, true, "127.0.0.2", NULL, HINT_NONE },
	{ "two.test", NULL, "127.0.0.1", true, "127.0.0.2", NULL, HINT_NONE },
	{ "two.test", NULL, "127.0.0.0/8", true, NULL, " (127.0.0.1): the rules deny this target", HINT_NONE },
	{ "two.test", NULL, "*.test", true, NULL, ": the rules deny this target", HINT_NONE },
	{ "two.test", "one.test", NULL, true, NULL, ": no rule allows this target", HINT_NONE },
	{ "two.test", "10.0.0.0/8", NULL, true, NULL, " (127.0.0.1): no rule allows this target", HINT_NONE },
};
/* clang-format on */

static void add(struct target_list *list, const char *word)
{
	struct error err = ERROR_NONE;

	if (word)
		target_rule_parse("", word, list, &err);
}

static void check_error(const struct row *row, const struct error *err)
{
	char text[256];

	snprintf(text, sizeof(text), "cannot connect to %s:%u%s", row->host,
	    port, row->text);
	is_text(err->text, text, "which says why");
	is_int(err->kind, FAULT_PROXY, "and is no reason to try again");
	is_int(err->hint.code, row->hint, "with a hint");
	is_text(err->hint.subject, row->hint ? "127.0.0.1" : "",
	    "which names the address");
	ok(row->hint == HINT_NONE || atoi(err->hint.port) == (int)port,
	    "and the port");
	is_int(
	    proxy_server_outcome_of(err), PROXY_DENIED, "the client is told");
}

static void check_row(const struct row *row)
{
	struct proxy_server_request request = { .port = port };
	struct target_rules rules = { 0 };
	const struct target_dial_opts opts = {
		.request = &request,
		.rules = &rules,
		.is_client_local = row->is_client_local,
		.inet = {
			.sockopts = &no_options,
			.retry = {
				.connect_timeout_us = 10 * CLOCK_SECOND,
				.deadline = CLOCK_NEVER,
				.retries = 3,
				.retry_for_us = CLOCK_NEVER,
			},
		},
	};
	struct connection c;
	struct error err = ERROR_NONE;
	char host[ADDRESS_TEXT];

	snprintf(request.host, sizeof(request.host), "%s", row->host);
	add(&rules.allow, row->allow);
	add(&rules.deny, row->deny);
	struct dial *dial = target_dial(&opts);
	memset(&request, 'x', sizeof(request));
	int result = dial_run(dial, &c, &err);
	is_int(result, row->remote ? 0 : -1, "%s: allowed %s, denied %s%s",
	    row->host, row->allow, row->deny, err.text);
	if (result == 0) {
		is_text(address_host(host, &c.remote), row->remote,
		    "by the right address");
		close(c.fd);
	} else if (row->text) {
		check_error(row, &err);
	}
	target_rules_free(&rules);
}

int main(void)
{
	struct error err = ERROR_NONE;

	fake_resolver_answer(); /* which has this program use it */
	is_int(signals_install(&err), 0, "signals wake waits");
	hold(1);
	hold(2);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(&rows[i]);
	close(listeners[1]);
	close(listeners[2]);
	return plan();
}
