/* SPDX-License-Identifier: MIT */
/* What may help against an error, as codes; a front end has the words. */
#ifndef BASE_HINT_CODE_H
#define BASE_HINT_CODE_H

/* The comments say which members of struct hint are set with a code. */
enum hint_code {
	HINT_NONE,
	/* Names */
	HINT_NAME_UNKNOWN,    /* subject: the name */
	HINT_NAME_SERVER,     /* the name server does not answer */
	HINT_SERVICE_UNKNOWN, /* the name of a port is not known */
	/* Connecting */
	HINT_PORT_CLOSED,           /* subject: host; port */
	HINT_PORT_CLOSED_INTERFACE, /* the same, by one interface */
	HINT_HOST_SILENT,           /* subject: host; port */
	HINT_HOST_SILENT_INTERFACE, /* by one interface */
	HINT_HOST_UNREACHABLE,      /* subject: host; port */
	/* Proxies */
	HINT_PROXY_LOGIN,     /* the proxy wants a user and a password */
	HINT_PROXY_PASSWORD,  /* subject: the user that the proxy refuses */
	HINT_PROXY_HTTP,      /* the proxy speaks HTTP, not SOCKS */
	HINT_PROXY_SOCKS,     /* the proxy speaks SOCKS, not HTTP */
	HINT_PROXY_PLAIN,     /* the proxy may speak HTTP without TLS */
	HINT_TARGET_SHIELDED, /* subject: an address of this host; port */
	/* Listening */
	HINT_PORT_PRIVILEGED,
	HINT_PORT_TAKEN,
	HINT_PORT_HELD,   /* subject: a program; number: its process */
	HINT_PORT_SHARED, /* the same, though sharing was asked for */
	HINT_NUMBER_READ, /* subject: an address; number: as it was written */
	HINT_SUPER_USER,  /* to become another user */

	/* Unix sockets; subject: the socket */
	HINT_UNIX_TOO_LONG,
	HINT_UNIX_STREAM, /* the socket is of this type */
	HINT_UNIX_DATAGRAM,
	HINT_UNIX_SEQPACKET,
	HINT_UNIX_CLOSED,          /* nothing listens there */
	HINT_UNIX_DEAF,            /* nothing receives datagrams there */
	HINT_UNIX_ABANDONED,       /* the file of a listener that is gone */
	HINT_UNIX_ABANDONED_DGRAM, /* the file of a receiver that is gone */
	HINT_UNIX_BUSY,            /* its listener accepts no clients */
	HINT_UNIX_MODE,            /* number: mode of the file, other: owner */
	HINT_UNIX_DIRECTORY,       /* no access to the directory */
	HINT_UNIX_HELD,            /* subject: a program; number: its process */
	/* Datagrams */
	HINT_BROADCAST,          /* it may be a broadcast address */
	HINT_GROUP_INTERFACE,    /* subject: the group, which has no route */
	HINT_GROUP_TALK,         /* a conversation with a group */
	HINT_DATAGRAM_TOO_LONG,  /* number: the most that UDP carries */
	HINT_DATAGRAM_PORT_DEAF, /* nothing receives on the port */
	HINT_DATAGRAM_UNIX_DEAF, /* the same of a Unix socket */
	/* TLS */
	HINT_TLS_LIBRARY,  /* subject: the file that cannot be loaded */
	HINT_TLS_PASSWORD, /* the file of a key needs one */
	HINT_TLS_KEY,      /* no file that was named has a key */
	HINT_TLS_EXPIRED,  /* or the clock is wrong */
	HINT_TLS_EARLY,
	HINT_TLS_NAME,        /* subject: one that the certificate has */
	HINT_TLS_PIN,         /* subject: the pin of the key */
	HINT_TLS_CHANGED,     /* subject: the file of known keys */
	HINT_TLS_ISSUER,      /* the issuer is not trusted */
	HINT_TLS_WEAK,        /* a key or a hash */
	HINT_TLS_OLD,         /* a version */
	HINT_TLS_REFUSED,     /* the peer gives no reason */
	HINT_TLS_CERTIFICATE, /* the peer wants one from genet */
	HINT_TLS_CLOSE,       /* the peer left after the end of our input */
	HINT_TLS_STARTTLS,    /* subject: a protocol that begins without TLS */
	HINT_TLS_PLAIN,       /* the peer may speak without TLS */
	HINT_TLS_SILENT,      /* the same; the peer waits */
	HINT_TLS_AT_ONCE,     /* the peer may begin with TLS */
	HINT_TLS_ENDED,       /* the peer left instead of an answer */
	HINT_TLS_TRUNCATED,   /* no close_notify came */
	HINT_CODES            /* the number of codes */
};

#endif
