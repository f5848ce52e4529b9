/* SPDX-License-Identifier: MIT */
/* Names to addresses, under a deadline. */
#include "net/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/waiting.h"

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
	uint64_t one = 1;

	r->code = getaddrinfo(r->host, r->port, &r->hints, &r->found);
	r->sysno = errno;
	atomic_store(&r->done, true);
	ssize_t ignored = write(r->done_fd, &one, sizeof(one));
	(void)ignored;
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

static struct request *make_request(
    const struct lookup_opts *opts, const struct addrinfo *hints)
{
	struct request *r = xcalloc(1, sizeof(*r));

	r->host = opts->host ? xstrdup(opts->host) : NULL;
	r->port = opts->port ? xstrdup(opts->port) : NULL;
	r->hints = *hints;
	r->done_fd = eventfd(0, EFD_CLOEXEC);
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
	return error_hint(err, "is the name server in /etc/resolv.conf up? "
			       "a numeric address needs none");
}

/* Runs the lookup in a thread. Returns getaddrinfo's code with *found set, or
 * -1 with err filled. EAI_* codes are negative as well: hence *code. */
static int run_in_thread(const struct lookup_opts *opts,
    const struct addrinfo *hints, int *code, struct addrinfo **found,
    struct error *err)
{
	struct request *r = make_request(opts, hints);
	pthread_t thread;
	int result = start_thread(r, &thread);

	if (result != 0) {
		errno = result;
		error_sys(err, FAULT_INTERNAL, "cannot start a thread");
		atomic_store(&r->holders, 1);
		release(r);
		return -1;
	}
	do
		result = waiting_for(r->done_fd, POLLIN, opts->deadline, err);
	while (result > 0 && !atomic_load(&r->done));
	/* A thread that has answered is about to end; the other one may take
	 * as long as it likes. */
	if (result > 0)
		pthread_join(thread, NULL);
	else
		pthread_detach(thread);
	if (result > 0) {
		*code = r->code;
		*found = r->found;
		r->found = NULL;
		errno = r->sysno;
	}
	release(r);
	if (result == 0)
		timed_out(opts, err);
	return result > 0 ? 0 : -1;
}

static const struct {
	int code;
	const char *why, *hint;
} reasons[] = {
	{ EAI_NONAME, "name not known", NULL },
	{ EAI_NODATA, "the name has no address", NULL },
	{ EAI_ADDRFAMILY, "the name has no address of that family", NULL },
	{ EAI_AGAIN, "the name server does not answer",
	    "is the name server in /etc/resolv.conf up? "
	    "a numeric address needs none" },
	{ EAI_FAIL, "the name server refuses to answer", NULL },
	{ EAI_FAMILY, "address family not supported here", NULL },
	{ EAI_MEMORY, "out of memory", NULL },
};

static int explain(const struct lookup_opts *opts, int code, struct error *err)
{
	const char *name = subject(opts);

	if (code == EAI_SERVICE) {
		error_set(err, FAULT_RESOLVE,
		    "cannot resolve service '%s': not known", opts->port);
		return error_hint(
		    err, "a port is a number, or a name from /etc/services");
	}
	if (opts->numeric && !is_number(opts->port))
		return error_set(err, FAULT_RESOLVE,
		    "cannot resolve service '%s': -n looks no names up",
		    opts->port);
	if (code == EAI_NONAME && opts->numeric)
		return error_set(err, FAULT_RESOLVE,
		    "cannot resolve '%s': not a numeric address, and -n "
		    "looks no names up",
		    name);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].code != code)
			continue;
		error_set(err, FAULT_RESOLVE, "cannot resolve '%s': %s", name,
		    reasons[i].why);
		if (code == EAI_NONAME)
			error_hint(err,
			    "check the spelling, or ask the resolver: getent "
			    "hosts %s",
			    name);
		else if (reasons[i].hint)
			error_hint(err, "%s", reasons[i].hint);
		return -1;
	}
	if (code == EAI_SYSTEM)
		return error_sys(
		    err, FAULT_RESOLVE, "cannot resolve '%s'", name);
	return error_set(
	    err, FAULT_RESOLVE, "cannot resolve '%s': error %d", name, code);
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
	return *code == 0 || opts->numeric;
}

static void tell_result(
    const struct lookup_opts *opts, const struct lookup_result *result)
{
	char line[512] = "", text[ADDRESS_TEXT];
	size_t used = 0;

	for (size_t i = 0; i < result->addresses.count; i++) {
		used += (size_t)snprintf(line + used, sizeof(line) - used,
		    "%s%s", i ? ", " : "",
		    address_host(text, &result->addresses.items[i]));
		if (used >= sizeof(line))
			break;
	}
	tap_tell(opts->tap, &(struct tap_event){
				.kind = TAP_RESOLVED,
				.number = (long)result->addresses.count,
				.duration_us = result->duration_us,
				.text = line,
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

int lookup_run(const struct lookup_opts *opts, struct lookup_result *out,
    struct error *err)
{
	struct addrinfo hints = make_hints(opts), *found = NULL;
	int64_t started = clock_now();
	int code = 0;

	*out = (struct lookup_result){ 0 };
	bool needs_telling = !is_literal(opts, &hints, &code, &found);
	if (needs_telling) {
		tap_tell(opts->tap, &(struct tap_event){ .kind = TAP_LOOKUP,
					.text = subject(opts) });
		if (run_in_thread(opts, &hints, &code, &found, err) < 0)
			return -1;
	}
	if (code != 0)
		return explain(opts, code, err);

	collect(found, &out->addresses);
	if (found->ai_canonname)
		out->canonical = xstrdup(found->ai_canonname);
	freeaddrinfo(found);
	address_list_interleave(&out->addresses);
	out->duration_us = clock_now() - started;
	if (needs_telling)
		tell_result(opts, out);
	return 0;
}

void lookup_free(struct lookup_result *result)
{
	address_list_free(&result->addresses);
	free(result->canonical);
	*result = (struct lookup_result){ 0 };
}
