/* SPDX-License-Identifier: MIT */
/* Words of netcat-openbsd: ports and types of service. */
#include <stdlib.h>
#include <string.h>

#include "args/nc-words.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
static const struct port_row {
	const char *word;
	size_t count;
	unsigned first, last;
} understood[] = {
	{ "80", 1, 80, 80 },
	{ "1", 1, 1, 1 },
	{ "65535", 1, 65535, 65535 },
	{ "00080", 1, 80, 80 },
	{ " 80", 1, 80, 80 },
	{ "+80", 1, 80, 80 },
	{ "20-30", 11, 20, 30 },
	{ "30-20", 11, 20, 30 },
	{ "7-7", 1, 7, 7 },
	{ "1-65535", 65535, 1, 65535 },
};

static const struct refusal_row {
	const char *word, *text;
} refused[] = {
	{ "0", "port number too small: 0" },
	{ "0-1", "port number too small: 0" },
	{ "65536", "port number too large: 65536" },
	{ "1-99999", "port number too large: 99999" },
	{ "99999999999999999999", "port number too large: 99999999999999999999" },
	{ "", "port number invalid: " },
	{ "5-", "port number invalid: " },
	{ "1-2-3", "port number invalid: 2-3" },
	{ "5-http", "port number invalid: http" },
	{ "3-5,9", "port number invalid: 5,9" },
	{ "80,81", "port number invalid: 80,81" },
	{ "0x50", "port number invalid: 0x50" },
	{ "no-such-service", "port number invalid: no-such-service" },
};

static const struct tos_row {
	const char *word;
	long tos; /* -1: refused */
} services[] = {
	{ "critical", 0xa0 }, { "inetcontrol", 0xc0 }, { "netcontrol", 0xe0 },
	{ "lowcost", 0x02 }, { "reliability", 0x04 }, { "throughput", 0x08 },
	{ "lowdelay", 0x10 }, { "ef", 0xb8 },
	{ "af11", 0x28 }, { "af12", 0x30 }, { "af13", 0x38 },
	{ "af21", 0x48 }, { "af33", 0x78 }, { "af43", 0x98 },
	{ "cs0", 0 }, { "cs1", 0x20 }, { "cs7", 0xe0 },
	{ "0", 0 }, { "16", 16 }, { "010", 10 }, { "255", 255 },
	{ "0x10", 16 }, { "0xff", 255 }, { "0x00000ff", 255 },
	{ "", -1 }, { "foo", -1 }, { "256", -1 }, { "-1", -1 }, { "16x", -1 },
	{ "0x", -1 }, { "0x100", -1 }, { "0xfg", -1 }, { "0X10", -1 },
	{ "0x10000000000000010", -1 }, { "0x1000000000000001", -1 },
	{ "af14", -1 }, { "af44", -1 }, { "af51", -1 }, { "af1", -1 },
	{ "af111", -1 }, { "AF11", -1 }, { "cs8", -1 }, { "cs", -1 },
};
/* clang-format on */

static void check_understood(const struct port_row *row)
{
	struct nc_ports ports = { 0 };
	struct error err = ERROR_NONE;
	bool ascends = true;

	int result = nc_ports_add(&ports, row->word, "tcp", &err);
	is_text(result == 0 ? NULL : err.text, NULL, "'%s' is understood",
	    row->word);
	is_int((long long)ports.count, (long long)row->count,
	    "'%s' is so many ports", row->word);
	for (size_t i = 1; i < ports.count; i++)
		ascends &= ports.items[i] == ports.items[i - 1] + 1;
	ok(ascends && ports.count && ports.items[0] == row->first &&
		ports.items[ports.count - 1] == row->last,
	    "'%s' goes from %u to %u", row->word, row->first, row->last);
	nc_ports_free(&ports);
}

static void check_refused(const struct refusal_row *row)
{
	struct nc_ports ports = { 0 };
	struct error err = ERROR_NONE;

	int result = nc_ports_add(&ports, row->word, "tcp", &err);
	ok(result == -1 && err.kind == FAULT_USAGE, "'%s' is refused",
	    row->word);
	is_text(err.text, row->text, "'%s' is refused in the words of nc",
	    row->word);
	nc_ports_free(&ports);
}

static void check_list(void)
{
	struct nc_ports ports = { 0 };
	struct error err = ERROR_NONE;
	static const uint16_t expected[] = { 80, 3, 4, 5, 4 };

	nc_ports_add(&ports, "80", "tcp", &err);
	nc_ports_add(&ports, "5-3", "tcp", &err);
	nc_ports_add(&ports, "4", "tcp", &err);
	ok(ports.count == COUNT(expected) &&
		memcmp(ports.items, expected, sizeof(expected)) == 0,
	    "the ports of several operands stay in their order");
	nc_ports_free(&ports);
}

/* Where the machine has no list of services, there is nothing to find. */
static void check_names(void)
{
	struct nc_ports ports = { 0 };
	struct error err = ERROR_NONE;
	static const struct {
		const char *name, *protocol;
		uint16_t port;
	} rows[] = { { "http", "tcp", 80 }, { "ftp-data", "tcp", 20 },
		{ "tftp", "udp", 69 } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		int result =
		    nc_ports_add(&ports, rows[i].name, rows[i].protocol, &err);
		ok(result < 0 ? err.kind == FAULT_USAGE
			      : ports.items[ports.count - 1] == rows[i].port,
		    "%s is the port of that service, if services are known",
		    rows[i].name);
	}
	is_int(nc_ports_add(&ports, "tftp", "tcp", &err), -1,
	    "a service of another protocol is not taken");
	nc_ports_free(&ports);
}

static int compare(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* That 1000 ports stay in order by chance does not happen. */
static void check_shuffle(void)
{
	struct nc_ports ports = { 0 }, sorted = { 0 };
	struct error err = ERROR_NONE;

	nc_ports_add(&ports, "1001-2000", "tcp", &err);
	nc_ports_add(&sorted, "1001-2000", "tcp", &err);
	nc_ports_shuffle(&ports);
	size_t size = sorted.count * sizeof(*sorted.items);
	ok(memcmp(ports.items, sorted.items, size) != 0,
	    "a shuffle changes the order");
	qsort(ports.items, ports.count, sizeof(*ports.items), compare);
	ok(memcmp(ports.items, sorted.items, size) == 0, "and keeps each port");
	nc_ports_free(&ports);
	nc_ports_free(&sorted);
}

static void check_tos(const struct tos_row *row)
{
	struct error err = ERROR_NONE;
	long tos = -2;

	int result = nc_tos(row->word, &tos, &err);
	if (row->tos >= 0) {
		is_int(result == 0 ? tos : -1, row->tos,
		    "'%s' is that type of service", row->word);
		return;
	}
	ok(result == -1 && err.kind == FAULT_USAGE,
	    "'%s' is no type of service", row->word);
	has_text(err.text, "illegal tos value", "'%s' is named", row->word);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(understood); i++)
		check_understood(&understood[i]);
	for (size_t i = 0; i < COUNT(refused); i++)
		check_refused(&refused[i]);
	check_list();
	check_names();
	check_shuffle();
	for (size_t i = 0; i < COUNT(services); i++)
		check_tos(&services[i]);
	return plan();
}
