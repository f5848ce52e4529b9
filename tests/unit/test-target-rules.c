/* SPDX-License-Identifier: MIT */
/* To which targets the clients of a proxy server may connect, and how that is
 * written. */
#include "args/target-rule.h"
#include "inet-address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { ELSEWHERE = false, LOCAL = true };

/* clang-format off */
static const struct {
	const char *allow[3], *deny[3]; /* words */
	const char *host, *address;
	unsigned port;
	bool is_client_local;
	enum target_verdict verdict;
} rows[] = {
	/* without rules */
	{ { 0 }, { 0 }, "db.test", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "10.0.0.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "127.255.255.254", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::ffff:127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::ffff:169.254.169.254", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "0.0.0.0", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "0.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "169.254.169.254", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "fe80::1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::2", 80, ELSEWHERE, TARGET_ALLOWED },
	/* an address of IPv4 in one of IPv6 */
	{ { 0 }, { 0 }, "db.test", "64:ff9b::127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b::127.0.0.1", 80, LOCAL, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b::169.254.169.254", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b::0.0.0.0", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b::192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b:1:2::127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "64:ff9b:2::127.0.0.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "::127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "::192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "::ffff:0:127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2002:7f00:1::", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2002:a9fe:a9fe::1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2002:c000:201::7f00:1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "2001:0:c000:201:0:0:80ff:fffe", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2001:0:c000:201:0:0:3fff:fdfe", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "2001:db8::5efe:127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2001:db8::200:5efe:127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { 0 }, { 0 }, "db.test", "2001:db8::127.0.0.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { "10.0.0.0/8" }, "db.test", "64:ff9b::10.1.2.3", 80, LOCAL, TARGET_DENIED },
	{ { "10.0.0.0/8" }, { 0 }, "db.test", "64:ff9b::10.1.2.3", 80, LOCAL, TARGET_NOT_ALLOWED },
	{ { "64:ff9b::/96" }, { 0 }, "db.test", "64:ff9b::127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "64:ff9b::/96", "127.0.0.1" }, { 0 }, "db.test", "64:ff9b::127.0.0.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "::1" }, { 0 }, "db.test", "::1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "127.0.0.1", 80, LOCAL, TARGET_ALLOWED },
	{ { 0 }, { 0 }, "db.test", "169.254.169.254", 80, LOCAL, TARGET_ALLOWED },
	/* only a range of shielded addresses lifts the shield */
	{ { "127.0.0.1" }, { 0 }, "127.0.0.1", "127.0.0.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "127.0.0.1" }, { 0 }, "127.0.0.1", "127.0.0.2", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "127.0.0.0/8:80" }, { 0 }, "db.test", "127.0.0.9", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "127.0.0.0/8:80" }, { 0 }, "db.test", "127.0.0.9", 81, ELSEWHERE, TARGET_SHIELDED },
	{ { "127.0.0.0/8" }, { 0 }, "db.test", "::ffff:127.0.0.9", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "[::1]:80" }, { 0 }, "::1", "::1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "0.0.0.0/0" }, { 0 }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "::/0" }, { 0 }, "db.test", "::1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "126.0.0.0/7" }, { 0 }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "*" }, { 0 }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "db.test:80" }, { 0 }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_SHIELDED },
	{ { "127.0.0.1" }, { "127.0.0.1" }, "db.test", "127.0.0.1", 80, ELSEWHERE, TARGET_DENIED },
	/* names that are allowed */
	{ { "db.test" }, { 0 }, "db.test", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "db.test" }, { 0 }, "DB.Test.", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "db.test" }, { 0 }, "xdb.test", "192.0.2.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "db.test" }, { 0 }, "db.tes", "192.0.2.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "db.test:80" }, { 0 }, "db.test", "192.0.2.1", 81, LOCAL, TARGET_NOT_ALLOWED },
	{ { "*.test" }, { 0 }, "a.b.test", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "*.test" }, { 0 }, "test", "192.0.2.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "*.test" }, { 0 }, "a.test.example", "192.0.2.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "db*.*.test" }, { 0 }, "db7.x.test.y.test", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "*a*b" }, { 0 }, "aab.abba", "192.0.2.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "a*" }, { 0 }, "abcd::1", "abcd::1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "*" }, { 0 }, "2001:db8::1", "2001:db8::1", 80, ELSEWHERE, TARGET_ALLOWED },
	/* ports, and lists of them */
	{ { ":443" }, { 0 }, "db.test", "192.0.2.1", 443, ELSEWHERE, TARGET_ALLOWED },
	{ { ":443" }, { 0 }, "db.test", "192.0.2.1", 444, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "*:1-3,7,https" }, { 0 }, "db.test", "192.0.2.1", 3, ELSEWHERE, TARGET_ALLOWED },
	{ { "*:1-3,7,https" }, { 0 }, "db.test", "192.0.2.1", 4, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "*:1-3,7,https" }, { 0 }, "db.test", "192.0.2.1", 7, ELSEWHERE, TARGET_ALLOWED },
	{ { "*:1-3,7,https" }, { 0 }, "db.test", "192.0.2.1", 443, ELSEWHERE, TARGET_ALLOWED },
	{ { "*:65535" }, { 0 }, "db.test", "192.0.2.1", 65535, ELSEWHERE, TARGET_ALLOWED },
	/* ranges: the address counts, not the name */
	{ { "192.0.2.0/24" }, { 0 }, "db.test", "192.0.2.77", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "192.0.2.0/24" }, { 0 }, "db.test", "192.0.3.77", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "192.0.2.0/24" }, { 0 }, "db.test", "::ffff:192.0.2.77", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "[2001:db8::/32]:80" }, { 0 }, "db.test", "2001:db8:1::1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "2001:db8::/32" }, { 0 }, "db.test", "2001:db9::1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	{ { "a.test", "192.0.2.0/24" }, { 0 }, "a.test", "198.51.100.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "a.test", "192.0.2.0/24" }, { 0 }, "b.test", "192.0.2.1", 80, ELSEWHERE, TARGET_ALLOWED },
	{ { "a.test", "192.0.2.0/24" }, { 0 }, "b.test", "198.51.100.1", 80, ELSEWHERE, TARGET_NOT_ALLOWED },
	/* what is denied is not allowed by another rule */
	{ { "*" }, { "*.test" }, "a.test", "192.0.2.1", 80, LOCAL, TARGET_DENIED },
	{ { 0 }, { "10.0.0.0/8" }, "a.test", "10.1.2.3", 80, LOCAL, TARGET_DENIED },
	{ { 0 }, { "10.0.0.0/8" }, "a.test", "::ffff:10.1.2.3", 80, LOCAL, TARGET_DENIED },
	{ { "a.test" }, { "10.0.0.0/8" }, "a.test", "10.1.2.3", 80, LOCAL, TARGET_DENIED },
	{ { 0 }, { ":25" }, "a.test", "192.0.2.1", 25, LOCAL, TARGET_DENIED },
	{ { 0 }, { ":25" }, "a.test", "192.0.2.1", 26, LOCAL, TARGET_ALLOWED },
	{ { 0 }, { "a.test" }, "b.test", "192.0.2.1", 26, LOCAL, TARGET_ALLOWED },
};

