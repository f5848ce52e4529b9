/* SPDX-License-Identifier: MIT */
/* What an intruder does with sockets that are open: see intruder.c. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RULES_OF_FIREWALL 64 /* IPT_SO_SET_REPLACE */

extern void intruder_uses_socket(int fd, void (*tell)(const char *, long));

static void set(int fd, void (*tell)(const char *, long), const char *what,
    int level, int name, const void *value, socklen_t len)
{
	tell(what, setsockopt(fd, level, name, value, len));
}

/* What runs in the kernel, chooses the way of packets, or changes that of
 * others. */
static void set_options(int fd, void (*tell)(const char *, long))
{
	struct sock_filter all = { BPF_RET | BPF_K, 0, 0, 0xffff };
	const struct sock_fprog program = { 1, &all };
	const int one = 1;

	set(fd, tell, "filter", SOL_SOCKET, SO_ATTACH_FILTER, &program,
	    sizeof(program));
	set(fd, tell, "route-mark", SOL_SOCKET, SO_MARK, &one, sizeof(one));
	set(fd, tell, "device", SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	set(fd, tell, "transparent", IPPROTO_IP, IP_TRANSPARENT, &one,
	    sizeof(one));
	set(fd, tell, "firewall", IPPROTO_IP, RULES_OF_FIREWALL, &one,
	    sizeof(one));
}

/* Datagrams to others than the peer, by a call that has the address as an
 * argument, or in memory. Other sockets have one peer only. */
static void send_to_stranger(int fd, void (*tell)(const char *, long))
{
	struct sockaddr_in host = {
		.sin_family = AF_INET,
		.sin_port = htons(1),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr_un file = { AF_UNIX, "/dev/null" };
	struct iovec byte = { "x", 1 };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1 };
	int type = 0, family = 0;
	socklen_t len = sizeof(type);

	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &len);
	message.msg_name = family == AF_UNIX ? (void *)&file : (void *)&host;
	message.msg_namelen = family == AF_UNIX ? sizeof(file) : sizeof(host);
	errno = EPROTOTYPE;
	tell("stranger", type != SOCK_DGRAM
			     ? -1
			     : sendto(fd, "x", 1, MSG_NOSIGNAL,
				   message.msg_name, message.msg_namelen));
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &(int){ 0 }, &len); /* a refusal */
	errno = EPROTOTYPE;
	tell("stranger-2",
	    type != SOCK_DGRAM ? -1 : sendmsg(fd, &message, MSG_NOSIGNAL));
}

/* A port that others are waiting for, say. */
static void bind_datagrams(void (*tell)(const char *, long))
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	tell("bind-udp",
	    fd < 0 ? -1 : bind(fd, (struct sockaddr *)&to, sizeof(to)));
	if (fd >= 0)
		close(fd);
}

static void refuse_for_others(void (*tell)(const char *, long))
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);

	tell("icmp", fd);
	if (fd >= 0)
		close(fd);
}

void intruder_uses_socket(int fd, void (*tell)(const char *, long))
{
	struct ifreq flags = { .ifr_name = "lo" };

	set_options(fd, tell);
	send_to_stranger(fd, tell);
	bind_datagrams(tell);
	refuse_for_others(tell);
	tell("interface", ioctl(fd, SIOCGIFFLAGS, &flags));
	/* Of a terminal, the signal would be for the job in the foreground. */
	tell("job-signal", fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK));
}
