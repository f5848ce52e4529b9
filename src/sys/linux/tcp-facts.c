/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection. */
#include "sys/socket/tcp-facts.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

/* Values of tcpi_state (include/net/tcp_states.h of the kernel). */
enum tcp_state {
	TCP_STATE_SYN_SENT = 2,
	TCP_STATE_FIN_WAIT1 = 4,
	TCP_STATE_CLOSING = 11,
	TCP_STATE_LAST_ACK = 9,
};

/* A value of tcpi_min_rtt (tcp_init_sock() in net/ipv4/tcp.c). */
#define NOT_MEASURED UINT32_MAX

/* Whether the kernel has set a member: older kernels have fewer. */
#define HAS(len, member)                                                       \
	((len) >= offsetof(struct tcp_info, member) +                          \
		      sizeof(((struct tcp_info *)NULL)->member))

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
		.timeouts = info.tcpi_retransmits,
		.rtt_us = info.tcpi_rtt,
		.min_rtt_us =
		    info.tcpi_min_rtt == NOT_MEASURED ? 0 : info.tcpi_min_rtt,
		.retransmits = info.tcpi_total_retrans,
		.segments = info.tcpi_data_segs_out,
		.silent_us = (int64_t)info.tcpi_last_data_sent * 1000,
		.delivery_rate = info.tcpi_delivery_rate,
		.is_app_limited = info.tcpi_delivery_rate_app_limited,
		.has_window = HAS(len, tcpi_snd_wnd),
		.peer_window = info.tcpi_snd_wnd,
		.segment_size = info.tcpi_snd_mss,
		.has_times = HAS(len, tcpi_sndbuf_limited),
		.busy_us = info.tcpi_busy_time,
		.window_full_us = info.tcpi_rwnd_limited,
		.buffer_full_us = info.tcpi_sndbuf_limited,
	};
	return true;
}

int tcp_facts_field(int fd, const char *field, unsigned *out)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);
	int result = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len);

	*out = strcmp(field, "tcpi_unacked") == 0   ? info.tcpi_unacked
	       : strcmp(field, "tcpi_sacked") == 0  ? info.tcpi_sacked
	       : strcmp(field, "tcpi_backoff") == 0 ? info.tcpi_backoff
	       : strcmp(field, "tcpi_total_retrans") == 0
	           ? info.tcpi_total_retrans
	           : info.tcpi_state;
	return result;
}
