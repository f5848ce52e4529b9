/* SPDX-License-Identifier: MIT */
/*
 * Limits files, TCP and signals by landlock(7), of which each version adds
 * rights. The headers of older systems have few of these, so all are defined
 * here, by their numbers in the interface of the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/linux/sandbox-private.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/* struct landlock_ruleset_attr */
struct ruleset {
	uint64_t files, tcp, scoped;
};

/* struct landlock_path_beneath_attr, which is packed */
struct place_rule {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/* struct landlock_net_port_attr */
struct port_rule {
	uint64_t allowed, port;
};

enum { RULE_PLACE = 1, RULE_PORT = 2, ASK_VERSION = 1 };

/* Rights to files; some are for directories only. */
#define EXECUTE (1ULL << 0)
#define WRITE_FILE (1ULL << 1)
#define READ_FILE (1ULL << 2)
#define READ_DIR (1ULL << 3)
#define REMOVE_FILE (1ULL << 5)
#define MAKE_REG (1ULL << 8)
#define MAKE_SYM (1ULL << 12)
#define REFER (1ULL << 13)
#define TRUNCATE (1ULL << 14)
#define IOCTL_DEV (1ULL << 15)
#define OF_FILES (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV)
#define ALL_OF_VERSION_1 ((1ULL << 13) - 1)

#define BIND_TCP (1ULL << 0)
#define CONNECT_TCP (1ULL << 1)

#define ABSTRACT_SOCKETS (1ULL << 0)
#define SIGNALS (1ULL << 1)

#define DNS_PORT 53

/* The rights to files that this version knows. */
static uint64_t known_rights(int version)
{
	uint64_t all = ALL_OF_VERSION_1;

	if (version >= 2)
		all |= REFER;
	if (version >= 3)
		all |= TRUNCATE;
	if (version >= 5)
		all |= IOCTL_DEV;
	return all;
}

static struct ruleset make_ruleset(
    const struct sandbox_rules *rules, int version)
{
	struct ruleset set = { 0 };
	unsigned needs = rules->needs;

	set.files = known_rights(version);
	if (version >= 4 && !(needs & SANDBOX_BINDS))
		set.tcp |= BIND_TCP;
	if (version >= 4 && (!(needs & SANDBOX_TCP) || rules->port_count > 0))
		set.tcp |= CONNECT_TCP;
	if (version >= 6 && !rules->reaches_abstract)
		set.scoped |= ABSTRACT_SOCKETS;
	if (version >= 6 && !(needs & SANDBOX_PROGRAMS))
		set.scoped |= SIGNALS;
	return set;
}

/* What is not there needs no right. */
static void allow_place(
    int ruleset, const struct ruleset *set, const char *path, uint64_t rights)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= OF_FILES;
	const struct place_rule rule = { rights & set->files, fd };
	if (rule.allowed)
		syscall(SYS_landlock_add_rule, ruleset, RULE_PLACE, &rule, 0);
	close(fd);
}

/* The directory in /run of the file that a symbolic link leads to, such as
 * /run/systemd/resolve. */
static void allow_link_target(
    int ruleset, const struct ruleset *set, const char *link)
{
	static const char run[] = "/run/";
	char *target = realpath(link, NULL);

	if (target && strncmp(target, run, strlen(run)) == 0) {
		char *end = strrchr(target, '/');
		*end = '\0';
		if (end >= target + strlen(run))
			allow_place(ruleset, set, target, READ_FILE);
	}
	free(target);
}

/*
 * What getaddrinfo(3) reads: its configuration, and the modules that it loads.
 * Editors and clients of DHCP replace a file by another one of its name, which
 * only a right to its directory allows to read. In /etc there are files that
 * are for the super-user only: to the super-user, no other ones are allowed.
 */
static void allow_resolver(int ruleset, const struct ruleset *set)
{
	static const char *const files[] = { "/etc/hosts", "/etc/resolv.conf",
		"/etc/nsswitch.conf", "/etc/gai.conf", "/etc/host.conf",
		"/etc/services", "/etc/protocols", "/etc/networks",
		"/etc/ld.so.cache", "/etc/localtime" };
	static const char *const directories[] = { "/lib", "/lib64", "/usr/lib",
		"/usr/lib64", "/usr/local/lib", "/var/lib/misc", "/run/nscd" };

	if (geteuid() != 0)
		allow_place(ruleset, set, "/etc", READ_FILE);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		allow_place(ruleset, set, files[i], READ_FILE);
		allow_link_target(ruleset, set, files[i]);
	}
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]);
	     i++)
		allow_place(ruleset, set, directories[i], READ_FILE);
}

