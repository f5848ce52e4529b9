/* SPDX-License-Identifier: MIT */
/* What each kind of event is for programs and for people. The kinds of one
 * subject are in one file, kind-*.c. */
#ifndef TAP_KINDS_KINDS_H
#define TAP_KINDS_KINDS_H

#include "tap/event/event.h"

struct event_object; /* tap/kinds/event-json.h */

/* People ask for it by an option or by SIGUSR1, and see it with --quiet, too.
 */
#define KIND_ASKED_FOR (-1)

struct kind {
	/* The JSON object: its name (NULL: there is none), and what adds the
	 * members that only this kind has. */
	const char *name;
	void (*add)(struct event_object *o, const struct tap_event *e);

	/* The sentence: from how many -v on people are told (KIND_ASKED_FOR:
	 * always), and what adds it to a line of SENTENCE_SIZE (NULL: there is
	 * none). */
	int verbosity;
	void (*say)(char *line, const struct tap_event *e);
};

extern const struct kind *const kinds[TAP_KINDS];

extern const struct kind kind_lookup, kind_resolved, kind_attempt,
    kind_attempt_failed, kind_retry, kind_connected, kind_proxy_asked,
    kind_proxied, kind_bound, kind_ready, kind_listening, kind_announced,
    kind_waiting, kind_rejected, kind_accepted, kind_requested, kind_joined,
    kind_peeked, kind_greeted, kind_secured, kind_secured_more, kind_first_byte,
    kind_data, kind_urgent, kind_input_ended, kind_peer_ended, kind_progress,
    kind_moved, kind_closed, kind_clients, kind_state, kind_datagram,
    kind_datagrams, kind_sent, kind_received, kind_note, kind_warning,
    kind_left_out, kind_unanswered, kind_exec, kind_exec_exit, kind_probe,
    kind_address, kind_ping, kind_pinged, kind_port, kind_scanned,
    kind_examined, kind_concluded, kind_story, kind_process, kind_step,
    kind_lesson, kind_dialogue_step, kind_mismatch, kind_seed, kind_fault,
    kind_call, kind_confined;

#endif
