/* SPDX-License-Identifier: MIT */
/* Names of constants of Linux. */
#include "sys/socket/system-name.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/sockios.h> /* needs <sys/ioctl.h> */

#define NAME(name)                                                             \
	{                                                                      \
#name, name                                                    \
	}

const struct system_name system_names[] = {
	NAME(IPV6_RECVERR),
	NAME(IP_MULTICAST_ALL),
	NAME(IP_RECVERR),
	NAME(MSG_MORE),
	NAME(POLLRDHUP),
	NAME(SO_RCVBUFFORCE),
	NAME(SO_RXQ_OVFL),
	NAME(TCP_CLOSE),
	NAME(TCP_CLOSE_WAIT),
	NAME(TCP_DEFER_ACCEPT),
	NAME(TCP_ESTABLISHED),
	NAME(TCP_FIN_WAIT2),
	NAME(TCP_LISTEN),
	NAME(TCP_QUICKACK),
	NAME(TCP_SYN_SENT),
	NAME(TCP_USER_TIMEOUT),
	NAME(SIOCINQ),
	NAME(SIOCOUTQ),
	NAME(SIOCOUTQNSD),
	{ NULL, 0 },
};
