/* SPDX-License-Identifier: MIT */
/* What the names of --write-out stand for. */
#include "work/watching/write-out-values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/process/signal-name.h"

/* Adds a value, which is the list's from now on. */
static void add(struct write_out_values *v, const char *name, char *value)
{
	v->texts[v->count] = value;
	v->fields[v->count++] = (struct template_field){ name, value };
}

static void add_text(
    struct write_out_values *v, const char *name, const char *text)
{
	char shown[1024];

	v->are_texts[v->count] = true;
	/* The peer may have chosen a part of the text. */
	add(v, name,
	    xstrdup(text_escape(shown, sizeof(shown), text, strlen(text))));
}

static void add_number(
    struct write_out_values *v, const char *name, uint64_t number)
{
	add(v, name, xasprintf("%llu", (unsigned long long)number));
}

/* Nothing, where the number is not known. */
static void add_known(struct write_out_values *v, const char *name,
    bool is_known, uint64_t number)
{
	if (is_known)
		add_number(v, name, number);
	else
		add(v, name, xstrdup(""));
}

static void add_seconds(
    struct write_out_values *v, const char *name, int64_t time_us)
{
	add(v, name,
	    xasprintf("%lld.%06lld", (long long)(time_us / CLOCK_SECOND),
		(long long)(time_us % CLOCK_SECOND)));
}

/* The time from the start until then; 0 if that did not happen. */
static void add_time(struct write_out_values *v, const char *name,
    const struct totals *t, int64_t then)
{
	add_seconds(v, name, then ? then - t->started : 0);
}

static void add_address(struct write_out_values *v, const char *const names[3],
    const struct address *a)
{
	char text[ADDRESS_TEXT] = "", host[ADDRESS_TEXT] = "";
	bool has_port =
	    a->len > 0 && address_family(a) != AF_UNIX && !address_name(a);

	add_text(v, names[0], a->len > 0 ? address_text(text, a) : "");
	add_text(v, names[1], has_port ? address_host(host, a) : "");
	add_known(v, names[2], has_port, has_port ? address_port(a) : 0);
}

static void add_outcome(struct write_out_values *v, const struct totals *t)
{
	const struct error *err = &t->error;
	char text[96];

	if (err->kind == FAULT_SIGNAL)
		snprintf(text, sizeof(text), "ended by %s",
		    signal_name(err->signal));
	else
		snprintf(text, sizeof(text), "the program ended with status %d",
		    err->status);
	add_text(v, "errormsg",
	    *err->text || err->kind == FAULT_NONE ? err->text : text);
	add_text(v, "error_kind", error_word(err->kind));
	add_number(v, "exitcode", (uint64_t)t->status);
}

static void add_sizes(struct write_out_values *v, const struct totals *t)
{
	bool is_known = !t->has_unseen;
	double seconds = (double)(t->ended - t->started) / CLOCK_SECOND;

	if (seconds <= 0)
		seconds = 1.0 / CLOCK_SECOND;
	add_known(v, "size_download", is_known, t->in);
	add_known(v, "size_upload", is_known, t->out);
	add_known(
	    v, "speed_download", is_known, (uint64_t)((double)t->in / seconds));
	add_known(
	    v, "speed_upload", is_known, (uint64_t)((double)t->out / seconds));
	add_number(v, "datagrams_in", t->datagrams_in);
	add_number(v, "datagrams_out", t->datagrams_out);
	add_number(v, "dropped", t->dropped);
}

static void add_connection(struct write_out_values *v, const struct totals *t)
{
	static const char *const local[] = { "local", "local_ip",
		"local_port" };
	static const char *const remote[] = { "remote", "remote_ip",
		"remote_port" };

	add_text(v, "proto",
	    t->has_connection ? tap_transport_word(t->transport) : "");
	add_address(v, local, &t->local);
	add_address(v, remote, &t->remote);
	if (t->has_tcp)
		add_seconds(v, "rtt", t->tcp.rtt_us);
	else
		add(v, "rtt", xstrdup(""));
	add_known(v, "retransmits", t->has_tcp, t->tcp.retransmits);
}

/* All of them as an object; what is not known is null. */
static char *compose_json(const struct write_out_values *v)
{
	struct bytes out = { 0 };

	bytes_add_text(&out, "{");
	for (size_t i = 0; i < v->count; i++) {
		const char *name = v->fields[i].name;
		const char *value = v->fields[i].value;
		json_name(&out, name);
		if (!*value)
			bytes_add_text(&out, "null");
		else if (v->are_texts[i])
			json_string(&out, value, strlen(value));
		else
			bytes_add_text(&out, value);
	}
	bytes_add_text(&out, "}");
	char *text = xasprintf("%.*s", (int)out.len, (const char *)out.at);
	bytes_free(&out);
	return text;
}

void write_out_values_make(struct write_out_values *v, const struct totals *t)
{
	*v = (struct write_out_values){ .count = 0 };
	add_number(v, "pid", (uint64_t)getpid());
	add_outcome(v, t);
	add_connection(v, t);
	add_number(v, "num_connects", t->connections);
	add_number(v, "num_retries", t->retries);
	add_sizes(v, t);
	add_time(v, "time_namelookup", t, t->resolved);
	add_time(v, "time_connect", t, t->connected);
	add_time(v, "time_starttransfer", t, t->first_byte);
	add_time(v, "time_total", t, t->ended);
	add(v, "json", compose_json(v));
}

void write_out_values_free(struct write_out_values *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->texts[i]);
}
