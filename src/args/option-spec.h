/* SPDX-License-Identifier: MIT */
/*
 * Option tables. One row is parser, range check, help text, and what the
 * manual is compared with. A row has no pointers: the loader would have to
 * write each of them at every start of the program.
 */
#ifndef ARGS_OPTION_SPEC_H
#define ARGS_OPTION_SPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "args/option-words.h"

#define OPTION_COUNT_MOST 3 /* -vvv */

enum option_kind {      /* the field at offset is a ... */
	OPTION_FLAG,    /* bool, set to true */
	OPTION_PROGRAM, /* bool, set to true; "--" then begins a program */
	OPTION_COUNT,   /* int, one more each time, to OPTION_COUNT_MOST */
	OPTION_FAMILY,  /* int, set to min */
	OPTION_NUMBER,  /* long, from min to max */
	OPTION_SIZE,    /* long, in bytes, from min to max */
	OPTION_MODE,    /* long, the octal rights of a file */
	OPTION_TIME,    /* int64_t, in microseconds; min: least seconds */
	OPTION_PAUSE,   /* int64_t, in microseconds; neither 0 nor never */
	OPTION_REPEATS, /* int64_t; a number or "forever" */
	OPTION_TEXT,    /* const char * */
	OPTION_PORT,    /* const char *, a port to bind */
	OPTION_FORMAT,  /* const char *, a template */
	OPTION_BYTES, /* struct config_bytes, with escapes; min: least length */
	OPTION_CHOICE, /* int, which of the words it is, from 0 on; min: if
	                  the word is left out */
	OPTION_TEXTS,  /* struct config_texts, one more each time */
};

/* What a word sets instead of a number. */
#define OPTION_ANY (-1)

struct option_spec {
	char letter;            /* 0: none */
	char name[24], arg[16]; /* "": none; an arg such as "[=N]" may be
	                           left out */
	char help[80];
	enum option_kind kind;
	size_t offset; /* in struct config */
	long min, max;
	enum option_words words; /* of OPTION_CHOICE. Of OPTION_NUMBER: the
	                            word for OPTION_ANY; of OPTION_FORMAT:
	                            names that can stand in it */
	bool is_common;          /* -h shows it */
};

struct option_group {
	const char *title;
	const struct option_spec *specs;
	size_t count;
};

#endif
