/* SPDX-License-Identifier: MIT */
/* The first line is a name, the rest a file of this host: resolv.conf, hosts
 * or nsswitch.conf. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "probe/look/name-files.h"
#include "probe/look/resolv-conf.h"

static bool is_ended(const char *text, size_t room)
{
	return strnlen(text, room) < room;
}

static void check_servers(FILE *file, const char *name)
{
	static char names[CANDIDATES_MOST][NAME_ROOM];
	struct resolv_conf conf;
	bool has_name = false;

	resolv_conf_parse(file, &conf);
	FUZZ_MUST(conf.server_count >= 1);
	FUZZ_MUST(conf.server_count <= NAME_SERVERS_MOST);
	FUZZ_MUST(conf.search_count <= SEARCH_MOST);
	for (unsigned i = 0; i < conf.server_count; i++)
		FUZZ_MUST(address_port(&conf.servers[i]) == 53);
	for (unsigned i = 0; i < conf.search_count; i++)
		FUZZ_MUST(is_ended(conf.search[i], NAME_ROOM));
	unsigned count = resolv_conf_candidates(&conf, name, names);
	FUZZ_MUST(count <= CANDIDATES_MOST);
	for (unsigned i = 0; i < count; i++) {
		FUZZ_MUST(is_ended(names[i], NAME_ROOM));
		has_name |= strcmp(names[i], name) == 0;
	}
	FUZZ_MUST(count == 0 || has_name);
}

static void check_hosts(FILE *file, const char *name)
{
	struct hosts_entry entry = { 0 };

	name_hosts_find(file, name, &entry);
	FUZZ_MUST(entry.found.count == 0 || entry.line > 0);
	FUZZ_MUST(is_ended(entry.near, sizeof(entry.near)));
	for (size_t i = 0; i < entry.found.count; i++)
		FUZZ_MUST(address_port(&entry.found.items[i]) == 0);
	address_list_free(&entry.found);
}

static void check_sources(FILE *file, const char *name)
{
	struct name_sources sources;

	(void)name;
	name_sources_parse(file, &sources);
	FUZZ_MUST(is_ended(sources.words, sizeof(sources.words)));
	FUZZ_MUST(!sources.files_first || sources.asks_files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const checks[])(FILE *, const char *) = { check_servers,
		check_hosts, check_sources };
	char *name = fuzz_text(&data, &size, '\n');

	for (size_t i = 0; size > 0 && i < 3; i++) {
		FILE *file = fmemopen((void *)data, size, "r");
		FUZZ_MUST(file);
		checks[i](file, name);
		fclose(file);
	}
	free(name);
	return 0;
}
