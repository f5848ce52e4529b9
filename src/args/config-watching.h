/* SPDX-License-Identifier: MIT */
/* What the command line says of observers. Texts are argv's own. */
#ifndef ARGS_CONFIG_WATCHING_H
#define ARGS_CONFIG_WATCHING_H

#include <stdbool.h>

/* When --progress shows how far it is. */
enum config_progress { PROGRESS_NEVER, PROGRESS_AUTO, PROGRESS_PLAIN };

struct config_watching {
	bool json;             /* events on a standard stream */
	const char *events;    /* a file, or fd:N; NULL: none */
	int events_data;       /* enum event_json_data */
	const char *capture;   /* a file, or "-"; NULL: none */
	const char *hex;       /* the same, or "": standard error */
	const char *record;    /* a file, or "-"; NULL: none */
	bool record_times;     /* as pauses */
	int progress;          /* enum config_progress */
	long size;             /* of what is to move, in bytes; 0: not given */
	const char *write_out; /* a template; NULL: none */
};

#endif
