/* SPDX-License-Identifier: MIT */
/* The files of this host about names. */
#include "probe/look/name-files.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "probe/look/resolv-conf.h"
#include "tap.h"

static FILE *file_of(const char *text)
{
	FILE *file = fmemopen((void *)(size_t)text, strlen(text), "r");

	if (!file)
		ok(false, "fmemopen");
	return file;
}

static struct resolv_conf conf_of(const char *text)
{
	struct resolv_conf conf;
	FILE *file = file_of(text);

	resolv_conf_parse(file, &conf);
	fclose(file);
	return conf;
}

/* The names that are tried, separated by blanks. Returns out. */
static const char *tried(const char *text, const char *host, struct bytes *out)
{
	char names[CANDIDATES_MOST][NAME_ROOM];
	struct resolv_conf conf = conf_of(text);
	unsigned count = resolv_conf_candidates(&conf, host, names);

	bytes_clear(out);
	for (unsigned i = 0; i < count; i++)
		bytes_print(out, "%s%s", i > 0 ? " " : "", names[i]);
	bytes_add(out, "", 1);
	return (const char *)out->at;
}

static void test_servers(void)
{
	char text[ADDRESS_TEXT];
	struct resolv_conf conf = conf_of("# nameserver 192.0.2.9\n"
					  "nameserver 192.0.2.1\n"
					  " nameserver\t2001:db8::1 \n"
					  "nameserver ns.test\n"
					  "nameserver fe80::1%lo\n"
					  "nameserver 192.0.2.4\n");

	ok(conf.server_count == 3 && conf.has_servers, "three servers");
	is_text(address_text(text, &conf.servers[0]), "192.0.2.1:53",
	    "the first has port 53");
	is_text(address_text(text, &conf.servers[1]), "[2001:db8::1]:53",
	    "the second is one of IPv6");
	is_text(address_text(text, &conf.servers[2]), "[fe80::1%lo]:53",
	    "the third has an interface");
	ok(conf.bad_line == 4, "a server that is no address is noted");
	ok(conf.ignored == 1, "the fourth server is ignored");
	conf = conf_of("search a.test\n");
	ok(!conf.has_servers && conf.server_count == 1,
	    "without a server the only one is this host");
	is_text(address_text(text, &conf.servers[0]), "127.0.0.1:53",
	    "at its loopback address");
	resolv_conf_parse(NULL, &conf);
	ok(!conf.has_servers && conf.server_count == 1,
	    "and the same without a file");
}

static void test_search(void)
{
	static const struct {
		const char *text, *host, *names, *why;
	} rows[] = {
		{ "\n", "web", "web", "no domain" },
		{ "search a.test b.test.\n", "web", "web.a.test web.b.test web",
		    "domains first" },
		{ "search a.test\n", "web.x", "web.x web.x.a.test",
		    "a name with a dot is tried alone first" },
		{ "search a.test\noptions rotate ndots:2\n", "web.x",
		    "web.x.a.test web.x", "unless more dots are wanted" },
		{ "search a.test\n", "web.", "web.",
		    "a last dot is the end of a name" },
		{ "search a.test\ndomain b.test c.test\n", "web",
		    "web.b.test web", "the last line counts" },
		{ "search .\n", "web", "web", "the root is no domain" },
		{ "search a b c d e f g h\n", "web",
		    "web.a web.b web.c web.d web.e web.f web",
		    "six domains are enough" },
		{ "search a.test\n", "", "", "nothing is no name" },
	};

	struct bytes names = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is_text(tried(rows[i].text, rows[i].host, &names),
		    rows[i].names, "%s", rows[i].why);
	bytes_free(&names);
}

static struct hosts_entry hosts_of(const char *text, const char *name)
{
	struct hosts_entry entry = { 0 };
	FILE *file = file_of(text);

	name_hosts_find(file, name, &entry);
	fclose(file);
	return entry;
}

static void test_hosts(void)
{
	static const char text[] = "127.0.0.1 localhost # web.test\n"
				   "\n"
				   "192.0.2.1\tWeb.test web\n"
				   "2001:db8::1 web.test\n"
				   "300.0.2.1 bad.test\n";
	char shown[ADDRESS_TEXT];
	struct hosts_entry entry = hosts_of(text, "web.TEST");

	ok(entry.line == 3 && entry.found.count == 2,
	    "a name is found in all lines, whatever its case");
	is_text(address_host(shown, &entry.found.items[1]), "2001:db8::1",
	    "an IPv6 address");
	address_list_free(&entry.found);
	entry = hosts_of(text, "web");
	ok(entry.line == 3 && entry.found.count == 1, "an alias is found");
	address_list_free(&entry.found);
	entry = hosts_of(text, "bad.test");
	ok(entry.line == 5 && entry.found.count == 0,
	    "a line without a valid address is found");
	entry = hosts_of(text, "localhots");
	ok(entry.line == 0 && entry.near_line == 1, "a name that is near");
	is_text(entry.near, "localhost", "is told");
	entry = hosts_of(text, "other.example");
	ok(entry.line == 0 && !*entry.near, "another name is not there");
}

static struct name_sources sources_of(const char *text)
{
	struct name_sources sources;
	FILE *file = file_of(text);

	name_sources_parse(file, &sources);
	fclose(file);
	return sources;
}

static void test_sources(void)
{
	struct name_sources s =
	    sources_of("passwd: files\nhosts:\tfiles dns # usual\n");

	is_text(s.words, "files dns ", "the words of the line");
	ok(s.asks_files && s.asks_dns && s.files_first, "files, then DNS");
	s = sources_of("hosts: dns [NOTFOUND=return] files\n");
	ok(s.asks_files && s.asks_dns && !s.files_first, "DNS, then files");
	s = sources_of("hosts: files\n");
	ok(s.asks_files && !s.asks_dns, "files only");
	s = sources_of(
	    "hosts: files mdns4_minimal [NOTFOUND=return] resolve\n");
	ok(s.asks_mdns && s.asks_dns, "what asks DNS by itself");
	s = sources_of("passwd: files\n");
	ok(s.asks_files && s.asks_dns, "without the line the usual");
	name_sources_parse(NULL, &s);
	ok(s.asks_files && s.asks_dns && s.files_first, "without the file");
}

int main(void)
{
	test_servers();
	test_search();
	test_hosts();
	test_sources();
	return plan();
}
