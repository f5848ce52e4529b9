/* SPDX-License-Identifier: MIT */
/* What the files of this host say of a name. */
#include "probe/look/name-files.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/suggest.h"
#include "sys/resolver.h"

/* Between the words of a line. */
#define BLANKS " \t\r\n"

/* Without the file, as the GNU C library does. */
static const char usual_sources[] = "files dns";

static void add_text(const char *text, struct address_list *list)
{
	struct address a = { 0 };
	struct sockaddr_in *ipv4 = (void *)&a.storage;
	struct sockaddr_in6 *ipv6 = (void *)&a.storage;
	char alone[INET6_ADDRSTRLEN] = "";

	snprintf(alone, sizeof(alone), "%.*s", (int)strcspn(text, "%"), text);
	if (inet_pton(AF_INET, alone, &ipv4->sin_addr) == 1) {
		ipv4->sin_family = AF_INET;
		a.len = sizeof(*ipv4);
	} else if (inet_pton(AF_INET6, alone, &ipv6->sin6_addr) == 1) {
		ipv6->sin6_family = AF_INET6;
		a.len = sizeof(*ipv6);
	} else
		return;
	if (!address_list_has(list, &a))
		address_list_add(list, &a);
}

/* Keeps the known name that is nearest. */
static void consider(struct suggestion *near, const char *word, unsigned number,
    struct hosts_entry *out)
{
	const char *before = near->best;

	suggest_consider(near, word);
	if (near->best == before)
		return;
	snprintf(out->near, sizeof(out->near), "%s", word);
	near->best = out->near;
	out->near_line = number;
}

static void take_line(char *line, unsigned number, struct suggestion *near,
    struct hosts_entry *out)
{
	char *rest;
	const char *word;

	line[strcspn(line, "#")] = '\0';
	const char *address = strtok_r(line, BLANKS, &rest);
	while (address && (word = strtok_r(NULL, BLANKS, &rest))) {
		consider(near, word, number, out);
		if (strcasecmp(word, near->typed) != 0)
			continue;
		if (!out->line)
			out->line = number;
		add_text(address, &out->found);
	}
}

void name_hosts_find(FILE *file, const char *name, struct hosts_entry *out)
{
	struct suggestion near = suggest_begin(name);
	char *line = NULL;
	size_t size = 0;

	for (unsigned number = 1; file && getline(&line, &size, file) >= 0;
	     number++)
		take_line(line, number, &near, out);
	free(line);
}

static void take_source(const char *word, struct name_sources *out)
{
	if (strcmp(word, "files") == 0) {
		out->asks_files = true;
		out->files_first = !out->asks_dns;
	} else if (strcmp(word, "dns") == 0 || strcmp(word, "resolve") == 0)
		out->asks_dns = true;
	else if (strncmp(word, "mdns", 4) == 0)
		out->asks_mdns = true;
}

/* Takes "files dns [!UNAVAIL=return] ..."; what is in brackets is no source. */
static void take_sources(const char *words, struct name_sources *out)
{
	char copy[sizeof(out->words)], *rest;

	words += strspn(words, BLANKS);
	*out = (struct name_sources){ 0 };
	snprintf(out->words, sizeof(out->words), "%.*s",
	    (int)strcspn(words, "#\r\n"), words);
	memcpy(copy, out->words, sizeof(copy));
	for (const char *word = strtok_r(copy, BLANKS, &rest); word;
	     word = strtok_r(NULL, BLANKS, &rest))
		take_source(word, out);
}

void name_sources_parse(FILE *file, struct name_sources *out)
{
	char *line = NULL;
	size_t size = 0;

	take_sources(usual_sources, out);
	while (file && getline(&line, &size, file) >= 0) {
		const char *at = line + strspn(line, BLANKS);
		if (strncmp(at, "hosts", 5) != 0)
			continue;
		at += 5 + strspn(at + 5, BLANKS);
		if (*at == ':')
			take_sources(at + 1, out);
	}
	free(line);
}

void name_sources_read(struct name_sources *out)
{
	FILE *file =
	    resolver_is_gnu() ? fopen("/etc/nsswitch.conf", "re") : NULL;

	name_sources_parse(file, out);
	if (file)
		fclose(file);
}
