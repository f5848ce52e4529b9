/* SPDX-License-Identifier: MIT */
/* The variables of a lesson, and the values of its arguments. */
#ifndef DEMO_LANGUAGE_VALUES_H
#define DEMO_LANGUAGE_VALUES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "demo/language/phrase.h"
#include "sys/socket/address.h"

enum value_kind {
	VALUE_NUMBER,
	VALUE_DESCRIPTOR,
	VALUE_BYTES,
	VALUE_ADDRESS,
};

struct value {
	enum value_kind kind;
	long number; /* also of a descriptor */
	struct address address;
	char bytes[PHRASE_WORD];
	size_t len; /* of them */
};

enum { VARIABLES = 32 };

/* In memory that all parties share. A descriptor is one of the party that has
 * made it, and of those that this party has forked since. */
struct variables {
	int family;        /* AF_INET or AF_INET6: the word FAMILY */
	const char *type;  /* the name that the word TYPE stands for, or NULL */
	int process;       /* makes abstract names unique (its pid) */
	atomic_uint count; /* of those begun; may exceed VARIABLES */
	struct variable {
		char name[24];
		struct value value;
	} at[VARIABLES];
};

/* Set a variable, a new one or a known one. An empty name is ignored. */
void values_set_number(
    struct variables *v, const char *name, enum value_kind kind, long number);
void values_set_address(
    struct variables *v, const char *name, const struct address *address);

const struct value *values_find(const struct variables *v, const char *name);

/* Evaluates a word of a phrase; an empty word is 0. Returns false if there is
 * no such variable or name. */
bool values_read(
    const struct variables *v, const char *word, struct value *value);

/* The host of a word "HOST:PORT", without brackets: "127.0.0.1" or "::" for
 * 'loopback' or 'any'. */
void values_host(char host[PHRASE_WORD], int family, const char *word);

#endif
