/* SPDX-License-Identifier: MIT */
/* The option tables that commands share, for lists that end in NULL. */
#ifndef ARGS_OPTION_GROUPS_H
#define ARGS_OPTION_GROUPS_H

#include "args/option-spec.h"

extern const struct option_group option_group_global;
extern const struct option_group option_group_events;
extern const struct option_group option_group_address;
extern const struct option_group option_group_source;
extern const struct option_group option_group_tcp;
extern const struct option_group option_group_telnet;
extern const struct option_group option_group_reconnection;
extern const struct option_group option_group_retry;
extern const struct option_group option_group_ending;
extern const struct option_group option_group_data;
extern const struct option_group option_group_urgent;
extern const struct option_group option_group_moving;
extern const struct option_group option_group_watching;
extern const struct option_group option_group_recording;
extern const struct option_group option_group_accepting;
extern const struct option_group option_group_sharing;
extern const struct option_group option_group_ready;
extern const struct option_group option_group_relay;
extern const struct option_group option_group_forwarding;
extern const struct option_group option_group_resolve;
extern const struct option_group option_group_seqpacket;
extern const struct option_group option_group_socket_file;
extern const struct option_group option_group_unix_source;
extern const struct option_group option_group_datagrams_out;
extern const struct option_group option_group_udp_out;
extern const struct option_group option_group_answers;
extern const struct option_group option_group_datagrams_in;
extern const struct option_group option_group_udp_in;
extern const struct option_group option_group_peek;
extern const struct option_group option_group_ip;
extern const struct option_group option_group_output;
extern const struct option_group option_group_lesson;
extern const struct option_group option_group_pair;
extern const struct option_group option_group_ranges;
extern const struct option_group option_group_many;
extern const struct option_group option_group_goal;
extern const struct option_group option_group_program;
extern const struct option_group option_group_running;
extern const struct option_group option_group_waiting;
extern const struct option_group option_group_pinging;
extern const struct option_group option_group_question;
extern const struct option_group option_group_scanning;
extern const struct option_group option_group_doctor;
extern const struct option_group option_group_doctor_listen;
extern const struct option_group option_group_reports;
extern const struct option_group option_group_privileges;
extern const struct option_group option_group_sandbox;
extern const struct option_group option_group_proxy;
extern const struct option_group option_group_tls;
extern const struct option_group option_group_tls_own;
extern const struct option_group option_group_tls_client;
extern const struct option_group option_group_proxy_header;
extern const struct option_group option_group_proxy_server;
extern const struct option_group option_group_tls_server;
extern const struct option_group option_group_faults;
extern const struct option_group option_group_dialogue;
extern const struct option_group option_group_talk;
extern const struct option_group option_group_mock;

#endif
