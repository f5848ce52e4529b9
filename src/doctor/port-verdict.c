/* SPDX-License-Identifier: MIT */
/* What a try that has failed says of a port. */
#include "doctor/port-verdict.h"

#include <errno.h>

#include "base/sysno.h"

/* What a message of ICMP says, as a clause: RFC 792, RFC 1812, RFC 4443. */
static const char *icmp_words(const struct socket_complaint *c)
{
	static const char *const v4[] = { "the network is unreachable",
		"the host is unreachable", "the protocol is unreachable",
		"the port is unreachable" };
	static const char *const v6[] = { "there is no route to the host",
		"this is prohibited", "the host is beyond its scope",
		"the host is unreachable", "the port is unreachable",
		"the source address is not allowed",
		"the route rejects what is sent" };
	bool is_v6 = c->from.storage.ss_family == AF_INET6;

	if (is_v6 && c->type == 1 && c->code < sizeof(v6) / sizeof(v6[0]))
		return v6[c->code];
	if (!is_v6 && c->type == 3 && c->code < sizeof(v4) / sizeof(v4[0]))
		return v4[c->code];
	if (!is_v6 && c->type == 3 &&
	    (c->code == 9 || c->code == 10 || c->code == 13))
		return "this is prohibited";
	return "it cannot deliver what is sent";
}

const char *port_verdict_words(enum port_result result, int type)
{
	if (result == PORT_UNREACHABLE)
		return "cannot be reached from here";
	if (result == PORT_IMPOSSIBLE)
		return "cannot be tried";
	return type == SOCK_DGRAM
	           ? "refuses datagrams: the host is up, and no socket has the "
	             "port there, or a firewall refuses for it"
	           : "refuses connections: the host is up, and nothing listens "
	             "on the port there, or a firewall refuses for it";
}

/* A TCP that refuses sends a reset, and no ICMP; a port of UDP that no socket
 * has is told of by ICMP. */
static bool is_rejected(const struct examination *x, const struct port_try *t)
{
	bool is_refusal =
	    x->opts->target.type == SOCK_DGRAM && t->result == PORT_REFUSED;

	return t->complaint.from.len > 0 && !is_refusal;
}

void port_verdict_say(struct examination *x, const struct address *target,
    const struct port_try *t)
{
	char to[ADDRESS_TEXT], from[ADDRESS_TEXT];

	address_text(to, target);
	if (is_rejected(x, t))
		exam_say(x, EXAM_WRONG, t->took_us,
		    "%s: %s says by ICMP that %s", to,
		    address_host(from, &t->complaint.from),
		    icmp_words(&t->complaint));
	else
		exam_say(x, EXAM_WRONG, t->took_us, "%s: %s", to,
		    t->result == PORT_REFUSED ? "connection refused"
					      : sysno_phrase(t->error));
}

static const char *advise_untried(int sysno)
{
	if (sysno == EMFILE)
		return "allow more open files: ulimit -n";
	if (sysno == EPERM || sysno == EACCES)
		return "this host forbids it: see the rules of its firewall, "
		       "and the limits of the container: nft list ruleset";
	return "this is a fault of this host, not of the server";
}

void port_verdict_add(struct examination *x, const char *names,
    const struct address *target, const struct port_try *t)
{
	const char *what = port_verdict_words(t->result, x->opts->target.type);
	bool is_udp = x->opts->target.type == SOCK_DGRAM;
	struct findings *f = &x->findings;
	char host[ADDRESS_TEXT];

	if (is_rejected(x, t)) {
		address_host(host, &t->complaint.from);
		findings_add(f, RANK_LIKELY, "port-rejected",
		    "%s cannot be reached: %s, a router or a firewall, says "
		    "that %s",
		    names, host, icmp_words(&t->complaint));
		findings_advise(f,
		    "see the rules and the routes of %s: nft list ruleset; ip "
		    "route",
		    host);
	} else if (t->result == PORT_REFUSED) {
		findings_add(
		    f, RANK_SYMPTOM, "port-refused", "%s %s", names, what);
		findings_advise(f, "%s",
		    is_udp ? "on that host, see who receives where: ss -lunp"
			   : "on that host, see who listens where: ss -ltnp");
	} else if (t->result == PORT_UNREACHABLE) {
		findings_add(f, RANK_SYMPTOM, "port-unreachable", "%s %s: %s",
		    names, what, sysno_phrase(t->error));
		findings_advise(f,
		    "see the route and the neighbour: ip route get %s; ip "
		    "neigh",
		    address_host(host, target));
	} else {
		findings_add(f, RANK_SYMPTOM, "port-untried", "%s %s: %s",
		    names, what, sysno_phrase(t->error));
		findings_advise(f, "%s", advise_untried(t->error));
	}
}
