/* SPDX-License-Identifier: MIT */
/* What udp-send and unix send, udp-recv and unix recv have in common. */
#ifndef WORK_DATAGRAMS_H
#define WORK_DATAGRAMS_H

#include "net/bind/unix-binding.h"
#include "sys/socket/address.h"
#include "work/run.h"

/* Room for a datagram: of a Unix socket more than its send buffer lets through
 * by default. */
#define DATAGRAMS_UDP_ROOM (64 * 1024)
#define DATAGRAMS_UNIX_ROOM (256 * 1024)

struct datagram_sender {
	int fd;
	struct address to; /* len 0: where the socket is connected to */
	const char *name;  /* of the receiver */
	size_t whole_read; /* the default of --size */
	size_t room;       /* for an answer */
};

/* Whether the options agree: to be asked before anything is opened. Returns 0,
 * or -1 with FAULT_USAGE. */
int datagrams_check_sending(const struct config *cfg, struct error *err);
int datagrams_check_receiving(const struct config *cfg, struct error *err);

/* Sends the input, and waits for answers if they are wanted. The socket stays
 * the caller's. Returns 0, or -1 with err filled. */
int datagrams_send(const struct run *run, const struct datagram_sender *sender,
    struct error *err);

struct datagram_receiver {
	const int *fds;
	const struct address_list *bound; /* of each; also how many there are */
	size_t room;                      /* for a datagram */
	bool has_free_port;               /* the kernel chose the port */
	bool is_inherited;  /* others may have received by the sockets */
	bool may_be_joined; /* datagram_want_joined() was called */
	const struct address_list *from; /* take these senders only, or NULL */
};

/* Announces the sockets and writes out what comes, until it is enough. The
 * sockets stay the caller's. Returns 0, or -1 with err filled. */
int datagrams_receive(const struct run *run,
    const struct datagram_receiver *receiver, struct error *err);

/* The same at a Unix socket, which is opened for it. */
int datagrams_receive_unix(const struct run *run,
    const struct unix_binding_opts *opts, struct error *err);

#endif
