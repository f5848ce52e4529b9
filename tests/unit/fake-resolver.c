/* SPDX-License-Identifier: MIT */
/* A resolver for tests. */
#include "fake-resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/xalloc.h"

static const struct name {
	const char *host, *addresses[2];
	int code;
	bool is_slow;
} names[] = {
	{ .host = "one.test", .addresses = { "127.0.0.1" } },
	{ .host = "two.test", .addresses = { "127.0.0.1", "127.0.0.2" } },
	{ .host = "half.test", .addresses = { "198.51.100.1", "127.0.0.1" } },
	{ .host = "other.test",
	    .addresses = { "198.51.100.1", "203.0.113.1" } },
	{ .host = "again.test", .code = EAI_AGAIN },
	{ .host = "slow.test", .code = EAI_AGAIN, .is_slow = true },
	{ .code = EAI_NONAME },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t may_answer = PTHREAD_COND_INITIALIZER;
static int answers;

void fake_resolver_use(void)
{
}

void fake_resolver_answer(void)
{
	pthread_mutex_lock(&lock);
	answers++;
	pthread_cond_signal(&may_answer);
	pthread_mutex_unlock(&lock);
}

static void wait_for_answer(void)
{
	pthread_mutex_lock(&lock);
	while (answers == 0)
		pthread_cond_wait(&may_answer, &lock);
	answers--;
	pthread_mutex_unlock(&lock);
}

/* The address stands behind the result. */
static struct addrinfo *make(const struct in_addr *address, const char *port,
    const struct addrinfo *hints, struct addrinfo *next)
{
	struct addrinfo *ai = xmalloc(sizeof(*ai) + sizeof(struct sockaddr_in));
	struct sockaddr_in *sin = (struct sockaddr_in *)(ai + 1);

	*sin = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)(port ? atol(port) : 0)),
		.sin_addr = *address,
	};
	*ai = (struct addrinfo){
		.ai_family = AF_INET,
		.ai_socktype = hints->ai_socktype,
		.ai_addrlen = sizeof(*sin),
		.ai_addr = (struct sockaddr *)sin,
		.ai_next = next,
	};
	return ai;
}

static int look_up(const char *host, const char *port,
    const struct addrinfo *hints, struct addrinfo **found)
{
	const struct name *n = names;
	struct in_addr address;

	while (n->host && strcmp(n->host, host) != 0)
		n++;
	if (n->is_slow)
		wait_for_answer();
	for (int i = 1; i >= 0; i--)
		if (n->addresses[i] &&
		    inet_pton(AF_INET, n->addresses[i], &address) == 1)
			*found = make(&address, port, hints, *found);
	return n->code;
}

int getaddrinfo(const char *restrict host, const char *restrict port,
    const struct addrinfo *restrict hints, struct addrinfo **restrict found)
{
	struct in_addr address = { htonl(INADDR_LOOPBACK) };

	*found = NULL;
	if (!host || inet_pton(AF_INET, host, &address) == 1)
		*found = make(&address, port, hints, NULL);
	else if (hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	else
		return look_up(host, port, hints, found);
	return 0;
}

void freeaddrinfo(struct addrinfo *found)
{
	while (found) {
		struct addrinfo *next = found->ai_next;
		free(found);
		found = next;
	}
}
