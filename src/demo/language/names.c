/* SPDX-License-Identifier: MIT */
/* The names of constants that lessons use. */
#include "demo/language/names.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sysno.h"
#include "sys/process/signal-name.h"
#include "sys/socket/system-name.h"

#define NAME(name)                                                             \
	{                                                                      \
#name, name                                                    \
	}

struct name {
	char name[24];
	long number;
};

static const struct name names[] = {
	{ "NULL", 0 },
	NAME(AF_INET),
	NAME(AF_INET6),
	NAME(AF_UNIX),
	NAME(AI_NUMERICHOST),
	NAME(AI_PASSIVE),
	NAME(FIONREAD),
	NAME(IPPROTO_IP),
	NAME(IPPROTO_IPV6),
	NAME(IPPROTO_TCP),
	NAME(IPV6_V6ONLY),
	NAME(IP_MULTICAST_LOOP),
	NAME(MSG_CTRUNC),
	NAME(MSG_DONTWAIT),
	NAME(MSG_EOR),
	NAME(MSG_NOSIGNAL),
	NAME(MSG_OOB),
	NAME(MSG_PEEK),
	NAME(MSG_TRUNC),
	NAME(MSG_WAITALL),
	NAME(POLLERR),
	NAME(POLLHUP),
	NAME(POLLIN),
	NAME(POLLOUT),
	NAME(POLLPRI),
	NAME(SHUT_RD),
	NAME(SHUT_RDWR),
	NAME(SHUT_WR),
	NAME(SIGPIPE),
	NAME(SOCK_DGRAM),
	NAME(SOCK_NONBLOCK),
	NAME(SOCK_SEQPACKET),
	NAME(SOCK_STREAM),
	NAME(SOL_SOCKET),
	NAME(SO_ACCEPTCONN),
	NAME(SO_BROADCAST),
	NAME(SO_ERROR),
	NAME(SO_KEEPALIVE),
	NAME(SO_OOBINLINE),
	NAME(SO_RCVBUF),
	NAME(SO_REUSEADDR),
	NAME(SO_REUSEPORT),
	NAME(SO_SNDBUF),
	NAME(SO_TYPE),
	NAME(TCP_MAXSEG),
	NAME(TCP_NODELAY),
	{ "SIOCATMARK", SIOCATMARK },
};

static bool is_same(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && strncmp(name, word, len) == 0;
}

static bool read_one(const char *word, size_t len, long *number)
{
	char *end;

	if (isdigit((unsigned char)*word)) {
		*number = strtol(word, &end, 0);
		if (*end == 'K') {
			*number *= 1024;
			end++;
		}
		return end == word + len;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (is_same(names[i].name, word, len)) {
			*number = names[i].number;
			return true;
		}
	}
	for (const struct system_name *n = system_names; n->name; n++) {
		if (is_same(n->name, word, len)) {
			*number = n->number;
			return true;
		}
	}
	return false;
}

bool names_read(const char *word, long *number)
{
	*number = 0;
	for (;;) {
		size_t len = strcspn(word, "|");
		long one;
		if (!read_one(word, len, &one))
			return false;
		*number |= one;
		if (!word[len])
			return true;
		word += len + 1;
	}
}

bool names_is_errno(const char *word, int *sysno)
{
	for (*sysno = 1; *sysno < 200; (*sysno)++)
		if (strcmp(sysno_name(*sysno), word) == 0)
			return true;
	return false;
}

bool names_is_signal(const char *word, int *number)
{
	for (*number = 1; *number < SIGRTMIN; (*number)++)
		if (strcmp(signal_name(*number), word) == 0)
			return true;
	return false;
}
