/* SPDX-License-Identifier: MIT */
/* When a program is to be ended because the peer is gone. */
#include "relay/peer-watch.h"

#include <sys/epoll.h>

#include "stream/socket.h"

void peer_watch_begin(struct peer_watch *w, int fd, struct tap *tap)
{
	*w = (struct peer_watch){
		.fd = fd,
		.tap = tap,
		.events = EPOLLRDHUP,
		.end_program_at = CLOCK_NEVER,
	};
}

void peer_watch_found_gone(struct peer_watch *w, bool was_reset)
{
	int64_t now = clock_now();
	int64_t ended_at = w->ended_at ? w->ended_at : now;

	w->events = 0;
	w->end_program_at = now + PEER_WATCH_RESET;
	/* Also where a probe has found it gone after its end. */
	if ((!was_reset || w->ended_at) &&
	    w->end_program_at < ended_at + PEER_WATCH_CLOSED)
		w->end_program_at = ended_at + PEER_WATCH_CLOSED;
}

void peer_watch_note(struct peer_watch *w, uint32_t events)
{
	if (events & (EPOLLERR | EPOLLHUP)) {
		peer_watch_found_gone(w, events & EPOLLERR);
	} else if (events & EPOLLRDHUP) {
		w->ended_at = clock_now();
		w->events = EPOLLERR;
		socket_probe_peer(w->fd, w->tap);
	}
}
