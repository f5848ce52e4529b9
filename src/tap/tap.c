/* SPDX-License-Identifier: MIT */
/* Telling the chain of observers. */
#include "tap/tap.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "sys/socket/socket-option.h"
#include "sys/socket/vsock.h"

enum tap_transport tap_transport_of(int family, int type)
{
	if (family == AF_UNIX)
		return type == SOCK_DGRAM       ? TAP_UNIX_DATAGRAM
		       : type == SOCK_SEQPACKET ? TAP_UNIX_SEQPACKET
		                                : TAP_UNIX_STREAM;
	if (family == AF_UNSPEC)
		return TAP_LOCAL;
	if (family == vsock_family)
		return TAP_VSOCK;
	return type == SOCK_DGRAM ? TAP_UDP : TAP_TCP;
}

enum tap_transport tap_transport_of_socket(int fd, int family, int type)
{
	enum tap_transport usual = tap_transport_of(family, type);
	bool is_sctp = usual == TAP_TCP && socket_option_get(fd, SOL_SOCKET,
					       SO_PROTOCOL) == IPPROTO_SCTP;

	return is_sctp ? TAP_SCTP : usual;
}

const char *tap_transport_word(enum tap_transport transport)
{
	static const char *const words[] = {
		[TAP_TCP] = "tcp",
		[TAP_UDP] = "udp",
		[TAP_UNIX_STREAM] = "unix",
		[TAP_UNIX_SEQPACKET] = "unix-seqpacket",
		[TAP_UNIX_DATAGRAM] = "unix-dgram",
		[TAP_VSOCK] = "vsock",
		[TAP_SCTP] = "sctp",
		[TAP_LOCAL] = "local",
	};

	return words[transport];
}

bool tap_wants(const struct tap *tap, enum tap_kind kind)
{
	for (; tap; tap = tap->next)
		if (tap->ops->wants(tap, kind))
			return true;
	return false;
}

bool tap_wants_clients(const struct tap *tap)
{
	static const enum tap_kind kinds[] = { TAP_ACCEPTED, TAP_REQUESTED,
		TAP_JOINED, TAP_FIRST_BYTE, TAP_PEEKED, TAP_DATA, TAP_URGENT,
		TAP_INPUT_ENDED, TAP_PEER_ENDED, TAP_CLOSED };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (tap_wants(tap, kinds[i]))
			return true;
	return false;
}

void tap_tell(struct tap *tap, struct tap_event *event)
{
	int saved = errno;

	for (; tap; tap = tap->next) {
		if (!tap->ops->wants(tap, event->kind))
			continue;
		if (!event->at)
			event->at = clock_now();
		tap->ops->event(tap, event);
	}
	errno = saved;
}

/* Adds errno if the call has failed. */
static void tell_call(struct tap *tap, const struct tap_call *call)
{
	struct tap_event event = { .kind = TAP_CALL, .call = *call };

	event.call.sysno = call->result < 0 ? errno : 0;
	tap_tell(tap, &event);
}

void tap_call(
    struct tap *tap, long result, const char *why, const char *fmt, ...)
{
	int saved = errno;
	char text[512];
	va_list args;

	if (!tap_wants(tap, TAP_CALL))
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	errno = saved;
	tell_call(tap,
	    &(struct tap_call){ .text = text, .why = why, .result = result });
}

void tap_data_call(struct tap *tap, const struct tap_data_call *call,
    long result, uint64_t bytes, const char *why)
{
	int saved = errno;
	char text[96];

	if (!tap_wants(tap, TAP_CALL))
		return;
	snprintf(text, sizeof(text), "%s(%d, %s, %zu)", call->name, call->fd,
	    call->holder, call->size);
	errno = saved;
	tell_call(tap, &(struct tap_call){
			   .text = text,
			   .why = why,
			   .result = result,
			   .name = result > 0 ? call->name : NULL,
			   .fd = call->fd,
			   .bytes = bytes,
		       });
}

bool tap_ticks(const struct tap *tap)
{
	for (; tap; tap = tap->next)
		if (tap->ops->tick)
			return true;
	return false;
}

int64_t tap_tick(struct tap *tap, int64_t now)
{
	int64_t next = CLOCK_NEVER;

	for (; tap; tap = tap->next)
		if (tap->ops->tick)
			next = clock_earlier(next, tap->ops->tick(tap, now));
	return next;
}

int tap_end(struct tap *tap, struct error *err)
{
	struct error late = ERROR_NONE;
	int result = 0;

	for (struct tap *next; tap; tap = next) {
		next = tap->next; /* an observer may free itself */
		if (!tap->ops->end || tap->ops->end(tap, &late) == 0)
			continue;
		if (result == 0)
			*err = late;
		result = -1;
	}
	return result;
}
