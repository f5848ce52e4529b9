/* SPDX-License-Identifier: MIT */
/* What events say besides numbers and names. An observer has the words. */
#ifndef TAP_EVENT_CODE_H
#define TAP_EVENT_CODE_H

/* From the peer to genet, or from genet to the peer. */
enum tap_direction { TAP_IN, TAP_OUT };

/* What follows from the end of one side. */
enum tap_sequel {
	TAP_SHUT,           /* the peer is told */
	TAP_SHUT_RECEIVING, /* the same, and the peer may still send */
	TAP_RECEIVING_ON,   /* there is no end to tell: datagrams */
	TAP_HELD_BACK,      /* the peer is told after its own end */
	TAP_SENDING_ON,     /* the peer may still read */
	TAP_NOTHING_LEFT,   /* to send */
};

/* Why a client is turned away. */
enum tap_rejection {
	TAP_ACCEPTABLE, /* it is not */
	TAP_DENIED,
	TAP_NOT_ALLOWED,
	TAP_REFLECTING, /* what it is sent would come back */
};

/* Why no more bytes are looked at before a conversation. */
enum tap_peek_end {
	TAP_PEEK_ENOUGH, /* so many were wanted */
	TAP_PEEK_ENDED,  /* the peer has ended */
	TAP_PEEK_URGENT, /* an urgent byte hides the rest */
	TAP_PEEK_LATE,   /* the time is over */
};

/* How a connection has ended. */
enum tap_outcome {
	TAP_ENDED,          /* as it should */
	TAP_FAILED,         /* with a cause */
	TAP_UNSERVED,       /* there was nothing to serve it with */
	TAP_LEFT_PROGRAM,   /* the peer went before its program ended */
	TAP_PROGRAM_FAILED, /* with a status */
	TAP_CUT_OFF,        /* genet ends */
};

/* Which way bytes went in one direction, and why. */
enum tap_way {
	TAP_SPLICED,     /* without a copy, as far as that pays */
	TAP_COPY_SMALL,  /* it was too little, or came in small pieces */
	TAP_COPY_ASKED,  /* by the user */
	TAP_COPY_SEEN,   /* an option looks at them, such as --bytes or --hex */
	TAP_COPY_CANNOT, /* not with one of the ends, or there was no pipe */
};

/* What a program is for. */
enum tap_role {
	TAP_ONE_END,   /* of a pair */
	TAP_OTHER_END, /* the same */
	TAP_FOR_PEER,  /* talks to it */
	TAP_BESIDE,    /* runs as long as genet listens */
};

/* Why a datagram was not answered. */
enum tap_silence {
	TAP_NO_WAY_BACK,    /* the sender has no address */
	TAP_WOULD_LOOP,     /* the answer could be answered */
	TAP_TOO_MANY,       /* answers in a second */
	TAP_NO_ROOM,        /* to send the answer */
	TAP_ANSWERS_FAILED, /* with a cause */
};

#endif
