/* SPDX-License-Identifier: MIT */
/* The values of options. */
#include "front/option-value.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/endpoint.h"
#include "args/template.h"
#include "base/clock.h"
#include "base/parse.h"
#include "base/xalloc.h"

static int bad_value(const struct option_spec *spec, const char *value,
    const char *expected, struct error *err)
{
	return error_set(err, FAULT_USAGE, "--%s: '%s' is not %s", spec->name,
	    value, expected);
}

static int out_of_range(
    const struct option_spec *spec, const char *value, struct error *err)
{
	return error_set(err, FAULT_USAGE, "--%s: %s is out of range (%ld-%ld)",
	    spec->name, value, spec->min, spec->max);
}

static int set_number(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	const char *const *words = option_words(spec->words);
	bool is_size = spec->kind == OPTION_SIZE;
	uint64_t number;

	if (!value) { /* "[=N]" was left out */
		*(long *)field = 1;
		return 0;
	}
	if (words && strcmp(value, words[0]) == 0) {
		*(long *)field = OPTION_ANY;
		return 0;
	}
	if (is_size ? !parse_size(value, &number)
		    : !parse_number(value, &number))
		return bad_value(spec, value,
		    is_size ? "a size; write 4096, 64K, 1MiB or 64kB"
		    : words ? "a number, or 'any'"
			    : "a number",
		    err);
	if (number > LONG_MAX || (long)number < spec->min ||
	    (long)number > spec->max)
		return out_of_range(spec, value, err);
	*(long *)field = (long)number;
	return 0;
}

static int set_mode(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	if (!parse_mode(value, field))
		return bad_value(
		    spec, value, "a mode; write 0600, 0660 or 0666", err);
	return 0;
}

/* An empty text means that the value of "[=FILE]" was left out, so that an
 * empty value is refused. */
static int set_text(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	if (value && !*value && spec->arg[0] == '[')
		return error_set(err, FAULT_USAGE,
		    "--%s=: there is nothing behind the '='", spec->name);
	*(const char **)field = value ? value : "";
	return 0;
}

static int add_text(void *field, const char *value)
{
	struct config_texts *texts = field;

	texts->items = xreallocarray(
	    texts->items, texts->count + 1, sizeof(*texts->items));
	texts->items[texts->count++] = value;
	return 0;
}

static int set_time(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	int64_t time_us;

	if (!parse_time(value, &time_us)) {
		bad_value(spec, value,
		    "a time; write 250ms, 1.5s, 2m, 1h or never", err);
		return strstr(value, "%{") /* curl's -w */
		           ? error_hint(err, "for a format: --write-out")
		           : -1;
	}
	if (time_us == 0 && spec->min > 0) {
		error_set(err, FAULT_USAGE, "--%s: 0 is not a valid time limit",
		    spec->name);
		return error_hint(
		    err, "for no limit at all: --%s never", spec->name);
	}
	*(int64_t *)field = time_us;
	return 0;
}

static int set_pause(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	int64_t time_us;

	if (!parse_time(value, &time_us) || time_us == 0 ||
	    time_us == CLOCK_NEVER)
		return bad_value(
		    spec, value, "a pause; write 50ms, 1.5s or 2s", err);
	*(int64_t *)field = time_us;
	return 0;
}

static int set_repeats(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	uint64_t number;

	if (strcmp(value, "forever") == 0)
		number = INT64_MAX;
	else if (!parse_number(value, &number) || number > INT64_MAX)
		return bad_value(spec, value, "a number, or 'forever'", err);
	*(int64_t *)field = (int64_t)number;
	return 0;
}

static int set_bytes(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	struct config_bytes *bytes = field;

	free(bytes->bytes);
	bytes->bytes = xmalloc(strlen(value) + 1);
	if (!parse_escapes(value, bytes->bytes, &bytes->len))
		return bad_value(spec, value,
		    "text with the escapes \\r \\n \\t \\0 \\xHH \\\\", err);
	if (bytes->len < (size_t)spec->min)
		return error_set(err, FAULT_USAGE,
		    "--%s: the text is empty; it has one byte at least",
		    spec->name);
	return 0;
}

static int set_choice(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	const char *const *words = option_words(spec->words);
	char known[256] = "";

	if (!value) { /* "[=WHEN]" was left out */
		*(int *)field = (int)spec->min;
		return 0;
	}
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], value) == 0) {
			*(int *)field = i;
			return 0;
		}
		size_t used = strlen(known);
		snprintf(known + used, sizeof(known) - used, "%s%s",
		    i ? ", " : "", words[i]);
	}
	return error_set(err, FAULT_USAGE, "--%s: '%s' is none of %s",
	    spec->name, value, known);
}

int option_value_store(const struct option_spec *spec, const char *value,
    struct config *cfg, struct error *err)
{
	void *field = (char *)cfg + spec->offset;

	switch (spec->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return 0;
	case OPTION_PROGRAM:
		*(bool *)field = true;
		cfg->wants_program = true;
		return 0;
	case OPTION_COUNT:
		*(int *)field += *(int *)field < OPTION_COUNT_MOST;
		return 0;
	case OPTION_FAMILY:
		*(int *)field = (int)spec->min;
		return 0;
	case OPTION_NUMBER:
	case OPTION_SIZE:
		return set_number(spec, field, value, err);
	case OPTION_MODE:
		return set_mode(spec, field, value, err);
	case OPTION_TIME:
		return set_time(spec, field, value, err);
	case OPTION_PAUSE:
		return set_pause(spec, field, value, err);
	case OPTION_REPEATS:
		return set_repeats(spec, field, value, err);
	case OPTION_BYTES:
		return set_bytes(spec, field, value, err);
	case OPTION_TEXTS:
		return add_text(field, value);
	case OPTION_CHOICE:
		return set_choice(spec, field, value, err);
	case OPTION_TEXT:
		return set_text(spec, field, value, err);
	case OPTION_PORT:
		*(const char **)field = value;
		return endpoint_check_port(value, true, err);
	case OPTION_FORMAT:
		*(const char **)field = value;
		return template_check(value, option_words(spec->words), err);
	}
	return 0;
}
