/* SPDX-License-Identifier: MIT */
/* The table of the kinds of events. */
#include "tap/kinds/kinds.h"

/* Neither an object nor a sentence: other observers use these events. */
static const struct kind silent;

static const struct kind *const rows[TAP_KINDS] = {
	[TAP_LOOKUP] = &kind_lookup,
	[TAP_RESOLVED] = &kind_resolved,
	[TAP_ATTEMPT] = &kind_attempt,
	[TAP_ATTEMPT_FAILED] = &kind_attempt_failed,
	[TAP_RETRY] = &kind_retry,
	[TAP_CONNECTED] = &kind_connected,
	[TAP_PROXY_ASKED] = &kind_proxy_asked,
	[TAP_PROXIED] = &kind_proxied,
	[TAP_BOUND] = &kind_bound,
	[TAP_READY] = &kind_ready,
	[TAP_LISTENING] = &kind_listening,
	[TAP_ANNOUNCED] = &kind_announced,
	[TAP_WAITING] = &kind_waiting,
	[TAP_REJECTED] = &kind_rejected,
	[TAP_ACCEPTED] = &kind_accepted,
	[TAP_PEEKED] = &kind_peeked,
	[TAP_GREETED] = &kind_greeted,
	[TAP_SECURED] = &kind_secured,
	[TAP_SECURED_MORE] = &kind_secured_more,
	[TAP_FIRST_BYTE] = &kind_first_byte,
	[TAP_DATA] = &kind_data,
	[TAP_URGENT] = &kind_urgent,
	[TAP_INPUT_ENDED] = &kind_input_ended,
	[TAP_PEER_ENDED] = &kind_peer_ended,
	[TAP_PROGRESS] = &kind_progress,
	[TAP_SAMPLE] = &silent,
	[TAP_MOVED] = &kind_moved,
	[TAP_CLOSED] = &kind_closed,
	[TAP_CLIENTS] = &kind_clients,
	[TAP_STATE] = &kind_state,
	[TAP_DATAGRAM] = &kind_datagram,
	[TAP_DATAGRAMS] = &kind_datagrams,
	[TAP_SENT] = &kind_sent,
	[TAP_RECEIVED] = &kind_received,
	[TAP_NOTE] = &kind_note,
	[TAP_WARNING] = &kind_warning,
	[TAP_LEFT_OUT] = &kind_left_out,
	[TAP_UNANSWERED] = &kind_unanswered,
	[TAP_EXEC] = &kind_exec,
	[TAP_EXEC_EXIT] = &kind_exec_exit,
	[TAP_PROBE] = &kind_probe,
	[TAP_ADDRESS] = &kind_address,
	[TAP_PORT] = &kind_port,
	[TAP_SCANNED] = &kind_scanned,
	[TAP_STORY] = &kind_story,
	[TAP_PROCESS] = &kind_process,
	[TAP_STEP] = &kind_step,
	[TAP_LESSON] = &kind_lesson,
	[TAP_CALL] = &kind_call,
	[TAP_OUTCOME] = &silent,
};

const struct kind *kinds_row(enum tap_kind kind)
{
	return rows[kind];
}
