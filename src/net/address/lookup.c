/* SPDX-License-Identifier: MIT */
/* Names to addresses, under a deadline. */
#include "net/address/lookup.h"

#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/descriptors.h"
#include "sys/waiting.h"
#include "sys/wakeup.h"

/* Shared by the caller and the thread; the one that leaves last frees it. */
struct request {
	char *host, *port;
	struct addrinfo hints;
	int done_fd; /* becomes readable after done was set */
	atomic_bool done;
	int code;  /* what getaddrinfo returned */
	int sysno; /* errno for EAI_SYSTEM */
	struct addrinfo *found;
	atomic_int holders;
};

/* What the caller holds. */
struct lookup {
	struct lookup_opts opts;
	struct addrinfo hints;
	struct request *request; /* NULL: a literal, and the answer is there */
	pthread_t thread;        /* works on the request */
	int code;
	struct addrinfo *found;
	int64_t started;
};

static void release(struct request *r)
{
	if (atomic_fetch_sub(&r->holders, 1) > 1)
		return;
	if (r->found)
		freeaddrinfo(r->found);
	close(r->done_fd);
	free(r->host);
	free(r->port);
	free(r);
}

static void *ask_resolver(void *arg)
{
	struct request *r = arg;

	r->code = getaddrinfo(r->host, r->port, &r->hints, &r->found);
	r->sysno = errno;
	int shortage = r->code != 0 ? descriptors_shortage() : 0;
	if (shortage) { /* a file that cannot be opened knows no name */
		r->code = EAI_SYSTEM;
		r->sysno = shortage;
	}
	atomic_store(&r->done, true);
	wakeup_raise(r->done_fd);
	release(r);
	return NULL;
}

/* Signals are for the thread that waits for them. */
static int start_thread(struct request *r, pthread_t *thread)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int result = pthread_create(thread, NULL, ask_resolver, r);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

/* Returns NULL with errno if there are no descriptors left. */
static struct request *make_request(
    const struct lookup_opts *opts, const struct addrinfo *hints)
{
	int done_fd = wakeup_open();

	if (done_fd < 0)
		return NULL;
	struct request *r = xcalloc(1, sizeof(*r));

	r->host = opts->host ? xstrdup(opts->host) : NULL;
	r->port = opts->port ? xstrdup(opts->port) : NULL;
	r->hints = *hints;
	r->done_fd = done_fd;
	atomic_init(&r->done, false);
	atomic_init(&r->holders, 2);
	return r;
}

static bool is_number(const char *port)
{
	return !port || port[strspn(port, "0123456789")] == '\0';
}

static const char *subject(const struct lookup_opts *opts)
{
	return opts->host ? opts->host : opts->port;
}

static int timed_out(const struct lookup_opts *opts, struct error *err)
{
	error_set(err, FAULT_TIMEOUT,
	    "cannot resolve '%s': no answer from the resolver in time",
	    subject(opts));
	return error_suggest(err, HINT_NAME_SERVER, NULL);
}

static const struct {
	int code;
	const char *why;
	enum hint_code hint;
} reasons[] = {
	{ EAI_NONAME, "name not known", HINT_NAME_UNKNOWN },
	{ EAI_NODATA, "the name has no address", HINT_NONE },
	{ EAI_ADDRFAMILY, "the name has no address of that family", HINT_NONE },
	{ EAI_AGAIN, "the name server does not answer", HINT_NAME_SERVER },
	{ EAI_FAIL, "the name server refuses to answer", HINT_NONE },
	{ EAI_FAMILY, "address family not supported here", HINT_NONE },
	{ EAI_MEMORY, "out of memory", HINT_NONE },
};

/* Whether the host is an IPv6 address behind which stands the name of an
 * interface that does not exist. */
static bool lacks_interface(const struct lookup_opts *opts)
{
	const char *scope = opts->host ? strchr(opts->host, '%') : NULL;

	return scope && strchr(opts->host, ':') && !if_nametoindex(scope + 1);
}

static int explain(const struct lookup_opts *opts, int code, struct error *err)
{
	const char *name = subject(opts);

	if (code == EAI_SERVICE) {
		error_set(err, FAULT_RESOLVE,
		    "cannot resolve service '%s': not known", opts->port);
		return error_suggest(err, HINT_SERVICE_UNKNOWN, NULL);
	}
	if (opts->numeric && !is_number(opts->port))
		return error_set(err, FAULT_RESOLVE,
		    "cannot resolve service '%s': not a number, and names are "
		    "not looked up",
		    opts->port);
	if (code == EAI_NONAME && lacks_interface(opts))
		return error_set(err,
		    opts->passive ? FAULT_BIND : FAULT_UNREACHABLE,
		    "no interface '%s'", strchr(opts->host, '%') + 1);
	if (code == EAI_NONAME && opts->numeric)
		return error_set(err, FAULT_RESOLVE,
		    "cannot resolve '%s': not a numeric address, and names "
		    "are not looked up",
		    name);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].code != code)
			continue;
		error_set(err, FAULT_RESOLVE, "cannot resolve '%s': %s", name,
		    reasons[i].why);
		err->is_transient = code == EAI_AGAIN;
		return error_suggest(err, reasons[i].hint, name);
	}
	if (code == EAI_SYSTEM)
		return error_sys(err,
		    errno == EMFILE || errno == ENFILE ? FAULT_INTERNAL
						       : FAULT_RESOLVE,
		    "cannot resolve '%s'", name);
	return error_set(
	    err, FAULT_RESOLVE, "cannot resolve '%s': error %d", name, code);
}

