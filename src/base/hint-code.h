/* SPDX-License-Identifier: MIT */
/* What may help against an error: a code, for which a front end has the words.
 */
#ifndef BASE_HINT_CODE_H
#define BASE_HINT_CODE_H

/* In comments: the members of struct hint that come with the code. */
enum hint_code {
	HINT_NONE,

	/* Names */
	HINT_NAME_UNKNOWN,    /* subject: the name */
	HINT_NAME_SERVER,     /* it does not answer */
	HINT_SERVICE_UNKNOWN, /* a port's name is in no table */

	/* Connecting */
	HINT_PORT_CLOSED,           /* subject: host; port */
	HINT_PORT_CLOSED_INTERFACE, /* the same, asked by one interface only */
	HINT_HOST_SILENT,

	/* Proxies */
	HINT_PROXY_LOGIN,    /* it wants a user and a password */
	HINT_PROXY_PASSWORD, /* subject: the user, whom it refuses */
	HINT_PROXY_HTTP,     /* it speaks HTTP, and not what was asked for */
	HINT_PROXY_SOCKS,    /* the same of SOCKS */
	HINT_PROXY_PLAIN,    /* it may speak HTTP without TLS */

	/* Listening */
	HINT_PORT_PRIVILEGED,
	HINT_PORT_TAKEN,
	HINT_PORT_HELD,   /* subject: a program; number: its process */
	HINT_PORT_SHARED, /* the same, although sharing was asked for */

	/* Unix sockets; subject: the socket */
	HINT_UNIX_TOO_LONG,
	HINT_UNIX_STREAM, /* it is of this type */
	HINT_UNIX_DATAGRAM,
	HINT_UNIX_SEQPACKET,
	HINT_UNIX_CLOSED,          /* nothing listens there */
	HINT_UNIX_DEAF,            /* nothing receives datagrams there */
	HINT_UNIX_ABANDONED,       /* the file of a listener that is gone */
	HINT_UNIX_ABANDONED_DGRAM, /* the file of a receiver that is gone */
	HINT_UNIX_BUSY,            /* its listener accepts nobody */
	HINT_UNIX_MODE,            /* number: mode of the file, other: owner */
	HINT_UNIX_DIRECTORY,       /* of the path: no access */
	HINT_UNIX_HELD,            /* subject: a program; number: its process */

	/* Datagrams */
	HINT_BROADCAST,          /* perhaps to a broadcast address */
	HINT_GROUP_INTERFACE,    /* subject: the group, which has no route */
	HINT_GROUP_TALK,         /* to a group, and with its members */
	HINT_DATAGRAM_TOO_LONG,  /* number: what UDP carries at most */
	HINT_DATAGRAM_PORT_DEAF, /* nothing receives on the port */
	HINT_DATAGRAM_UNIX_DEAF, /* the same of a Unix socket */

	/* TLS */
	HINT_TLS_LIBRARY,  /* subject: the file that cannot be loaded */
	HINT_TLS_PASSWORD, /* a file of a key needs one */
	HINT_TLS_KEY,      /* is in no file that was named */
	HINT_TLS_EXPIRED,  /* or the clock is wrong */
	HINT_TLS_EARLY,
	HINT_TLS_NAME,        /* subject: one that the certificate has */
	HINT_TLS_PIN,         /* subject: that of the key */
	HINT_TLS_CHANGED,     /* subject: the file of known keys */
	HINT_TLS_ISSUER,      /* who may be believed nevertheless */
	HINT_TLS_WEAK,        /* a key or a hash */
	HINT_TLS_OLD,         /* a version */
	HINT_TLS_REFUSED,     /* for a reason that is not told */
	HINT_TLS_CERTIFICATE, /* the peer wants one from here */
	HINT_TLS_CLOSE,       /* lost after the end of our input was told */
	HINT_TLS_STARTTLS,    /* subject: a protocol that begins without TLS */
	HINT_TLS_PLAIN,       /* it may be another one */
	HINT_TLS_SILENT,      /* the same, of one that waits */
	HINT_TLS_AT_ONCE,     /* it may begin with TLS */
	HINT_TLS_TRUNCATED,   /* no close_notify came */

	HINT_CODES /* how many there are */
};

#endif