/* Before the lookup. */
static const struct {
	const char *allow[2], *deny[2];
	const char *host;
	unsigned port;
	enum target_verdict verdict;
} names[] = {
	{ { 0 }, { 0 }, "db.test", 80, TARGET_ALLOWED },
	{ { 0 }, { "db.test" }, "db.test.", 80, TARGET_DENIED },
	{ { 0 }, { "db.test:81" }, "db.test", 80, TARGET_ALLOWED },
	{ { 0 }, { "10.0.0.0/8" }, "db.test", 80, TARGET_ALLOWED },
	{ { "a.test" }, { 0 }, "b.test", 80, TARGET_NOT_ALLOWED },
	{ { "a.test" }, { 0 }, "a.test", 80, TARGET_ALLOWED },
	{ { "a.test", "10.0.0.0/8:80" }, { 0 }, "b.test", 80, TARGET_ALLOWED },
	{ { "a.test", "10.0.0.0/8:81" }, { 0 }, "b.test", 80, TARGET_NOT_ALLOWED },
	{ { "*" }, { 0 }, "127.0.0.1", 80, TARGET_ALLOWED },
};

static const char *const nonsense[] = { "", ":", "[", "[]", "[]:80", "[::1]80",
	"[::1", "10.*", "10.0.0.*:80", "*.*", "a b", "a/b", "a.test:", "a.test:0",
	"a.test:70000", "a.test:9-1", "a.test:x/y", "10.0.0.0/33", "::1/129",
	"a.test.", "http://a.test", "a@b", "[::/0]:", "1.2.3.4:80:90" };
/* clang-format on */

static void add(
    struct target_list *list, const char *const *words, size_t count)
{
	struct error err = ERROR_NONE;

	for (size_t i = 0; i < count && words[i]; i++)
		is_int(target_rule_parse("--x", words[i], list, &err), 0,
		    "'%s' is a rule%s", words[i], err.text);
}

static void check_verdicts(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct target_rules rules = { 0 };
		struct address found = inet(rows[i].address, rows[i].port);
		add(&rules.allow, rows[i].allow, COUNT(rows[i].allow));
		add(&rules.deny, rows[i].deny, COUNT(rows[i].deny));
		is_int(target_rules_judge(&rules, rows[i].host, &found,
			   rows[i].is_client_local),
		    rows[i].verdict, "row %zu: %s port %u", i, rows[i].host,
		    rows[i].port);
		target_rules_free(&rules);
	}
}

static void check_names(void)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		struct target_rules rules = { 0 };
		add(&rules.allow, names[i].allow, COUNT(names[i].allow));
		add(&rules.deny, names[i].deny, COUNT(names[i].deny));
		is_int(target_rules_judge_name(
			   &rules, names[i].host, names[i].port),
		    names[i].verdict, "name %zu: %s", i, names[i].host);
		target_rules_free(&rules);
	}
}

static void check_nonsense(void)
{
	for (size_t i = 0; i < COUNT(nonsense); i++) {
		struct target_rules rules = { 0 };
		struct error err = ERROR_NONE;
		is_int(target_rule_parse(
			   "--deny-target", nonsense[i], &rules.deny, &err),
		    -1, "'%s' is no rule", nonsense[i]);
		is_int(err.kind, FAULT_USAGE, "that is a usage error");
		has_text(err.text, "--deny-target: ", "of the option");
		is_int((long long)rules.deny.count, 0, "and adds nothing");
		target_rules_free(&rules);
	}
}

int main(void)
{
	check_verdicts();
	check_names();
	check_nonsense();
	return plan();
}
