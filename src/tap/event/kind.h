/* SPDX-License-Identifier: MIT */
/* The kinds of events. */
#ifndef TAP_EVENT_KIND_H
#define TAP_EVENT_KIND_H

/* Each with the member of struct tap_event that is set. C: and the connection,
 * which is NULL if no observer wants kinds of clients (tap_wants_clients()). */
enum tap_kind {
	TAP_LOOKUP,         /* text: what is looked up */
	TAP_RESOLVED,       /* resolved */
	TAP_ATTEMPT,        /* attempt */
	TAP_ATTEMPT_FAILED, /* attempt: with cause and took_us */
	TAP_RETRY,          /* retry */
	TAP_CONNECTED,      /* C, took_us */
	TAP_PROXY_ASKED,    /* proxied: for another connection */
	TAP_PROXIED,        /* proxied: it has that, with took_us */
	TAP_BOUND,          /* listening: before anybody is told so */
	TAP_READY,          /* text: the announcement, in any case */
	TAP_LISTENING,      /* listening: for people */
	TAP_ANNOUNCED,      /* text: the announcement that nobody else got */
	TAP_WAITING,        /* listening: for the first client (SIGUSR1) */
	TAP_REJECTED,       /* C, rejected */
	TAP_ACCEPTED,       /* C */
	TAP_REQUESTED,      /* C, requested: from a proxy server */
	TAP_JOINED,         /* C, joined: with the target of a relay */
	TAP_PEEKED,         /* C, peeked: before the conversation */
	TAP_GREETED,        /* C, greeted: its user is at the terminal */
	TAP_SECURED,        /* C, secured */
	TAP_SECURED_MORE,   /* the same, with details for people */
	TAP_FIRST_BYTE,     /* C, took_us: since the connection was there */
	TAP_DATA,           /* C, data: of a conversation, at once */
	TAP_URGENT,         /* C, urgent: a byte out of line, from the peer */
	TAP_INPUT_ENDED,    /* C, ended: bytes were sent */
	TAP_PEER_ENDED,     /* C, ended: bytes have come */
	TAP_PROGRESS,       /* C, traffic (SIGUSR1) */
	TAP_SAMPLE,         /* C, sample: how far it is, before each tick */
	TAP_BROKEN,         /* traffic: of all before, another one follows */
	TAP_MOVED,          /* C, moved: how, told before the close */
	TAP_CLOSED,         /* C, closed: the last of a connection */
	TAP_CLIENTS,        /* clients (SIGUSR1) */
	TAP_STATE,          /* text: how far a dial is (SIGUSR1) */
	TAP_DATAGRAM,       /* C, data: of one without a conversation */
	TAP_DATAGRAMS,      /* datagrams: until now (SIGUSR1) */
	TAP_SENT,           /* datagrams: all in all */
	TAP_RECEIVED,       /* datagrams: all in all */
	TAP_NOTE,           /* text: worth knowing */
	TAP_WARNING,        /* error: what else went wrong */
	TAP_LEFT_OUT,       /* count: of warnings that were not told */
	TAP_UNANSWERED,     /* unanswered: datagrams, all in all */
	TAP_EXEC,           /* C, exec: with pid and role */
	TAP_EXEC_EXIT,      /* C, exec: with pid, role and status */
	TAP_PROBE,          /* probe: of an address that is waited for */
	TAP_ADDRESS,        /* address: one of a name */
	TAP_PING,           /* pings.one: of an address */
	TAP_PINGED,         /* pings.all: until now, of one address */
	TAP_PORT,           /* port: of a scan */
	TAP_SCANNED,        /* scanned: all in all, of one address */
	TAP_EXAMINED,       /* examined: a part of the way to an address */
	TAP_CONCLUDED,      /* concluded: what follows from all parts */
	TAP_STORY,          /* story: a process of the demo does something */
	TAP_PROCESS,        /* process: of the demo, all in all */
	TAP_STEP,           /* step: of a lesson */
	TAP_LESSON,         /* lesson: all in all */
	TAP_DIALOGUE_STEP,  /* C, dialogue_step: one that has passed */
	TAP_MISMATCH,       /* C, mismatch: with a dialogue */
	TAP_SEED,           /* count: the seed of the faults to come */
	TAP_FAULT,          /* C, fault: one that is made on purpose */
	TAP_CALL,           /* call: of a socket */
	TAP_CONFINED,       /* confined: the sandbox that the run has entered */
	TAP_OUTCOME,        /* outcome: of the run; told last */
	TAP_KINDS,          /* how many there are */
};

#endif
