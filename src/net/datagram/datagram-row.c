/* SPDX-License-Identifier: MIT */
/* Many datagrams to one receiver, sent by one call. */
#include "net/datagram/datagram-row.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "net/datagram/datagram.h"
#include "sys/socket/message.h"
#include "sys/socket/packet-info.h"
#include "sys/socket/system-option.h"

/* The limits of one message: UDP_MAX_SEGMENTS was 64 before Linux 6.9, and the
 * whole message has to fit an IP packet with options. */
#define ROW_SEGMENTS 64
#define ROW_BYTES 65000

struct row {
	struct message messages[DATAGRAM_ROW];
	size_t pieces[DATAGRAM_ROW]; /* of each message */
	union {
		char bytes[PACKET_INFO_SEGMENT];
		struct cmsghdr aligned;
	} control[DATAGRAM_ROW];
	size_t count;
};

void datagram_route_init(struct datagram_route *route, int fd,
    const struct address *to, struct tap *tap)
{
	*route = (struct datagram_route){ fd, to, tap,
		system_option_has_segments(fd) ? ROW_BYTES : 0 };
}

/* How many pieces can be one message: all have the length of the first, except
 * the last, which may be shorter. */
static size_t count_segments(const struct datagram_route *route,
    const struct iovec *pieces, size_t count)
{
	size_t size = pieces[0].iov_len, total = size, n = 1;

	if (size == 0 || size > route->longest_segment)
		return 1;
	for (; n < count && n < ROW_SEGMENTS; n++) {
		size_t len = pieces[n].iov_len;
		bool is_shorter = pieces[n - 1].iov_len < size;
		if (len == 0 || len > size || is_shorter)
			break;
		total += len;
		if (total > ROW_BYTES)
			break;
	}
	return n;
}

static void add_message(struct row *row, const struct datagram_route *route,
    const struct iovec *pieces, size_t count)
{
	struct msghdr *header = &row->messages[row->count].header;

	*header = (struct msghdr){
		.msg_name = route->to->len
		                ? (void *)(uintptr_t)&route->to->storage
		                : NULL,
		.msg_namelen = route->to->len,
		.msg_iov = (void *)(uintptr_t)pieces,
		.msg_iovlen = count,
	};
	if (count > 1)
		packet_info_set_segment(
		    header, row->control[row->count].bytes, pieces[0].iov_len);
	row->pieces[row->count++] = count;
}

/* Whether a message of several datagrams was refused (udp_send_skb() in the
 * kernel), so that they may be sent one by one. */
static bool shorten(struct datagram_route *route, size_t size, int sysno)
{
	if (sysno == EINVAL || sysno == EMSGSIZE) /* too long for the route */
		route->longest_segment = size - 1;
	else if (sysno == EIO || sysno == EOPNOTSUPP)
		route->longest_segment = 0; /* of the socket, or the device */
	else
		return false;
	return true;
}

static void tell(
    const struct datagram_route *route, const struct row *row, int sent)
{
	const struct tap_data_call call = { message_calls.send, "messages",
		route->fd, row->count };
	uint64_t bytes = 0;

	if (!tap_wants(route->tap, TAP_CALL))
		return;
	for (int i = 0; i < sent; i++)
		bytes += row->messages[i].len;
	datagram_tell_sent(route->tap, &call, sent, bytes);
}

int datagram_send_row(struct datagram_route *route, const struct iovec *pieces,
    size_t count, struct error *err)
{
	struct row row; /* large: not zeroed */
	size_t used = 0;
	int taken = 0;

	row.count = 0;
	while (used < count && row.count < DATAGRAM_ROW) {
		size_t n = count_segments(route, pieces + used, count - used);
		add_message(&row, route, pieces + used, n);
		used += n;
	}
	int sent =
	    message_send_many(route->fd, row.messages, (unsigned)row.count);
	tell(route, &row, sent);
	if (sent < 0 && row.pieces[0] > 1 &&
	    shorten(route, pieces[0].iov_len, errno))
		return datagram_send_row(route, pieces, count, err);
	if (sent < 0)
		return datagram_not_sent(err);
	for (int i = 0; i < sent; i++)
		taken += (int)row.pieces[i];
	return taken;
}
