/* SPDX-License-Identifier: MIT */
/* What the peers of the tests have in common: their sockets, their actions, and
 * how they fail. */
#include "peer-socket.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

void peer_die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
	    errno != 0 ? strerror(errno) : "not as told");
	exit(1);
}

int peer_open(int type, peer_call *call, const char *host, const char *port)
{
	struct sockaddr_un path = { AF_UNIX, "" };
	socklen_t len = sizeof(path.sun_family) + strlen(port);
	struct addrinfo local = { 0, AF_UNIX, 0, 0, len,
		(struct sockaddr *)&path, NULL, NULL };
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST };
	struct addrinfo *where = &local;

	snprintf(path.sun_path, sizeof(path.sun_path), "%s", port);
	path.sun_path[0] = port[0] == '@' ? '\0' : port[0];
	if (strcmp(host, "unix") != 0 &&
	    getaddrinfo(host, port, &hints, &where) != 0)
		peer_die(host);

	int fd = socket(where->ai_family, type, 0);
	if (call(fd, where->ai_addr, where->ai_addrlen) == -1)
		peer_die(port);
	if (where != &local)
		freeaddrinfo(where);
	return fd;
}

void peer_print(int to, int fd, peer_name *get)
{
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);
	char host[NI_MAXHOST], port[NI_MAXSERV];

	get(fd, (struct sockaddr *)&name, &len);
	getnameinfo((struct sockaddr *)&name, len, host, sizeof(host), port,
	    sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	dprintf(to, "%s %s\n", host, port);
}

void peer_sleep_us(long us)
{
	struct timespec time = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&time, NULL);
}

void peer_act(const struct peer_action *a, struct talk *t, char *word)
{
	char *name = strsep(&word, ":");

	while (a->name != NULL && strcmp(a->name, name) != 0)
		a++;
	if (a->name == NULL)
		peer_die(name);
	errno = 0;
	a->run(t, word, word != NULL ? strtol(word, NULL, 10) : 0);
}
