/* SPDX-License-Identifier: MIT */
/* The codes in events. Observers have words for them: kinds/. */
#ifndef TAP_EVENT_CODE_H
#define TAP_EVENT_CODE_H

/* From the peer to genet, or from genet to the peer. */
enum tap_direction { TAP_IN, TAP_OUT };

/* What follows when one side has ended. */
enum tap_sequel {
	TAP_SHUT,           /* genet shuts down its sending side */
	TAP_SHUT_RECEIVING, /* the same, and the peer may still send */
	TAP_RECEIVING_ON,   /* datagrams have no end that could be sent */
	TAP_HELD_BACK,      /* the shutdown waits for the end of the peer */
	TAP_SENDING_ON,     /* the peer may still read */
	TAP_NOTHING_LEFT,   /* to send */
};

/* Why a client is rejected. */
enum tap_rejection {
	TAP_ACCEPTABLE, /* it is accepted */
	TAP_DENIED,
	TAP_NOT_ALLOWED,
	TAP_REFLECTING, /* it would send back what it gets */
};

/* Why peeking at the first bytes has ended. */
enum tap_peek_end {
	TAP_PEEK_ENOUGH, /* all that were wanted have come */
	TAP_PEEK_ENDED,  /* the peer has ended */
	TAP_PEEK_URGENT, /* an urgent byte hides the rest */
	TAP_PEEK_LATE,   /* the time is over */
};

/* How a connection has ended. */
enum tap_outcome {
	TAP_ENDED,          /* as it should */
	TAP_FAILED,         /* with a cause */
	TAP_UNSERVED,       /* its program or file could not be opened */
	TAP_UNREACHED,      /* its target could not be reached: the cause */
	TAP_LEFT_PROGRAM,   /* the peer ended it before its program ended */
	TAP_PROGRAM_FAILED, /* with a status */
	TAP_CUT_OFF,        /* by the end of genet */
};

/* Which way bytes went in one direction, and why. */
enum tap_way {
	TAP_SPLICED,     /* without a copy, as far as that pays */
	TAP_COPY_SMALL,  /* they were few, or came in small pieces */
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
