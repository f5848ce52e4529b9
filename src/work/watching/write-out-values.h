/* SPDX-License-Identifier: MIT */
/* What the names of --write-out stand for. */
#ifndef WORK_WATCHING_WRITE_OUT_VALUES_H
#define WORK_WATCHING_WRITE_OUT_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "args/template.h"
#include "tap/totals.h"

/* More than there are names. */
#define WRITE_OUT_VALUES 40

struct write_out_values {
	struct template_field fields[WRITE_OUT_VALUES];
	size_t count;
	char *texts[WRITE_OUT_VALUES];    /* the values, allocated */
	bool are_texts[WRITE_OUT_VALUES]; /* not numbers */
};

/* Fills in all names of template_write_out_names that have a value. */
void write_out_values_make(struct write_out_values *v, const struct totals *t);
void write_out_values_free(struct write_out_values *v);

#endif
