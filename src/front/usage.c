/* SPDX-License-Identifier: MIT */
/* Help texts, made from the option tables. */
#include "front/usage.h"

#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/wrap.h"
#include "sys/output/messages.h"

#define WIDTH_LEAST 20
#define WIDTH_MOST 100
#define HELP_COLUMN 30

/* With less room than this the help of an option stands below it. */
#define WIDTH_FOR_COLUMNS 60
#define HELP_INDENT 6
#define OPTION_INDENT 10

int usage_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	uint64_t width;

	if (!columns || !parse_number(columns, &width)) {
		int terminal = messages_width_of(fd);
		width = terminal > 0 ? (uint64_t)terminal : 80;
	}
	if (width < WIDTH_LEAST)
		return WIDTH_LEAST;
	return width > WIDTH_MOST ? WIDTH_MOST : (int)width;
}

void usage_print_heading(const struct usage_page *page, const char *heading)
{
	fprintf(page->to, "%s%s%s", page->palette->heading, heading,
	    page->palette->off);
}

void usage_print_wrapped(
    const struct usage_page *page, const char *text, int column, int indent)
{
	FILE *to = page->to;

	while (*text) {
		int len = (int)strcspn(text, " ");
		if (column > indent && column + 1 + len > page->width) {
			fprintf(to, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', to);
			column++;
		}
		fprintf(to, "%.*s", len, text);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', to);
}

void usage_print_option(
    const struct usage_page *page, const struct option_spec *spec)
{
	FILE *to = page->to;
	int column = 2;
	int indent =
	    page->width < WIDTH_FOR_COLUMNS ? OPTION_INDENT : HELP_COLUMN;

	fputs("  ", to);
	if (spec->letter)
		column +=
		    fprintf(to, "-%c%s", spec->letter, *spec->name ? ", " : "");
	else
		column += fprintf(to, "    ");
	if (*spec->name)
		column += fprintf(to, "--%s", spec->name);
	if (*spec->arg)
		column += fprintf(
		    to, "%s%s", spec->arg[0] == '[' ? "" : " ", spec->arg);
	if (column + 2 > indent) {
		fputc('\n', to);
		column = 0;
	}
	fprintf(to, "%*s", indent - column, "");
	usage_print_wrapped(page, spec->help, indent, indent);
}

char *usage_compose(
    struct usage_page page, void (*print)(const struct usage_page *page))
{
	char *text = NULL;
	size_t size = 0;

	page.to = open_memstream(&text, &size);
	if (!page.to)
		return NULL;
	print(&page);
	if (fclose(page.to) == 0)
		return text;
	free(text);
	return NULL;
}

void usage_print_lines(const struct usage_page *page, const char *lines)
{
	char *wrapped = wrap_lines(lines, page->width, HELP_INDENT);

	fputs(wrapped ? wrapped : lines, page->to);
	free(wrapped);
}

/* Whether the letter or the name stands in the text as a word. */
static bool is_word_in(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(text, word); at;
	     at = strstr(at + 1, word)) {
		char next = at[len];
		bool ends = !next || strchr(" =\n", next);
		if (ends && (at == text || at[-1] == ' '))
			return true;
	}
	return false;
}

bool usage_is_common(const struct option_spec *spec, const char *examples)
{
	const char letter[] = { '-', spec->letter, '\0' };
	char name[64];

	snprintf(name, sizeof(name), "--%s", spec->name);
	return spec->is_common ||
	       (spec->letter && is_word_in(examples, letter)) ||
	       (*spec->name && is_word_in(examples, name));
}

void usage_print_group(
    const struct usage_page *page, const struct option_group *group)
{
	fputc('\n', page->to);
	usage_print_heading(page, group->title);
	fputc('\n', page->to);
	for (size_t i = 0; i < group->count; i++)
		usage_print_option(page, &group->specs[i]);
}
