/* SPDX-License-Identifier: MIT */
/* The first byte is the place of the template, the second one says which values
 * there are; then the template. One that is accepted has known names only, and
 * what it becomes has no more bytes than its values and itself. */
#include <stdlib.h>
#include <string.h>

#include "args/template.h"
#include "base/xalloc.h"
#include "fuzz.h"

static const char *const *const places[] = { template_announce_names,
	template_file_names, template_write_out_names };

static const char *const values[] = { "", "7", "%{pid}", "a\\n%%b", "../x\n" };
#define VALUES (sizeof(values) / sizeof(values[0]))

#define FIELDS_MOST 40

static size_t fill(const char *const *names, unsigned which,
    struct template_field fields[FIELDS_MOST])
{
	size_t count = 0;

	for (; names[count]; count++) {
		FUZZ_MUST(count < FIELDS_MOST);
		fields[count] = (struct template_field){ names[count],
			values[(which + count) % VALUES] };
	}
	return count;
}

/* What is expanded in parts, from one stop to the next, is the whole. */
static char *expand_parts(
    const char *format, const struct template_field *fields, size_t count)
{
	const char *const stops[] = { "pid", "conn", NULL };
	char *whole = xstrdup("");
	int stop = 0;

	while (stop >= 0) {
		const char *before = format;
		char *part =
		    template_expand_part(&format, fields, count, stops, &stop);
		FUZZ_MUST(stop < 0 || format > before);
		const char *value = "";
		for (size_t i = 0; stop >= 0 && i < count; i++)
			if (strcmp(fields[i].name, stops[stop]) == 0)
				value = fields[i].value;
		char *longer = xasprintf("%s%s%s", whole, part, value);
		free(whole);
		free(part);
		whole = longer;
	}
	return whole;
}

/* Two texts with different numbers differ. */
static void check_apart(const char *format, struct template_field *fields,
    size_t count, const char *name)
{
	static const char *const numbers[] = { "1", "11", "2" };
	char *texts[3];

	if (!template_tells_apart(format, name))
		return;
	FUZZ_MUST(template_names(format, name));
	for (size_t i = 0; i < count; i++)
		fields[i].value = "1";
	for (int n = 0; n < 3; n++) {
		for (size_t i = 0; i < count; i++)
			if (strcmp(fields[i].name, name) == 0)
				fields[i].value = numbers[n];
		texts[n] = template_expand(format, fields, count);
	}
	FUZZ_MUST(strcmp(texts[0], texts[1]) != 0);
	FUZZ_MUST(strcmp(texts[0], texts[2]) != 0);
	FUZZ_MUST(strcmp(texts[1], texts[2]) != 0);
	for (int n = 0; n < 3; n++)
		free(texts[n]);
}

static void check_value(const char *text)
{
	char *value = template_file_value(xstrdup(text));

	FUZZ_MUST(value[0] != '.' && !strchr(value, '/'));
	FUZZ_MUST(strlen(value) == strlen(text));
	free(value);
}

static void check_expanded(
    const char *format, const char *const *names, unsigned which)
{
	struct template_field fields[FIELDS_MOST];
	size_t count = fill(names, which, fields), longest = 0;

	for (size_t i = 0; i < VALUES; i++)
		if (strlen(values[i]) > longest)
			longest = strlen(values[i]);
	char *text = template_expand(format, fields, count);
	char *parts = expand_parts(format, fields, count);
	/* The shortest name has three letters: "%{rtt}". */
	FUZZ_MUST(strlen(text) <= strlen(format) * (longest + 1));
	if (!strpbrk(format, "%\\"))
		FUZZ_MUST(strcmp(text, format) == 0);
	FUZZ_MUST(strcmp(text, parts) == 0);
	for (size_t i = 0; i < count; i++)
		FUZZ_MUST(!template_names(format, names[i]) ||
			  template_has_name(format));
	check_apart(format, fields, count, names[0]);
	free(text);
	free(parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const *names = places[fuzz_byte(&data, &size) % 3];
	unsigned which = fuzz_byte(&data, &size);
	struct error err = ERROR_NONE;
	char *format = fuzz_text(&data, &size, '\0');

	if (template_check(format, names, &err) < 0)
		fuzz_check_refusal(&err);
	else
		check_expanded(format, names, which);
	check_value(format);
	free(format);
	return 0;
}
