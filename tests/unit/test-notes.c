/* SPDX-License-Identifier: MIT */
/* Notes of several processes, printed in the order of their times. */
#include "demo/notes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tap.h"

enum { FIRST, SECOND, ROWS };

static struct notes rows[ROWS];

/* What notes_print() prints. Returns buf. */
static char *print(char buf[512])
{
	struct error err = ERROR_NONE;
	int file = memfd_create("stdout", MFD_CLOEXEC);
	int kept = dup(STDOUT_FILENO);

	dup2(file, STDOUT_FILENO);
	const struct notes_outlet to = { .start = rows[FIRST].items[0].at };
	int result = notes_print(rows, ROWS, &to, &err);
	dup2(kept, STDOUT_FILENO);
	ssize_t len = pread(file, buf, 511, 0);
	buf[len > 0 && result == 0 ? len : 0] = '\0';
	close(file);
	close(kept);
	return buf;
}

static void test_order(void)
{
	char printed[512];
	int64_t at = notes_add(&rows[FIRST], "begins");

	notes_add(&rows[SECOND], "%s", "reads");
	notes_add(&rows[FIRST], "ends");
	rows[FIRST].items[0].at = at - 2;
	rows[FIRST].items[1].at = at - 1;
	rows[SECOND].items[0].at = at;
	is_text(print(printed),
	    "  0.000000  first   begins\n"
	    "  0.000001  first   ends\n"
	    "  0.000002  second  reads\n",
	    "the notes of all are in the order of their times");
	is_text(print(printed), "", "no note is printed twice");
}

static void test_noting(void)
{
	char printed[512];

	notes_begin(&rows[SECOND]);
	notes_add(&rows[FIRST], "sends");
	is_text(print(printed), "",
	    "nothing is printed while another has taken the time of a note");
	notes_say(&rows[SECOND], "notices");
	notes_say(&rows[SECOND], "closes");
	notes_end(&rows[SECOND]);
	rows[SECOND].items[1].at = rows[FIRST].items[0].at;
	rows[SECOND].items[2].at = rows[FIRST].items[0].at;
	rows[FIRST].items[2].at = rows[FIRST].items[0].at + 1;
	is_text(print(printed),
	    "  0.000000  second  notices\n"
	    "  0.000000  second  closes\n"
	    "  0.000001  first   sends\n",
	    "then both are, the earlier one first");
}

static void test_room(void)
{
	for (int i = 0; i < 2 * NOTES_MAX; i++)
		notes_add(&rows[FIRST], "%d", i);
	ok(rows[FIRST].count < NOTES_MAX, "what finds no room is dropped");
}

int main(void)
{
	rows[FIRST].name = "first";
	rows[FIRST].palette = rows[SECOND].palette =
	    palette_for(PALETTE_NEVER, STDERR_FILENO);
	rows[SECOND].name = "second";
	test_order();
	test_noting();
	test_room();
	return plan();
}
