/* SPDX-License-Identifier: MIT */
/*
 * Shows a harness the inputs of its corpus, as a test: fuzz-NAME those in
 * fuzz/corpus/NAME of $TESTS_SRCDIR. Files may be named instead.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/tap.h"
#include "base/xalloc.h"
#include "fuzz.h"

#define MOST_BYTES (1 << 20)

/* Should it end the process, the last line says by what. */
static bool replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;

	if (!file) {
		printf("# %s: %s\n", path, strerror(errno));
		return false;
	}
	printf("# %s\n", path);
	fflush(stdout);
	uint8_t *room = xmalloc(MOST_BYTES);
	size = fread(room, 1, MOST_BYTES, file);
	fclose(file);
	/* Of just this length, so that a look behind its end is seen. */
	data = xmalloc(size ? size : 1);
	memcpy(data, room, size);
	free(room);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return true;
}

static int replay_corpus(const char *name)
{
	const char *tests = getenv("TESTS_SRCDIR");
	char directory[2048], path[4096];
	struct dirent *entry;
	int count = 0;

	snprintf(directory, sizeof(directory), "%s/fuzz/corpus/%s",
	    tests ? tests : "tests", name);
	DIR *dir = opendir(directory);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		count += replay(path);
	}
	if (dir)
		closedir(dir);
	ok(count > 0, "%s: %d inputs do no harm", name, count);
	return plan();
}

int main(int argc, char **argv)
{
	const char *name = strstr(argv[0], "fuzz-");

	for (int i = 1; i < argc; i++)
		if (!replay(argv[i]))
			return 1;
	while (name && strstr(name + 1, "fuzz-"))
		name = strstr(name + 1, "fuzz-");
	return argc > 1 ? 0 : replay_corpus(name ? name + strlen("fuzz-") : "");
}
