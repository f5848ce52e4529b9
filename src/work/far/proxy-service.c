/* SPDX-License-Identifier: MIT */
/* What the command line says of a proxy server. */
#include "work/far/proxy-service.h"

#include "args/choice.h"
#include "args/target-rule.h"
#include "net/proxy-header/proxy-header.h"
#include "net/proxy-server/target-dial.h"
#include "stream/stream.h"
#include "sys/secret.h"
#include "work/far/dialling.h"

int proxy_service_check(
    const struct config *cfg, const struct spec *from, struct error *err)
{
	const struct config_proxy *p = &cfg->proxy;
	const struct choice of_server[] = {
		{ p->allowed_targets.count, "--allow-target" },
		{ p->denied_targets.count, "--deny-target" },
		{ p->user_files.count, "--proxy-auth-file" },
	};
	/* What is meant for one target, and not for any that is asked for. */
	const struct choice of_target[] = {
		{ p->urls.count, "--proxy" },
		{ cfg->tls.starttls, "--starttls" },
	};
	const char *given;

	if (!spec_is_proxy(from->kind)) {
		given = CHOICE_FIRST(of_server);
		return given ? error_set(err, FAULT_USAGE,
				   "%s has no effect without socks5: or "
				   "http-proxy: as the address of clients",
				   given)
		             : 0;
	}
	given = CHOICE_FIRST(of_target);
	return given ? error_set(err, FAULT_USAGE, "%s has no effect with %s",
			   given, spec_trait(from->kind)->what)
	             : 0;
}

static int parse_rules(const char *option, const struct config_texts *words,
    struct target_list *to, struct error *err)
{
	for (size_t i = 0; i < words->count; i++)
		if (target_rule_parse(option, words->items[i], to, err) < 0)
			return -1;
	return 0;
}

static int read_user(struct proxy_users *users, const char *file,
    int64_t deadline, struct error *err)
{
	char *line = secret_read(file, deadline, err);
	int result = line ? proxy_users_add(users, line, err) : -1;

	if (line && result < 0)
		error_reword(err, "the first line of '%s' %s", file, err->text);
	secret_free(line);
	return result;
}

int proxy_service_open(
    struct proxy_service *p, const struct run *run, struct error *err)
{
	const struct config_proxy *c = &run->cfg->proxy;
	const struct secure_peer peer = { .is_stream = true };

	p->run = run;
	if (secure_open(&p->secure, run, &peer, err) < 0 ||
	    parse_rules("--allow-target", &c->allowed_targets, &p->rules.allow,
		err) < 0 ||
	    parse_rules(
		"--deny-target", &c->denied_targets, &p->rules.deny, err) < 0)
		return -1;
	for (size_t i = 0; i < c->user_files.count; i++)
		if (read_user(&p->users, c->user_files.items[i], run->deadline,
			err) < 0)
			return -1;
	return 0;
}

void proxy_service_ask(const struct proxy_service *p, const struct spec *from,
    struct handshake_opts *handshakes)
{
	handshakes->users = &p->users;
	handshakes->asks = from->kind == SPEC_HTTP_PROXY ? PROXY_SERVER_HTTP
	                                                 : PROXY_SERVER_SOCKS;
}

/* Whether a client is on this host: it uses the loopback address, or the one at
 * which it has been accepted, which the kernel takes from no other host. What a
 * PROXY header says can only take that away. */
static bool is_local(const struct arrival *a)
{
	struct address peer = address_remote(a->far->read_fd);
	struct address own = address_local(a->far->read_fd);

	if (a->header && !address_is_loopback(&a->header->source))
		return false;
	return address_is_loopback(&peer) || address_is_same_host(&peer, &own);
}

struct dial *proxy_service_dial(struct proxy_service *p,
    const struct arrival *a, const struct proxy_header *header)
{
	const struct target_dial_opts opts = {
		.request = a->request,
		.rules = &p->rules,
		.is_client_local = is_local(a),
		.inet = dialling_inet(p->run, NULL, NULL),
	};

	return secure_dial(&p->secure, p->run, target_dial(&opts), header);
}

void proxy_service_close(struct proxy_service *p)
{
	target_rules_free(&p->rules);
	proxy_users_free(&p->users);
	secure_close(&p->secure);
}
