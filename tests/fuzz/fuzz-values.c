/* SPDX-License-Identifier: MIT */
/* The input is a text, which each form of value tries to read: what is read is
 * written, and that is read as the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/nc-words.h"
#include "args/ports.h"
#include "args/target-rule.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/parse.h"
#include "base/quote.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "net/address/cidr.h"
#include "net/datagram/multicast.h"

static void check_numbers(const char *text)
{
	char again[32], shown[TEXT_MEASURE];
	uint64_t number, second = 0;
	long mode, other = 0;

	if (parse_number(text, &number)) {
		snprintf(again, sizeof(again), "%" PRIu64, number);
		FUZZ_MUST(parse_number(again, &second) && second == number);
		FUZZ_MUST(text[strspn(text, "0123456789")] == '\0');
		/* No size is that large. */
		FUZZ_MUST(parse_size(text, &second) ? second == number
						    : number >= INT64_MAX);
	}
	if (parse_size(text, &number)) {
		snprintf(again, sizeof(again), "%" PRIu64, number);
		FUZZ_MUST(parse_size(again, &second) && second == number);
		FUZZ_MUST(strlen(text_size(shown, number)) > 2);
	}
	if (parse_mode(text, &mode)) {
		FUZZ_MUST(mode >= 0 && mode <= 0777);
		snprintf(again, sizeof(again), "%04lo", (unsigned long)mode);
		FUZZ_MUST(parse_mode(again, &other) && other == mode);
	}
}

static void check_time(const char *text)
{
	char again[32], shown[TEXT_MEASURE];
	int64_t time_us, second = -1;

	if (!parse_time(text, &time_us))
		return;
	FUZZ_MUST(time_us >= 0);
	if (time_us == CLOCK_NEVER)
		snprintf(again, sizeof(again), "never");
	else
		snprintf(again, sizeof(again), "%" PRId64 "us", time_us);
	FUZZ_MUST(parse_time(again, &second) && second == time_us);
	FUZZ_MUST(strlen(text_duration(shown, time_us)) > 2);
	FUZZ_MUST(strlen(text_precise(shown, time_us)) > 2);
}

/* Of any bytes, written in escapes. */
static void check_bytes(const uint8_t *data, size_t size)
{
	char *text = xcalloc(4 * size + 1, 1), *out = xmalloc(4 * size + 1);
	size_t len = 0;

	for (size_t i = 0; i < size; i++)
		snprintf(text + 4 * i, 5, "\\x%02X", data[i]);
	FUZZ_MUST(parse_escapes(text, out, &len));
	FUZZ_MUST(len == size && (size == 0 || memcmp(out, data, len) == 0));
	free(text);
	free(out);
}

static void check_escapes(const char *text)
{
	char *out = xmalloc(strlen(text) + 1);
	size_t len = 0;

	if (parse_escapes(text, out, &len)) {
		FUZZ_MUST(len <= strlen(text));
		if (!strchr(text, '\\'))
			FUZZ_MUST(
			    len == strlen(text) && memcmp(out, text, len) == 0);
		check_bytes((const uint8_t *)out, len);
	}
	free(out);
}

static void check_base64(const uint8_t *data, size_t size)
{
	struct bytes text = { 0 }, back = { 0 };

	base64_add(&text, data, size);
	FUZZ_MUST(text.len == (size + 2) / 3 * 4);
	FUZZ_MUST(base64_decode(&back, text.at, text.len));
	FUZZ_MUST(back.len == size);
	FUZZ_MUST(size == 0 || memcmp(back.at, data, size) == 0);
	bytes_clear(&back);
	if (base64_decode(&back, data, size)) {
		bytes_clear(&text);
		base64_add(&text, back.at, back.len);
		FUZZ_MUST(text.len == size);
	}
	bytes_free(&text);
	bytes_free(&back);
}

