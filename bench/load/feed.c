/* SPDX-License-Identifier: MIT */
/* feed BYTES [CHUNK]: writes the pattern to standard output, CHUNK bytes with
 * each call. The bytes are the same for all sizes of chunks. */
#include "harness.h"
#include "pattern.h"

int main(int argc, char **argv)
{
	uint64_t total;
	uint64_t sent = 0;
	size_t chunk = 65536;
	char *block;

	if (argc < 2 || argc > 3)
		usage("feed BYTES [CHUNK]");
	total = (uint64_t)number(argv[1]);
	if (argc == 3)
		chunk = (size_t)number(argv[2]);
	if (chunk < 1 || chunk > PATTERN_BLOCK)
		usage("feed BYTES [CHUNK], of 1 MiB at most");

	block = pattern_blocks();
	while (sent < total) {
		size_t at = (size_t)(sent % PATTERN_BLOCK);
		size_t len = chunk;

		if (len > total - sent)
			len = (size_t)(total - sent);
		pattern_number(block + at, len, sent);
		write_all(1, block + at, len);
		sent += len;
	}
	return 0;
}
