/* SPDX-License-Identifier: MIT */
/* What the files of the form of faults share. */
#ifndef ARGS_FAULT_SPEC_PRIVATE_H
#define ARGS_FAULT_SPEC_PRIVATE_H

#include "base/error.h"
#include "relay/impair/impairment.h"

/* The most that a fault duplicates or inserts at one place. */
#define FAULT_LENGTH_MOST ((uint64_t)64 * 1024)

/* What the value of a kind or key is. */
enum fault_form {
	FAULT_FORM_NONE,
	FAULT_FORM_TIME,   /* int64_t */
	FAULT_FORM_SIZE,   /* uint64_t, at least 1 */
	FAULT_FORM_OFFSET, /* uint64_t */
	FAULT_FORM_CHANCE, /* unsigned */
	FAULT_FORM_PLACES, /* uint64_t: one in so many bytes */
	FAULT_FORM_EITHER, /* places or a chance */
	FAULT_FORM_EXTENT, /* struct impair_extent */
	FAULT_FORM_CONNS,  /* first_conn and last_conn */
	FAULT_FORM_TEXT,   /* text and text_len */
};

/* The keys, as bits of a set. */
/* clang-format off */
enum fault_key {
	FAULT_KEY_AFTER, FAULT_KEY_FOR, FAULT_KEY_EVERY, FAULT_KEY_CONN,
	FAULT_KEY_PROBABILITY, FAULT_KEY_JITTER, FAULT_KEY_QUEUE,
	FAULT_KEY_BURST, FAULT_KEY_GAP, FAULT_KEY_VARY, FAULT_KEY_AT,
	FAULT_KEY_SIZE, FAULT_KEY_TEXT,
	FAULT_KEYS
};
/* clang-format on */

#define FAULT_KEY(name) (1U << FAULT_KEY_##name)

struct fault_spec_key {
	const char *name;
	enum fault_form form;
	size_t offset; /* in struct impairment */
};
extern const struct fault_spec_key fault_spec_keys[FAULT_KEYS];

/* By enum impair_kind. */
struct fault_spec_kind {
	enum fault_form form;
	bool is_needed; /* a value */
	size_t offset;
	unsigned keys; /* that the kind has */
};
extern const struct fault_spec_kind fault_spec_kinds[IMPAIR_KINDS];

/* What a value is called in messages. */
extern const char *const fault_spec_forms[];

/* Reads a value. Returns whether it is one. */
bool fault_spec_read(struct impairment *out, enum fault_form form,
    size_t offset, const char *text);

/* A fault that is being read. */
struct fault_reading {
	const char *whole; /* for messages */
	struct impairment *out;
	struct error *err;
	unsigned given; /* keys, as bits */
	bool has_value, has_direction;
};

/* Fails with a reason. */
int fault_spec_refuse(const struct fault_reading *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether the parts make sense together. Returns 0, or -1 with r->err. */
int fault_spec_check(const struct fault_reading *r);

#endif
