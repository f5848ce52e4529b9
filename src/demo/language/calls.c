/* SPDX-License-Identifier: MIT */
/* The calls that lessons can make. */
#include "demo/language/calls.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "demo/language/calls-private.h"

const struct call *calls_find(const char *name)
{
	static const struct call *const tables[] = { calls_plain, calls_data,
		calls_options };

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct call *c = tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

long calls_value(struct making *m, long result, long value)
{
	m->outcome->has_value = result >= 0;
	m->outcome->value = value;
	return result;
}

static int read_arguments(struct making *m, struct error *err)
{
	for (int i = 0; i < PHRASE_ARGS; i++)
		if (!values_read(m->variables, m->phrase->args[i], &m->args[i]))
			return error_set(err, FAULT_USAGE,
			    "%s: no name, variable or address '%s'",
			    m->phrase->name, m->phrase->args[i]);
	return 0;
}

static void set_variable(const struct making *m, const struct call *call)
{
	const struct outcome *o = m->outcome;
	const char *name = m->phrase->results[0];

	if ((call->gives == CALL_ADDRESS || call->gives == CALL_SENDER) &&
	    o->has_address)
		values_set_address(m->variables, name, &o->address);
	else if (call->gives == CALL_DESCRIPTOR)
		values_set_number(
		    m->variables, name, VALUE_DESCRIPTOR, o->result);
	else if (call->gives == CALL_NUMBER)
		values_set_number(m->variables, name, VALUE_NUMBER,
		    o->has_value ? o->value : o->result);
}

int calls_make(struct making *m, struct error *err)
{
	const struct call *call = calls_find(m->phrase->name);
	struct outcome *o = m->outcome;

	if (!call)
		return error_set(
		    err, FAULT_USAGE, "there is no call '%s'", m->phrase->name);
	if (read_arguments(m, err) < 0)
		return -1;
	o->process = getpid();
	o->times = 1;
	if (!o->began)
		o->began = clock_now();
	long result = call->make(m);
	int sysno = errno;
	if (getpid() != o->process) /* a fork; the parent sets the outcome */
		return 0;
	o->result = result;
	o->sysno = sysno;
	set_variable(m, call);
	return 0;
}
