/* SPDX-License-Identifier: MIT */
/* What happened, as values. */
#ifndef TAP_EVENT_EVENT_H
#define TAP_EVENT_EVENT_H

#include <stdint.h>
#include <sys/types.h>

#include "tap/event/confined.h"
#include "tap/event/connection.h"
#include "tap/event/dialogued.h"
#include "tap/event/facts.h"
#include "tap/event/findings.h"
#include "tap/event/impaired.h"
#include "tap/event/kind.h"
#include "tap/event/secured.h"
#include "tap/event/shown.h"

/* What it points to is valid only during the call of the observer. */
struct tap_event {
	enum tap_kind kind;
	const struct tap_connection *connection;
	int64_t at; /* by clock_now(); set by tap_tell() */
	union {
		const char *text;
		int64_t took_us;
		uint64_t count;
		const struct error *error;
		enum tap_rejection rejected;
		struct tap_attempt attempt;
		struct tap_traffic traffic;
		const struct tap_sample *sample;
		struct tap_closed closed;
		struct tap_requested requested;
		struct tap_joined joined;
		struct tap_moved moved[2]; /* in, out */
		struct tap_datagrams datagrams;
		struct tap_resolved resolved;
		struct tap_retry retry;
		struct tap_proxied proxied;
		struct tap_listening listening;
		struct tap_greeted greeted;
		const struct tap_secured *secured;
		struct tap_data data;
		struct tap_urgent urgent;
		struct tap_peeked peeked;
		struct tap_half_close ended;
		struct tap_clients clients;
		struct {
			enum tap_silence why;
			uint64_t count;
			unsigned limit;
			const struct error *cause;
		} unanswered;
		struct tap_exec exec;
		struct tap_probe probe;
		struct tap_address address;
		union tap_pings pings;
		struct tap_port port;
		struct tap_scanned scanned;
		struct tap_examined examined;
		struct tap_concluded concluded;
		struct tap_story story;
		struct tap_process process;
		struct tap_step step;
		struct tap_lesson lesson;
		struct tap_dialogue_step dialogue_step;
		const struct mismatch *mismatch;
		struct tap_fault fault;
		struct tap_call call;
		struct tap_confined confined;
		struct {
			int status;
			const struct error *error; /* NULL: all is well */
		} outcome;
	};
};

#endif
