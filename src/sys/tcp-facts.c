/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection. */
#include "sys/tcp-facts.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* As tcpi_state has them (include/net/tcp_states.h of the kernel). */
enum tcp_state {
	TCP_STATE_SYN_SENT = 2,
	TCP_STATE_FIN_WAIT1 = 4,
	TCP_STATE_CLOSING = 11,
	TCP_STATE_LAST_ACK = 9,
};

bool tcp_facts_get(int fd, struct tcp_facts *out)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		return false;
	*out = (struct tcp_facts){
		.is_connecting = info.tcpi_state == TCP_STATE_SYN_SENT,
		.is_ending = info.tcpi_state == TCP_STATE_FIN_WAIT1 ||
		             info.tcpi_state == TCP_STATE_CLOSING ||
		             info.tcpi_state == TCP_STATE_LAST_ACK,
		.probes = info.tcpi_probes,
		.rtt_us = info.tcpi_rtt,
		.retransmits = info.tcpi_total_retrans,
	};
	return true;
}
