/* SPDX-License-Identifier: MIT */
/* What some of the programs in C need. */
#include "demo/course/program-private.h"

/* clang-format off */
const struct program_helper program_helpers_c[] = {
	{ "buf", "\
static char buf[1 << 20];\n" },
	{ "filler", "\
static char filler[1 << 20];\n\
\n\
__attribute__((constructor)) static void fill_filler(void)\n\
{\n\
\tmemset(filler, 'x', sizeof(filler));\n\
}\n" },
	{ "EXPECT_BYTES", "\
#define EXPECT_BYTES(call, text) \\\n\
\texpect_bytes(#call, (call), text, sizeof(text) - 1)\n\
\n\
static void expect_bytes(\n\
    const char *call, long result, const char *bytes, long len)\n\
{\n\
\tif (result > 0)\n\
\t\tprintf(\"\\\"%.*s\\\": \", (int)(result < 60 ? result : 60), buf);\n\
\texpect(call, result, IS(len), 1, 0);\n\
\tif (result == len && memcmp(buf, bytes, len) != 0)\n\
\t\tshared->differences++;\n\
}\n" },
	{ "EVENTUALLY", "\
/* Makes a call again, for 5 seconds, until the result is as wanted. */\n\
#define EVENTUALLY(call, ...) \\\n\
\tdo { \\\n\
\t\tlong result, tries = 5000; \\\n\
\t\twhile (result = (call), \\\n\
\t\t    !is_between(result, __VA_ARGS__) && tries-- > 0) \\\n\
\t\t\tusleep(1000); \\\n\
\t\texpect(#call, result, __VA_ARGS__, 1, 0); \\\n\
\t} while (0)\n\
\n\
static int is_between(long result, long least, long most)\n\
{\n\
\treturn result >= least && result <= most;\n\
}\n" },
	{ "inet", "\
/* The address of a host and a port. */\n\
static const struct address *inet(const char *host, int port)\n\
{\n\
\tstatic struct address a;\n\
\tstruct sockaddr_in *in = (struct sockaddr_in *)&a.at;\n\
\tstruct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a.at;\n\
\n\
\tmemset(&a, 0, sizeof(a));\n\
\tif (inet_pton(AF_INET, host, &in->sin_addr) == 1) {\n\
\t\tin->sin_family = AF_INET;\n\
\t\ta.len = sizeof(*in);\n\
\t} else {\n\
\t\tinet_pton(AF_INET6, host, &in6->sin6_addr);\n\
\t\tin6->sin6_family = AF_INET6;\n\
\t\ta.len = sizeof(*in6);\n\
\t}\n\
\tin->sin_port = htons(port); /* at the same place in both */\n\
\treturn &a;\n\
}\n" },
	{ "port_of", "\
static int port_of(const struct address *a)\n\
{\n\
\treturn ntohs(((const struct sockaddr_in *)&a->at)->sin_port);\n\
}\n" },
	{ "is_same", "\
static int is_same(const struct address *a, const struct sockaddr *b,\n\
    socklen_t len)\n\
{\n\
\treturn a->len == len && memcmp(&a->at, b, len) == 0;\n\
}\n" },
	{ "named", "\
/* The address of a Unix socket: a path, or @ and an abstract name. */\n\
static const struct address *named(const char *name)\n\
{\n\
\tstatic struct address a;\n\
\tstruct sockaddr_un *un = (struct sockaddr_un *)&a.at;\n\
\n\
\tmemset(&a, 0, sizeof(a));\n\
\tun->sun_family = AF_UNIX;\n\
\tstrncpy(un->sun_path, name, sizeof(un->sun_path) - 1);\n\
\tif (*name == '@')\n\
\t\tun->sun_path[0] = '\\0';\n\
\ta.len = offsetof(struct sockaddr_un, sun_path) + strlen(name);\n\
\treturn &a;\n\
}\n" },
	{ "make_pair", "\
static int make_pair(int type, int *a, int *b)\n\
{\n\
\tint fds[2] = { -1, -1 };\n\
\tint result = socketpair(AF_UNIX, type, 0, fds);\n\
\n\
\t*a = fds[0];\n\
\t*b = fds[1];\n\
\treturn result;\n\
}\n" },
	{ "own_address", "\
static int own_address(int fd, struct address *a)\n\
{\n\
\ta->len = sizeof(a->at);\n\
\treturn getsockname(fd, (struct sockaddr *)&a->at, &a->len);\n\
}\n" },
	{ "peer_address", "\
static int peer_address(int fd, struct address *a)\n\
{\n\
\ta->len = sizeof(a->at);\n\
\treturn getpeername(fd, (struct sockaddr *)&a->at, &a->len);\n\
}\n" },
	{ "look_up", "\
/* The first two addresses of a host; returns how many there are. */\n\
static int look_up(const char *host, int port, int flags,\n\
    struct address *first, struct address *second)\n\
{\n\
\tstruct addrinfo hints = { .ai_socktype = SOCK_STREAM,\n\
\t\t.ai_flags = flags | AI_NUMERICSERV };\n\
\tstruct addrinfo *list, *i;\n\
\tchar service[12];\n\
\tint count = 0;\n\
\n\
\tsnprintf(service, sizeof(service), \"%d\", port);\n\
\tif (getaddrinfo(host, service, &hints, &list) != 0)\n\
\t\treturn -1;\n\
\tfor (i = list; i; i = i->ai_next, count++) {\n\
\t\tstruct address *a = count == 0 ? first : second;\n\
\t\tif (count < 2) {\n\
\t\t\tmemcpy(&a->at, i->ai_addr, i->ai_addrlen);\n\
\t\t\ta->len = i->ai_addrlen;\n\
\t\t}\n\
\t}\n\
\tfreeaddrinfo(list);\n\
\treturn count;\n\
}\n" },
	{ "connect_times", "\
/* Connects new sockets; returns how many succeed. */\n\
static long connect_times(\n\
    const struct sockaddr *at, socklen_t len, long times)\n\
{\n\
\tlong made = 0;\n\
\n\
\twhile (made < times &&\n\
\t    connect(socket(at->sa_family, SOCK_STREAM, 0), at, len) == 0)\n\
\t\tmade++;\n\
\treturn made;\n\
}\n" },
	{ "receive_from", "\
static long receive_from(int fd, size_t size, int flags, struct address *from)\n\
{\n\
\tfrom->len = sizeof(from->at);\n\
\treturn recvfrom(fd, buf, size, flags, (struct sockaddr *)&from->at,\n\
\t    &from->len);\n\
}\n" },
	{ "receive_message", "\
static int message_flags; /* of the last one */\n\
\n\
static long receive_message(int fd, size_t size, int flags)\n\
{\n\
\tstruct iovec part = { buf, size };\n\
\tstruct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };\n\
\tlong len = recvmsg(fd, &message, flags);\n\
\n\
\tmessage_flags = message.msg_flags;\n\
\treturn len;\n\
}\n" },
	{ "send_descriptor", "\
static long send_descriptor(int fd, int passed)\n\
{\n\
\tunion {\n\
\t\tstruct cmsghdr header;\n\
\t\tchar room[CMSG_SPACE(sizeof(int))];\n\
\t} control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)),\n\
\t\t.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };\n\
\tstruct iovec part = { buf, 1 };\n\
\tstruct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,\n\
\t\t.msg_control = &control, .msg_controllen = sizeof(control) };\n\
\n\
\tmemcpy(CMSG_DATA(&control.header), &passed, sizeof(passed));\n\
\treturn sendmsg(fd, &message, 0);\n\
}\n" },
	{ "receive_descriptor", "\
static int receive_descriptor(int fd, int *passed)\n\
{\n\
\tunion {\n\
\t\tstruct cmsghdr header;\n\
\t\tchar room[CMSG_SPACE(sizeof(int))];\n\
\t} control;\n\
\tstruct iovec part = { buf, 1 };\n\
\tstruct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,\n\
\t\t.msg_control = &control, .msg_controllen = sizeof(control) };\n\
\n\
\tif (recvmsg(fd, &message, 0) < 0 || !CMSG_FIRSTHDR(&message))\n\
\t\treturn -1;\n\
\tmemcpy(passed, CMSG_DATA(&control.header), sizeof(*passed));\n\
\treturn *passed;\n\
}\n" },
	{ "fill", "\
/* Sends until there is no more room; returns how many bytes that were. */\n\
static long fill(int fd, size_t size)\n\
{\n\
\tlong len, sum = 0;\n\
\n\
\twhile ((len = send(fd, filler, size, MSG_DONTWAIT)) >= 0)\n\
\t\tsum += len;\n\
\treturn errno == EAGAIN ? sum : -1;\n\
}\n" },
	{ "send_times", "\
static long send_times(int fd, const char *bytes, size_t len, long times)\n\
{\n\
\tlong sent = 0;\n\
\n\
\twhile (sent < times && send(fd, bytes, len, 0) >= 0)\n\
\t\tsent++;\n\
\treturn sent;\n\
}\n" },
	{ "count_datagrams", "\
static long count_datagrams(int fd, size_t size)\n\
{\n\
\tlong count = 0;\n\
\n\
\twhile (recv(fd, buf, size, MSG_DONTWAIT) >= 0)\n\
\t\tcount++;\n\
\treturn errno == EAGAIN ? count : -1;\n\
}\n" },
	{ "set_option", "\
static int set_option(int fd, int level, int name, int value)\n\
{\n\
\treturn setsockopt(fd, level, name, &value, sizeof(value));\n\
}\n" },
	{ "set_linger", "\
static int set_linger(int fd, int seconds)\n\
{\n\
\tstruct linger value = { 1, seconds };\n\
\n\
\treturn setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof(value));\n\
}\n" },
	{ "join_group", "\
static int join_group(int fd, const char *group)\n\
{\n\
\tstruct ip_mreq value = { .imr_interface = { htonl(INADDR_LOOPBACK) } };\n\
\n\
\tinet_pton(AF_INET, group, &value.imr_multiaddr);\n\
\treturn setsockopt(\n\
\t    fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &value, sizeof(value));\n\
}\n" },
	{ "send_via_loopback", "\
static int send_via_loopback(int fd)\n\
{\n\
\tstruct in_addr value = { htonl(INADDR_LOOPBACK) };\n\
\n\
\treturn setsockopt(\n\
\t    fd, IPPROTO_IP, IP_MULTICAST_IF, &value, sizeof(value));\n\
}\n" },
	{ "get_option", "\
static int get_option(int fd, int level, int name)\n\
{\n\
\tint value = 0;\n\
\tsocklen_t len = sizeof(value);\n\
\n\
\tif (getsockopt(fd, level, name, &value, &len) < 0)\n\
\t\treturn -1;\n\
\treturn value;\n\
}\n" },
	{ "poll_one", "\
static int poll_one(int fd, int events, int ms)\n\
{\n\
\tstruct pollfd one = { fd, events, 0 };\n\
\n\
\treturn poll(&one, 1, ms) < 0 ? -1 : one.revents;\n\
}\n" },
	{ "ask", "\
static int ask(int fd, unsigned long request)\n\
{\n\
\tint value = 0;\n\
\n\
\treturn ioctl(fd, request, &value) < 0 ? -1 : value;\n\
}\n" },
	{ "peer_process", "\
static pid_t peer_process(int fd)\n\
{\n\
\tstruct ucred peer;\n\
\tsocklen_t len = sizeof(peer);\n\
\n\
\tif (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)\n\
\t\treturn -1;\n\
\treturn peer.pid;\n\
}\n" },
	{ "peer_user", "\
static long peer_user(int fd)\n\
{\n\
\tstruct ucred peer;\n\
\tsocklen_t len = sizeof(peer);\n\
\n\
\tif (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)\n\
\t\treturn -1;\n\
\treturn peer.uid;\n\
}\n" },
	{ "dropped", "\
/* How many datagrams were dropped: socket(7), SO_MEMINFO. Waits for as many as\n\
 * are expected, 2 seconds at most. */\n\
static long dropped(int fd, unsigned expected)\n\
{\n\
\tunsigned values[9] = { 0 };\n\
\tsocklen_t len = sizeof(values);\n\
\n\
\tfor (int i = 0; i < 2000 && values[8] < expected; i++) {\n\
\t\tif (i > 0)\n\
\t\t\tusleep(1000);\n\
\t\tif (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, values, &len) < 0)\n\
\t\t\treturn -1;\n\
\t}\n\
\treturn values[8];\n\
}\n" },
	{ "receive_drops", "\
/* How many drops there were before the datagram that is received. */\n\
static long receive_drops(int fd, size_t size)\n\
{\n\
\tunion {\n\
\t\tstruct cmsghdr header;\n\
\t\tchar room[CMSG_SPACE(sizeof(unsigned))];\n\
\t} control;\n\
\tstruct iovec part = { buf, size };\n\
\tstruct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,\n\
\t\t.msg_control = &control, .msg_controllen = sizeof(control) };\n\
\tunsigned drops = 0;\n\
\n\
\tif (recvmsg(fd, &message, 0) < 0)\n\
\t\treturn -1;\n\
\tif (CMSG_FIRSTHDR(&message))\n\
\t\tmemcpy(&drops, CMSG_DATA(&control.header), sizeof(drops));\n\
\treturn drops;\n\
}\n" },
	{ "get_tcp_info", "\
static struct tcp_info get_tcp_info(int fd)\n\
{\n\
\tstruct tcp_info info = { 0 };\n\
\tsocklen_t len = sizeof(info);\n\
\n\
\tgetsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len);\n\
\treturn info;\n\
}\n" },
	{ "ignore_signal", "\
static int ignore_signal(int number)\n\
{\n\
\treturn signal(number, SIG_IGN) == SIG_ERR ? -1 : 0;\n\
}\n" },
	{ "await_end", "\
/* Returns the status of a child, or 128 and the signal that has ended it. */\n\
static int await_end(pid_t child)\n\
{\n\
\tint status;\n\
\n\
\tif (waitpid(child, &status, 0) < 0)\n\
\t\treturn -1;\n\
\treturn WIFSIGNALED(status) ? 128 + WTERMSIG(status)\n\
\t                           : WEXITSTATUS(status);\n\
}\n" },
	{ 0 },
};
/* clang-format on */
