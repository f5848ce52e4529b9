/* SPDX-License-Identifier: MIT */
/* The results of dialogues with a server, on standard output. */
#include "work/playing/talk-report.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/output/stdout.h"

static const char *name_of(const struct talk_report *r, size_t i)
{
	return r->repertoire->entries[i].dialogue->name;
}

static bool is_told(const struct talk_report *r)
{
	return !r->run->cfg->watching.json;
}

/* Writes the buffer, and frees it. Returns 0, or -1 with err filled. */
static int print(struct bytes *out, struct error *err)
{
	bytes_add(out, "", 1);
	int result = stdout_text((const char *)out->at, err);

	bytes_free(out);
	return result;
}

/* Adds each line of the text with a beginning. */
static void add_lines(struct bytes *out, const char *begin, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		bytes_print(out, "%s%.*s\n", begin, (int)len, text);
		text += len + (text[len] != '\0');
	}
}

/* Text */

/* A dialogue that is alone needs no line: its failure is that of the run. */
static void say_text(const struct talk_report *r, size_t i, struct bytes *out)
{
	const struct error *failure = r->results[i].failure;

	if (r->repertoire->count == 1)
		return;
	bytes_print(
	    out, "%s %s\n", failure ? "FAILED" : "passed", name_of(r, i));
	if (!failure)
		return;
	add_lines(out, "    ", failure->text);
	add_lines(out, "    ", failure->detail);
}

/* TAP: https://testanything.org */

/* "# todo" and "# skip" behind a name would have a meaning. */
static void add_tap(struct bytes *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '#' || *name == '\\')
			bytes_add(out, "\\", 1);
		bytes_add(out, name, 1);
	}
}

static void say_tap(const struct talk_report *r, size_t i, struct bytes *out)
{
	const struct error *failure = r->results[i].failure;

	if (i == 0)
		bytes_print(out, "1..%zu\n", r->repertoire->count);
	bytes_print(out, "%sok %zu - ", failure ? "not " : "", i + 1);
	add_tap(out, name_of(r, i));
	bytes_add_text(out, "\n");
	if (!failure)
		return;
	add_lines(out, "# ", failure->text);
	add_lines(out, "# ", failure->detail);
}

/* JUnit */

/* Of a byte; NULL: it stands for itself. */
static const char *entity_of(char byte)
{
	static const struct {
		char byte;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" },
		{ '"', "&quot;" } };

	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (entities[i].byte == byte)
			return entities[i].entity;
	return NULL;
}

/* The length of the character if a document may have it, or 0: names of files
 * need not be UTF-8, and XML has no control characters but newline and tab. */
static int xml_length(const char *text)
{
	int len = text_utf8((const unsigned char *)text, strlen(text));
	bool is_control = (unsigned char)*text < ' ' && !strchr("\n\t", *text);
	bool is_no_character = strncmp(text, "\xEF\xBF\xBE", 3) == 0 ||
	                       strncmp(text, "\xEF\xBF\xBF", 3) == 0;

	return is_control || is_no_character || len < 0 ? 0 : len;
}

static void add_xml(struct bytes *out, const char *text)
{
	while (*text) {
		int len = xml_length(text);
		const char *entity = entity_of(*text);
		if (entity)
			bytes_add_text(out, entity);
		else if (len > 0)
			bytes_add(out, text, (size_t)len);
		else
			bytes_print(out, "\\x%02x", (unsigned char)*text);
		text += len > 0 ? len : 1;
	}
}

static void add_failure(struct bytes *out, const struct error *failure)
{
	const char *element =
	    failure->kind == FAULT_UNMET ? "failure" : "error";

	bytes_print(out, "    <%s type=\"%s\" message=\"", element,
	    error_word(failure->kind));
	add_xml(out, failure->text);
	bytes_add_text(out, "\">");
	add_xml(out, failure->detail);
	bytes_print(out, "</%s>\n", element);
}

static void add_case(const struct talk_report *r, size_t i, struct bytes *out)
{
	const struct talk_result *result = &r->results[i];

	bytes_add_text(out, "  <testcase classname=\"");
	add_xml(out, r->repertoire->file);
	bytes_add_text(out, "\" name=\"");
	add_xml(out, name_of(r, i));
	bytes_print(out, "\" time=\"%.6f\"%s>\n",
	    (double)result->took_us / CLOCK_SECOND, result->failure ? "" : "/");
	if (!result->failure)
		return;
	add_failure(out, result->failure);
	bytes_add_text(out, "  </testcase>\n");
}

static int print_junit(const struct talk_report *r, struct error *err)
{
	struct bytes out = { 0 };
	size_t count = r->repertoire->count, unmet = 0;

	for (size_t i = 0; i < count; i++)
		unmet += r->results[i].failure &&
		         r->results[i].failure->kind == FAULT_UNMET;
	bytes_add_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			     "<testsuite name=\"");
	add_xml(&out, r->repertoire->file);
	bytes_print(&out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
	    count, unmet, r->failed - unmet);
	for (size_t i = 0; i < count; i++)
		add_case(r, i, &out);
	bytes_add_text(&out, "</testsuite>\n");
	return print(&out, err);
}

/* All */

static int print_next(struct talk_report *r, struct error *err)
{
	enum config_results format =
	    (enum config_results)r->run->cfg->dialogue.results;
	struct bytes out = { 0 };

	for (; r->reported < r->repertoire->count; r->reported++) {
		if (!r->results[r->reported].is_known)
			break;
		if (format == RESULTS_TEXT)
			say_text(r, r->reported, &out);
		else if (format == RESULTS_TAP)
			say_tap(r, r->reported, &out);
	}
	return is_told(r) ? print(&out, err) : (bytes_free(&out), 0);
}

struct talk_report talk_report_make(
    const struct run *run, const struct repertoire *repertoire)
{
	return (struct talk_report){
		.run = run,
		.repertoire = repertoire,
		.results =
		    xcalloc(repertoire->count, sizeof(struct talk_result)),
	};
}

void talk_report_free(struct talk_report *r)
{
	for (size_t i = 0; r->results && i < r->repertoire->count; i++)
		free(r->results[i].failure);
	free(r->results);
}

int talk_report_note(struct talk_report *r, size_t i, int64_t took_us,
    const struct error *failure, struct error *err)
{
	struct talk_result *result = &r->results[i];

	result->is_known = true;
	result->took_us = took_us;
	if (failure) {
		r->failed++;
		result->failure = xmalloc(sizeof(*failure));
		*result->failure = *failure;
	}
	return print_next(r, err);
}

static int sum_up(const struct talk_report *r, struct error *err)
{
	size_t i = 0, count = r->repertoire->count;

	while (!r->results[i].failure)
		i++;
	*err = *r->results[i].failure;
	if (count == 1)
		return -1;
	err->detail[0] = '\0';
	return error_reword(err, "%zu of %zu dialogues failed; the first: '%s'",
	    r->failed, count, name_of(r, i));
}

int talk_report_end(struct talk_report *r, struct error *err)
{
	bool is_junit = r->run->cfg->dialogue.results == RESULTS_JUNIT;

	if (is_junit && is_told(r) && print_junit(r, err) < 0)
		return -1;
	return r->failed > 0 ? sum_up(r, err) : 0;
}
