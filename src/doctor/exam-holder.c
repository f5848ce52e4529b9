/* SPDX-License-Identifier: MIT */
/* The step "holder": if the target is this host, who holds its port. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "doctor/exam.h"
#include "doctor/holder-verdict.h"
#include "doctor/way-verdict.h"

static void say_processes(struct examination *x)
{
	bool is_hidden = false, has_proc = true;

	for (unsigned i = 0; i < x->holder.count; i++)
		is_hidden |= x->holder.items[i].sharers.count == 0;
	if (!is_hidden)
		return;
	has_proc = proc_is_there();
	exam_say(x, EXAM_UNKNOWN, -1, "%s",
	    has_proc ? "which process that is cannot be seen: root would see "
		       "it, unless it is in another PID namespace"
		     : "which process that is cannot be seen: there is no "
		       "/proc here");
}

static void say_holder(
    struct examination *x, const struct holder *h, int64_t took_us)
{
	char name[HOLDER_NAME], local[ADDRESS_TEXT], device[IF_NAMESIZE] = "";
	struct interface interface;
	bool is_tcp = h->socket.type == SOCK_STREAM;
	bool is_stopped = holder_is_stopped(h);

	if (h->socket.interface &&
	    interface_find(h->socket.interface, &interface) == 0)
		memcpy(device, interface.name, sizeof(device));
	holder_name(name, h);
	address_text(local, &h->socket.local);
	if (is_tcp)
		exam_say(x,
		    is_stopped || holder_is_full(h) ? EXAM_WRONG : EXAM_WELL,
		    took_us,
		    "%s listens on TCP %s%s%s; %u of %u connections wait%s",
		    name, local, *device ? " on the interface " : "", device,
		    h->socket.waiting, h->socket.backlog,
		    is_stopped ? "; it is stopped" : "");
	else
		exam_say(x, is_stopped ? EXAM_WRONG : EXAM_WELL, took_us,
		    "%s has the UDP port %s%s%s%s", name, local,
		    *device ? " on the interface " : "", device,
		    is_stopped ? "; it is stopped" : "");
}

static void say(struct examination *x, int64_t took_us)
{
	bool is_tcp = x->opts->target.type == SOCK_STREAM;

	for (unsigned i = 0; i < x->holder.count; i++)
		say_holder(x, &x->holder.items[i], took_us);
	if (!holder_has_type(&x->holder, x->opts->target.type)) {
		exam_say(x, EXAM_WRONG, took_us,
		    "no process of this host %s the %s port %s",
		    is_tcp ? "listens on" : "has", is_tcp ? "TCP" : "UDP",
		    x->opts->target.port);
		way_say_container(x);
	}
	say_processes(x);
}

static enum step_result examine(struct examination *x, struct error *err)
{
	int64_t begin = clock_now();
	const struct way_facts *own = holder_own_way(x);

	(void)err;
	if (!own)
		return STEP_NEXT; /* another host, or none at all */
	if (holder_look(address_port(&own->target), &x->holder) < 0) {
		exam_say(x, EXAM_UNKNOWN, -1,
		    "the kernel does not show its sockets (sock_diag): %s",
		    sysno_phrase(errno));
		return STEP_NEXT;
	}
	say(x, clock_now() - begin);
	return holder_conclude(x);
}

const struct exam_step exam_holder = { "holder", examine };
