/* SPDX-License-Identifier: MIT */
/* Reaching ports of hosts, by TCP, UDP or SCTP. */
#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "work/ends/reach-private.h"
#include "work/far/dialling.h"
#include "work/urgent.h"

static struct inet_dial_opts make_opts(const struct reach *r)
{
	const struct endpoint *e = &r->spec->endpoint;

	return dialling_inet(r->run, e->host, e->port);
}

static int tcp_open(struct reach *r, struct error *err)
{
	const struct inet_dial_opts opts = make_opts(r);

	if (proxies_open(r->run, &r->proxies, err) < 0)
		return -1;
	if (!r->proxies)
		return 0;
	if (urgent_check(r->run->cfg, proxies_encrypt(r->proxies), true, err) <
	    0)
		return -1;
	return proxies_aim(r->proxies, &opts, err);
}

static struct dial *dial_tcp(struct reach *r)
{
	const struct inet_dial_opts opts = make_opts(r);

	return r->proxies ? proxies_dial(r->proxies, NULL) : tcp_dial(&opts);
}

static void tcp_close(struct reach *r)
{
	proxies_free(r->proxies);
}

static int udp_open(struct reach *r, struct error *err)
{
	if (r->run->cfg->proxy.urls.count > 0)
		return error_set(err, FAULT_USAGE,
		    "--proxy is for TCP: no proxy carries datagrams for genet");
	return 0;
}

static struct dial *dial_udp(struct reach *r)
{
	const struct inet_dial_opts opts = make_opts(r);

	return udp_dial(&opts);
}

/* Sockets that carry a stream as those of TCP do. */
static int sctp_open(struct reach *r, struct error *err)
{
	(void)err;
	r->sockopts = r->run->cfg->sockopts;
	r->sockopts.sctp = true;
	return 0;
}

static struct dial *dial_sctp(struct reach *r)
{
	struct inet_dial_opts opts = make_opts(r);

	opts.name = r->spec->name;
	opts.sockopts = &r->sockopts;
	return tcp_dial(&opts);
}

const struct reach_family reach_tcp = { tcp_open, dial_tcp, tcp_close };
const struct reach_family reach_udp = { udp_open, dial_udp, NULL };
const struct reach_family reach_sctp = { sctp_open, dial_sctp, NULL };
