/* SPDX-License-Identifier: MIT */
/* Lookup of names, with a deadline. */
#include "net/address/lookup.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/process/descriptors.h"
#include "sys/waiting.h"
#include "sys/wakeup.h"

/* Shared by the caller and the thread; the last holder frees it. */
struct request {
	char *host, *port;
	struct addrinfo hints;
	struct wakeup done;  /* readable after is_done was set */
	atomic_bool is_done; /* the answer is there: */
	int code;            /* what getaddrinfo returned */
	int sysno;           /* errno for EAI_SYSTEM */
	struct addrinfo *found;
	int64_t finished; /* when it came */
	atomic_int holders;
};

/* What the caller holds. */
struct lookup {
	struct lookup_opts opts;
	struct request *request;
	bool is_literal;  /* the answer needs no thread */
	pthread_t thread; /* works on the request */
	int64_t started;
};

static void release(struct request *r)
{
	if (atomic_fetch_sub(&r->holders, 1) > 1)
		return;
	if (r->found)
		freeaddrinfo(r->found);
	wakeup_close(&r->done);
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
	if (shortage) { /* the resolver could not open its files */
		r->code = EAI_SYSTEM;
		r->sysno = shortage;
	}
	r->finished = clock_now();
	atomic_store(&r->is_done, true);
	wakeup_raise(&r->done);
	release(r);
	return NULL;
}

/* The thread blocks all signals, which are for the main thread; but not the one
 * by which the sandbox says what was forbidden, since that would end the
 * process without a word then. */
static int start_thread(struct request *r, pthread_t *thread)
{
	sigset_t most, before;

	sigfillset(&most);
	sigdelset(&most, SIGSYS);
	pthread_sigmask(SIG_SETMASK, &most, &before);
	int result = pthread_create(thread, NULL, ask_resolver, r);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

static struct request *make_request(const struct lookup_opts *opts)
{
	struct request *r = xcalloc(1, sizeof(*r));

	*r = (struct request){
		.host = opts->host ? xstrdup(opts->host) : NULL,
		.port = opts->port ? xstrdup(opts->port) : NULL,
		.hints = {
			.ai_family = opts->family,
			.ai_socktype = opts->type,
			.ai_flags =
			    (opts->passive ? AI_PASSIVE : 0) |
			    (opts->host ? AI_CANONNAME : 0) |
			    (opts->numeric ? AI_NUMERICHOST | AI_NUMERICSERV
					   : 0),
		},
		.done = WAKEUP_NONE,
		.holders = 1,
	};
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

/* Whether the host is an IPv6 address with an interface that does not exist. */
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

/* Says why, and keeps the code and the name for other front ends. */
static void fail(const struct lookup_opts *opts, int code, bool is_answered,
    struct error *err)
{
	if (is_answered) {
		explain(opts, code, err);
	} else {
		error_set(err, FAULT_TIMEOUT,
		    "cannot resolve '%s': no answer from the resolver in time",
		    subject(opts));
		error_suggest(err, HINT_NAME_SERVER, NULL);
	}
	if (code != EAI_SYSTEM)
		err->lookup = code;
	error_suggest(err, err->hint.code, subject(opts));
}

/* Whether the host is an address, and not of the family that is asked for,
 * which musl takes for an unknown name. */
static bool is_of_other_family(const struct lookup_opts *opts)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	if (!opts->host || opts->family == AF_UNSPEC)
		return false;
	return inet_pton(opts->family == AF_INET ? AF_INET6 : AF_INET,
		   opts->host, bytes) == 1;
}

/* Tries to answer without a thread: literals, and what needs no waiting. */
static bool is_literal(const struct lookup_opts *opts, struct request *r)
{
	struct addrinfo literal = r->hints;

	literal.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
	if (!is_number(opts->port) && !opts->numeric)
		return false;
	r->code = getaddrinfo(opts->host, opts->port, &literal, &r->found);
	r->sysno = errno;
	r->finished = clock_now();
	if (r->code == EAI_NONAME && is_of_other_family(opts))
		r->code = EAI_ADDRFAMILY;
	r->is_done = r->code == 0 || r->code == EAI_ADDRFAMILY || opts->numeric;
	return r->is_done;
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

/* Collects the addresses; some resolvers return one twice. */
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
static int start(struct lookup *l, struct error *err)
{
	struct request *r = l->request;

	tap_tell(l->opts.tap, &(struct tap_event){ .kind = TAP_LOOKUP,
				  .text = subject(&l->opts) });
	if (wakeup_open(&r->done) < 0)
		return error_sys(err, FAULT_INTERNAL, "cannot resolve '%s'",
		    subject(&l->opts));
	r->holders = 2;
	errno = start_thread(r, &l->thread);
	if (errno == 0)
		return 0;
	r->holders = 1;
	return error_sys(err, FAULT_INTERNAL, "cannot start a thread");
}

struct lookup *lookup_begin(const struct lookup_opts *opts, struct error *err)
{
	struct lookup *l = xcalloc(1, sizeof(*l));

	*l = (struct lookup){
		.opts = *opts,
		.request = make_request(opts),
		.started = clock_now(),
	};
	l->is_literal = is_literal(opts, l->request);
	if (l->is_literal || start(l, err) == 0)
		return l;
	release(l->request);
	free(l);
	return NULL;
}

bool lookup_is_certain(const struct lookup *l)
{
	return l->is_literal;
}

bool lookup_is_done(const struct lookup *l)
{
	return atomic_load(&l->request->is_done);
}

/* The same before and after the answer, which may come between two calls. */
int lookup_fd(const struct lookup *l)
{
	return l->request->done.fd;
}

void lookup_drop(struct lookup *l)
{
	if (!l)
		return;
	/* A thread that has answered ends at once; another one may take a long
	 * time. */
	if (!l->is_literal && lookup_is_done(l))
		pthread_join(l->thread, NULL);
	else if (!l->is_literal)
		pthread_detach(l->thread);
	release(l->request);
	free(l);
}

/* Copies what was found. */
static void fill_result(const struct lookup *l, struct lookup_result *out)
{
	const struct addrinfo *found = l->request->found;

	collect(found, &out->addresses);
	if (found->ai_canonname)
		out->canonical = xstrdup(found->ai_canonname);
	address_list_interleave(&out->addresses);
	out->duration_us = l->request->finished - l->started;
	if (!l->is_literal)
		tell_result(&l->opts, out);
}

int lookup_end(struct lookup *l, struct lookup_result *out, struct error *err)
{
	const struct request *r = l->request;
	bool is_done = lookup_is_done(l);
	int code = is_done ? r->code : EAI_AGAIN;

	*out = (struct lookup_result){ 0 };
	if (is_done)
		errno = r->sysno;
	if (code == 0)
		fill_result(l, out);
	else
		fail(&l->opts, code, is_done, err);
	lookup_drop(l);
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
	lookup_drop(l);
	return -1;
}

void lookup_free(struct lookup_result *result)
{
	address_list_free(&result->addresses);
	free(result->canonical);
	*result = (struct lookup_result){ 0 };
}