/* A range holds itself. */
static void check_range(const char *text)
{
	struct cidr range;

	if (!cidr_parse(text, &range))
		return;
	FUZZ_MUST(range.bits <= 128);
	FUZZ_MUST(cidr_is_within(&range, &range));
}

static void check_ports(const char *text)
{
	static struct ports ports;
	struct error err = ERROR_NONE;
	size_t count = 0;

	memset(&ports, 0, sizeof(ports));
	if (ports_parse(&ports, text, NULL, &err) < 0) {
		fuzz_check_refusal(&err);
		return;
	}
	for (size_t i = 0; i < 65536; i++)
		count += ports.has[i];
	FUZZ_MUST(count == ports.count && count > 0 && !ports.has[0]);
}

static void check_targets(const char *text)
{
	struct target_rules rules = { 0 };
	struct error err = ERROR_NONE;

	if (target_rule_parse("--allow-target", text, &rules.allow, &err) < 0)
		fuzz_check_refusal(&err);
	else
		FUZZ_MUST(rules.allow.count > 0);
	for (size_t i = 0; i < rules.allow.count; i++) {
		const struct target_rule *r = &rules.allow.items[i];
		FUZZ_MUST(r->first_port <= r->last_port);
		FUZZ_MUST(r->last_port <= 65535);
		FUZZ_MUST(!r->name || *r->name);
		if (r->name && !strchr(r->name, '*'))
			FUZZ_MUST(target_rules_judge_name(&rules, r->name,
				      r->first_port) == TARGET_ALLOWED);
	}
	target_rules_judge_name(&rules, text, 80);
	target_rules_free(&rules);
}

static void check_group(const char *text)
{
	struct multicast_group group = multicast_group_parse(text);

	FUZZ_MUST(group.name && strlen(group.name) <= strlen(text));
	free(group.name);
}

static void check_netcat(const char *text)
{
	struct nc_ports ports = { 0 };
	struct error err = ERROR_NONE;
	long tos = -1;

	if (strspn(text, "0123456789-") == strlen(text) &&
	    nc_ports_add(&ports, text, "tcp", &err) == 0) {
		FUZZ_MUST(ports.count > 0);
		for (size_t i = 1; i < ports.count; i++)
			FUZZ_MUST(ports.items[i - 1] <= ports.items[i]);
	}
	nc_ports_free(&ports);
	if (nc_tos(text, &tos, &err) == 0)
		FUZZ_MUST(tos >= 0 && tos <= 255);
	if (nc_proxy_check(text, &err) == 0) {
		struct config_nc nc = { .proxy = text, .proxy_protocol = "5" };
		struct nc_proxy proxy = nc_proxy_read(&nc);
		FUZZ_MUST(proxy.host && proxy.port);
		FUZZ_MUST(strlen(proxy.host) <= strlen(text));
		free(proxy.host);
	}
}

/* A shell reads the word that was quoted, in one line. */
static void check_quoted(const char *text)
{
	static const char special[] = " '\"$`\\*?[]{}();&|<>~#!";
	size_t room = 4 * strlen(text) + 16;
	char *shown = xmalloc(room);
	const char *rest = quote_word(shown, room, text);

	for (const char *c = shown; *c; c++)
		FUZZ_MUST((unsigned char)*c >= ' ' && *c != 0x7F);
	if (strpbrk(text, special) || !*text)
		FUZZ_MUST(*shown == '\'' || strncmp(shown, "$'", 2) == 0);
	char *back = fuzz_unquote(&rest);
	FUZZ_MUST(!*rest && strcmp(back, text) == 0);
	free(shown);
	free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *from = data;
	size_t left = size;
	char *text = fuzz_text(&from, &left, '\0');

	check_numbers(text);
	check_time(text);
	check_escapes(text);
	check_range(text);
	check_ports(text);
	check_targets(text);
	check_group(text);
	check_netcat(text);
	check_quoted(text);
	check_bytes(data, size);
	check_base64(data, size);
	free(text);
	return 0;
}
