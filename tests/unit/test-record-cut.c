/* SPDX-License-Identifier: MIT */
/* A record with little memory for connections that wait for an earlier one. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "tap.h"
#include "tap/record/record.h"

static struct tap *all;

static void happens(unsigned id, enum tap_kind kind, const char *bytes)
{
	const struct tap_connection connection = {
		.id = id,
		.transport = TAP_TCP,
	};
	struct tap_event event = { .kind = kind, .connection = &connection };

	if (kind == TAP_DATA)
		event.data = (struct tap_data){ TAP_IN, bytes, strlen(bytes) };
	tap_tell(all, &event);
}

static void begin_two(unsigned first, const char *second_says)
{
	happens(first, TAP_ACCEPTED, NULL);
	happens(first + 1, TAP_ACCEPTED, NULL);
	happens(first, TAP_DATA, "first\n");
	happens(first + 1, TAP_DATA, second_says);
	happens(first, TAP_CLOSED, NULL);
	happens(first + 1, TAP_CLOSED, NULL);
}

int main(void)
{
	struct record_opts opts = {
		.name = "record", .max_kept = 1024, .all = &all
	};
	struct error err = ERROR_NONE;
	struct outlet outlet;
	char longer[1200], text[8192] = "";
	FILE *file = tmpfile();
	int fd = file ? dup(fileno(file)) : -1;

	memset(longer, 'b', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	bool begun =
	    fd >= 0 && outlet_begin(&outlet, fd, CLOCK_NEVER, &err) == 0;
	if (!ok(begun, "there is a file to write to")) {
		if (file)
			fclose(file);
		return plan();
	}
	all = record_new(&opts, &outlet);
	begin_two(1, longer);
	begin_two(3, "fourth\n");
	is_int(tap_end(all, &err), -1, "a record that was cut is a failure");
	has_text(err.text, "1 connection lost bytes", "of one connection");
	rewind(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	has_text(text, "# the rest was not recorded", "the record says so");
	const char *fourth = strstr(text, "dialogue connection-4\n");
	has_text(fourth ? fourth : "", "> fourth\\n\n",
	    "what waits later has room again");
	fclose(file);
	return plan();
}