/* Tells why, and keeps the code and the name for other front ends. */
static void fail(const struct lookup_opts *opts, int code, bool is_answered,
    struct error *err)
{
	if (is_answered)
		explain(opts, code, err);
	else
		timed_out(opts, err);
	if (code != EAI_SYSTEM)
		err->lookup = code;
	error_suggest(err, err->hint.code, subject(opts));
}

static struct addrinfo make_hints(const struct lookup_opts *opts)
{
	return (struct addrinfo){
		.ai_family = opts->family,
		.ai_socktype = opts->type,
		.ai_flags =
		    (opts->passive ? AI_PASSIVE : 0) |
		    (opts->host ? AI_CANONNAME : 0) |
		    (opts->numeric ? AI_NUMERICHOST | AI_NUMERICSERV : 0),
	};
}

/* Literals, and whatever needs no waiting. */
static bool is_literal(const struct lookup_opts *opts,
    const struct addrinfo *hints, int *code, struct addrinfo **found)
{
	struct addrinfo literal = *hints;

	literal.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
	if (!is_number(opts->port) && !opts->numeric)
		return false;
	*code = getaddrinfo(opts->host, opts->port, &literal, found);
	return *code == 0 || *code == EAI_ADDRFAMILY || opts->numeric;
}

static void tell_result(
    const struct lookup_opts *opts, const struct lookup_result *result)
{
	tap_tell(opts->tap,
	    &(struct tap_event){
		.kind = TAP_RESOLVED,
		.resolved = {
		    .addresses = &result->addresses,
		    .took_us = result->duration_us,
		    .name = subject(opts),
		    .canonical = result->canonical,
		},
	    });
}

/* Some resolvers name an address twice. */
static void collect(const struct addrinfo *found, struct address_list *list)
{
	for (const struct addrinfo *ai = found; ai; ai = ai->ai_next) {
		struct address a = { .len = ai->ai_addrlen };
		if (a.len > sizeof(a.storage))
			continue;
		memcpy(&a.storage, ai->ai_addr, a.len);
		if (!address_list_has(list, &a))
			address_list_add(list, &a);
	}
}

/* Returns 0, or -1 with err filled. */
static int begin_request(struct lookup *l, struct error *err)
{
	tap_tell(l->opts.tap, &(struct tap_event){ .kind = TAP_LOOKUP,
				  .text = subject(&l->opts) });
	l->request = make_request(&l->opts, &l->hints);
	if (!l->request)
		return error_sys(err, FAULT_INTERNAL, "cannot resolve '%s'",
		    subject(&l->opts));
	int result = start_thread(l->request, &l->thread);
	if (result == 0)
		return 0;
	atomic_store(&l->request->holders, 1);
	release(l->request);
	errno = result;
	return error_sys(err, FAULT_INTERNAL, "cannot start a thread");
}

struct lookup *lookup_begin(const struct lookup_opts *opts, struct error *err)
{
	struct lookup *l = xcalloc(1, sizeof(*l));

	*l = (struct lookup){
		.opts = *opts,
		.hints = make_hints(opts),
		.started = clock_now(),
	};
	if (is_literal(opts, &l->hints, &l->code, &l->found) ||
	    begin_request(l, err) == 0)
		return l;
	free(l);
	return NULL;
}

bool lookup_is_certain(const struct lookup *l)
{
	return !l->request;
}

bool lookup_is_done(const struct lookup *l)
{
	return !l->request || atomic_load(&l->request->done);
}

/* The same before and after the answer: it may come between two questions. */
int lookup_fd(const struct lookup *l)
{
	return l->request ? l->request->done_fd : -1;
}

static void leave(struct lookup *l)
{
	if (l->found)
		freeaddrinfo(l->found);
	/* A thread that has answered is about to end; another one may take as
	 * long as it likes. */
	if (l->request && lookup_is_done(l))
		pthread_join(l->thread, NULL);
	else if (l->request)
		pthread_detach(l->thread);
	if (l->request)
		release(l->request);
	free(l);
}

static void take_answer(struct lookup *l)
{
	if (!l->request)
		return;
	l->code = l->request->code;
	l->found = l->request->found;
	l->request->found = NULL;
	errno = l->request->sysno;
}

/* Copies what was found. */
static void fill_result(const struct lookup *l, struct lookup_result *out)
{
	collect(l->found, &out->addresses);
	if (l->found->ai_canonname)
		out->canonical = xstrdup(l->found->ai_canonname);
	address_list_interleave(&out->addresses);
	out->duration_us = clock_now() - l->started;
	if (l->request)
		tell_result(&l->opts, out);
}

int lookup_end(struct lookup *l, struct lookup_result *out, struct error *err)
{
	bool is_done = lookup_is_done(l);

	*out = (struct lookup_result){ 0 };
	if (is_done)
		take_answer(l);
	int code = is_done ? l->code : EAI_AGAIN;
	if (code == 0)
		fill_result(l, out);
	else
		fail(&l->opts, code, is_done, err);
	leave(l);
	return code == 0 ? 0 : -1;
}

int lookup_run(const struct lookup_opts *opts, struct lookup_result *out,
    struct error *err)
{
	struct lookup *l = lookup_begin(opts, err);
	int result = 1;

	*out = (struct lookup_result){ 0 };
	if (!l)
		return -1;
	while (result > 0 && !lookup_is_done(l))
		result = waiting_for(lookup_fd(l), POLLIN, opts->deadline, err);
	if (result >= 0)
		return lookup_end(l, out, err);
	leave(l);
	return -1;
}

void lookup_free(struct lookup_result *result)
{
	address_list_free(&result->addresses);
	free(result->canonical);
	*result = (struct lookup_result){ 0 };
}
