/* SPDX-License-Identifier: MIT */
/* What a look at a server asks, and what it finds. */
#ifndef PROBE_LOOK_SERVICE_FACTS_H
#define PROBE_LOOK_SERVICE_FACTS_H

#include <stdbool.h>

#include "probe/look/look.h"

enum service_reply {
	SERVICE_NOT_ASKED,
	SERVICE_SPEAKS, /* bytes have come */
	SERVICE_SILENT, /* nothing in the time */
	SERVICE_ENDS,   /* the stream has ended without a byte */
	SERVICE_RESETS,
	SERVICE_LOST, /* no connection, or another error */
};

/* What came after one thing that was sent, or after nothing. */
struct service_answer {
	enum service_reply reply;
	char bytes[256]; /* the first of the answer */
	size_t len;
	int64_t took_us;
};

enum service_tls {
	SERVICE_TLS_NOT_ASKED,
	SERVICE_TLS_WELL,    /* a handshake that a client would accept */
	SERVICE_TLS_DOUBTED, /* the certificate is not: .failure */
	SERVICE_TLS_REFUSED, /* the server speaks TLS, and refuses: .failure */
	SERVICE_TLS_NONE,    /* it answers, not in TLS: .failure */
	SERVICE_TLS_ENDED,   /* it ended the connection without an answer */
	SERVICE_TLS_SILENT,  /* no answer in the time */
	SERVICE_TLS_UNBUILT, /* this build, or host, cannot: .failure */
};

struct service_facts {
	enum service_tls tls;
	struct error failure; /* of TLS */
	char secured[256];    /* of TLS, for people: version, certificate */
	int64_t tls_took_us;
	/* Over TLS, if that is well and wanted, else without TLS: to a
	 * connection alone; then to the question, on the same. */
	struct service_answer greeting, answer;
	bool asked_http; /* the question was a request of HTTP */
	bool was_lost;   /* a connection could not be made any more */
};

struct service_look_opts {
	struct look_opts look;
	int type;         /* SOCK_STREAM ... */
	const char *host; /* for SNI, the certificate, and HTTP; or NULL */
	bool wants_tls;   /* TLS comes first; else only if there is no answer */
	bool tries_tls;   /* also if it is not wanted */
	bool asks_http;   /* the question is a request of HTTP; */
	bool asks_line;   /* or an empty line; neither: there is none */
	const char *ca, *tls_name;      /* as struct tls_opts; or NULL */
	int64_t greeting_us, answer_us; /* how long to wait for each */
};

#endif
