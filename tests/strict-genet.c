/* SPDX-License-Identifier: MIT */
/*
 * Stands in for genet when the tests run with --sandbox=strict, which a later
 * --sandbox of a test replaces. As nc, and for commands without the option,
 * genet is run as it is. No shell: that would complain of a directory, read
 * files, and open descriptors, where tests look at these.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_called(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash ? slash + 1 : path, name) == 0;
}

/* How many words name the command, or 0 if this has no sandbox. */
static int command_words(int argc, char **argv)
{
	static const char *const commands[] = { "connect", "listen", "relay",
		"mock", "talk", "wait", "ping", "scan", "resolve", "udp-send",
		"udp-recv", "doctor" };
	const char *first = argc > 1 ? argv[1] : "";
	const char *second = argc > 2 ? argv[2] : "";

	if (strcmp(first, "unix") == 0)
		return argc > 2 ? 2 : 0;
	if (strcmp(first, "doctor") == 0 && strcmp(second, "listen") == 0)
		return 2;
	for (size_t i = 0; i < COUNT(commands); i++)
		if (strcmp(first, commands[i]) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	char option[] = "--sandbox=strict";
	char name[] = "genet";
	int words;
	char **args = calloc((size_t)argc + 2, sizeof(*args));

	if (!args || argc < 1)
		return EXIT_FAILURE;
	memcpy(args, argv, (size_t)argc * sizeof(*args));
	if (is_called(argv[0], "strict-genet") || is_called(argv[0], name)) {
		args[0] = name;
		words = command_words(argc, argv);
		if (words > 0) {
			memcpy(args + words + 2, argv + words + 1,
			    (size_t)(argc - words - 1) * sizeof(*args));
			args[words + 1] = option;
		}
	}
	execv(GENET_UNDER_TEST, args);
	perror(GENET_UNDER_TEST);
	return EXIT_FAILURE;
}
