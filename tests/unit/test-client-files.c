/* SPDX-License-Identifier: MIT */
/* Files of clients: no two clients share one, under whichever names. */
#include "relay/client-files.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"

static struct client_file none(void)
{
	return (struct client_file)CLIENT_FILE_NONE;
}

static int open_and_close(struct client_files *files, const char *name)
{
	struct client_file file = none();
	struct error err = ERROR_NONE;

	if (client_files_open(files, name, &file, &err) < 0)
		return -1;
	return client_files_close(files, &file, &err);
}

static void test_names(void)
{
	struct client_files files = { .max_used = 1000 };
	struct client_file one = none(), other = none();
	struct error err = ERROR_NONE;

	is_int(client_files_open(&files, "a", &one, &err), 0, "a file is made");
	is_int(client_files_write(&one, "x", 1, &err), 0, "and written");
	is_int(client_files_open(&files, "a", &other, &err), -1,
	    "its name is not given to another client");
	is_int(other.fd, -1, "who has no file then");
	ok(link("a", "b") == 0, "the file has another name");
	is_int(client_files_open(&files, "b", &other, &err), -1,
	    "which is not given away, either");
	is_int(other.fd, -1, "nothing stays open");
	is_int(client_files_close(&files, &one, &err), 0, "the file is closed");
	is_int(open_and_close(&files, "a"), -1,
	    "what was written in this run is not emptied");
	client_files_free(&files);
	unlink("a");
	unlink("b");
}

/* The file of a program that runs cannot be opened for writing (ETXTBSY), even
 * by root. */
static void test_text_busy(void)
{
	struct client_files files = { .max_used = 1000 };
	struct client_file file = none();
	struct error err = ERROR_NONE;
	char name[4096] = "";
	ssize_t len = readlink("/proc/self/exe", name, sizeof(name) - 1);

	ok(len > 0, "this program has a file");
	is_int(client_files_open(&files, name, &file, &err), -1,
	    "a file that cannot be opened is an error");
	is_int(err.kind, FAULT_IO, "of its kind");
	has_text(err.text, "cannot open '", "and told");
	client_files_free(&files);
}

/* The names that were used are kept, in so much memory at the most. */
static void test_room(void)
{
	struct client_files files = { .max_used = 200 };
	char name[8];
	int made = 0;

	for (int i = 0; i < 9; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		made += open_and_close(&files, name) == 0;
		unlink(name);
	}
	is_int(made, 2, "names that take 67 B each, in 200 B");
	is_int(open_and_close(&files, "n0"), 0,
	    "one that was used needs no more room");
	unlink("n0");
	client_files_free(&files);
	files = (struct client_files){ .names_differ = true };
	is_int(open_and_close(&files, "n0"), 0, "numbers need none");
	is_int((int)files.used_bytes, 0, "and take none");
	unlink("n0");
	client_files_free(&files);
}

int main(void)
{
	char directory[] = "/tmp/genet-unit.XXXXXX";

	ok(mkdtemp(directory) && chdir(directory) == 0,
	    "there is a directory for files");
	test_names();
	test_text_busy();
	test_room();
	ok(chdir("/") == 0 && rmdir(directory) == 0, "nothing is left in it");
	return plan();
}
