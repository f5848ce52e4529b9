/* SPDX-License-Identifier: MIT */
/* Lists of ports. */
#include <stdlib.h>

#include "args/ports.h"
#include "base/xalloc.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	const char *list;
	size_t count;
	unsigned first, last;
};

/* clang-format off */
static const struct row rows[] = {
	{ "80", 1, 80, 80 },
	{ "1", 1, 1, 1 },
	{ "65535", 1, 65535, 65535 },
	{ "22,80", 2, 22, 80 },
	{ "80,22", 2, 22, 80 },
	{ "80,80,80", 1, 80, 80 },
	{ "8000-9000", 1001, 8000, 9000 },
	{ "80-80", 1, 80, 80 },
	{ "1-65535", 65535, 1, 65535 },
	{ "10-20,15-25", 16, 10, 25 },
	{ "22,80,8000-8002", 5, 22, 8002 },
	{ "0080", 1, 80, 80 },
};
/* clang-format on */

static const char *const refused[] = {
	"",
	",",
	"22,",
	",22",
	"22,,80",
	"0",
	"65536",
	"99999999999999999999",
	"-",
	"-80",
	"80-",
	"80-70",
	"0-80",
	"80-65536",
	"1-2-3",
	"+80",
	" 80",
	"80 ",
	"8x",
	"80:90",
	"http-80x!",
	"no-such-service-as-this",
};

static void check_understood(const struct row *row)
{
	struct ports *ports = xcalloc(1, sizeof(*ports));
	struct error err = ERROR_NONE;
	size_t count = 0;

	int result = ports_parse(ports, row->list, NULL, &err);
	is_text(result == 0 ? NULL : err.text, NULL, "'%s' is understood",
	    row->list);
	for (size_t port = 0; port <= 65535; port++)
		if (ports->has[port])
			count++;
	is_int((long long)count, (long long)row->count, "'%s' is so many ports",
	    row->list);
	is_int((long long)ports->count, (long long)count,
	    "'%s' is counted right", row->list);
	ok(ports->has[row->first] && ports->has[row->last],
	    "'%s' has %u and %u", row->list, row->first, row->last);
	free(ports);
}

static void check_refused(const char *list)
{
	struct ports *ports = xcalloc(1, sizeof(*ports));
	struct error err = ERROR_NONE;

	int result = ports_parse(ports, list, "tcp", &err);
	ok(result == -1 && err.kind == FAULT_USAGE, "'%s' is refused", list);
	free(ports);
}

static void check_addition(void)
{
	struct ports *ports = xcalloc(1, sizeof(*ports));
	struct error err = ERROR_NONE;

	ports_parse(ports, "1-3", NULL, &err);
	ports_parse(ports, "3-5", NULL, &err);
	is_int((long long)ports->count, 5, "a second list is added");
	free(ports);
}

static void check_names(void)
{
	struct ports *ports = xcalloc(1, sizeof(*ports));
	struct error err = ERROR_NONE;

	is_int(ports_parse(ports, "http", NULL, &err), -1,
	    "without a protocol a name is refused");
	has_text(err.text, "-n", "and the reason is told");
	free(ports);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_understood(&rows[i]);
	for (size_t i = 0; i < COUNT(refused); i++)
		check_refused(refused[i]);
	check_addition();
	check_names();
	return plan();
}