static void allow_services(int ruleset, const struct ruleset *set)
{
	allow_place(ruleset, set, "/etc/services", READ_FILE);
	allow_place(ruleset, set, "/etc/nsswitch.conf", READ_FILE);
}

static void allow_trust(int ruleset, const struct ruleset *set)
{
	static const char *const places[] = { "/etc/ssl", "/usr/lib/ssl",
		"/etc/pki", "/etc/ca-certificates", "/var/lib/ca-certificates",
		"/usr/share/ca-certificates", "/etc/crypto-policies",
		"/usr/local/share/ca-certificates", "/nix/store",
		"/gnu/store" };
	const char *asked = getenv("SSL_CERT_DIR"), *place;
	char *list = asked ? strdup(asked) : NULL, *rest = list;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		allow_place(ruleset, set, places[i], READ_FILE | READ_DIR);
	while ((place = strsep(&rest, ":")))
		allow_place(ruleset, set, place, READ_FILE | READ_DIR);
	free(list);
}

static uint64_t rights_of(unsigned place)
{
	static const struct {
		unsigned right;
		uint64_t allowed;
	} rows[] = {
		{ SANDBOX_PLACE_LISTS, READ_DIR },
		{ SANDBOX_PLACE_READS, READ_DIR | READ_FILE },
		{ SANDBOX_PLACE_WRITES, WRITE_FILE | TRUNCATE },
		{ SANDBOX_PLACE_MAKES, MAKE_REG },
		{ SANDBOX_PLACE_REMOVES, REMOVE_FILE },
		{ SANDBOX_PLACE_LINKS, MAKE_SYM },
		{ SANDBOX_PLACE_DEVICES, IOCTL_DEV },
	};
	uint64_t rights = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (place & rows[i].right)
			rights |= rows[i].allowed;
	return rights;
}

/* Programs write to what keeps nothing, and to their terminals. */
static void allow_programs(int ruleset, const struct ruleset *set)
{
	static const char *const devices[] = { "/dev/zero", "/dev/full",
		"/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx",
		"/dev/pts" };

	allow_place(ruleset, set, "/", EXECUTE | READ_FILE | READ_DIR);
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
		allow_place(ruleset, set, devices[i], WRITE_FILE | IOCTL_DEV);
}

static void allow_files(
    int ruleset, const struct ruleset *set, const struct sandbox_rules *rules)
{
	allow_place(
	    ruleset, set, "/dev/null", WRITE_FILE | READ_FILE | TRUNCATE);
	if (rules->needs & SANDBOX_READS)
		allow_place(ruleset, set, "/", READ_FILE | READ_DIR);
	else if (rules->needs & SANDBOX_LOOKS_UP)
		allow_resolver(ruleset, set);
	if (rules->needs & SANDBOX_SERVICES)
		allow_services(ruleset, set);
	if (rules->needs & SANDBOX_TRUSTS)
		allow_trust(ruleset, set);
	if (rules->needs & SANDBOX_PROGRAMS)
		allow_programs(ruleset, set);
	for (size_t i = 0; i < rules->place_count; i++)
		allow_place(ruleset, set, rules->places[i].path,
		    rights_of(rules->places[i].rights));
}

static void allow_port(int ruleset, uint16_t port)
{
	const struct port_rule rule = { CONNECT_TCP, port };

	syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &rule, 0);
}

static void allow_ports(
    int ruleset, const struct ruleset *set, const struct sandbox_rules *rules)
{
	if (!(set->tcp & CONNECT_TCP))
		return;
	if (rules->needs & SANDBOX_LOOKS_UP)
		allow_port(ruleset, DNS_PORT);
	if (!(rules->needs & SANDBOX_TCP))
		return;
	for (size_t i = 0; i < rules->port_count; i++)
		allow_port(ruleset, rules->ports[i]);
}

int sandbox_landlock(void)
{
	int version = (int)syscall(
	    SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);

	return version > 0 ? version : 0;
}

static int fail(struct error *err)
{
	return sandbox_is_missing(errno) ? 0
	                                 : error_sys(err, FAULT_INTERNAL,
					       "cannot limit files (landlock)");
}

int sandbox_limit_files(const struct sandbox_rules *rules, struct error *err)
{
	int version = sandbox_landlock();

	if (version == 0 || (rules->needs & SANDBOX_PROCESSES))
		return 0;
	const struct ruleset set = make_ruleset(rules, version);
	size_t size = version >= 6   ? sizeof(set)
	              : version >= 4 ? 2 * sizeof(uint64_t)
	                             : sizeof(uint64_t);
	int fd = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
	if (fd < 0)
		return fail(err);
	allow_files(fd, &set, rules);
	allow_ports(fd, &set, rules);
	if (syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		version = fail(err);
	close(fd);
	return version;
}
