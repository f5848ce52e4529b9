/* SPDX-License-Identifier: MIT */
/* What addresses can be: kinds, hosts, ports, sockets, files. */
#include "front/complete/addresses.h"

#include <string.h>

#include "front/commands.h"
#include "sys/local-names.h"

/* Whether the word at the cursor is an address to which the command forwards.
 */
static bool is_target(const struct cursor *cursor)
{
	const struct spec_rules *rules = cursor->command->addresses;

	return rules && rules->takes_roles && cursor->operand_count > 0;
}

/* Whether the command binds addresses of this host there: all commands that do
 * so announce their readiness. */
static bool is_bound(const struct cursor *cursor)
{
	return !is_target(cursor) &&
	       commands_has_group(cursor->command, &option_group_ready);
}

static void nothing(const struct cursor *cursor, struct candidates *c)
{
	(void)cursor;
	(void)c;
}

static void files(const struct cursor *cursor, struct candidates *c)
{
	(void)cursor;
	candidates_add_files(c);
}

void addresses_ports(const struct cursor *cursor, struct candidates *c)
{
	const struct command *command = cursor->command;

	if (is_bound(cursor))
		return; /* ports in use cannot be bound */
	if (commands_has_group(command, &option_group_udp_out))
		local_names_udp_ports(candidates_take, c);
	else
		local_names_tcp_ports(candidates_take, c);
}

void addresses_sockets(const struct cursor *cursor, struct candidates *c)
{
	if (!is_bound(cursor))
		local_names_unix_sockets(candidates_take, c);
	candidates_add_files(c);
}

static void udp_ports(const struct cursor *cursor, struct candidates *c)
{
	(void)cursor;
	local_names_udp_ports(candidates_take, c);
}

/* HOST, or HOST:PORT. */
static void hosts_with(const struct cursor *cursor, struct candidates *c,
    addresses_adder *add_ports)
{
	const char *colon = strrchr(c->typed, ':');

	if (colon && colon > c->typed) {
		candidates_keep(c, (int)(colon + 1 - c->typed));
		add_ports(cursor, c);
	} else if (is_bound(cursor)) {
		local_names_addresses(candidates_take, c);
	} else {
		local_names_hosts(candidates_take, c);
	}
}

void addresses_hosts(const struct cursor *cursor, struct candidates *c)
{
	hosts_with(cursor, c, addresses_ports);
}

/* Behind "udp:", whatever the command. */
static void udp_hosts(const struct cursor *cursor, struct candidates *c)
{
	hosts_with(cursor, c, udp_ports);
}

/* What stands behind the prefix of a kind. */
static addresses_adder *source_of_kind(enum spec_kind kind)
{
	switch (spec_trait(kind)->form) {
	case SPEC_HOST:
		return kind == SPEC_UDP ? udp_hosts : addresses_hosts;
	case SPEC_SOCKET:
		return addresses_sockets;
	case SPEC_TEXT:
		return kind == SPEC_EXEC || kind == SPEC_SH ? nothing : files;
	case SPEC_MACHINE:
	case SPEC_NUMBER:
	case SPEC_NOTHING:
		break;
	}
	return nothing;
}

static void prefixes(const struct cursor *cursor, struct candidates *c)
{
	const struct spec_rules *rules = cursor->command->addresses;
	unsigned roles =
	    is_target(cursor) ? SPEC_BIT(SPEC_DIALS) : SPEC_BIT(rules->role);

	if (rules->takes_roles)
		roles |= SPEC_BIT(SPEC_DIALS);
	for (int i = 0; i < SPEC_KINDS; i++) {
		const struct spec_trait *trait = spec_trait((enum spec_kind)i);
		if ((rules->kinds & SPEC_BIT(i)) && (trait->roles & roles))
			candidates_add(c, trait->prefix, trait->what);
	}
}

void addresses_all(const struct cursor *cursor, struct candidates *c)
{
	const struct spec_rules *rules = cursor->command->addresses;
	const struct spec_parts parts = spec_split(c->typed);

	if (rules && parts.has_kind) {
		candidates_keep(c, (int)(parts.rest - c->typed));
		source_of_kind(parts.kind)(cursor, c);
		return;
	}
	if (rules)
		prefixes(cursor, c);
	addresses_hosts(cursor, c);
}
